"""A worker of its own process that does nothing but deliver; run by ``test_many_workers``."""

from __future__ import annotations

import sys
import time
from typing import Any

import django


def listen(payload: dict[str, Any]) -> None:
    """Write down what was heard; as slow as real work, so that a kill meets it in the middle."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO test_heard (thing, number) VALUES (%s, %s)",
            [payload["thing"], payload["number"]],
        )
    time.sleep(0.003)


def fail_at_five(payload: dict[str, Any]) -> None:
    """Fail at one event of one aggregate until the test says that the fault is mended."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM test_mended")
        mended = cursor.fetchone()[0]
    if payload["thing"] == "bad" and payload["number"] == 5 and not mended:
        raise RuntimeError("secret 13800138000")


def say(word: str) -> None:
    """Tell the test how far it is."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def main() -> None:
    """Deliver for ever; print a line for each round that delivered something."""
    django.setup()
    from gridhall.foundation.outbox import registry, services

    registry.subscribe("test.thing.happened", listen)
    registry.subscribe("test.thing.happened", fail_at_five)
    say("ready")
    while True:
        if services.deliver_pending(limit=20):
            say("delivered")
        else:
            time.sleep(0.02)


if __name__ == "__main__":
    main()
