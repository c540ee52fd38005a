"""The audit trail: only added to, and every change to it is found."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction

from gridhall.foundation import trace
from gridhall.foundation.audit import selectors
from gridhall.foundation.audit.models import AuditEvent
from gridhall.foundation.audit.services import CHAINS, AuditEntry, record, record_many
from gridhall.foundation.identity.selectors import EMPTY_SCOPE, Scope, whole_company
from gridhall.foundation.identity.services import create_user
from tests.customers.builders import organisation_tree

AT = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)


def _record(number, **more):
    return record(
        action="test.done", at=AT, actor_id=None, object_type="thing", object_id=number, **more
    )


def _fail_after(act):
    """Act in a transaction that then fails."""
    try:
        with transaction.atomic():
            act()
            raise ZeroDivisionError
    except ZeroDivisionError:
        return


def _tamper(sql, *params):
    """Change rows as somebody could who owns the database."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE audit_auditevent DISABLE TRIGGER append_only")
        cursor.execute(sql, params)
        cursor.execute("ALTER TABLE audit_auditevent ENABLE TRIGGER append_only")


@pytest.mark.django_db
def test_an_untouched_trail_is_whole():
    for number in range(5):
        _record(number, changes={"amount": "12.50", "list": (1, 2), "nested": {2: "two"}})
    record_many(
        [AuditEntry(action="a", object_type="t"), AuditEntry(action="b", object_type="t")],
        at=AT, actor_id=None,
    )  # fmt: skip

    assert list(selectors.broken_links()) == []
    assert list(AuditEvent.objects.order_by("pk").values_list("sequence", flat=True)) == [
        1, 2, 3, 4, 5, 6, 7,
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_moment_of_another_zone_is_the_same_moment():
    record(
        action="a", at=datetime(2026, 1, 5, 17, 30, tzinfo=ZoneInfo("Asia/Shanghai")),
        actor_id=None, object_type="t",
    )  # fmt: skip

    assert list(selectors.broken_links()) == []


SWAP = """
    DO $$ BEGIN
        UPDATE audit_auditevent SET sequence = -2 WHERE sequence = 2;
        UPDATE audit_auditevent SET sequence = 2 WHERE sequence = 3;
        UPDATE audit_auditevent SET sequence = 3 WHERE sequence = -2;
    END $$"""


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        ("UPDATE audit_auditevent SET reason = 'x' WHERE sequence = 3", "row 3: was altered"),
        ("UPDATE audit_auditevent SET changes = '{\"a\": 2}' WHERE sequence = 3", "row 3: was alt"),
        ("UPDATE audit_auditevent SET at = at + interval '1 s' WHERE sequence = 3", "row 3: was"),
        ("UPDATE audit_auditevent SET actor_id = NULL, digest = previous_digest"
         " WHERE sequence = 3", "row 4: does not follow"),
        ("DELETE FROM audit_auditevent WHERE sequence = 3", "rows 3 to 3 are missing"),
        (SWAP, "row 2: was altered"),
        (SWAP, "row 3: was altered"),
        ("UPDATE audit_auditevent SET chain = 1 WHERE sequence > 3", "chain 1: rows 1 to 3 are"),
    ],
)  # fmt: skip
@pytest.mark.django_db
def test_tampering_is_found(sql, found):
    for number in range(5):
        _record(number, changes={"a": 1})

    _tamper(sql)

    assert any(found in text for text in selectors.broken_links())


