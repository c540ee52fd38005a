"""Who reported wrongdoing is known to the persons named for it, and written nowhere else."""

from __future__ import annotations

import logging
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from gridhall.foundation.audit.models import AuditEvent
from gridhall.foundation.identity.roles import Role
from gridhall.foundation.identity.services import assign_role, create_user
from gridhall.foundation.outbox.services import deliver_pending
from gridhall.servicedesk import informants, selectors, services
from gridhall.servicedesk.errors import CaseNotFound, ReasonMissing
from gridhall.servicedesk.informants import Informant
from gridhall.servicedesk.models import Case, SealedInformant, SealedOpening, SealedWarning
from gridhall.servicedesk.records import Contact
from gridhall.servicedesk.refusals import (
    AlreadyReader,
    MayIdentifyInformant,
    NotAReader,
    UnableToNameOneself,
    UnableToRead,
)

from .desk import Desk

WHO = Informant(
    name="慕容雪见", phone="13987654321", email="murong.xue@example.com",
    address="浙江省杭州市西湖区文三路98号2单元501室",
)  # fmt: skip
VALUES = ("慕容雪见", "13987654321", "murong.xue@example.com", "文三路98号2单元501室")


@pytest.fixture
def second(desk: Desk) -> int:
    """A second officer for reports of wrongdoing."""
    user = create_user(
        username="officer-2", password="a long password", display_name="officer-2", kind="EMPLOYEE"
    )[0]
    assign_role(user=user, role=Role.REPORT_OFFICER, organisation=desk.units["10"],
                valid_from=date(2020, 1, 1))  # fmt: skip
    return user.pk


def report(desk: Desk, **changes: Any) -> Case:
    """Register a report of somebody who gives name, phone and e-mail, and names herself in it."""
    values: dict[str, Any] = {
        "summary": "抄表员收受好处", "account_id": None,
        "text": "我叫慕容雪见，电话139-8765-4321，抄表员每月上门收钱。",
        "contact": Contact(name=WHO.name, phone=WHO.phone, email=WHO.email), **changes,
    }  # fmt: skip
    return desk.register("REPORT", **values)


