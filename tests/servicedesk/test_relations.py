"""Cases that belong together: repeats, likeness, merging, links, parts, one answer to all."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from gridhall.customers.models import Account
from gridhall.customers.services import put_accounts
from gridhall.foundation.messages.models import Message
from gridhall.foundation.outbox.services import deliver_pending
from gridhall.servicedesk import desk_rules, selectors, services
from gridhall.servicedesk.models import Case, MassAnswer, MassAnswered
from gridhall.servicedesk.records import Contact
from gridhall.servicedesk.refusals import (
    MassAnswerRunning,
    NotRelated,
    PartsOpen,
    UnableToRelate,
    UnableToUndo,
)
from tests.customers.builders import account_row

from .desk import MONDAY, Desk, check


def accounts(desk: Desk, number: int) -> list[int]:
    """Return so many further accounts."""
    rows = [account_row(one + 2, desk.units["11"]) for one in range(number)]
    put_accounts(rows=rows, at=desk.now, actor_id=None)
    numbers = [row.account_no for row in rows]
    return list(Account.objects.filter(account_no__in=numbers).values_list("pk", flat=True))


def closed(desk: Desk, **changes: Any) -> Case:
    case = desk.register("COMPLAINT", desk_topic(), **changes)
    return desk.act("boss", services.close, case, reason="已处理完毕", finding="JUSTIFIED")


def desk_topic() -> str:
    return selectors.topics(kind="COMPLAINT", on=MONDAY.date())[0].code


@pytest.mark.requirement("R66")
def test_a_matter_that_was_closed_before_is_found_as_a_repeat(desk: Desk) -> None:
    first = closed(desk)

    again = desk.register("COMPLAINT", desk_topic())
    by_phone = desk.register("COMPLAINT", desk_topic(), account_id=None)
    stranger = desk.register(
        "COMPLAINT",
        desk_topic(),
        account_id=None,
        contact=Contact(name="钱乙", phone="13800000009"),
    )

    assert again.repeat_of_id == first.pk
    assert by_phone.repeat_of_id == first.pk
    assert stranger.repeat_of_id is None
    assert again.entries.filter(code="REPEATS", params={"case": first.number}).exists()
    desk.later(days=181)
    assert desk.register("COMPLAINT", desk_topic()).repeat_of_id is None
    assert desk.register("REPORT", account_id=None, contact=Contact()).repeat_of_id is None


@pytest.mark.requirement("R66")
@pytest.mark.parametrize("by_account", [True, False])
def test_the_latest_repeat_is_the_first_of_the_repeats(desk: Desk, by_account: bool) -> None:
    changes = {} if by_account else {"account_id": None}
    old, new = closed(desk, **changes), closed(desk, **changes)
    closed(desk, account_id=None, contact=Contact(name="钱乙", phone="13800000009"))
    desk.register("COMPLAINT", desk_topic(), **changes)
    whose: dict[str, Any] = {
        "kind": "COMPLAINT", "topic_id": new.topic_id, "phone_index": new.contact_phone_index,
        "account_id": new.account_id,
    }  # fmt: skip
    end = Case.objects.get(pk=old.pk).closed_at
    assert end is not None
    days = desk_rules.repeat_rule(on=MONDAY.date()).window_days
    edge = end + timedelta(days=days)

    for at in (end, desk.now, edge, edge + timedelta(seconds=1), edge + timedelta(days=9)):
        for more in ({}, {"but_id": new.pk}, {"kind": "REPORT"}, {"topic_id": None}):
            asked = {"at": at, **whose, **more}
            found, all_found = selectors.latest_repeat_of(**asked), selectors.repeats_of(**asked)
            assert (found and found.pk) == (all_found[0].pk if all_found else None)
    assert selectors.latest_repeat_of(at=edge, **whose, but_id=new.pk) is not None
    later = edge + timedelta(seconds=1)
    assert selectors.latest_repeat_of(at=later, **whose, but_id=new.pk) is None


def test_open_cases_that_look_alike_are_suggested_the_most_alike_first(desk: Desk) -> None:
    mine = desk.register("COMPLAINT", desk_topic())
    same = desk.register("COMPLAINT", desk_topic())
    other = desk.register(
        "COMPLAINT",
        desk_topic(),
        account_id=None,
        contact=Contact(name="钱乙", phone="13800000009"),
    )

    found = selectors.similar_of(case=mine, at=desk.now, scope=desk.scope("agent"))

    assert [one.case.pk for one in found] == [same.pk, other.pk]
    assert set(found[0].reasons) == {"CUSTOMER", "PHONE", "TOPIC"}
    assert found[1].reasons == ("TOPIC",)


def test_a_merged_case_ends_in_the_other_and_the_customer_hears_where(desk: Desk) -> None:
    keeps, ends = desk.register("COMPLAINT", desk_topic()), desk.register("COMPLAINT", desk_topic())

    done = desk.act("boss", services.merge, ends, into_id=keeps.pk, reason="同一件事")

    assert done.status == "MERGED"
    assert done.merged_into_id == keeps.pk
    assert done.due_at is None
    assert keeps.entries.filter(code="MERGED_HERE").exists()
    told = Message.objects.get(template="servicedesk.merged")
    assert told.params == {"number": ends.number, "other": keeps.number}
    with pytest.raises(UnableToRelate):
        desk.act("boss", services.merge, keeps, into_id=ends.pk, reason="反过来")


def test_a_merge_is_undone_until_the_other_is_answered(desk: Desk) -> None:
    keeps, ends = desk.register("COMPLAINT", desk_topic()), desk.register("COMPLAINT", desk_topic())
    desk.act("boss", services.merge, ends, into_id=keeps.pk, reason="同一件事")

    back = desk.act("boss", services.unmerge, ends, reason="其实不同")
    assert back.status == "IN_PROGRESS"
    assert back.merged_into_id is None
    with pytest.raises(NotRelated):
        desk.act("boss", services.unmerge, ends, reason="再来一次")

    desk.act("boss", services.merge, ends, into_id=keeps.pk, reason="确实相同")
    services.answer(case_id=keeps.pk, body="已处理", by_id=desk.id("boss"), at=desk.later(),
                    finding="JUSTIFIED", entitled=True)  # fmt: skip
    with pytest.raises(UnableToUndo):
        desk.act("boss", services.unmerge, ends, reason="太晚了")


def test_links_are_made_once_and_taken_away(desk: Desk) -> None:
    one, two = desk.register("COMPLAINT", desk_topic()), desk.register("REPAIR")
    report = desk.register("REPORT", account_id=None, contact=Contact())
    by: dict[str, Any] = {"by_id": desk.id("boss"), "at": desk.now}

    made = services.link(case_id=one.pk, other_id=two.pk, **by)
    assert services.link(case_id=two.pk, other_id=one.pk, **by).pk == made.pk
    with pytest.raises(UnableToRelate) as refused:
        services.link(case_id=one.pk, other_id=report.pk, **by)
    assert report.number not in str(refused.value.params)
    services.unlink(case_id=one.pk, other_id=two.pk, **by)
    with pytest.raises(NotRelated):
        services.unlink(case_id=one.pk, other_id=two.pk, **by)


def test_parts_are_received_too_on_the_wall_board(desk: Desk) -> None:
    day = {"scope": desk.scope("boss"), "since": MONDAY - timedelta(hours=2)}
    case = desk.register("COMPLAINT", desk_topic())
    before = selectors.wall_figures(**day, at=desk.now)

    parts = services.split(
        case_id=case.pk, by_id=desk.id("boss"), at=desk.later(), reason="涉及两个部门",
        parts=[services.NewPart(topic=desk_topic(), summary=text) for text in ("一", "二")],
    )  # fmt: skip

    after = selectors.wall_figures(**day, at=desk.now)
    assert (before.total.received, after.total.received) == (1, 1 + len(parts))


@pytest.mark.requirement("R64")
def test_a_split_case_is_answered_when_its_last_part_is(desk: Desk) -> None:
    whole = desk.register("COMPLAINT", desk_topic())
    topics = {
        one.category: one.code for one in selectors.topics(kind="COMPLAINT", on=desk.now.date())
    }
    parts = services.split(
        case_id=whole.pk, by_id=desk.id("boss"), at=desk.later(), reason="涉及两个部门",
        parts=(services.NewPart(topic=topics["SERVICE"], summary="态度"),
               services.NewPart(topic=topics["PRICE"], summary="电价")),
    )  # fmt: skip
    assert [part.handler_role for part in parts] == ["SERVICE_HANDLER", "PRICE_HANDLER"]
    with pytest.raises(PartsOpen):
        services.answer(case_id=whole.pk, body="先答复", by_id=desk.id("boss"), at=desk.later(),
                        finding="JUSTIFIED", entitled=True)  # fmt: skip

    for part, text, finding in zip(parts, ("已道歉", "电价无误"), ("JUSTIFIED", "UNJUSTIFIED"),
                                   strict=True):  # fmt: skip
        whole.refresh_from_db()
        assert whole.answered_at is None
        services.answer(case_id=part.pk, body=text, by_id=desk.id("boss"), at=desk.later(),
                        finding=finding, entitled=True)  # fmt: skip
        deliver_pending()

    check(whole)
    assert whole.answered_at is not None
    assert whole.finding == "JUSTIFIED"
    answer = whole.entries.get(kind="ANSWER")
    assert answer.body == "已道歉\n电价无误"
    assert answer.shown_to_customer
    span = selectors.Span(first=desk.now.date(), last=desk.now.date())
    counted = selectors.counts(scope=desk.scope("boss"), dimension="kind", span=span)
    assert counted.cases == 1  # the parts are no matters of their own


def mass_event(desk: Desk, number: int) -> tuple[Case, list[Case]]:
    """Return a master case and the cases under it, two of them of one customer."""
    master = desk.register(
        "COMPLAINT", desk_topic(), account_id=None, contact=Contact(), anonymous=True
    )
    services.make_master(case_id=master.pk, by_id=desk.id("boss"), at=desk.now)
    ids = accounts(desk, number - 1)
    cases = [desk.register("COMPLAINT", desk_topic(), account_id=pk) for pk in [*ids, ids[0]]]
    added = services.gather(
        master_id=master.pk,
        case_ids=[case.pk for case in cases],
        by_id=desk.id("boss"),
        at=desk.now,
    )
    assert added == number
    return master, cases


def answer_all(desk: Desk, master: Case) -> MassAnswer:
    return services.answer_all(
        master_id=master.pk, body="线路故障已修复，谢谢谅解。", by_id=desk.id("boss"),
        at=desk.later(), finding="JUSTIFIED",
    )  # fmt: skip


@pytest.mark.requirement("R66")
def test_one_answer_reaches_every_case_and_every_customer_once(desk: Desk) -> None:
    master, cases = mass_event(desk, 5)

    answer = answer_all(desk, master)
    with pytest.raises(MassAnswerRunning):
        answer_all(desk, master)
    # killed after two: what was done stays done, the rest is done later, nothing twice
    assert services.carry_on(answer_id=answer.pk, at=desk.now, limit=2) == 2
    while services.carry_on(answer_id=answer.pk, at=desk.now, limit=2):
        pass

    answer.refresh_from_db()
    assert (answer.status, answer.cases_answered, answer.customers_told) == ("DONE", 5, 4)
    for case in cases:
        check(case)
        assert case.entries.filter(kind="ANSWER").count() == 1
    told = Message.objects.filter(template="servicedesk.case_news")
    assert told.count() == 4
    assert len(set(told.values_list("account_ref", flat=True))) == 4
    assert MassAnswered.objects.filter(answer=answer, fault="").count() == 5


def test_a_case_leaves_its_master_until_the_answer_reached_it(desk: Desk) -> None:
    master, cases = mass_event(desk, 3)
    by: dict[str, Any] = {"by_id": desk.id("boss"), "at": desk.now}

    out = services.take_out(case_id=cases[0].pk, reason="另有原因", **by)
    assert out.gathered_by_id is None
    answer = answer_all(desk, master)
    while services.carry_on(answer_id=answer.pk, at=desk.now):
        pass

    out.refresh_from_db()
    assert out.answered_at is None
    with pytest.raises(UnableToUndo):
        services.take_out(case_id=cases[1].pk, reason="太晚了", **by)


def test_what_cannot_be_gathered_is_refused_with_its_reason(desk: Desk) -> None:
    case, plain = desk.register("COMPLAINT", desk_topic()), desk.register("COMPLAINT", desk_topic())
    by: dict[str, Any] = {"by_id": desk.id("boss"), "at": desk.now}

    with pytest.raises(UnableToRelate) as refused:
        services.gather(master_id=plain.pk, case_ids=[case.pk], **by)
    assert refused.value.params["why"] == UnableToRelate.REASONS["NO_MASTER"]
    services.make_master(case_id=plain.pk, **by)
    desk.act("boss", services.cancel, case, reason="登记错误")
    with pytest.raises(UnableToRelate) as over:
        services.gather(master_id=plain.pk, case_ids=[case.pk], **by)
    assert over.value.params["why"] == UnableToRelate.REASONS["OVER"]
