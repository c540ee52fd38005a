"""The customer file as it was on any day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from gridhall.customers import risk, selectors, services
from gridhall.customers.checks import InvalidFileValue
from gridhall.customers.errors import (
    AccountNotFound,
    AlreadyOnFile,
    DayTooEarly,
    NothingChanged,
    ReasonMissing,
    ReviewNeeded,
)
from gridhall.customers.models import Account, Contact, FileVersion
from gridhall.customers.values import UnknownFileField
from gridhall.foundation.audit.models import AuditEvent
from gridhall.foundation.identity.models import Organisation
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.outbox.models import OutboxEvent

from .builders import FIRM, account_row, put, scope_of

Organisations = dict[str, Organisation]
EVERYTHING = Scope(organisation_ids=frozenset(), everything=True)
AT = datetime(2026, 1, 10, 2, 0, tzinfo=UTC)
TODAY = date(2026, 1, 10)
BEFORE = date(2025, 6, 1)
AFTER = date(2026, 3, 1)


@pytest.fixture
def account(organisations: Organisations) -> Account:
    """Return one household's account."""
    put(account_row(1, organisations["11"], care_flags=("高龄",), equipment=("照明", "空调")))
    return Account.objects.get()


def change(account: Account, part: str, changes: Mapping[str, Any], **more: Any) -> list[str]:
    arguments: dict[str, Any] = {
        "scope": EVERYTHING, "account_id": account.pk, "part": part, "changes": changes,
        "from_day": TODAY, "reason": "test", "actor_id": None, "at": AT, **more,
    }  # fmt: skip
    return services.change_part(**arguments)


def add(account: Account, part: str, entry: Mapping[str, Any], **more: Any) -> int:
    arguments: dict[str, Any] = {
        "scope": EVERYTHING, "account_id": account.pk, "part": part, "entry": entry,
        "from_day": TODAY, "reason": "test", "actor_id": None, "at": AT, **more,
    }  # fmt: skip
    return services.add_entry(**arguments)


def entries(account: Account, part: str, on: date, **more: Any) -> tuple[selectors.Entry, ...]:
    file = selectors.file_of(scope=EVERYTHING, account_id=account.pk, on=on, **more)
    return file.part(part).entries


def value(account: Account, part: str, name: str, on: date, **more: Any) -> Any:
    (entry,) = entries(account, part, on, **more)
    return entry.value(name)


class TestAsItWas:
    @pytest.mark.requirement("R6")
    @pytest.mark.requirement("R7")
    def test_a_change_leaves_what_was(self, account: Account) -> None:
        changed = change(account, "ACCOUNT", {"household_persons": 5})

        assert changed == ["household_persons"]
        assert value(account, "ACCOUNT", "household_persons", TODAY) == 5
        assert value(account, "ACCOUNT", "household_persons", BEFORE) is None
        account.refresh_from_db()
        assert account.household_persons == 5

    def test_a_change_to_come_waits_for_its_day(self, account: Account) -> None:
        change(account, "ACCOUNT", {"area_kind": "RURAL"}, from_day=AFTER)

        account.refresh_from_db()
        assert account.area_kind == ""
        assert value(account, "ACCOUNT", "area_kind", TODAY) == ""
        assert value(account, "ACCOUNT", "area_kind", AFTER) == "RURAL"
        assert services.apply_due(on=TODAY, at=AT) == 0
        assert services.apply_due(on=AFTER, at=AT) == 1
        account.refresh_from_db()
        assert account.area_kind == "RURAL"

    def test_a_file_set_right_still_knows_what_was_believed(self, account: Account) -> None:
        change(account, "ACCOUNT", {"household_persons": 5})
        later = datetime(2026, 2, 1, tzinfo=UTC)

        change(account, "ACCOUNT", {"household_persons": 6}, from_day=BEFORE, at=later)

        assert value(account, "ACCOUNT", "household_persons", BEFORE) == 6
        assert value(account, "ACCOUNT", "household_persons", TODAY) == 5
        assert value(account, "ACCOUNT", "household_persons", BEFORE, known_at=AT) is None
        first_day = datetime(2026, 1, 6, tzinfo=UTC)
        assert value(account, "ACCOUNT", "household_persons", TODAY, known_at=first_day) is None

    def test_entries_come_and_go(self, account: Account) -> None:
        contact = {"kind": "PHONE", "name": "赵某丁", "value": "0571-87654321"}

        pk = add(account, "CONTACT", contact)
        services.end_entry(
            scope=EVERYTHING, account_id=account.pk, part="CONTACT", subject_id=pk,
            from_day=AFTER, reason="moved", actor_id=None, at=AT,
        )  # fmt: skip

        assert len(entries(account, "CONTACT", BEFORE)) == 1
        assert len(entries(account, "CONTACT", TODAY)) == 2
        assert len(entries(account, "CONTACT", AFTER)) == 1
        assert Contact.objects.filter(pk=pk).exists()
        services.apply_due(on=AFTER, at=AT)
        assert not Contact.objects.filter(pk=pk).exists()

    def test_there_was_no_file_before_the_account(self, account: Account) -> None:
        file = selectors.file_of(scope=EVERYTHING, account_id=account.pk, on=date(2000, 1, 1))

        assert not file.existed
        assert all(not part.entries for part in file.parts)

    def test_personal_values_leave_masked_and_are_stored_encrypted(self, account: Account) -> None:
        add(account, "ROLE", {"role": "PAYER", "name": "孙某丙", "phone": "15400009999"})

        (entry,) = entries(account, "ROLE", TODAY)

        assert entry.value("name") == "孙**"
        assert entry.value("phone") == "154****9999"
        version = FileVersion.objects.get(part="ROLE")
        raw = FileVersion.objects.extra(select={"raw": "values"}).values_list("raw").get()
        assert "孙某丙" in version.values
        assert "孙某丙".encode() not in bytes(raw[0])

    def test_the_import_brings_care_and_equipment(self, account: Account) -> None:
        assert [one.value("kind") for one in entries(account, "CARE", TODAY)] == ["ELDERLY"]
        names = [one.value("name") for one in entries(account, "EQUIPMENT", TODAY)]
        assert names == ["照明", "空调"]

    def test_a_later_import_enters_the_history(
        self, account: Account, organisations: Organisations
    ) -> None:
        put(
            account_row(
                1, organisations["11"], phone="15400000077", household_persons=4,
                equipment=("照明", "水泵"),
            )
        )  # fmt: skip

        assert value(account, "ACCOUNT", "household_persons", TODAY) == 4
        assert value(account, "ACCOUNT", "household_persons", BEFORE) is None
        assert value(account, "CONTACT", "value", BEFORE).endswith("0001")
        assert value(account, "CONTACT", "value", TODAY).endswith("0077")
        assert entries(account, "CARE", TODAY) == ()
        assert len(entries(account, "CARE", BEFORE)) == 1
        names = {one.value("name") for one in entries(account, "EQUIPMENT", TODAY)}
        assert names == {"照明", "水泵"}


