"""Texts of the company: checked, published by another person, kept by what was sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from gridhall.foundation.approvals import services as approvals
from gridhall.foundation.approvals.models import ApprovalRequest
from gridhall.foundation.messages import selectors, services
from gridhall.foundation.messages.errors import (
    InvalidRule,
    MissingPlaceholder,
    UnknownPlaceholder,
    UnknownTemplate,
    UnreadableText,
    WrongState,
)
from gridhall.foundation.messages.models import TemplateVersion
from gridhall.foundation.messages.services import NewMessage, Texts

from .conftest import NOON

pytestmark = pytest.mark.django_db
PARAMS = {"month": "2026-02", "amount": "31.95", "day": "2026-03-20"}
OWN = Texts(
    title_zh="{month}电费", body_zh="电费{amount}元，请于{day}前缴纳。",
    title_en="Bill {month}", body_en="Pay {amount} yuan by {day}.",
)  # fmt: skip


def draft(people, texts=OWN, channel="IN_APP", valid_from=NOON):
    return services.draft_version(
        code="test.bill", channel=channel, texts=texts, valid_from=valid_from,
        actor_id=people[0], at=NOON,
    )  # fmt: skip


def publish(people, row, at=NOON):
    services.request_publication(pk=row.pk, reason="措辞更清楚", actor_id=people[0], at=at)
    request = ApprovalRequest.objects.get(subject_id=str(row.pk), status="WAITING")
    approvals.decide(pk=request.pk, approve=True, decided_by_id=people[1], at=at)


def bill(key):
    return NewMessage(template="test.bill", dedup_key=key, account_id=7, params=PARAMS)


def test_old_messages_keep_the_text_they_were_sent_with(town, people):
    services.send([bill("before")], at=NOON)
    publish(people, draft(people), at=NOON + timedelta(hours=1))
    services.send([bill("after")], at=NOON + timedelta(hours=2))
    later = draft(people, replace(OWN, body_zh="{amount}、{day}"))
    publish(people, later, at=NOON + timedelta(hours=3))

    after, before = selectors.to_accounts(account_ids=[7])
    assert before.body == "31.95 yuan until 2026-03-20"
    assert after.body == "电费31.95元，请于2026-03-20前缴纳。"


def test_a_draft_changes_nothing_and_a_version_is_not_handed_in_twice(town, people):
    row = draft(people)
    services.send([bill("a")], at=NOON)

    assert selectors.to_accounts(account_ids=[7])[0].body.startswith("31.95 yuan")
    services.request_publication(pk=row.pk, reason="措辞更清楚", actor_id=people[0], at=NOON)
    with pytest.raises(WrongState):
        services.request_publication(pk=row.pk, reason="再来", actor_id=people[0], at=NOON)


def test_a_text_published_for_later_waits_for_its_day(town, people):
    publish(people, draft(people, valid_from=NOON + timedelta(days=30)))

    keys = [("test.bill", "IN_APP")]
    assert not selectors.versions_in_force(keys=keys, at=NOON)
    assert selectors.versions_in_force(keys=keys, at=NOON + timedelta(days=31))


def test_a_refused_text_stays_on_file(people, unit):
    row = draft(people)
    services.request_publication(pk=row.pk, reason="措辞更清楚", actor_id=people[0], at=NOON)

    approvals.decide(
        pk=ApprovalRequest.objects.get().pk, approve=False, decided_by_id=people[1], at=NOON,
        note="金额位置不对",
    )  # fmt: skip

    row.refresh_from_db()
    assert row.status == TemplateVersion.Status.REFUSED


@pytest.mark.parametrize(
    ("field", "text", "error", "named"),
    [
        ("body_zh", "{amount}{day}{bank}", UnknownPlaceholder, "bank"),
        ("body_en", "Pay {amount}", MissingPlaceholder, "day"),
        ("body_en", "{amount.real} {day}", UnreadableText, "amount.real"),
        ("body_en", "{amount!r} {day}", UnreadableText, "amount"),
        ("body_en", "{amount} {day} {", UnreadableText, "{ }"),
        ("body_zh", "", InvalidRule, "—"),
        ("title_zh", "", InvalidRule, "—"),
    ],
)
def test_a_faulty_text_is_refused_with_the_name(people, field, text, error, named):
    with pytest.raises(error) as refused:
        draft(people, replace(OWN, **{field: text}))

    assert named in str(refused.value)


def test_no_text_for_an_unknown_occasion(people):
    with pytest.raises(UnknownTemplate):
        services.check_texts(code="test.nothing", channel="SMS", texts=OWN)


def test_a_preview_shows_the_accounts_real_data_or_the_names(town, people):
    row = draft(people)
    names = selectors.preview(code="test.bill", channel="IN_APP", row=row, account_id=7)
    services.send([bill("a")], at=NOON)
    real = selectors.preview(code="test.bill", channel="IN_APP", row=row, account_id=7)

    assert (names.real, names.texts[1].body) == (False, "Pay ⟨amount⟩ yuan by ⟨day⟩.")
    assert (real.real, real.texts[0].body) == (True, "电费31.95元，请于2026-03-20前缴纳。")
    assert real.texts[1].body == "Pay 31.95 yuan by 2026-03-20."


def test_a_text_message_has_its_own_text(town, people, sms):
    publish(
        people, draft(people, replace(OWN, body_zh="【电力】{amount}元，{day}前"), channel="SMS")
    )
    town.add(7, ("SMS", "13900000001"))
    services.send([bill("a")], at=NOON)

    services.deliver_due(clock=lambda: NOON)

    assert sms.texts_to("13900000001") == ["【电力】31.95元，2026-03-20前"]
    assert selectors.to_accounts(account_ids=[7])[0].body.startswith("31.95 yuan")
