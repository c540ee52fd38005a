"""Drafts of tariff books: from the first line to the publication, and back."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from gridhall.foundation.approvals import services as approvals
from gridhall.foundation.approvals.errors import UnableToDecideOwnRequest
from gridhall.foundation.audit.models import AuditEvent
from gridhall.foundation.identity import services as identity
from gridhall.foundation.identity.models import Organisation, User
from gridhall.tariffs import errors, selectors, services, uses
from gridhall.tariffs.models import TariffBook, TariffDraft

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R38")]
AT = datetime(2026, 2, 1, 9, 0, tzinfo=UTC)
DAY = date(2026, 3, 1)
BOOK = "CN/zhejiang/residential"
OWN = "CN/demo-utility/extra"
NEW = """book: CN/demo-utility/extra
title: {zh: 附加, en: Extra}
jurisdiction: CN-demo
sources:
  notice: {title: 通知, published_on: 2026-02-01}
parameters:
  - key: demo.extra
    name: {zh: 附加费, en: extra charge}
    unit: yuan/kWh
    values:
      - {effective_from: 2026-03-01, value: "0.01", source: notice, grade: A, verified: true}
"""


@pytest.fixture(autouse=True)
def _books() -> None:
    services.publish_library(at=AT, actor_id=None)


def person(name: str, role: str) -> User:
    Organisation.objects.get_or_create(
        code="00", defaults={"name": "总部", "level": "HEADQUARTERS", "path": "00/"}
    )
    user, _made = identity.create_user(
        username=name, password="unused", kind="EMPLOYEE", display_name=name
    )
    give(user, role)
    return user


def give(user: User, role: str) -> None:
    place = Organisation.objects.get(code="00")
    identity.assign_role(user=user, role=role, organisation=place, valid_from=date(2020, 1, 1))


@pytest.fixture
def people() -> tuple[User, User]:
    return person("writer", "TARIFF_EDITOR"), person("second", "TARIFF_APPROVER")


def current(path: str = BOOK) -> TariffBook:
    return TariffBook.objects.get(path=path, replaced_at=None)


def dearer() -> str:
    text = current().text
    assert 'value: "0.538"' in text
    return text.replace('value: "0.538"', 'value: "0.548"', 1)


def saved(by: User, text: str = "", path: str = BOOK, **more: Any) -> TariffDraft:
    return services.save_draft(
        path=path, text=text or dearer(), reason="调价", by_id=by.pk, at=AT, **more
    )


def approved(draft: TariffDraft, by: User, second: User) -> TariffBook:
    services.check_draft(draft_id=draft.pk, by_id=by.pk, at=AT)
    request = services.request_publication(draft_id=draft.pk, by_id=by.pk, at=AT)
    approvals.decide(pk=request, approve=True, decided_by_id=second.pk, at=AT)
    return current(draft.path)


def test_a_draft_becomes_the_current_version_when_a_second_person_agrees(people: Any) -> None:
    writer, second = people
    before = selectors.current_hash()
    draft = saved(writer)
    assert (draft.status, draft.faults) == ("DRAFT", [])
    assert "0.538" in draft.changes[0]["zh"]
    assert "0.548" in draft.changes[0]["zh"]

    version = approved(draft, writer, second)

    draft.refresh_from_db()
    assert draft.status == "PUBLISHED"
    assert version.draft_id == draft.pk
    assert version.note == "调价"
    assert version.log == draft.changes
    library, library_hash = selectors.current_library()
    assert library_hash != before
    assert library.books[BOOK].text == draft.text
    assert selectors.library_by_hash(library_hash=before).books[BOOK].text != draft.text
    assert AuditEvent.objects.filter(action="tariffs.draft_published").count() == 1


def test_who_wrote_it_may_not_approve_it_whoever_asked(people: Any) -> None:
    writer, second = people
    give(writer, "TARIFF_APPROVER")
    draft = saved(writer)
    services.check_draft(draft_id=draft.pk, by_id=writer.pk, at=AT)
    request = services.request_publication(draft_id=draft.pk, by_id=second.pk, at=AT)

    with pytest.raises(UnableToDecideOwnRequest):
        approvals.decide(pk=request, approve=True, decided_by_id=writer.pk, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        TariffDraft.objects.filter(pk=draft.pk).update(
            status="PUBLISHED", decided_by=writer, decided_at=AT
        )


def test_every_fault_is_named_with_its_line_and_nothing_faulty_is_asked_for(people: Any) -> None:
    writer, _second = people
    text = NEW.replace('"0.01"', "0.01").replace("grade: A", "grade: Z")
    draft = saved(writer, text, OWN)

    faults = {(one["line"], one["place"].rpartition(".")[2]) for one in draft.faults}
    assert faults == {(11, "value"), (11, "grade")}
    assert any("请加引号" in one["text"]["zh"] for one in draft.faults)
    assert services.check_draft(draft_id=draft.pk, by_id=writer.pk, at=AT).status == "DRAFT"
    with pytest.raises(errors.WrongTariffDraftStatus):
        services.request_publication(draft_id=draft.pk, by_id=writer.pk, at=AT)


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ("key: demo.extra", "key: demo.money_rounding", 7, "有效期重叠"),
        ("jurisdiction:", "conventions: {money_rounding: no.such}\njurisdiction:", 3, "no.such"),
        ("parameters:", "parameters: [", 7, "YAML"),
        ("grade: A", "grade: A, grade: B", 11, "写了两次"),
        ("book: CN/demo-utility/extra", "book: CN/other", 1, "CN/other"),
    ],
)
def test_what_only_the_whole_library_shows_is_named_too(
    people: Any, old: str, new: str, line: int, told: str
) -> None:
    draft = saved(people[0], NEW.replace(old, new, 1), OWN)

    assert told in draft.faults[0]["text"]["zh"]
    assert abs(draft.faults[0]["line"] - line) <= 1


def test_saving_is_repeatable_and_two_people_do_not_overwrite_each_other(people: Any) -> None:
    writer, second = people
    first = saved(writer)
    assert saved(writer).revision == first.revision == 1
    with pytest.raises(errors.OpenTariffDraft):
        saved(second, dearer() + "# more\n")
    assert saved(second, dearer() + "# more\n", revision=1).revision == 2
    with pytest.raises(errors.TariffDraftMoved):
        saved(writer, dearer() + "# other\n", revision=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        TariffDraft.objects.create(
            path=BOOK, text="x", content_hash="x", reason="x", created_by=writer, created_at=AT,
            saved_by=writer, saved_at=AT,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("path", "text", "reason", "error"),
    [
        ("../etc/passwd", "x", "r", errors.InvalidBookPath),
        ("CN//x", "x", "r", errors.InvalidBookPath),
        (OWN, " ", "r", errors.TariffTextTooLong),
        (OWN, "a\x00b", "r", errors.TariffTextTooLong),
        (OWN, "x" * 500_001, "r", errors.TariffTextTooLong),
        (OWN, "x", " ", errors.TariffReasonNeeded),
    ],
)
def test_nonsense_is_refused(people: Any, path: str, text: str, reason: str, error: Any) -> None:
    with pytest.raises(error):
        services.save_draft(path=path, text=text, reason=reason, by_id=people[0].pk, at=AT)


def test_a_rejected_draft_keeps_the_reason_and_leaves_room_for_the_next(people: Any) -> None:
    writer, second = people
    draft = saved(writer)
    services.check_draft(draft_id=draft.pk, by_id=writer.pk, at=AT)
    request = services.request_publication(draft_id=draft.pk, by_id=writer.pk, at=AT)
    assert services.request_publication(draft_id=draft.pk, by_id=writer.pk, at=AT) == request

    approvals.decide(pk=request, approve=False, decided_by_id=second.pk, at=AT, note="依据不足")

    draft.refresh_from_db()
    assert (draft.status, draft.note) == ("REJECTED", "依据不足")
    assert saved(writer).pk != draft.pk


def test_a_withdrawn_question_leaves_the_draft_checked_and_can_be_asked_again(people: Any) -> None:
    writer, second = people
    draft = saved(writer)
    services.check_draft(draft_id=draft.pk, by_id=writer.pk, at=AT)
    request = services.request_publication(draft_id=draft.pk, by_id=writer.pk, at=AT)
    approvals.withdraw(pk=request, user_id=writer.pk, at=AT, note="再看看")
    draft.refresh_from_db()
    assert draft.status == "CHECKED"

    again = services.request_publication(draft_id=draft.pk, by_id=writer.pk, at=AT)
    assert again != request
    approvals.decide(pk=again, approve=True, decided_by_id=second.pk, at=AT)
    assert current().draft_id == draft.pk


def test_a_draft_whose_base_was_replaced_must_be_saved_again(people: Any, monkeypatch: Any) -> None:
    writer, _second = people
    draft = saved(writer)
    services.check_draft(draft_id=draft.pk, by_id=writer.pk, at=AT)
    old = current()
    TariffBook.objects.filter(pk=old.pk).update(replaced_at=AT)
    old.pk, old.content_hash = None, "f" * 64
    old.save()

    with pytest.raises(errors.TariffBaseMoved):
        services.request_publication(draft_id=draft.pk, by_id=writer.pk, at=AT)


def test_a_version_nobody_was_billed_by_goes_back_to_the_text_before(people: Any) -> None:
    writer, second = people
    before = current().text
    version = approved(saved(writer), writer, second)
    request = services.request_withdrawal(
        version_id=version.pk, by_id=writer.pk, at=AT, reason="公布有误"
    )
    later = AT.replace(hour=10)
    approvals.decide(pk=request, approve=True, decided_by_id=second.pk, at=later)

    assert current().text == before
    assert current().note == "公布有误"
    assert TariffDraft.objects.get(pk=version.draft_id).status == "WITHDRAWN"
    with pytest.raises(errors.UnableToWithdrawVersion):
        services.request_withdrawal(
            version_id=current().pk, by_id=writer.pk, at=later, reason="公布有误"
        )


def test_a_new_book_that_is_withdrawn_is_gone(people: Any) -> None:
    writer, second = people
    before = selectors.current_hash()
    version = approved(saved(writer, NEW, OWN), writer, second)
    request = services.request_withdrawal(
        version_id=version.pk, by_id=writer.pk, at=AT, reason="公布有误"
    )
    approvals.decide(pk=request, approve=True, decided_by_id=second.pk, at=AT)

    assert selectors.current_hash() == before
    with pytest.raises(errors.UnknownTariffBook):
        selectors.book(path=OWN)


def test_a_version_that_bills_were_issued_by_stays(people: Any, monkeypatch: Any) -> None:
    writer, second = people
    version = approved(saved(writer), writer, second)
    asked: list[Any] = []

    def counter(path: str, content_hash: str, hashes: Any) -> int:
        asked.append((path, content_hash, list(hashes)))
        return 575

    monkeypatch.setitem(uses._counters, "bills", counter)
    with pytest.raises(errors.TariffVersionInUse, match="575"):
        services.request_withdrawal(
            version_id=version.pk, by_id=writer.pk, at=AT, reason="公布有误"
        )
    assert asked == [(BOOK, version.content_hash, [selectors.current_hash()])]


def test_a_new_release_of_the_program_leaves_the_companys_own_books_alone(people: Any) -> None:
    writer, second = people
    approved(saved(writer), writer, second)
    own = approved(saved(writer, NEW, OWN), writer, second)

    publication = services.publish_library(at=AT, actor_id=None)

    assert not publication.changed_anything
    assert current(OWN).pk == own.pk
    assert '"0.548"' in current().text


def test_a_draft_is_given_up_with_a_reason(people: Any) -> None:
    writer, _second = people
    draft = saved(writer)
    with pytest.raises(errors.TariffReasonNeeded):
        services.discard_draft(draft_id=draft.pk, by_id=writer.pk, at=AT, reason=" ")
    services.discard_draft(draft_id=draft.pk, by_id=writer.pk, at=AT, reason="重复")
    draft.refresh_from_db()
    assert draft.status == "DISCARDED"
    with pytest.raises(errors.WrongTariffDraftStatus):
        services.check_draft(draft_id=draft.pk, by_id=writer.pk, at=AT)
