"""The customer file on the screen: as it was, changed, corrected with review, opened anew."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from gridhall.customers import selectors as customers
from tests.workbench import town as the_town
from tests.workbench.town import FACTORY, HOME

pytestmark = pytest.mark.django_db

REASON = "客户来电说明"
CREDIT_CODE = "91999901MT009900X6"


def file_on(account_no: str, on: date) -> customers.CustomerFile:
    return customers.file_of(scope=the_town.scope(), account_no=account_no, on=on)


def entry(account_no: str, part: str) -> customers.Entry:
    return file_on(account_no, timezone.localdate()).part(part).entries[0]


def url(name: str, *args: object) -> str:
    return reverse(f"workbench:{name}", args=args)


def edit(client: Any, part: str, **typed: str) -> Any:
    found = entry(HOME, part)
    known = {
        fact.name: "" if fact.personal or fact.raw is None else fact.raw for fact in found.facts
    }
    data = {**known, "from_day": timezone.localdate().isoformat(), "reason": REASON, **typed}
    return client.post(url("part_edit", HOME, part, found.subject_id), data)


class TestTheFile:
    @pytest.mark.requirement("R1")
    @pytest.mark.requirement("R7")
    @pytest.mark.parametrize("tab", ["base", "people", "care", "use", "papers", "corrections"])
    def test_every_tab_opens_and_masks(self, town: Any, sign_in: Any, tab: str) -> None:
        page = sign_in("clerk-zj").get(url("customer_file", HOME), {"tab": tab}).content.decode()

        assert HOME in page
        assert "990001196903190005" not in page

    def test_a_change_shows_today_and_not_before(self, town: Any, sign_in: Any) -> None:
        clerk = sign_in("clerk-zj")

        response = edit(clerk, "ACCOUNT", household_persons="7")

        assert response.status_code == 302
        assert entry(HOME, "ACCOUNT").value("household_persons") == 7
        before = clerk.get(url("customer_file", HOME), {"on": "2025-06-01"}).content.decode()
        assert "2025" in before
        history = clerk.get(
            url("field_history", HOME, "ACCOUNT", entry(HOME, "ACCOUNT").subject_id,
                "household_persons")
        ).content.decode()  # fmt: skip
        assert REASON in history

    def test_a_wrong_phone_is_told_at_its_field(self, town: Any, sign_in: Any) -> None:
        data = {
            "kind": "PHONE", "value": "1234", "purposes": ["SERVICE"], "rank": "2",
            "from_day": timezone.localdate().isoformat(), "reason": REASON,
        }  # fmt: skip

        response = sign_in("clerk-zj").post(url("part_add", HOME, "CONTACT"), data)

        assert response.status_code == 422
        assert "id_value_error" in response.content.decode()

    def test_a_role_comes_and_goes(self, town: Any, sign_in: Any) -> None:
        clerk = sign_in("clerk-zj")
        data = {
            "role": "EMERGENCY_CONTACT", "name": "孙某丙", "phone": "15400009999",
            "relation": "女儿", "from_day": "2026-01-01", "reason": REASON,
        }  # fmt: skip

        assert clerk.post(url("part_add", HOME, "ROLE"), data).status_code == 302
        found = entry(HOME, "ROLE")
        page = clerk.get(url("customer_file", HOME), {"tab": "people"}).content.decode()
        assert "孙**" in page
        assert "孙某丙" not in page
        ended = {"from_day": timezone.localdate().isoformat(), "reason": REASON}
        clerk.post(url("part_end", HOME, "ROLE", found.subject_id), ended)

        assert file_on(HOME, timezone.localdate()).part("ROLE").entries == ()
        assert len(file_on(HOME, date(2026, 1, 2)).part("ROLE").entries) == 1

    def test_a_value_in_full_needs_a_reason(self, town: Any, sign_in: Any) -> None:
        clerk, found = sign_in("clerk-zj"), entry(HOME, "PARTY")
        address = url("entry_reveal", HOME, "PARTY", found.subject_id)

        refused = clerk.post(address, {"field": "id_document", "reason": ""})
        shown = clerk.post(address, {"field": "id_document", "reason": REASON})

        assert refused.status_code == 422
        assert "990001196903190005" in shown.content.decode()

    def test_another_units_file_does_not_exist(self, town: Any, sign_in: Any) -> None:
        clerk = sign_in("clerk-hb")
        pk = entry(HOME, "ACCOUNT").subject_id

        for address in (
            url("customer_file", HOME), url("part_edit", HOME, "ACCOUNT", pk),
            url("part_add", HOME, "CONTACT"), url("customer_risk", HOME),
            url("field_history", HOME, "ACCOUNT", pk, "category"), url("party_change", HOME),
        ):  # fmt: skip
            assert clerk.get(address).status_code == 404


class TestCorrections:
    @pytest.mark.requirement("R6")
    def test_a_name_changes_only_after_a_steward_has_looked(self, town: Any, sign_in: Any) -> None:
        clerk, steward = sign_in("clerk-zj"), sign_in("steward-zj")

        edit(clerk, "PARTY", name="赵某新")

        assert entry(HOME, "PARTY").value("name") == "赵**"
        queue = steward.get(url("corrections")).content.decode()
        assert HOME in queue
        one = customers.corrections_of_account(account_id=the_town.account_id(HOME))[0]
        assert steward.get(url("correction", one.id)).status_code == 200
        assert clerk.get(url("correction", one.id)).status_code == 403
        shown = steward.post(
            url("correction_reveal", one.id), {"field": "name", "reason": REASON}
        ).content.decode()
        assert "赵某新" in shown

        assert steward.post(url("correction", one.id), {"accept": "yes"}).status_code == 302

        pk = the_town.account_id(HOME)
        assert customers.display_names(account_ids=[pk], masked=False)[pk] == "赵某新"
        again = customers.corrections_of_account(account_id=pk)[0]
        assert again.status == "ACCEPTED"

    def test_nobody_decides_her_own(self, town: Any, sign_in: Any) -> None:
        steward = sign_in("steward-zj")
        edit(steward, "PARTY", name="赵某新")
        one = customers.corrections_of_account(account_id=the_town.account_id(HOME))[0]

        response = steward.post(url("correction", one.id), {"accept": "yes"})

        assert response.status_code == 422
        assert entry(HOME, "PARTY").value("name") == "赵**"

    def test_a_refusal_needs_a_note_and_is_told(self, town: Any, sign_in: Any) -> None:
        edit(sign_in("clerk-zj"), "PARTY", name="赵某新")
        one = customers.corrections_of_account(account_id=the_town.account_id(HOME))[0]
        steward = sign_in("steward-zj")

        assert steward.post(url("correction", one.id), {"accept": "no"}).status_code == 422
        steward.post(url("correction", one.id), {"accept": "no", "note": "缺少户口簿"})

        one = customers.corrections_of_account(account_id=the_town.account_id(HOME))[0]
        assert (one.status, one.note) == ("REFUSED", "缺少户口簿")

    def test_a_change_of_customer_goes_by_review(self, town: Any, sign_in: Any) -> None:
        data = {
            "kind": "PERSON", "name": "冯某壬", "id_document": "990001197506150007",
            "from_day": timezone.localdate().isoformat(), "reason": REASON,
        }  # fmt: skip
        from gridhall.kernel.codes import is_resident_id

        body = "99000119750615000"
        data["id_document"] = next(
            body + last for last in "0123456789X" if is_resident_id(body + last)
        )
        steward = sign_in("steward-zj")

        response = sign_in("clerk-zj").post(url("party_change", HOME), data)

        assert response.status_code == 302
        one = customers.corrections_of_account(account_id=the_town.account_id(HOME))[0]
        steward.post(url("correction", one.id), {"accept": "yes"})
        pk = the_town.account_id(HOME)
        assert customers.display_names(account_ids=[pk], masked=False)[pk] == "冯某壬"
        assert file_on(HOME, date(2025, 6, 1)).part("PARTY").entries[0].value("name") == "赵**"


class TestOpening:
    def typed(self, **more: str) -> dict[str, str]:
        from gridhall.foundation.identity import selectors as identity

        hall = identity.organisation_by_code(code="11")
        assert hall is not None
        return {
            "kind": "ORGANISATION", "name": "示范新区商行（虚拟）",
            "id_document": CREDIT_CODE, "legal_representative": "钱某乙", "phone": "0571-87654321",
            "address": "浙江省示范市新区路88号", "category": "COMMERCIAL", "voltage": "380V",
            "organisation": str(hall.pk), "opened_on": "2026-02-01", "reason": REASON, **more,
        }  # fmt: skip

    @pytest.mark.requirement("R5")
    def test_a_file_is_opened_with_a_number_of_its_own(self, town: Any, sign_in: Any) -> None:
        response = sign_in("clerk-zj").post(url("customer_new"), self.typed(look_alikes_seen="on"))

        assert response.status_code == 302, response.content.decode()
        number = response.headers["Location"].strip("/").split("/")[-2]
        card = customers.account_card(scope=the_town.scope(), account_no=number)
        assert card.account_no.startswith("3311")
        assert card.status == "PROSPECT"
        assert (
            file_on(number, date(2026, 2, 2)).part("PREMISE").entries[0].value("division_code")
            == "330000"
        )

    def test_a_file_like_a_known_one_is_asked_about(self, town: Any, sign_in: Any) -> None:
        phone = {"phone": "15400000001"}

        response = sign_in("clerk-zj").post(url("customer_new"), self.typed(**phone))

        assert response.status_code == 200
        assert HOME in response.content.decode()

    def test_a_wrong_credit_code_is_told_at_its_field(self, town: Any, sign_in: Any) -> None:
        wrong = self.typed(id_document="91999901MT00000017", look_alikes_seen="on")

        response = sign_in("clerk-zj").post(url("customer_new"), wrong)

        assert response.status_code == 422
        assert "id_id_document_error" in response.content.decode()


@pytest.mark.requirement("R12")
def test_the_risk_rating_shows_every_finding(town: Any, sign_in: Any) -> None:
    page = sign_in("clerk-hb").get(url("customer_risk", FACTORY)).content.decode()

    assert "开户不足一年" in page
