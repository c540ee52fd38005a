"""What the service desk tells the others. Ids, codes and moments; never what somebody said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class _CaseEvent:
    """What every event of a case carries. ``handler_id`` is an employee's user, if one had it.

    Moments are ISO texts. Of a ``sealed`` case no account is told.
    """

    case_id: int
    number: str
    kind: str
    category: str
    topic: str
    channel: str
    organisation_id: int
    area: str
    grade: str
    account_id: int | None
    handler_id: int | None
    handler_role: str
    sealed: bool
    anonymous: bool
    by_customer: bool

    @property
    def aggregate(self) -> str:
        """Events of one case come in their order."""
        return f"case:{self.case_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRegistered(_CaseEvent):
    """A case was registered (工单已登记)."""

    name: ClassVar[str] = "case.registered"

    received_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairReported(_CaseEvent):
    """Somebody reported a fault (故障报修): for whoever knows about outages."""

    name: ClassVar[str] = "repair.reported"

    received_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAnswered(_CaseEvent):
    """The customer got the result (工单已答复)."""

    name: ClassVar[str] = "case.answered"

    answered_at: str
    finding: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseClosed(_CaseEvent):
    """A case is over (工单已办结). ``satisfied`` None: the customer did not say."""

    name: ClassVar[str] = "case.closed"

    closed_at: str
    finding: str
    satisfied: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseReopened(_CaseEvent):
    """A closed case goes on (工单已重启)."""

    name: ClassVar[str] = "case.reopened"

    reopened_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseCancelled(_CaseEvent):
    """A case was taken back or registered by mistake (工单已撤销)."""

    name: ClassVar[str] = "case.cancelled"

    cancelled_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRated(_CaseEvent):
    """The customer gave one to five stars (工单已评价)."""

    name: ClassVar[str] = "case.rated"

    rated_at: str
    rating: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEscalated(_CaseEvent):
    """A case was brought before a superior (工单已升级)."""

    name: ClassVar[str] = "case.escalated"

    escalated_at: str
    level: int
