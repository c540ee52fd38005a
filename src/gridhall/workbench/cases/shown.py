"""Puts the page of a case together: every part ready to be drawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from gridhall.foundation import language
from gridhall.foundation.documents import papers
from gridhall.foundation.processes import drawing
from gridhall.servicedesk import selectors as servicedesk
from gridhall.ui import formats
from gridhall.ui.figures import Event, Status
from gridhall.ui.text import Text
from gridhall.workbench import navigation

from . import beside, clocks, customer_card, history, mass, page, talking, tasking, words
from .clocks import ClockLine, DueNext, Fact

if TYPE_CHECKING:
    from gridhall.servicedesk.selectors import CaseFile

    from .forms import SayForm

FEW = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A word at the top of the page that must not be overlooked."""

    tone: str
    title: Text
    text: Text
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """The page of one case, part by part as the templates name them."""

    id: int
    number: str
    summary: str
    kind: Status
    status: Status
    flags: list[Status]
    topic: str
    channel: Text
    channel_icon: str
    unit: str
    notes: list[Note]
    due: DueNext | None
    stage: str
    next_stage: str
    handler: str
    handler_unit: str
    held_by: Status | None
    held_since: str
    received_at: datetime
    registered_by: str
    tasks: list[tasking.TaskView]
    text: str
    place: str
    texts_hidden: bool
    turns: list[talking.Turn]
    hidden_turns: int
    composer: SayForm | None
    mass: list[mass.MassLine]
    macros: list[beside.MacroRow]
    macro_bodies: dict[str, str]
    clocks: list[ClockLine]
    customer: customer_card.CustomerCard | None
    anonymous: bool
    sealed: bool
    report_url: str
    contact: list[beside.ContactLine]
    custody: beside.CustodyBar | None
    links: list[beside.LinkRow]
    facts: list[Fact]
    story: list[Event]
    process: str
    picture: str
    may: dict[str, bool]
    first_act: beside.ActLink | None
    acts: list[tuple[Text, list[beside.ActLink]]]


def build(request: HttpRequest, file: CaseFile, *, composer: SayForm | None) -> CasePage:
    """Return the page of a case for this reader."""
    at, row = timezone.now(), file.row
    actions = page.actions(request, file)
    macros = _macros(request, file) if composer else []
    shown, before = talking.turns(file.entries)
    card = customer_card.card_of(request, account_id=row.account_id) if row.account_id else None
    first_act, acts = beside.acts(file, actions)
    return CasePage(
        id=row.id, number=row.number, summary=row.summary,
        kind=Status(row.kind_label, "info", words.KIND_ICONS.get(row.kind, "message")),
        status=words.status(row.status, row.status_label), flags=_flags(file), topic=row.topic,
        channel=row.channel_label, channel_icon=words.CHANNEL_ICONS.get(row.channel, "message"),
        unit=row.organisation, notes=_notes(file), due=clocks.due_next(list(file.clocks), at),
        **_where(file), **_held(file, at), received_at=row.received_at,
        registered_by=file.registered_by or (_("by the customer") if file.by_customer else ""),
        tasks=tasking.tasks(request, file, at=at, actions=actions), text=file.text,
        place=file.place, texts_hidden=file.texts_hidden, turns=shown, hidden_turns=before,
        composer=composer, mass=mass.lines(file, at), macros=macros,
        macro_bodies={one.code: one.body for one in macros},
        clocks=[clocks.line(one, at) for one in file.clocks],
        customer=card,
        anonymous=row.anonymous, sealed=row.sealed, report_url=_report(file, actions),
        contact=beside.contact(file), custody=beside.custody(file, at),
        links=beside.links(file), facts=_facts(file), story=history.story(file)[:FEW],
        process=str(file.position.definition.title) if file.position else "",
        picture=_picture(file), first_act=first_act, acts=acts,
        may=_may(file.row.id, actions, closed=card is not None and card.must_check),
    )  # fmt: skip


def _flags(file: CaseFile) -> list[Status]:
    """Return what must not be overlooked, as badges."""
    row = file.row
    repeats = [one for one in file.related if one.how == "REPEATS"]
    found = [
        words.PRIORITIES.get(row.priority),
        Status(_("Informant sealed"), "danger", "shield-lock") if row.sealed else None,
        Status(_("Anonymous"), "neutral", "user-off") if row.anonymous else None,
        Status(_("Repeat"), "warning", "repeat") if repeats else None,
        Status(_("Master case"), "info", "sitemap") if row.is_master else None,
        Status(_("Level {n}").format(n=row.escalation_level), "danger", "arrow-big-up-lines")
        if row.escalation_level else None,
        Status(
            ngettext("Opened again once", "Opened again {n} times", file.reopened).format(
                n=file.reopened), "warning", "refresh",
        ) if file.reopened else None,
    ]  # fmt: skip
    return [one for one in found if one]


