"""Every act on a case: where it stands in the menu, who may, when, what is asked, what is called.

One entry each, so that menu, drawer and permission never disagree. The services decide again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gridhall.servicedesk import services
from gridhall.ui.text import Text

from . import act_forms as forms

WORK, ROUTE, SUPERVISE = "cases.work", "cases.route", "cases.supervise"
Values = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class By:
    """Which case, who acts, and when. ``find`` gives the id of another case by its number."""

    case_id: int
    by_id: int
    at: datetime
    find: Callable[[str], int]

    def call(self, service: Callable[..., Any], **values: Any) -> Any:
        """Call a service on the case for this person."""
        return service(case_id=self.case_id, by_id=self.by_id, at=self.at, **values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What decides which acts a case offers: its state and the steps that are open."""

    status: str
    steps: frozenset[str]
    sealed: bool
    anonymous: bool
    is_master: bool
    is_gathered: bool
    is_part: bool
    has_parts: bool

    @property
    def is_open(self) -> bool:
        """Whether something may still happen."""
        return self.status not in {"CLOSED", "CANCELLED", "MERGED"}

    @property
    def waits(self) -> bool:
        """Whether it waits for the customer or a third party."""
        return self.status in {"WAITING_CUSTOMER", "WAITING_THIRD"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act. ``done`` is the sentence afterwards; ``note`` is what to know before."""

    code: str
    label: Text
    icon: str
    group: str
    form: type[forms.ActForm]
    call: Callable[[By, Values], Any]
    when: Callable[[Standing], bool]
    done: Text
    action: str = WORK
    danger: bool = False
    note: Text = ""


GROUPS: tuple[tuple[str, Text], ...] = (
    ("forward", _("Go on")),
    ("hands", _("Change hands")),
    ("sort", _("Put in order")),
    ("others", _("With other cases")),
    ("end", pgettext_lazy("of a case", "End")),
)


def _works(one: Standing) -> bool:
    return one.is_open and not one.waits


def _at(*steps: str) -> Callable[[Standing], bool]:
    return lambda one: one.is_open and bool(one.steps & set(steps))


def _open(one: Standing) -> bool:
    return one.is_open


def _hand_over(by: By, typed: Values) -> None:
    by.call(
        services.hand_to, reason=typed["reason"], role=typed["role"],
        organisation_id=int(typed["organisation"]) if typed["organisation"] else None,
        user_id=int(typed["user"]) if typed["user"] else None,
    )  # fmt: skip


def _answer(by: By, typed: Values) -> None:
    unit = typed["liable_organisation"]
    by.call(
        services.answer, body=typed["body"], channel=typed["channel"], finding=typed["finding"],
        cause=typed["cause"], liable=typed["liable"],
        liable_organisation_id=int(unit) if unit else None,
    )  # fmt: skip


def _revisit(by: By, typed: Values) -> None:
    by.call(services.revisit, outcome=typed["result"], note=typed["note"], channel=typed["channel"])


def _classify(by: By, typed: Values) -> None:
    kind, _colon, topic = typed["topic"].partition(":")
    by.call(services.classify, kind=kind, topic=topic, area=typed["area"], reason=typed["note"])


SINGLE: tuple[Act, ...] = (
    Act(
        code="respond", label=_("Note the first contact"), icon="phone-call", group="forward",
        form=forms.RespondForm, when=lambda one: _works(one) and not one.anonymous,
        call=lambda by, typed: by.call(services.respond, body=typed["body"],
                                       channel=typed["channel"]),
        done=_("The contact is noted."),
    ),
    Act(
        code="classify", label=_("Classify and dispatch"), icon="category", group="sort",
        form=forms.ClassifyForm, when=_works, call=_classify, action=WORK,
        done=_("The case is classified."),
    ),
    Act(
        code="dispatch", label=_("Send a crew"), icon="truck", group="forward",
        form=forms.DispatchForm, when=_at("judge"), done=_("The crew is told."),
        call=lambda by, typed: by.call(services.mark_dispatched, role=typed["role"],
                                       note=typed["note"]),
    ),
    Act(
        code="arrive", label=_("Crew is on site"), icon="map-pin-check", group="forward",
        form=forms.NoteForm, when=_at("arrive"), done=_("The arrival is noted."),
        call=lambda by, typed: by.call(services.mark_arrived, note=typed["note"]),
    ),
    Act(
        code="propose", label=_("Propose measures"), icon="bulb", group="forward",
        form=forms.ProposeForm, when=_at("investigate", "measures"),
        call=lambda by, typed: by.call(services.propose, body=typed["body"],
                                       channel=typed["channel"]),
        done=_("The measures are proposed."),
    ),
    Act(
        code="answer", label=_("Answer the customer"), icon="message-check", group="forward",
        form=forms.AnswerForm, call=_answer, done=_("The customer has the answer."),
        when=lambda one: _works(one) and not one.steps & {"revisit", "confirm", "rectify"},
        note=_("What is still open before the answer is finished with it."),
    ),
    Act(
        code="revisit", label=_("Ask whether the customer is satisfied"), icon="phone-outgoing",
        group="forward", form=forms.ConfirmForm, when=_at("revisit", "confirm"), call=_revisit,
        done=_("What the customer said is noted."),
    ),
    Act(
        code="hand-over", label=_("Hand over"), icon="arrows-exchange", group="hands",
        form=forms.HandOverForm, when=_open, call=_hand_over, done=_("The case is handed over."),
    ),
    Act(
        code="wait", label=_("Wait for somebody"), icon="player-pause", group="hands",
        form=forms.WaitForm, when=_works, done=_("The case waits."),
        call=lambda by, typed: by.call(services.wait_for, party=typed["party"],
                                       reason=typed["reason"]),
        note=_("Clocks that may be paused stand still until the case goes on."),
    ),
    Act(
        code="back", label=_("Go on with the case"), icon="player-play", group="forward",
        form=forms.NoteForm, when=lambda one: one.waits, done=_("The case goes on."),
        call=lambda by, typed: by.call(services.back, reason=typed["note"]),
    ),
    Act(
        code="priority", label=_("Change the priority"), icon="flame", group="sort",
        form=forms.PriorityForm, when=_open, done=_("The priority is changed."),
        call=lambda by, typed: by.call(services.set_priority, priority=int(typed["priority"]),
                                       reason=typed["reason"]),
    ),
    Act(
        code="escalate", label=_("Bring before a superior"), icon="arrow-big-up-lines",
        group="hands", form=forms.EscalateForm, when=_open, done=_("The superior is told."),
        call=lambda by, typed: by.call(services.escalate, level=int(typed["level"]),
                                       reason=typed["reason"]),
    ),
    Act(
        code="close", label=_("Close before the end"), icon="circle-check", group="end",
        form=forms.CloseForm, when=_open, danger=True, done=_("The case is closed."),
        call=lambda by, typed: by.call(services.close, reason=typed["reason"],
                                       finding=typed["finding"]),
        note=_("The steps that are still open fall away. Usually the case is answered instead."),
    ),
    Act(
        code="cancel", label=_("Take the case back"), icon="ban", group="end",
        form=forms.ReasonForm, when=_open, danger=True, done=_("The case is cancelled."),
        call=lambda by, typed: by.call(services.cancel, reason=typed["reason"]),
        note=_("For what was registered by mistake. It stays readable and is not counted."),
    ),
    Act(
        code="reopen", label=_("Open again"), icon="refresh", group="end",
        form=forms.ReasonForm, when=lambda one: one.status == "CLOSED",
        done=_("The case is open again."),
        call=lambda by, typed: by.call(services.reopen, reason=typed["reason"]),
    ),
)  # fmt: skip
#: The act that finishes a step which is more than a tick, by step.
FINISHES = {
    "classify": "classify", "judge": "dispatch", "arrive": "arrive", "measures": "propose",
    "reply": "answer", "revisit": "revisit", "confirm": "revisit",
}  # fmt: skip
