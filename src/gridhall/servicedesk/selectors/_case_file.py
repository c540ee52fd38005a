"""One case as its page shows it: everything at once."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from django.utils import timezone

from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.roles import Role, Sensitivity
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.privacy import masking
from gridhall.foundation.processes import selectors as processes
from gridhall.foundation.standards import selectors as standards
from gridhall.servicedesk import errors, sentences
from gridhall.servicedesk.models import Case, CaseEntry, CaseLink, CaseStatusChange, Custody, Party
from gridhall.servicedesk.sentences import topic_title

from ._case_rows import row_of
from ._case_views import CaseFile, CaseRef, CustodyView, EntryView, StatusView
from ._cases import seen_by

SUBJECT = "case"


RELATED = (
    "topic", "organisation", "handler", "account", "cause", "liable_organisation",
    "handler_organisation", "registered_by", "gathered_by", "merged_into", "repeat_of", "part_of",
)  # fmt: skip


def case_of(*, number: str, scope: Scope, reader_id: int, at: datetime) -> CaseFile:
    """Return one case. Raises CaseNotFound, also for one the reader may not see."""
    found = seen_by(scope=scope, reader_id=reader_id, at=at).select_related(*RELATED)
    case = found.filter(number=number).first()
    if case is None:
        raise errors.CaseNotFound(case=number)
    return _file(case, at, hidden=not _reads_clear(case, reader_id, at))


def find_case(*, number: str, scope: Scope, reader_id: int, at: datetime) -> Case:
    """Return the bare case for an act on it. Raises CaseNotFound, as ``case_of``."""
    found = seen_by(scope=scope, reader_id=reader_id, at=at).filter(number=number).first()
    if found is None:
        raise errors.CaseNotFound(case=number)
    return found


def _reads_clear(case: Case, reader_id: int, at: datetime) -> bool:
    on = timezone.localdate(at)
    units = {case.organisation_id, case.handler_organisation_id or case.organisation_id}
    return any(
        identity.clearance_at(user_id=reader_id, organisation_id=unit, on=on)
        >= Sensitivity.PERSONAL
        for unit in units
    )


def _file(case: Case, at: datetime, *, hidden: bool) -> CaseFile:
    custodies = _custodies(case, at)
    held: defaultdict[str, timedelta] = defaultdict(timedelta)
    for one in custodies:
        held[one.party] += one.held
    return CaseFile(
        row=row_of(case, at), version=case.version, text="" if hidden else case.text,
        place="" if hidden else case.place, texts_hidden=hidden,
        contact_name=masking.mask_name(case.contact_name) if case.contact_name else "",
        contact_phone=masking.mask_phone(case.contact_phone) if case.contact_phone else "",
        contact_email=masked_email(case.contact_email), wants_reply=case.wants_reply,
        by_customer=case.by_customer, registered_by=_name(case.registered_by), grade=case.grade,
        area=case.area, area_label=case.get_area_display(),
        topic_code=case.topic.code if case.topic else "", finding=case.finding,
        finding_label=case.get_finding_display(), cause=case.cause.code if case.cause else "",
        cause_label=topic_title(case.cause), liable=case.liable,
        liable_label=case.get_liable_display(), liable_organisation=_name(case.liable_organisation),
        reopened=case.reopened, handler_id=case.handler_id, handler_role=case.handler_role,
        handler_role_label=role_label(case.handler_role),
        handler_organisation_id=case.handler_organisation_id,
        handler_organisation=_name(case.handler_organisation),
        first_response_at=case.first_response_at, dispatched_at=case.dispatched_at,
        arrived_at=case.arrived_at, proposed_at=case.proposed_at, answered_at=case.answered_at,
        revisited_at=case.revisited_at, entries=entries_of(case, hidden=hidden),
        statuses=_statuses(case), custodies=custodies, held_by_party=dict(held),
        tasks=tuple(processes.items_of(subject_type=SUBJECT, subject_id=case.pk)),
        position=processes.position(subject_type=SUBJECT, subject_id=case.pk),
        history=tuple(processes.history_of(subject_type=SUBJECT, subject_id=case.pk)),
        clocks=tuple(standards.clocks_of(subject_type=SUBJECT, subject_id=case.pk, at=at)),
        related=_related(case),
    )  # fmt: skip


def masked_email(value: str) -> str:
    """Return an e-mail address with all but its first letter and its domain hidden."""
    name, at_sign, domain = value.partition("@")
    return f"{name[:1]}***@{domain}" if at_sign else ""


def role_label(code: str) -> str:
    """Return a role in words."""
    return str(Role(code).label) if code in Role.values else code


def _name(thing: object | None) -> str:
    return "" if thing is None else str(thing)


def entries_of(
    case: Case, *, hidden: bool = False, only_shown: bool = False
) -> tuple[EntryView, ...]:
    """Return the conversation, the oldest first; ``only_shown``: as the customer reads it."""
    rows = CaseEntry.objects.filter(case=case).select_related("by").order_by("id")
    if only_shown:
        rows = rows.filter(shown_to_customer=True)
    return tuple(_entry(row, hidden) for row in rows)


def _entry(row: CaseEntry, hidden: bool) -> EntryView:
    return EntryView(
        id=row.pk, kind=row.kind, kind_label=row.get_kind_display(), code=row.code,
        sentence=sentences.sentence(row.code, row.params) if row.code else "",
        text="" if hidden else row.body, channel=row.get_channel_display() if row.channel else "",
        sent=str(row.params.get("sent", "")), at=row.at, by=_name(row.by),
        by_customer=row.by_customer, shown_to_customer=row.shown_to_customer,
    )  # fmt: skip


def _statuses(case: Case) -> tuple[StatusView, ...]:
    rows = CaseStatusChange.objects.filter(case=case).select_related("by").order_by("id")
    return tuple(
        StatusView(before=row.before, after=row.after, at=row.at, by=_name(row.by),
                   reason=row.reason)
        for row in rows
    )  # fmt: skip


def _custodies(case: Case, at: datetime) -> tuple[CustodyView, ...]:
    rows = Custody.objects.filter(case=case).select_related("organisation", "user").order_by("id")
    return tuple(
        CustodyView(
            party=row.party, party_label=str(Party(row.party).label),
            organisation=_name(row.organisation), role=role_label(row.role),
            person=_name(row.user), start=row.start, end=row.end,
            held=max((row.end or at) - row.start, timedelta()), reason=row.reason,
        )
        for row in rows
    )  # fmt: skip


def _related(case: Case) -> tuple[CaseRef, ...]:
    """Return the cases this one belongs with. Reports of wrongdoing are named to nobody here."""
    found = [("MASTER", case.gathered_by), ("MERGED_INTO", case.merged_into),
             ("REPEATS", case.repeat_of), ("PART_OF", case.part_of)]  # fmt: skip
    links = CaseLink.objects.filter(ended_at__isnull=True).select_related("case", "other")
    found += [(link.kind, link.other) for link in links.filter(case=case)]
    found += [(link.kind, link.case) for link in links.filter(other=case)]
    for how, rows in (("MERGED", case.merged), ("REPEATED_BY", case.repeats), ("PART", case.parts)):
        found += [(how, one) for one in rows.order_by("id")[:20]]
    if case.is_master:
        found += [("GATHERED", one) for one in case.gathered.order_by("id")[:20]]
    return tuple(
        CaseRef(
            number=one.number, how=how, kind_label=one.get_kind_display(), summary=one.summary,
            status_label=one.get_status_display(),
        )
        for how, one in found
        if one is not None and (not one.sealed or case.sealed)
    )  # fmt: skip
