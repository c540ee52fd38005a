"""Versions of processes, what runs by them, who works on it, and what happened."""

from .definitions import ProcessDefinition
from .history import SignalReceived, StepLog, WorkItemEvent
from .migrating import MigratedInstance, Migration
from .running import ProcessInstance, Timer, Token
from .work import WorkItem

__all__ = [
    "MigratedInstance",
    "Migration",
    "ProcessDefinition",
    "ProcessInstance",
    "SignalReceived",
    "StepLog",
    "Timer",
    "Token",
    "WorkItem",
    "WorkItemEvent",
]
