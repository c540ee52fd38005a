"""What the drawers of acts offer to choose from, and what they begin with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.processes import selectors as process_reads
from gridhall.servicedesk import policy
from gridhall.servicedesk import selectors as servicedesk
from gridhall.ui.text import Text

from . import act_forms, choices, page, rows

if TYPE_CHECKING:
    from gridhall.servicedesk.selectors import CaseFile

REPORT = "REPORT"


def offered(request: HttpRequest, file: CaseFile) -> act_forms.Offered:
    """Return the choices of every field that an act on this case may have."""
    on = timezone.localdate()
    topics = topics_by_kind(file, only="")
    units = [(str(one.pk), one.name) for one in identity.organisations(scope=everywhere())]
    with_none = act_forms.with_none
    return {
        "channel": choices.of("channel"), "area": with_none(choices.of("area")),
        "priority": choices.of("priority"), "finding": with_none(choices.of("finding")),
        "liable": with_none(choices.of("party")), "topic": topics,
        "topic_1": topics_by_kind(file, only=file.row.kind),
        "topic_2": topics_by_kind(file, only=file.row.kind),
        "cause": with_none(rows.cause_choices(on=on)), "organisation": units,
        "liable_organisation": with_none(units), "role": with_none(_roles(file)),
        "user": with_none(_people(request, file)), "level": _levels(file),
        "master": _masters(request, file),
    }  # fmt: skip


def everywhere() -> identity.Scope:
    """Return the whole company: a case may be handed to any unit."""
    return identity.whole_company()


def topics_by_kind(file: CaseFile, *, only: str) -> Sequence[tuple[str, Text]]:
    """Return the topics as KIND:CODE, under the name of their kind when there are several.

    A report of wrongdoing neither comes of another kind nor becomes one.
    """
    own = file.row.kind
    kinds = [only] if only else [
        code for code, _label in choices.of("kind") if (code == REPORT) == (own == REPORT)
    ]  # fmt: skip
    kinds.sort(key=lambda code: code != own)
    labels = dict(choices.of("kind"))
    groups = [
        (labels[kind], [(f"{kind}:{code}", title) for code, title in _topics(kind)])
        for kind in kinds
    ]
    return [("", "—"), *(groups if len(groups) > 1 else groups[0][1])]


def _topics(kind: str) -> list[tuple[str, str]]:
    return rows.topic_choices(on=timezone.localdate(), kind=kind)


def _roles(file: CaseFile) -> Sequence[tuple[str, Text]]:
    found = choices.roles()
    return [one for one in found if (one[0] == "REPORT_OFFICER") == (file.row.kind == REPORT)]


def _people(request: HttpRequest, file: CaseFile) -> list[tuple[str, str]]:
    """Return who may get the open task of the case."""
    if not file.tasks:
        return []
    ids = [one.id for one in file.tasks]
    found = process_reads.can_get(item_ids=ids, scope=everywhere(), at=timezone.now())
    return [(str(pk), name) for pk, name in found]


def _levels(file: CaseFile) -> list[tuple[str, str]]:
    levels = range(file.row.escalation_level + 1, policy.desk().highest_level + 1)
    return [(str(n), _("Level {n}").format(n=n)) for n in levels]


def _masters(request: HttpRequest, file: CaseFile) -> list[tuple[str, str]]:
    if file.row.sealed:
        return []
    found = servicedesk.master_candidates(
        case=page.find(request, file.row.number), scope=page.scope_of_cases(request)
    )
    return [(one.number, f"{one.number} · {one.summary}") for one in found]


def initial(code: str, file: CaseFile) -> dict[str, Any]:
    """Return what the drawer of an act begins with."""
    row = file.row
    beginnings: dict[str, dict[str, Any]] = {
        "respond": {"channel": row.channel},
        "answer": {
            "channel": row.channel, "finding": file.finding, "liable": file.liable,
        },
        "propose": {"channel": row.channel},
        "revisit": {"channel": "PHONE" if row.channel != "HALL" else row.channel},
        "classify": {"topic": f"{row.kind}:{file.topic_code}", "area": file.area},
        "priority": {"priority": str(row.priority)},
        "hand-over": {
            "organisation": str(file.handler_organisation_id or row.organisation_id),
            "role": row.handler_role,
        },
        "wait": {"party": "CUSTOMER" if not row.anonymous else "THIRD_PARTY"},
    }  # fmt: skip
    return beginnings.get(code, {})
