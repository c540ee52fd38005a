"""Rows of several tables go out together, and come back as they were given."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from gridhall.foundation.identity import services as identity
from gridhall.foundation.numbering.models import NumberSequence
from gridhall.foundation.outbox.models import OutboxDelivery, OutboxEvent
from gridhall.foundation.rows import give_ids, write_together
from gridhall.servicedesk.models import Case

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
NASTY = "100 % 'quoted' \"twice\" \\ %s {} ; DROP TABLE 表\n\u2028"


@pytest.fixture
def unit_id() -> int:
    """Return a unit for a case to stand in."""
    unit, _new = identity.put_organisation(code="00", name="HQ", level="HEADQUARTERS")
    return int(unit.pk)


def event(name: str, **payload: object) -> OutboxEvent:
    """Return an event that is not written."""
    return OutboxEvent(name=name, aggregate="x:1", payload=payload, occurred_at=AT)


def test_several_tables_are_one_round_trip() -> None:
    rows = [NumberSequence(code="a"), NumberSequence(code="b"), event("one"), event("two")]

    with CaptureQueriesContext(connection) as asked:
        write_together(rows)

    assert len(asked) == 1
    assert set(NumberSequence.objects.values_list("code", flat=True)) >= {"a", "b"}
    assert list(OutboxEvent.objects.filter(aggregate="x:1").order_by("pk").values_list("name")) == [
        ("one",), ("two",)
    ]  # fmt: skip


def test_nothing_to_write_asks_nothing() -> None:
    with CaptureQueriesContext(connection) as asked:
        write_together([])

    assert len(asked) == 0


def test_values_come_back_as_they_were(unit_id: int) -> None:
    case = Case(
        kind="COMPLAINT", channel="PHONE", summary=NASTY[:60], text=NASTY, organisation_id=unit_id,
        number="X1", dedup_key="x", received_at=AT, registered_at=AT, search_tokens=[3, -1, 2],
        contact_phone_index=b"\x00\xff'", contact_phone="138", wants_reply=False,
    )  # fmt: skip

    write_together([case, event("nasty", text=NASTY, none=None, list=[1, "a"])])

    found = Case.objects.get(number="X1")
    assert (found.summary, found.text, found.contact_phone) == (NASTY[:60], NASTY, "138")
    assert (found.search_tokens, bytes(found.contact_phone_index)) == ([3, -1, 2], b"\x00\xff'")
    assert (found.received_at, found.wants_reply, found.due_at) == (AT, False, None)
    payload = OutboxEvent.objects.get(name="nasty").payload
    assert payload == {"text": NASTY, "none": None, "list": [1, "a"]}


def test_what_the_database_fills_in_is_left_to_it() -> None:
    write_together([event("filled")])

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        (own,) = cursor.fetchone()
    assert OutboxEvent.objects.get(name="filled").transaction == own


def test_ids_are_given_before_and_kept() -> None:
    first, second, other = NumberSequence(code="a"), NumberSequence(code="b"), event("given")

    give_ids(first, second, other)
    write_together([first, second, other])

    assert second.pk == first.pk + 1
    assert NumberSequence.objects.get(pk=second.pk).code == "b"
    assert OutboxEvent.objects.get(pk=other.pk).name == "given"
    NumberSequence.objects.create(code="c")  # the next id is free


def test_one_row_refused_undoes_all() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        write_together([event("undone"), NumberSequence(code="a"), NumberSequence(code="a")])

    assert not OutboxEvent.objects.filter(name="undone").exists()


def test_a_reference_to_a_row_that_was_given_its_id_later_is_written() -> None:
    row = event("late")
    delivery = OutboxDelivery(event=row, subscriber="x", delivered_at=AT)

    give_ids(row)
    write_together([row, delivery])

    assert OutboxDelivery.objects.get(event_id=row.pk).subscriber == "x"
