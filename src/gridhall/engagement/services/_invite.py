"""Deciding who is asked, and asking once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from gridhall.customers import selectors as customers
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.locks import hold_lock
from gridhall.foundation.messages import services as messages
from gridhall.foundation.messages.services import NewMessage

from .. import links, message_templates, sampling, selectors
from ..errors import NoQuestionnaireInUse
from ..models import Questionnaire, SurveyInvitation, SurveyLink, SurveyPlan

CHUNK = 1000
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedCase:
    """What a closed case says about itself (the event ``case.closed``), nothing personal."""

    case_id: int
    number: str
    kind: str
    category: str
    channel: str
    area: str
    organisation_id: int
    account_id: int | None
    handler_id: int | None
    sealed: bool = False
    anonymous: bool = False


@transaction.atomic
def invite_after_case(*, case: ClosedCase, at: datetime) -> SurveyInvitation | None:
    """Ask the customer of a closed case, if a plan draws the case; return the invitation.

    None is asked about a sealed or anonymous case, without an account, outside every plan, when
    the draw passes the case by, or when the same customer was asked less than the plan's days
    ago. A case that was closed twice is asked about once.
    """
    if case.sealed or case.anonymous or case.account_id is None:
        return None
    known = SurveyInvitation.objects.filter(case_ref=case.case_id).first()
    if known is not None:
        return known
    plan = selectors.plan_for_case(case=case, on=timezone.localdate(at))
    if plan is None or not sampling.is_drawn(
        seed=plan.seed, number=case.case_id, share_percent=plan.share_percent
    ):
        return None
    party_id = _lock_customer(case.account_id)
    if _asked_lately(plan, party_id, at) or _is_known(case):
        return None
    return _ask(plan, _in_use(plan), at, account_id=case.account_id, case=case)


def _is_known(case: ClosedCase) -> bool:
    """Tell it again under the lock: two deliveries at once ask once."""
    return SurveyInvitation.objects.filter(case_ref=case.case_id).exists()


def _lock_customer(account_id: int) -> int:
    """Let nobody else ask the same customer meanwhile; return the party."""
    party_id = int(
        customers.facts_of(account_ids=[account_id], names=["party_id"])[account_id]["party_id"]
    )
    hold_lock(f"survey of customer {party_id}")
    return party_id


def _asked_lately(plan: SurveyPlan, party_id: int, at: datetime) -> bool:
    accounts = [pk for pk, _number, _status in customers.accounts_of_party(party_id=party_id)]
    since = at - timedelta(days=plan.min_days_between)
    return SurveyInvitation.objects.filter(account_id__in=accounts, sent_at__gt=since).exists()


def _in_use(plan: SurveyPlan) -> Questionnaire:
    found = selectors.questionnaire_in_use(code=plan.questionnaire_code)
    if found is None:
        raise NoQuestionnaireInUse(questionnaire=plan.questionnaire_code)
    return found


def _ask(
    plan: SurveyPlan, questionnaire: Questionnaire, at: datetime, *, account_id: int,
    case: ClosedCase | None = None, round_day: date | None = None, organisation_id: int = 0,
) -> SurveyInvitation:  # fmt: skip
    """Write the invitation and queue the message in one transaction."""
    unit = case.organisation_id if case else organisation_id
    handler = case.handler_id if case else None
    days = timedelta(days=1)
    invitation = SurveyInvitation.objects.create(
        plan=plan, questionnaire=questionnaire, account_id=account_id, organisation_id=unit,
        team_id=(identity.unit_of_person(user_id=handler) if handler else None) or unit,
        handler_id=handler, round=round_day, case_ref=case.case_id if case else None,
        case_number=case.number if case else "", kind=case.kind if case else "",
        category=case.category if case else "", case_channel=case.channel if case else "",
        area=case.area if case else _area_of(account_id), sent_at=at,
        expires_at=at + plan.expires_after_days * days,
        remind_at=at + plan.reminder_after_days * days if plan.reminder_after_days else None,
    )  # fmt: skip
    tell(invitation, template=message_templates.LINK, at=at)
    return invitation


def _area_of(account_id: int) -> str:
    facts = customers.facts_of(account_ids=[account_id], names=["area_kind"])
    return str(facts.get(account_id, {}).get("area_kind") or "")


def tell(invitation: SurveyInvitation, *, template: str, at: datetime) -> None:
    """Queue the message with a fresh link; the note in the app carries no link at all.

    The occasion is the invitation itself, so a repeated call sends nothing twice.
    """
    token = links.new_token()
    SurveyLink.objects.create(invitation=invitation, token_hash=links.hash_of(token), made_at=at)
    until = timezone.localdate(invitation.expires_at).isoformat()
    number = invitation.case_number or "95598"
    outside = NewMessage(
        template=template, dedup_key=f"{template}:{invitation.pk}",
        account_id=invitation.account_id,
        params={"number": number, "link": links.address_of(token), "until": until},
    )  # fmt: skip
    messages.queue_outside([outside], at=at)
    if template == message_templates.LINK:
        inside = NewMessage(
            template=message_templates.IN_APP, dedup_key=f"survey-asked:{invitation.pk}",
            account_id=invitation.account_id, params={"number": number, "until": until},
        )  # fmt: skip
        messages.send([inside], at=at)


def draw_round(*, plan_id: int, at: datetime, progress: Progress = lambda done, total: None) -> int:
    """Ask the next round of a plan at intervals, if it is due; return how many were asked.

    The accounts with the lowest places of the seed and the round are asked until the sample is
    full. Killed and started again it goes on where it was.
    """
    plan = SurveyPlan.objects.get(pk=plan_id)
    day = selectors.round_due(plan=plan, on=timezone.localdate(at))
    if day is None:
        return 0
    wanted = plan.sample_size or 0
    asked = 0
    for place, account_id in enumerate(selectors.round_sample(plan=plan, day=day)):
        if SurveyInvitation.objects.filter(plan=plan, round=day).count() >= wanted:
            break
        asked += _ask_in_round(plan, account_id, day, at)
        progress(min(place + 1, wanted), wanted)
    progress(wanted, wanted)
    return asked


@transaction.atomic
def _ask_in_round(plan: SurveyPlan, account_id: int, day: date, at: datetime) -> int:
    party_id = _lock_customer(account_id)
    if _asked_lately(plan, party_id, at):
        return 0
    ref = customers.account_refs_by_id(account_ids=[account_id])[account_id]
    _ask(
        plan, _in_use(plan), at, account_id=account_id, round_day=day,
        organisation_id=ref.organisation_id,
    )  # fmt: skip
    return 1
