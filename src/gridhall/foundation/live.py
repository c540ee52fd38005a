"""Live screens: a NOTIFY says that something changed, and whoever looks at it looks again.

Writers call ``tell_after_commit``. A web process has one ``Hub`` for each channel: one connection
that listens, whatever the number of screens, and only while there are some. A notice carries
nothing: the screen reads what is true now, in its reader's scope (docs/adr/0009).
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import psycopg
from django.db import connection, connections, transaction
from psycopg import sql

logger = logging.getLogger(__name__)
#: So often a process tells at most: NOTIFY takes a lock that all commits of the server share.
PAUSE_SECONDS = 0.5
#: How long a hub waits after a notice before it wakes the screens; longer than the pause, so what
#: was written while a process kept quiet is seen as well.
SETTLE_SECONDS = 1.0
LONGEST_BACKOFF_SECONDS = 60.0

_told: dict[str, float] = {}
_lock = threading.Lock()


def tell_after_commit(channel: str) -> None:
    """Tell all web processes, once the running transaction is committed, that something changed.

    Cheap enough for every write: in half a second a process sends one notice. A notice that
    cannot be sent is logged and fails nobody.
    """

    def tell() -> None:
        _tell(channel)

    transaction.on_commit(tell, robust=True)


def _tell(channel: str) -> None:
    now = time.monotonic()
    with _lock:
        if now - _told.get(channel, float("-inf")) < PAUSE_SECONDS:
            return
        _told[channel] = now
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [channel])


class Hub:
    """Listens to one channel and rings the bell of every screen that joined."""

    def __init__(self, channel: str) -> None:
        self.channel = channel
        self._bells: set[asyncio.Event] = set()
        self._task: asyncio.Task[None] | None = None

    def __len__(self) -> int:
        """Return how many screens are open in this process."""
        return len(self._bells)

    @asynccontextmanager
    async def join(self) -> AsyncIterator[asyncio.Event]:
        """Give the screen a bell that rings after changes; it clears the bell itself."""
        bell = asyncio.Event()
        self._bells.add(bell)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._listen(), name=f"listen-{self.channel}")
        try:
            yield bell
        finally:
            self._bells.discard(bell)
            if not self._bells and self._task is not None:
                self._task.cancel()
                self._task = None

    async def _listen(self) -> None:
        """Listen for ever; after a lost connection again, a little later each time."""
        wait = 1.0
        while True:
            try:
                async with await _connect() as listening:
                    listen = sql.SQL("LISTEN {}").format(sql.Identifier(self.channel))
                    await listening.execute(listen)
                    self._ring()  # what happened before is seen now
                    wait = 1.0
                    await self._pass_on(listening)
            except (psycopg.Error, OSError) as fault:
                logger.warning("not listening to %s: %s", self.channel, type(fault).__name__)
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_BACKOFF_SECONDS)

    async def _pass_on(self, listening: psycopg.AsyncConnection[Any]) -> None:
        """Ring a moment after each notice, at most once in that moment."""
        while True:
            async for _notice in listening.notifies(stop_after=1):
                pass
            await asyncio.sleep(SETTLE_SECONDS)
            self._ring()  # notices of this second are read next, and ring once more

    def _ring(self) -> None:
        for bell in self._bells:
            bell.set()


async def _connect() -> psycopg.AsyncConnection[Any]:
    """Open a connection beside Django's own: it stays open, so the pool must not lend it."""
    params = connections["default"].get_connection_params()
    for ours in ("cursor_factory", "context", "pool", "server_side_binding"):
        params.pop(ours, None)
    return await psycopg.AsyncConnection.connect(**params, autocommit=True)
