"""Reads of where processes stand and of what people have to do."""

from ._history import HistoryLine, hands_of, history_of
from ._in_force import processes_in_force
from ._inbox import BOXES, InboxFilters, inbox, inbox_counts
from ._items import WorkItemView, item_of, items_of, may_do, targets_of
from ._position import Position, StepState, position, positions_of
from ._workload import PersonLoad, UnitLoad, can_get, workers, workload

__all__ = [
    "BOXES",
    "HistoryLine",
    "InboxFilters",
    "PersonLoad",
    "Position",
    "StepState",
    "UnitLoad",
    "WorkItemView",
    "can_get",
    "hands_of",
    "history_of",
    "inbox",
    "inbox_counts",
    "item_of",
    "items_of",
    "may_do",
    "position",
    "positions_of",
    "processes_in_force",
    "targets_of",
    "workers",
    "workload",
]
