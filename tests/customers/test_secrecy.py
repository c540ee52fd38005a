"""Personal values: unreadable in the table, masked on the screen, in clear only with a reason."""

from __future__ import annotations

import pytest
from cryptography.exceptions import InvalidTag
from django.db import connection

from gridhall.customers import selectors, services
from gridhall.customers.errors import AccountNotFound, ReasonMissing, UnknownPersonalField
from gridhall.customers.models import Account, Party
from gridhall.foundation.audit.models import AuditEvent
from gridhall.foundation.identity.selectors import whole_company
from gridhall.foundation.identity.services import assign_role, create_user

from .builders import AT, FIRM, account_row, put, scope_of

TABLES = ("customers_party", "customers_account", "customers_supplypoint", "customers_contact",
          "audit_auditevent")  # fmt: skip


def _dump() -> bytes:
    with connection.cursor() as cursor:
        whole = b""
        for table in TABLES:
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608
            for row in cursor.fetchall():
                for value in row:
                    raw = isinstance(value, bytes | memoryview)
                    whole += bytes(value) if raw else str(value).encode()
    return whole


@pytest.mark.requirement("R4")
def test_nothing_personal_can_be_read_from_the_tables(organisations):
    row = account_row(7, organisations["11"], party=FIRM, contact_name="孙某丙")
    put(row)

    dump = _dump()

    assert row.account_no.encode() in dump
    for secret in (FIRM.name, FIRM.id_document, FIRM.legal_representative, row.phone,
                   row.address, "梅花路", "孙某丙", row.phone[-4:] + "号"):  # fmt: skip
        assert secret.encode() not in dump


def test_a_value_moved_to_another_column_does_not_open(organisations):
    put(account_row(1, organisations["11"], party=FIRM))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE customers_party SET name = legal_representative")

    with pytest.raises(InvalidTag):
        Party.objects.get()


@pytest.mark.requirement("R4")
def test_the_card_is_masked(organisations):
    put(account_row(1, organisations["11"]))

    card = selectors.account_card(scope=whole_company(), account_no="3311000010")

    assert card.name == "赵**"
    assert card.id_document == "9900**********0005"
    assert card.contacts[0].value == "154****0001"
    assert card.contacts[0].name == "赵**"
    assert card.supply_points[0].address == "浙江省示范市梅花路***"


def test_names_for_a_letter_are_in_clear_only_when_asked(organisations):
    put(account_row(1, organisations["11"]))
    pk = Account.objects.get().pk

    assert selectors.display_names(account_ids=[pk]) == {pk: "赵**"}
    assert selectors.display_names(account_ids=[pk], masked=False) == {pk: "赵某甲"}


@pytest.mark.requirement("R4")
def test_reading_in_clear_leaves_a_trace_with_the_reason(organisations):
    put(account_row(1, organisations["11"]))
    account = Account.objects.get()
    clerk, _ = create_user(username="clerk", password="x" * 12, kind="EMPLOYEE", display_name="")
    assign_role(
        user=clerk, role="HALL_CLERK", organisation=organisations["11"], valid_from=AT.date()
    )

    values = services.reveal(
        scope=scope_of(organisations["11"]), account_id=account.pk, field="phone",
        reason="来电核对", actor_id=clerk.pk, at=AT,
    )  # fmt: skip

    trace = AuditEvent.objects.get(action="customers.revealed")
    assert values == ("15400000001",)
    assert (trace.actor_id, trace.reason, trace.changes) == (
        clerk.pk, "来电核对", {"field": "phone"},
    )  # fmt: skip
    assert trace.account_ref == account.pk


@pytest.mark.parametrize(
    ("field", "reason", "code", "error"),
    [
        ("phone", "  ", "11", ReasonMissing),
        ("password", "because", "11", UnknownPersonalField),
        ("phone", "because", "21", AccountNotFound),
    ],
)
def test_reading_in_clear_is_refused(organisations, field, reason, code, error):
    put(account_row(1, organisations["11"]))
    account = Account.objects.get()

    with pytest.raises(error):
        services.reveal(
            scope=scope_of(organisations[code]), account_id=account.pk, field=field,
            reason=reason, actor_id=1, at=AT,
        )  # fmt: skip
    assert not AuditEvent.objects.filter(action="customers.revealed").exists()
