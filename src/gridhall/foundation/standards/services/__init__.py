"""Changing standards and running their clocks."""

from ..rules import Facts
from ._apply import (
    APPLY_TASK,
    continue_application,
    preview_application,
    start_application,
)
from ._calendars import follow_calendars
from ._profiles import choose_profile
from ._regrade import regrade
from ._save import (
    NewStandard,
    end_standard,
    put_in_force,
    refuse,
    request_approval,
    request_end,
    save_standard,
)
from ._signal import hand_over, signal, signal_all
from ._sweep import SweepResult, sweep

__all__ = [
    "APPLY_TASK", "Facts", "NewStandard", "SweepResult", "choose_profile", "continue_application",
    "end_standard", "follow_calendars", "hand_over", "preview_application", "put_in_force",
    "refuse", "regrade", "request_approval", "request_end", "save_standard", "signal", "signal_all",
    "start_application", "sweep",
]  # fmt: skip