class TestHistoryOfAField:
    def test_every_value_with_who_when_and_why(self, account: Account) -> None:
        change(account, "ACCOUNT", {"account_manager": "周某"}, from_day=BEFORE)
        change(account, "ACCOUNT", {"household_persons": 3})
        change(account, "ACCOUNT", {"account_manager": "吴某"}, reason="handed over")

        history = selectors.field_history(
            scope=EVERYTHING, account_no=account.account_no, part="ACCOUNT",
            subject_id=account.pk, field="account_manager",
        )  # fmt: skip

        now = [one for one in history.versions if one.believed_until is None]
        assert [(one.value, one.valid_from) for one in now] == [
            ("吴某", TODAY),
            ("周某", BEFORE),
            ("", None),
        ]
        assert now[0].reason == "handed over"


class TestWhatIsRefused:
    def test_a_dangerous_change_without_review(self, account: Account) -> None:
        with translation.override("en"), pytest.raises(ReviewNeeded, match="Customer name"):
            change(account, "PARTY", {"name": "赵某乙"})

    def test_a_wrong_value_names_field_and_remedy(self, account: Account) -> None:
        with translation.override("en"), pytest.raises(InvalidFileValue, match="not a phone"):
            add(account, "CONTACT", {"kind": "PHONE", "value": "1234"})

    def test_the_same_contact_twice(self, account: Account) -> None:
        with pytest.raises(AlreadyOnFile):
            add(account, "CONTACT", {"kind": "PHONE", "value": "15400000001"})

    def test_nothing_new(self, account: Account) -> None:
        with pytest.raises(NothingChanged):
            change(account, "ACCOUNT", {"industry_code": ""})

    def test_a_day_before_the_account(self, account: Account) -> None:
        with pytest.raises(DayTooEarly):
            change(account, "ACCOUNT", {"household_persons": 2}, from_day=date(2001, 1, 1))

    def test_an_unknown_field(self, account: Account) -> None:
        with pytest.raises(UnknownFileField):
            change(account, "ACCOUNT", {"search_tokens": "1"})

    def test_no_reason(self, account: Account) -> None:
        with pytest.raises(ReasonMissing):
            change(account, "ACCOUNT", {"household_persons": 2}, reason=" ")

    def test_another_units_account(self, account: Account, organisations: Organisations) -> None:
        elsewhere = scope_of(organisations["21"])

        with pytest.raises(AccountNotFound):
            change(account, "ACCOUNT", {"household_persons": 2}, scope=elsewhere)
        with pytest.raises(AccountNotFound):
            selectors.file_of(scope=elsewhere, account_id=account.pk, on=TODAY)

    def test_an_important_customer_without_proof(self, account: Account) -> None:
        with translation.override("en"), pytest.raises(InvalidFileValue, match="Named by"):
            change(account, "IMPORTANT", {"important_grade": "FIRST"}, reviewed=True)