def everything_stored() -> str:
    """Return every table of the database as text, jobs and all."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            name = connection.ops.quote_name(table)
            cursor.execute(f"SELECT t::text FROM {name} t")  # noqa: S608 - names of tables
            found += [row[0] for row in cursor.fetchall()]
    return "\n".join(found)


def test_the_informant_lies_under_the_seal_and_the_case_names_nobody(desk: Desk) -> None:
    case = report(desk)

    sealed = SealedInformant.objects.get(case=case)
    assert (sealed.name, sealed.phone, sealed.email) == (WHO.name, WHO.phone, WHO.email)
    assert "慕容雪见" in sealed.statement  # as it was said
    assert case.sealed
    assert not case.contact_name
    assert case.account_id is None
    assert "慕容" not in case.text
    assert "4321" not in case.text
    assert informants.BLOT in case.text
    with pytest.raises(IntegrityError, match="sealed_case_names_nobody"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(account_id=desk.account.pk)


@pytest.mark.requirement("R69")
def test_no_table_event_message_or_log_holds_the_informants_values(
    desk: Desk, second: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    case = report(desk, place="文三路98号2单元501室楼下")
    officer = desk.id("officer")
    services.grant_reader(
        case_id=case.pk, user_id=officer, by_id=second, reason="承办", at=desk.now
    )
    services.open_informant(case_id=case.pk, by_id=officer, reason="核实线索", at=desk.now)
    services.tell_informant(
        case_id=case.pk, by_id=officer, channel="PHONE", note="已告知结果", at=desk.now
    )
    with pytest.raises(MayIdentifyInformant):
        services.remark(case_id=case.pk, body="慕容雪见说的", by_id=second, at=desk.now)
    desk.act("officer", services.close, case, reason="查实并处理", finding="JUSTIFIED")
    deliver_pending()

    written = everything_stored() + caplog.text
    for value in (*VALUES[:3], "慕容"):
        assert value not in written, value


def test_only_officers_see_reports_and_nobody_finds_the_informant(desk: Desk) -> None:
    case = report(desk)
    page = selectors.CaseFilters(text="慕容雪见")

    for name in ("agent", "boss", "service", "auditor"):
        found = selectors.cases_page(
            scope=desk.scope(name), reader_id=desk.id(name), at=desk.now,
            filters=selectors.CaseFilters(),
        )  # fmt: skip
        assert case.number not in [row.number for row in found.rows], name
    officer, scope = desk.id("officer"), desk.scope("officer", "cases.sealed")
    found = selectors.cases_page(
        scope=desk.scope("officer"), reader_id=officer, filters=page, at=desk.now
    )
    assert found.rows == ()
    assert selectors.reports_page(scope=scope, reader_id=officer, text="慕容").rows == ()
    listed = selectors.reports_page(scope=scope, reader_id=officer, text=case.number)
    assert [row.pk for row in listed.rows] == [case.pk]
    with pytest.raises(CaseNotFound):
        selectors.report_of(
            number=case.number, scope=desk.scope("agent", "cases.sealed"), reader_id=officer
        )


def test_another_person_names_the_reader_and_every_opening_stays(desk: Desk, second: int) -> None:
    case, officer = report(desk), desk.id("officer")
    ask: dict[str, Any] = {"case_id": case.pk, "reason": "承办本案", "at": desk.now}

    with pytest.raises(UnableToNameOneself):
        services.grant_reader(user_id=officer, by_id=officer, **ask)
    with pytest.raises(UnableToRead):
        services.grant_reader(user_id=desk.id("agent"), by_id=second, **ask)
    with pytest.raises(CaseNotFound):
        services.grant_reader(user_id=officer, by_id=desk.id("boss"), **ask)
    with pytest.raises(ReasonMissing):
        services.grant_reader(user_id=officer, by_id=second, **{**ask, "reason": " "})
    with pytest.raises(NotAReader):
        services.open_informant(by_id=officer, **ask)
    services.grant_reader(user_id=officer, by_id=second, **ask)
    with pytest.raises(AlreadyReader):
        services.grant_reader(user_id=officer, by_id=second, **ask)

    opened = services.open_informant(by_id=officer, **ask)
    assert opened.phone == WHO.phone
    assert "慕容雪见" in services.open_statement(by_id=officer, **ask)
    services.revoke_reader(user_id=officer, by_id=second, **ask)
    with pytest.raises(NotAReader):
        services.open_informant(by_id=officer, **ask)

    rows = SealedOpening.objects.filter(case=case, user_id=officer)
    assert rows.count() == 2
    assert rows.first().reason == "承办本案"
    with pytest.raises(IntegrityError, match="only ever added"), transaction.atomic():
        rows.delete()
    actions = set(
        AuditEvent.objects.filter(object_id=str(case.pk)).values_list("action", flat=True)
    )
    assert {"servicedesk.reader_named", "servicedesk.informant_opened",
            "servicedesk.reader_revoked"} <= actions  # fmt: skip
    file = selectors.report_of(
        number=case.number, scope=desk.scope("officer", "cases.sealed"), reader_id=officer
    )
    assert len(file.openings) == 2
    assert not file.is_named
    assert file.has_statement


@pytest.mark.parametrize(
    "text",
    ["慕容雪见来过", "慕 容 雪 见", "慕先生来电", "１３９８７６５４３２１", "139 8765 4321",
     "一三九八七六五四三二一", "尾号4321", "写信到 Murong.Xue＠example.com",
     "别人的电话15012345678也不行", "户号3311010371"],
)  # fmt: skip
def test_a_text_that_may_identify_is_stopped_without_saying_why(desk: Desk, text: str) -> None:
    case, officer = report(desk), desk.id("officer")

    with pytest.raises(MayIdentifyInformant) as stopped:
        services.remark(case_id=case.pk, body=text, by_id=officer, at=desk.now, internal=False)

    assert not stopped.value.params
    assert not case.entries.filter(kind__in=["REMARK", "REPLY"]).exists()


def test_texts_that_name_nobody_pass_and_other_cases_are_not_looked_at(desk: Desk) -> None:
    case = report(desk)
    other = desk.register("COMPLAINT")

    assert not services.names_informant(text="已到文三路现场核实，属实。", case_id=case.pk)
    assert not services.names_informant(text="慕容雪见 13987654321", case_id=other.pk)
    services.remark(case_id=case.pk, body="已立案", by_id=desk.id("officer"), at=desk.now)


def test_who_tries_names_is_stopped_whatever_she_writes(desk: Desk) -> None:
    case, officer = report(desk), desk.id("officer")
    for _attempt in range(3):
        with pytest.raises(MayIdentifyInformant):
            services.remark(case_id=case.pk, body="是慕容雪见吗", by_id=officer, at=desk.now)

    with pytest.raises(MayIdentifyInformant):
        services.remark(case_id=case.pk, body="完全无关", by_id=officer, at=desk.now)

    assert SealedWarning.objects.filter(case=case, user_id=officer).count() == 4
    services.remark(case_id=case.pk, body="次日可写", by_id=officer, at=desk.later(days=1, hours=1))


def test_a_named_person_may_confirm_a_text_and_nobody_else(desk: Desk, second: int) -> None:
    case, officer = report(desk), desk.id("officer")
    services.grant_reader(
        case_id=case.pk, user_id=officer, by_id=second, reason="承办", at=desk.now
    )

    with pytest.raises(MayIdentifyInformant):
        services.remark(case_id=case.pk, body="慕先生", by_id=second, at=desk.now, confirmed=True)
    services.remark(case_id=case.pk, body="慕先生", by_id=officer, at=desk.now, confirmed=True)

    assert AuditEvent.objects.filter(action="servicedesk.naming_confirmed").count() == 1


@settings(max_examples=60, deadline=None)
@given(
    before=st.text("abc，。 已查实", max_size=12),
    after=st.text("abc，。 已查实", max_size=12),
    gap=st.sampled_from(["", " ", "-", "．", "、 "]),
    value=st.sampled_from(VALUES),
)
def test_whatever_stands_between_the_characters_is_found_and_blotted(
    before: str, after: str, gap: str, value: str
) -> None:
    text = before + gap.join(value) + after

    assert informants.may_identify(text, WHO)
    assert not informants.may_identify(informants.blotted(text, WHO), WHO)


def test_small_counts_of_reports_are_hidden_and_statistics_leave_them_out(desk: Desk) -> None:
    scope = desk.scope("boss")
    for _number in range(5):
        report(desk)
    month = desk.now.date().replace(day=1)
    span = selectors.Span(first=month, last=desk.now.date())

    counts = selectors.counts(scope=scope, dimension="kind", span=span)
    assert counts.cases == 0
    assert selectors.cases_behind(scope=scope, span=span).rows == ()
    shown = dict(selectors.sealed_counts(scope=scope, last_month=month, months=2))
    assert shown[month] == 5
    assert shown[date(2026, 2, 1)] is None


@pytest.mark.django_db
def test_every_table_of_the_desk_is_looked_at() -> None:
    stored = {model._meta.db_table for model in apps.get_app_config("servicedesk").get_models()}
    with connection.cursor() as cursor:
        names = {table.name for table in connection.introspection.get_table_list(cursor)}
    assert stored <= names
