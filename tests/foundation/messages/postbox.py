"""A real SMTP server that keeps what it gets and can be told to misbehave."""

from __future__ import annotations

import asyncio
import socket
from collections import deque
from email import message_from_bytes, policy
from typing import Any

from aiosmtpd.controller import Controller


class Postbox:
    """``tell("550 …")`` answers the next recipient so; ``"drop"`` breaks off after the letter."""

    def __init__(self, *, slow_seconds: float = 0.0) -> None:
        self.letters: list[Any] = []
        self.orders: deque[str] = deque()
        self.slow_seconds = slow_seconds
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    def __enter__(self) -> Postbox:
        self._controller.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._controller.stop()

    def settings(self, settings: Any) -> dict[str, Any]:
        own = {"host": "127.0.0.1", "port": self.port, "sender": "95598@grid.example"}
        return {**settings.GRIDHALL_MESSAGES, "EMAIL": own, "timeout_seconds": 2}

    def tell(self, *orders: str) -> None:
        self.orders.extend(orders)

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if self.orders and self.orders[0] != "drop":
            return self.orders.popleft()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        await asyncio.sleep(self.slow_seconds)
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        if self.orders and self.orders[0] == "drop":
            self.orders.popleft()
            server.transport.close()
        return "250 taken"
