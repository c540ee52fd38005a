"""What is remembered is true: any change, by whatever hand, is seen by the next question."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection, transaction

from gridhall.foundation.processes import versions
from gridhall.foundation.processes.errors import UnknownProcess
from gridhall.foundation.processes.models import ProcessDefinition
from gridhall.foundation.stamps.memory import looked_once, remembered
from gridhall.foundation.stamps.models import Stamp
from gridhall.foundation.standards import selectors as standards
from gridhall.foundation.standards.errors import NoProfileInForce
from gridhall.foundation.workcalendar.models import WorkCalendar
from gridhall.foundation.workcalendar.selectors import calendar_code_for, work_calendar
from gridhall.servicedesk import errors
from gridhall.servicedesk.models import Topic
from gridhall.servicedesk.services._checks import topic_of

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


def by_hand(statement: str) -> None:
    """Change something as another process would: nothing in this one is told of it."""
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def asked() -> list[str]:
    """Return where a test notes every time that its function is really asked."""
    return []


def test_it_is_read_once_until_the_table_changes(asked: list[str]) -> None:
    @remembered("servicedesk.topics")
    def find(word: str) -> str:
        asked.append(word)
        return word.upper()

    assert [find("a"), find("a"), find("b")] == ["A", "A", "B"]
    assert asked == ["a", "b"]

    by_hand("UPDATE servicedesk_topic SET title_en = title_en WHERE code = 'CHARGES'")
    find("a")

    assert asked == ["a", "b", "a"]


def test_what_was_undone_is_not_remembered(asked: list[str]) -> None:
    @remembered("servicedesk.topics")
    def titles() -> set[str]:
        asked.append("")
        return set(Topic.objects.values_list("title_en", flat=True))

    before = titles()
    with transaction.atomic():
        by_hand("UPDATE servicedesk_topic SET title_en = 'Undone'")
        assert titles() == {"Undone"}
        transaction.set_rollback(True)

    assert titles() == before
    assert len(asked) == 2


def test_without_a_stamp_nothing_is_remembered(asked: list[str]) -> None:
    @remembered("nobody.stamps.this")
    def find() -> None:
        asked.append("")

    find()
    find()

    assert len(asked) == 2


def test_a_block_looks_once_and_goes_by_what_it_saw() -> None:
    topic_of("COMPLAINT", "CHARGES", on=DAY)

    with looked_once(), looked_once():
        by_hand("UPDATE servicedesk_topic SET valid_to = '2020-01-02', valid_from = '2020-01-01'")
        assert topic_of("COMPLAINT", "CHARGES", on=DAY).code == "CHARGES"

    with pytest.raises(errors.TopicRefused):
        topic_of("COMPLAINT", "CHARGES", on=DAY)


def test_an_emptied_table_is_noticed() -> None:
    before = Stamp.objects.get(name="servicedesk.topics").version

    by_hand("DELETE FROM servicedesk_topic WHERE false")

    assert Stamp.objects.get(name="servicedesk.topics").version != before


def test_another_profile_of_standards_holds_at_once() -> None:
    standards.profile_on(on=DAY)

    by_hand("UPDATE standards_profileinforce SET valid_to = valid_from")

    with pytest.raises(NoProfileInForce):
        standards.profile_on(on=DAY)


def test_a_standard_put_in_force_gives_its_profile_a_new_version() -> None:
    before = standards.profile_on(on=DAY)

    by_hand("UPDATE standards_profile SET version = gen_random_uuid()")

    assert standards.profile_on(on=DAY).version != before.version


def test_another_version_of_a_process_is_in_force_at_once() -> None:
    ProcessDefinition.objects.create(
        code="remembered", version=1, title_zh="记", title_en="R", text="", digest="",
        origin="OWN", status="PUBLISHED", created_at="2026-01-01T00:00Z",
        valid_from="2026-01-01T00:00Z",
    )  # fmt: skip
    assert versions.published("remembered").version == 1

    by_hand(
        "UPDATE processes_processdefinition SET status = 'RETIRED', retired_at = valid_from"
        " WHERE code = 'remembered'"
    )

    with pytest.raises(UnknownProcess):
        versions.published("remembered")


def test_another_calendar_of_a_unit_or_another_version_counts_at_once() -> None:
    calendar = work_calendar()
    unit = calendar_code_for(organisation_id=0)

    WorkCalendar.objects.filter(code="CN").update(timezone="Asia/Tokyo")

    assert unit == "CN"
    assert str(work_calendar().zone) == "Asia/Tokyo" != str(calendar.zone)
