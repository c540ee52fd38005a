"""Bills explained, their bundle, taking one back; runs from start to issue; held accounts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from gridhall.billing import selectors as billing
from gridhall.billing import services
from gridhall.foundation.audit import selectors as audit
from gridhall.foundation.outbox.services import deliver_pending
from gridhall.rating import bundle as bundles
from gridhall.receivables import selectors as receivables
from tests.workbench import town as the_town
from tests.workbench.town import FACTORY, HOME, HOME_TOU, NO_READING, NOW

pytestmark = pytest.mark.django_db
REASON = {"reason": "示数抄错，已现场核实"}


def url(name: str, *args: object) -> str:
    return reverse(f"workbench:{name}", args=args)


@pytest.mark.requirement("R47")
@pytest.mark.parametrize(
    ("account_no", "who", "parts"),
    [
        (HOME, "clerk-zj", ("第一档电费", "482.68", "0.538", "浙江省居民生活用电价格表", "259.68")),
        (HOME_TOU, "clerk-zj", ("峰段电费", "谷段电费", "第三档加价电费", "2,910.54")),
        (FACTORY, "clerk-hb", ("尖峰电费", "需量电费", "功率因数调整电费", "最大需量", "1,000")),
    ],
)
def test_a_bill_explains_every_number(
    town: Any, sign_in: Any, account_no: str, who: str, parts: tuple[str, ...]
) -> None:
    page = sign_in(who).get(url("bill", the_town.bill_no(account_no))).content.decode()

    for part in parts:
        assert part in page
    assert the_town.meter_of(account_no) in page


def test_the_explanation_is_complete_in_english(town: Any, sign_in: Any) -> None:
    page = sign_in("clerk-zj", language="en").get(url("bill", the_town.bill_no(HOME)))

    for part in ("Energy, tier 1", "energy in this tier", "What was measured", "half up"):
        assert part in page.content.decode()


@pytest.mark.requirement("R61")
def test_another_regional_centres_bill_does_not_exist(town: Any, sign_in: Any) -> None:
    other, number = sign_in("clerk-hb"), the_town.bill_no(HOME)
    pk = billing.find_bill_id(bill_no=number, scope=the_town.scope())

    for address in (url("bill", number), url("bill_draft", pk), url("bill_bundle", number)):
        assert other.get(address).status_code == 404
    assert sign_in("billing-hb").post(url("reverse_bill", number), REASON).status_code == 404
    assert sign_in("clerk-zj").post(url("reverse_bill", number), REASON).status_code == 403


def test_the_bundle_recomputes_offline_and_taking_it_is_noted(town: Any, sign_in: Any) -> None:
    answer = sign_in("clerk-zj").get(url("bill_bundle", the_town.bill_no(HOME)))

    assert answer["Content-Disposition"].startswith("attachment")
    assert bundles.verify_bundle(answer.json()).ok
    assert (
        audit.events_page(scope=the_town.scope(), limit=1).rows[0].action == "billing.bundle_taken"
    )


def test_a_bill_is_reversed_with_a_reason_and_billed_again(town: Any, sign_in: Any) -> None:
    clerk, number = sign_in("billing-zj"), the_town.bill_no(HOME)

    page = clerk.post(url("reverse_bill", number), REASON, follow=True)
    deliver_pending()

    assert "已冲红" in page.content.decode()
    assert REASON["reason"] in page.content.decode()
    assert receivables.balance_of(account_id=the_town.account_id(HOME)) == 0
    run_page = clerk.post(url("rebill", number), follow=True)
    assert run_page.context["run"].status == "RATED"
    assert "259.68" in run_page.content.decode()
    assert url("bill_draft", billing.bills(scope=the_town.scope(), limit=1).rows[0].id) in (
        run_page.content.decode()
    )


def test_a_bill_is_not_reversed_without_a_reason(town: Any, sign_in: Any) -> None:
    number = the_town.bill_no(HOME)

    page = sign_in("billing").post(url("reverse_bill", number), {"reason": ""}, follow=True)

    assert page.context["row"].status == "ISSUED"
    assert sign_in("billing").get(url("reverse_bill", number)).status_code == 405


@pytest.mark.requirement("R45")
def test_another_person_approves_by_typing_the_number(town: Any, sign_in: Any) -> None:
    pk = the_town.rated_again(HOME)
    run_no = billing.run_progress(run_id=pk, scope=the_town.scope()).run_no
    approver = sign_in("approver")

    wrong = approver.post(url("approve_run", pk), {"typed": "R000000-0000"})
    assert wrong.status_code == 422
    assert run_no in wrong.content.decode()
    assert sign_in("billing").post(url("approve_run", pk), {"typed": run_no}).status_code == 403

    page = approver.post(url("approve_run", pk), {"typed": run_no}, follow=True)
    assert page.context["run"].status == "ISSUING"
    assert page.context["run"].approved_by == "韩立"
    services.issue_run(run_id=pk, at=NOW)
    assert approver.get(url("run_progress", pk)).headers["HX-Refresh"] == "true"


@pytest.mark.requirement("R45")
def test_the_approver_sees_totals_classes_holds_and_jumps(town: Any, sign_in: Any) -> None:
    page = sign_in("approver").get(url("bill_run", the_town.run_id()))
    text = page.content.decode()

    assert "无有效电价" in text
    assert "电量突变" in text
    assert HOME_TOU in text
    assert page.context["run"].hold_count == 3
    assert sign_in("clerk-hb").get(url("bill_run", the_town.run_id())).status_code == 404


def test_a_waiting_run_is_rejected_or_cancelled_with_a_reason(town: Any, sign_in: Any) -> None:
    pk = the_town.rated_again(HOME)
    clerk = sign_in("billing")

    unsaid = clerk.post(url("cancel_run", pk), {"reason": ""}, follow=True)
    assert unsaid.context["run"].status == "RATED"
    page = sign_in("approver").post(url("reject_run", pk), REASON, follow=True)
    assert page.context["run"].status == "CANCELLED"
    again = clerk.post(url("cancel_run", pk), REASON, follow=True)
    assert any(message.level_tag == "error" for message in again.context["messages"])


def test_a_run_is_previewed_and_then_started(town: Any, sign_in: Any) -> None:
    clerk = sign_in("billing-zj")
    unit = the_town.account_unit(HOME)
    form = {"month": "2026-02", "organisation": unit}

    preview = clerk.post(url("start_run"), form)
    assert preview.context["preview"]["count"] == 15
    assert not billing.runs(scope=the_town.scope(), period_start=date(2026, 2, 1)).rows
    started = clerk.post(url("start_run"), {**form, "confirmed": "yes"}, follow=True)
    assert started.context["run"].status == "RATING"
    assert "hx-get" in started.content.decode()
    assert clerk.get(url("run_progress", started.context["run"].id)).status_code == 200


@pytest.mark.parametrize(
    "form",
    [
        {"month": "2026-13", "organisation": "1"},
        {"month": "", "organisation": ""},
        {"month": "9999-12", "organisation": "1"},
        {"month": "2026-02", "organisation": "999999"},
        {"month": "2026-02", "organisation": "x"},
    ],
)
def test_a_run_is_not_started_by_nonsense(town: Any, sign_in: Any, form: dict[str, str]) -> None:
    response = sign_in("billing").post(url("start_run"), {**form, "confirmed": "yes"})

    assert response.status_code == 422


def test_a_month_that_is_billed_is_not_billed_twice(town: Any, sign_in: Any) -> None:
    form = {"month": "2026-01", "organisation": the_town.account_unit(HOME), "confirmed": "yes"}

    response = sign_in("billing-zj").post(url("start_run"), form)

    assert response.status_code == 422
    assert "R202601-0001" in response.content.decode()


def test_a_hold_stays_until_its_data_are_mended(town: Any, sign_in: Any) -> None:
    (hold,) = billing.holds(scope=the_town.scope(), account_no=NO_READING).rows
    clerk = sign_in("billing")

    still = clerk.post(url("release_hold", hold.id), follow=True)

    assert "缺少示数" in still.content.decode()
    assert sign_in("clerk-zj").post(url("release_hold", hold.id)).status_code == 403
    released = [row.id for row in billing.holds(scope=the_town.scope(), only_open=True).rows]
    assert hold.id in released


def test_a_trial_shows_the_bill_or_why_there_is_none_and_stores_nothing(
    town: Any, sign_in: Any
) -> None:
    clerk = sign_in("clerk-zj")
    before = len(billing.bills(scope=the_town.scope()).rows)

    good = clerk.get(url("trial_bill", HOME), {"month": "2026-01"}).content.decode()
    held = clerk.get(url("trial_bill", NO_READING), {"month": "2026-01"}).content.decode()

    assert "259.68" in good
    assert "缺少示数" in held
    assert clerk.get(url("trial_bill", HOME), {"month": "nonsense"}).status_code == 200
    assert len(billing.bills(scope=the_town.scope()).rows) == before


def test_lists_narrow_by_what_is_asked(town: Any, sign_in: Any) -> None:
    clerk = sign_in("billing")

    def rows(name: str, **query: str) -> list[str]:
        found = clerk.get(url(name), query).context["table"].page.rows
        return [row.account_no for row in found]

    assert rows("bills", account=HOME) == [HOME]
    assert rows("bills", bill=the_town.bill_no(FACTORY)) == [FACTORY]
    assert HOME_TOU in rows("bills", look="yes")
    assert rows("bills", month="2025-01") == []
    assert rows("holds", code="READING_MISSING") == [NO_READING]
    assert len(clerk.get(url("bill_runs"), {"status": "ISSUED"}).context["table"].page.rows) == 1
