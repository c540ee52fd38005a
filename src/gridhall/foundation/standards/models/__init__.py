"""Tables of service standards and their clocks; see README.md of this folder."""

from .choices import OPEN, ClockStatus, OnReopen, Party, SpanKind, Unit
from .clocks import CalendarSeen, Clock, ClockEvent, ClockSpan, Escalation, MeasuredSubject
from .profiles import Profile, ProfileInForce
from .standards import LadderStep, ServiceStandard, StandardApplication

__all__ = [
    "OPEN", "CalendarSeen", "Clock", "ClockEvent", "ClockSpan", "ClockStatus", "Escalation",
    "LadderStep", "MeasuredSubject", "OnReopen", "Party", "Profile", "ProfileInForce",
    "ServiceStandard", "SpanKind", "StandardApplication", "Unit",
]  # fmt: skip
