"""Papers on business objects: who may, versions, retention, holds, erasure, all of it audited."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from gridhall.foundation.audit.models import AuditEvent
from gridhall.foundation.documents import papers, retention, services
from gridhall.foundation.documents.access import MayNotAttach, NoSuchDocument, Subject
from gridhall.foundation.documents.models import Document, DocumentLink, DocumentVersion
from gridhall.foundation.documents.selectors import DocumentErased
from tests.foundation.documents.conftest import AT, PDF, PNG, upload

OVER = date(2029, 1, 5)  # three years after the end


@pytest.fixture
def attach(subject, people):
    def one(who="w", content=PDF, name="证明.pdf", subject_id=subject.id, kind="proof"):
        return services.attach(
            subject_type=subject.type, subject_id=subject_id, kind=kind,
            upload=upload(name, content, ""), reader=people[who], at=AT, note="原件",
        )  # fmt: skip

    return one


@pytest.fixture
def add(people):
    def one(link, who="w", content=PNG, name="新.png"):
        return services.add_version(
            link_id=link.pk, upload=upload(name, content, ""), reader=people[who], at=AT
        )

    return one


def take(link, reader, number=1, shown=False):
    _document, content = services.open_version(
        link_id=link.pk, number=number, reader=reader, at=AT, shown=shown
    )
    return b"".join(content)


def listed(subject, reader):
    return papers.papers_of(subject_type=subject.type, subject_id=subject.id, reader=reader)


def test_a_paper_is_attached_listed_and_opened(attach, subject, people):
    link = attach()

    found = listed(subject, people["r"])
    (paper,) = found.papers
    assert (paper.current.name, paper.current.number, paper.current.note) == ("证明.pdf", 1, "原件")
    assert (found.may_write, listed(subject, people["w"]).may_write) == (False, True)
    assert take(link, people["r"]) == PDF
    assert papers.count_of(subject_type=subject.type, subject_ids=["7", "8"]) == {"7": 1}


def test_a_new_version_supersedes_and_the_old_one_stays(attach, add, subject, people):
    link = attach()
    add(link)

    (paper,) = listed(subject, people["r"]).papers
    assert [one.number for one in paper.versions] == [2, 1]
    assert (take(link, people["r"], 1), take(link, people["r"], 2)) == (PDF, PNG)
    with pytest.raises(services.AlreadyThere):
        add(link)
    assert Document.objects.count() == 2


def test_who_may_what_is_said_by_the_subject(attach, add, subject, people):
    link = attach()

    for forbidden in (lambda: attach("r"), lambda: add(link, "r")):
        with pytest.raises(MayNotAttach):
            forbidden()
    for hidden in (
        lambda: attach("s"),
        lambda: add(link, "s"),
        lambda: take(link, people["s"]),
        lambda: listed(subject, people["s"]),
        lambda: papers.paper_of(link_id=link.pk, reader=people["s"]),
        lambda: attach(subject_id="8"),
        lambda: take(link, people["w"], number=9),
        lambda: papers.papers_of(subject_type="nobody.knows", subject_id="7", reader=people["w"]),
    ):
        with pytest.raises(NoSuchDocument):
            hidden()


def test_everything_is_audited_without_names(attach, add, people):
    link = attach(name="张三身份证.pdf")
    add(link)
    take(link, people["r"])
    take(link, people["r"], shown=True)

    rows = AuditEvent.objects.order_by("pk")
    assert [row.action for row in rows] == [
        f"documents.{verb}" for verb in ("attached", "version_added", "downloaded", "viewed")
    ]
    assert {(row.account_ref, row.object_label) for row in rows} == {(42, "CASE-7")}
    assert [row.actor_id for row in rows[2:]] == [people["r"].user_id] * 2
    assert not any("张三" in str(row.changes) + row.object_label for row in rows)


def test_what_was_written_about_a_paper_lies_encrypted(attach):
    attach()

    with connection.cursor() as cursor:
        cursor.execute("SELECT note FROM documents_documentversion")
        (note,) = cursor.fetchone()
    assert "原件".encode() not in bytes(note)
    assert DocumentVersion.objects.get().note == "原件"


def test_nothing_goes_while_what_it_belongs_to_lasts(attach):
    attach()

    assert services.purge(on=date(2999, 1, 1), at=AT).erased == 0


def test_a_paper_goes_when_its_time_is_over(
    attach, add, subject, people, folder, django_capture_on_commit_callbacks
):
    link = attach()
    add(link)
    services.start_retention(subject_type=subject.type, subject_id=subject.id, on=AT.date())

    assert listed(subject, people["r"]).papers[0].kept_until == OVER
    assert services.purge(on=date(2029, 1, 4), at=AT).erased == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert services.purge(on=OVER, at=AT) == services.Erased(erased=1, held=0)

    assert [path for path in folder.rglob("*") if path.is_file()] == []
    assert set(Document.objects.values_list("blob", "content_hash")) == {("", "")}
    assert not any(one.name or one.data_key for one in Document.objects.all())
    assert not any(one.note for one in DocumentVersion.objects.all())
    with pytest.raises(DocumentErased):
        take(link, people["r"])
    assert listed(subject, people["r"]).papers[0].current.erased
    assert AuditEvent.objects.latest("pk").action == "documents.erased"
    assert services.purge(on=OVER, at=AT).erased == 0


@pytest.mark.parametrize("on_account", [True, False])
def test_a_hold_stops_purge_and_erasure(attach, subject, people, on_account):
    link = attach()
    services.start_retention(subject_type=subject.type, subject_id=subject.id, on=AT.date())
    where = {"account_ref": 42} if on_account else {"subject": subject}
    hold = services.place_hold(reason="诉讼保全", at=AT, actor_id=None, **where)

    assert services.purge(on=OVER, at=AT) == services.Erased(erased=0, held=1)
    demanded = {"account_ref": 42, "reason": "客户申请", "at": AT, "actor_id": None}
    assert services.erase_of_account(**demanded) == services.Erased(erased=0, held=1)
    assert listed(subject, people["r"]).held
    assert take(link, people["r"]) == PDF

    services.lift_hold(hold_id=hold.pk, reason="结案", at=AT, actor_id=None)
    assert services.erase_of_account(**demanded) == services.Erased(erased=1, held=0)
    with pytest.raises(services.HoldMissing):
        services.lift_hold(hold_id=hold.pk, reason="结案", at=AT, actor_id=None)
    assert AuditEvent.objects.filter(reason="客户申请", action="documents.erased").exists()


def test_a_hold_on_another_subject_holds_nothing(attach):
    attach()
    services.place_hold(
        reason="x", at=AT, actor_id=None, subject=Subject(type="test.case", id="8", label="8")
    )

    erased = services.erase_of_account(account_ref=42, reason="客户申请", at=AT, actor_id=None)

    assert erased == services.Erased(erased=1, held=0)
    assert DocumentLink.objects.get().erased_at == AT


@pytest.mark.parametrize(
    ("since", "months", "until"),
    [
        (date(2024, 2, 29), 12, date(2025, 3, 1)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2025, 12, 31), 2, date(2026, 3, 1)),
        (date(2025, 12, 1), 1, date(2026, 1, 1)),
    ],
)
def test_months_of_retention(settings, since, months, until):
    settings.GRIDHALL_DOCUMENT_RETENTION = {"CUSTOMER_FILE": months}

    assert retention.kept_until(kind="proof", since=since, on=since) == until


def test_a_rule_holds_from_its_day_and_may_be_set_to_for_ever(settings):
    assert retention.kept_until(kind="proof", since=AT.date(), on=date(2020, 1, 1)) is None
    settings.GRIDHALL_DOCUMENT_RETENTION = {"CUSTOMER_FILE": None}
    assert not retention.is_over(kind="proof", since=AT.date(), on=date(2999, 1, 1))
    assert all(rule.source for rule in retention.RULES)