def _notes(file: CaseFile) -> list[Note]:
    by_how = {one.how: one for one in file.related}
    found = []
    if (into := by_how.get("MERGED_INTO")) is not None:
        found.append(
            Note(tone="info", title=_("This case goes on in another one"), text=into.number,
                 url=reverse("workbench:case", args=[into.number]))
        )  # fmt: skip
    if (master := by_how.get("MASTER")) is not None:
        found.append(
            Note(tone="info", title=_("It belongs to a mass event: one answer goes to all"),
                 text=f"{master.number} · {master.summary}",
                 url=reverse("workbench:case", args=[master.number]))
        )  # fmt: skip
    if file.until_checked:
        found.append(
            Note(tone="warning", title=_("Check the caller first"),
                 text=_("What was said and whom to reach open after the check."),
                 url=f"{reverse('workbench:customer', args=[file.row.account_no])}#caller")
        )  # fmt: skip
    if file.texts_hidden:
        found.append(
            Note(tone="neutral", title=_("What was said stays closed"),
                 text=_("Your roles do not read personal values of this unit in clear."))
        )  # fmt: skip
    return found


def _where(file: CaseFile) -> dict[str, Any]:
    """Return at which step it stands, what follows, and who has it."""
    steps = file.position.steps if file.position and file.position.is_running else ()
    following = [title for one in steps for title in one.next]
    return {
        "stage": " / ".join(str(one.step.title) for one in steps) or str(file.row.status_label),
        "next_stage": _(" or ").join(dict.fromkeys(following)),
        "handler": file.row.handler or file.handler_role_label,
        "handler_unit": " · ".join(
            filter(None, [file.handler_role_label if file.row.handler else "",
                          file.handler_organisation])
        ),
    }  # fmt: skip


def _held(file: CaseFile, at: datetime) -> dict[str, Any]:
    last = file.custodies[-1] if file.custodies else None
    if last is None or last.end is not None:
        return {"held_by": None, "held_since": ""}
    since = words.duration(at - last.start)
    return {
        "held_by": words.party_status(last.party),
        "held_since": _("for {time}").format(time=since),
    }


def _facts(file: CaseFile) -> list[Fact]:
    row = file.row
    found: list[tuple[Text, Text]] = [
        (_("Kind"), row.kind_label), (pgettext("case", "Category"), words.category(row.category)),
        (_("Topic"), row.topic), (_("Area"), file.area_label), (_("Grade"), file.grade),
        (_("Wants an answer"), _("Yes") if file.wants_reply else _("No")),
        (_("Registered"), formats.moment(row.registered_at)),
        (_("First contact"), _moment(file.first_response_at)),
        (_("Crew sent"), _moment(file.dispatched_at)), (_("On site"), _moment(file.arrived_at)),
        (_("Measures proposed"), _moment(file.proposed_at)),
        (pgettext("case", "Answered"), _moment(file.answered_at)),
        (_("Asked again"), _moment(file.revisited_at)),
        (pgettext("case", "Closed"), _moment(row.closed_at)),
        (_("What was found out"), file.finding_label if file.finding else ""),
        (_("Cause"), file.cause_label), (_("Whose responsibility"), file.liable_label),
        (_("Responsible unit"), file.liable_organisation), (_("Satisfied"), _satisfied(row)),
    ]  # fmt: skip
    return [Fact(label=label, value=value) for label, value in found if value]


def _moment(value: datetime | None) -> str:
    return formats.moment(value) if value else ""


def _satisfied(row: servicedesk.CaseRow) -> str:
    told = "" if row.satisfied is None else _("Yes") if row.satisfied else _("No")
    stars = _("{n} of 5").format(n=row.rating) if row.rating else ""
    return " · ".join(filter(None, [told, stars]))


def _macros(request: HttpRequest, file: CaseFile) -> list[beside.MacroRow]:
    units = frozenset(page.scope_of_cases(request).organisation_ids)
    return [
        beside.MacroRow(
            code=one.code, title=language.either(one.title_zh, one.title_en),
            body=language.either(one.body_zh, one.body_en),
        )
        for one in servicedesk.macros(kind=file.row.kind, organisation_ids=units)
    ]  # fmt: skip


def _picture(file: CaseFile) -> str:
    if file.position is None:
        return ""
    return drawing.svg(
        file.position.definition, language=language.active(),
        marks=file.position.marks, name="case-flow",
    )  # fmt: skip


def _report(file: CaseFile, actions: frozenset[str]) -> str:
    """Return the address of the report's sealed file, for its officers."""
    if not file.row.sealed or "cases.sealed" not in actions:
        return ""
    known = navigation.address_of("workbench:reports")
    return reverse("workbench:report", args=[file.row.number]) if known else ""


def _may(case_id: int, actions: frozenset[str], *, closed: bool) -> dict[str, bool]:
    """Return which parts are drawn; papers stay ``closed`` until the caller is checked.

    ``photos``: the customer has sent some; they lie apart from the company's papers.
    """
    opens = "documents.read" in actions and not closed
    sent = papers.count_of(subject_type="case.photos", subject_ids=[str(case_id)]) if opens else {}
    return {
        "work": "cases.work" in actions,
        "supervise": "cases.supervise" in actions,
        "papers": opens,
        "photos": bool(sent),
        "reveal": "customers.reveal" in actions or "cases.work" in actions,
    }
