"""Changing standards and running their clocks."""

from ..rules import Facts
from ._calendars import follow_calendars
from ._regrade import regrade
from ._signal import hand_over, signal
from ._sweep import SweepResult, sweep

__all__ = [
    "Facts", "SweepResult", "follow_calendars", "hand_over", "regrade", "signal", "sweep",
]  # fmt: skip
