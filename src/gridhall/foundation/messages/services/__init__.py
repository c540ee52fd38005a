"""Telling somebody something, by whichever way works, once."""

from ._box import mark_read, send
from ._queue import DELIVER_TASK, NewMessage, send_direct, wake_worker

__all__ = ["DELIVER_TASK", "NewMessage", "mark_read", "send", "send_direct", "wake_worker"]
