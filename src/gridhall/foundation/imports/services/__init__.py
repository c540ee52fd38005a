"""Previewing, running and discarding import batches."""

from ._preview import preview
from ._run import run
from ._state import ACTION, RUN_TASK, discard, enqueue, wake_worker

__all__ = ["ACTION", "RUN_TASK", "discard", "enqueue", "preview", "run", "wake_worker"]