class TestTraces:
    @pytest.mark.requirement("R8")
    def test_others_are_told_which_fields_changed(self, account: Account) -> None:
        change(account, "ACCOUNT", {"household_persons": 5})

        event = OutboxEvent.objects.get(name="customers.file.changed")
        assert event.payload["fields"] == ["household_persons"]
        assert event.aggregate == f"account:{account.pk}"

    @pytest.mark.requirement("R8")
    def test_an_import_that_changes_a_file_is_told_too(
        self, account: Account, organisations: Organisations
    ) -> None:
        put(account_row(1, organisations["11"], household_persons=4))

        event = OutboxEvent.objects.get(name="customers.file.changed")
        assert "household_persons" in event.payload["fields"]

    def test_the_audit_trail_has_old_and_new_but_nothing_personal(self, account: Account) -> None:
        change(account, "ACCOUNT", {"household_persons": 5})
        contact = Contact.objects.get()
        change(account, "CONTACT", {"name": "赵某丁"}, subject_id=contact.pk)

        facts, personal = AuditEvent.objects.filter(action="customers.corrected").order_by("id")
        assert facts.changes["household_persons"] == [None, 5]
        assert personal.changes["name"] is True

    def test_a_changed_name_is_found(self, account: Account) -> None:
        contact = Contact.objects.get()
        change(account, "CONTACT", {"name": "欧阳某"}, subject_id=contact.pk)

        found = selectors.search_accounts(scope=EVERYTHING, text="欧阳")

        assert [hit.account_no for hit in found.hits] == [account.account_no]


@pytest.mark.requirement("R2")
def test_demand_is_known_before_the_relationship_starts(organisations: Organisations) -> None:
    hall = organisations["11"]
    row = services.NewFile(
        organisation_id=hall.pk, hall_code=hall.code,
        party=replace(FIRM, id_document="91999901MT009900X6"), category="LARGE_INDUSTRY",
        contact_name="钱某乙", phone="0571-87654321", address="浙江省杭州市西湖区示范路1号",
        division_code="", voltage="10kV", opened_on=AFTER, size_class="LARGE",
    )  # fmt: skip

    pk, number = services.open_account(
        scope=EVERYTHING, row=row, reason="业扩咨询", actor_id=None, at=AT
    )
    account = Account.objects.get(pk=pk)
    curve = [str(hour * 10) for hour in range(24)]
    demand = {"expected_kw": "800", "load_curve_kw": curve, "shifts": "THREE"}
    add(account, "DEMAND", demand)
    add(account, "REQUIREMENT", {"kind": "BACKUP_SUPPLY", "text": "双电源，自备发电机"})

    assert account.status == "PROSPECT"
    assert number.startswith("3311")
    (entry,) = entries(account, "DEMAND", TODAY)
    assert entry.value("load_curve_kw") == curve
    assert entries(account, "PREMISE", TODAY)[0].value("division_code") == "330106"
    with translation.override("en"), pytest.raises(InvalidFileValue, match="24 values"):
        add(account, "DEMAND", {"load_curve_kw": ["1", "2"]})


@pytest.mark.requirement("R9")
def test_every_category_is_dated(account: Account) -> None:
    change(account, "ACCOUNT", {"size_class": "SMALL_OR_MEDIUM", "area_kind": "RURAL"})
    change(account, "ACCOUNT", {"category": "AGRICULTURE"}, from_day=AFTER, reviewed=True)

    assert value(account, "ACCOUNT", "category", TODAY) == "RESIDENTIAL"
    assert value(account, "ACCOUNT", "category", AFTER) == "AGRICULTURE"
    assert value(account, "ACCOUNT", "area_kind", AFTER) == "RURAL"


@pytest.mark.requirement("R10")
def test_a_vulnerable_person_has_proof_and_its_last_day(account: Account) -> None:
    add(
        account, "CARE",
        {
            "kind": "LIFE_SUPPORT", "person": "赵某甲", "proof": "制氧机使用证明",
            "proof_expires_on": "2026-12-31",
        },
    )  # fmt: skip

    account.refresh_from_db()
    assert account.care_flags == ["生命支持设备", "高龄"]
    found = {entry.value("kind"): entry for entry in entries(account, "CARE", TODAY)}
    assert found["LIFE_SUPPORT"].value("proof_expires_on") == "2026-12-31"
    assert found["LIFE_SUPPORT"].value("person") == "***"


@pytest.mark.requirement("R12")
def test_the_risk_rating_adds_up_its_findings(account: Account) -> None:
    risk.register_input("test", lambda ids, on: {pk: {"overdue_days": Decimal(65)} for pk in ids})
    try:
        rating = selectors.risk_of(scope=EVERYTHING, account_id=account.pk, on=TODAY)
    finally:
        risk._inputs.pop("test")

    points = {finding.rule.key: finding.points for finding in rating.findings}
    assert points["overdue_days"] == 20
    assert rating.score == sum(points.values())
    assert rating.grade == "MEDIUM"