@pytest.mark.django_db
def test_an_owner_of_the_table_who_switches_every_trigger_off_is_found():
    for number in range(5):
        _record(number, changes={"a": 1})

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE audit_auditevent DISABLE TRIGGER USER")
        cursor.execute("UPDATE audit_auditevent SET object_label = 'x' WHERE sequence = 4")
        cursor.execute("DELETE FROM audit_auditevent WHERE sequence = 2")
        cursor.execute("ALTER TABLE audit_auditevent ENABLE TRIGGER USER")

    assert list(selectors.broken_links()) == [
        "chain 0: rows 2 to 2 are missing", "chain 0, row 4: was altered",
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_row_is_one_statement_and_knows_its_request(django_assert_num_queries):
    with trace.request("request-0001"), django_assert_num_queries(1):
        row = _record(1)

    stored = AuditEvent.objects.get(pk=row.pk)
    assert (stored.sequence, stored.request_id) == (row.sequence, "request-0001")
    assert bytes(stored.digest) == row.digest
    with django_assert_num_queries(1):
        record_many(
            [AuditEntry(action="a", object_type="t", object_id=n) for n in range(500)],
            at=AT, actor_id=None,
        )  # fmt: skip
    assert list(selectors.broken_links()) == []


@pytest.mark.django_db
def test_any_text_keeps_its_seal():
    _record(
        1, reason='断线 "引号" \\ \u2028 😀\n', object_label="é'{}%s", changes={"ü": ["\t", None]}
    )

    assert list(selectors.broken_links()) == []


@pytest.mark.django_db(transaction=True)
def test_many_writers_of_one_chain_make_no_fork_and_no_hole():
    def write():
        for number in range(20):
            with transaction.atomic():
                _record(number)
        connection.close()

    writers = [threading.Thread(target=write) for _ in range(5)]
    for one in writers:
        one.start()
    for one in writers:
        one.join(60)

    assert list(selectors.broken_links()) == []
    assert [head.sequence for head in selectors.heads()] == [100]


@pytest.mark.django_db
def test_rows_cut_off_at_the_end_are_missed_by_the_heads_noted_down():
    for number in range(5):
        _record(number)
    noted = selectors.heads()

    _tamper("DELETE FROM audit_auditevent WHERE sequence > 3")

    assert list(selectors.broken_links()) == []
    assert list(selectors.lost_heads(noted)) == ["chain 0, row 5: was there and is gone"]


@pytest.mark.django_db
def test_a_chain_written_anew_is_not_the_one_noted_down():
    _record(1)
    noted = selectors.heads()

    _tamper("DELETE FROM audit_auditevent")
    _record(2)

    assert list(selectors.broken_links()) == []
    assert list(selectors.lost_heads(noted)) == [
        "chain 0, row 1: is another row than was noted down"
    ]


@pytest.mark.django_db
def test_the_chain_may_grow_after_its_head_was_noted_down():
    _record(1)
    noted = selectors.heads()
    _record(2)

    assert list(selectors.lost_heads(noted)) == []


@pytest.mark.parametrize(
    "sql", ["UPDATE audit_auditevent SET reason = 'x'", "DELETE FROM audit_auditevent"]
)
@pytest.mark.django_db
def test_the_database_refuses_changes(sql):
    _record(1)

    with (
        pytest.raises(IntegrityError, match="only ever added"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


@pytest.mark.django_db
def test_people_have_their_chains():
    users = [
        create_user(username=f"u{n}", password="x" * 12, kind="EMPLOYEE", display_name="")[0]
        for n in range(3)
    ]
    for user in users:
        record(action="a", at=AT, actor_id=user.pk, object_type="t")

    chains = set(AuditEvent.objects.values_list("chain", flat=True))
    assert chains == {user.pk % CHAINS for user in users}
    assert list(selectors.broken_links()) == []


@pytest.mark.django_db
def test_a_rolled_back_act_leaves_no_hole():
    _record(1)
    _fail_after(lambda: _record(2))
    _record(3)

    assert list(selectors.broken_links()) == []
    assert AuditEvent.objects.count() == 2


@pytest.mark.requirement("R61")
@pytest.mark.django_db
def test_acts_are_seen_inside_the_own_organisations():
    tree = organisation_tree()
    _record(1, organisation_id=tree["11"].pk, account_id=7)
    _record(2, organisation_id=tree["21"].pk)
    _record(3)
    here = Scope(organisation_ids=frozenset({tree["11"].pk}))

    assert [row.object_id for row in selectors.events(scope=here)] == ["1"]
    assert selectors.events(scope=whole_company()).count() == 3
    assert selectors.events(scope=EMPTY_SCOPE).count() == 0
    assert [row.object_id for row in selectors.history_of_account(account_id=7)] == ["1"]
