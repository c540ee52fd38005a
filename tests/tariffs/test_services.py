"""Publishing tariff books: all or nothing, repeatable, old versions kept."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from gridhall.foundation.audit.models import AuditEvent
from gridhall.rating.books import InvalidBook
from gridhall.tariffs import selectors, services
from gridhall.tariffs.errors import NoTariffBooks, UnknownTariffBook, UnknownTariffLibrary
from gridhall.tariffs.folder import packaged_folder
from gridhall.tariffs.models import TariffBook

pytestmark = pytest.mark.django_db
AT = datetime(2026, 2, 1, 9, 0, tzinfo=UTC)
RESIDENTIAL = "CN/zhejiang/residential"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the books that may be changed."""
    return Path(shutil.copytree(packaged_folder(), tmp_path / "books"))


def edit(folder: Path, path: str, old: str, new: str) -> None:
    file = folder / f"{path}.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_publishing_stores_every_book_and_one_audit_entry() -> None:
    publication = services.publish_library(at=AT, actor_id=None)

    assert publication.changed_anything
    assert len(selectors.list_books()) == len(publication.new) >= 5
    assert AuditEvent.objects.filter(action="tariffs.publish").count() == 1


def test_publishing_the_same_books_again_changes_nothing() -> None:
    first = services.publish_library(at=AT, actor_id=None)
    again = services.publish_library(at=AT, actor_id=None)

    assert not again.changed_anything
    assert again.library_hash == first.library_hash
    assert AuditEvent.objects.filter(action="tariffs.publish").count() == 1


@pytest.mark.requirement("R42")
def test_a_changed_book_is_a_new_version_and_the_old_library_still_answers(folder: Path) -> None:
    before = services.publish_library(folder=folder, at=AT, actor_id=None).library_hash
    edit(folder, RESIDENTIAL, 'value: "0.538"', 'value: "0.548"')

    after = services.publish_library(folder=folder, at=AT, actor_id=None)

    on = date(2026, 1, 1)
    old, new = (selectors.library_by_hash(library_hash=h) for h in (before, after.library_hash))
    assert after.changed == (RESIDENTIAL,)
    assert str(old.number("ZJ.residential.tier_1", on=on)) == "0.538"
    assert str(new.number("ZJ.residential.tier_1", on=on)) == "0.548"
    assert selectors.current_library()[1] == after.library_hash
    assert [v.replaced_at is None for v in selectors.book(path=RESIDENTIAL).versions] == [
        True,
        False,
    ]


def test_going_back_to_an_old_text_is_a_version_of_its_own(folder: Path) -> None:
    before = services.publish_library(folder=folder, at=AT, actor_id=None).library_hash
    edit(folder, RESIDENTIAL, 'value: "0.538"', 'value: "0.548"')
    services.publish_library(folder=folder, at=AT, actor_id=None)
    edit(folder, RESIDENTIAL, 'value: "0.548"', 'value: "0.538"')

    back = services.publish_library(folder=folder, at=AT, actor_id=None)

    assert back.library_hash == before
    assert TariffBook.objects.filter(path=RESIDENTIAL).count() == 3
    assert selectors.current_library()[1] == before


def test_one_wrong_book_and_nothing_is_published(folder: Path) -> None:
    edit(folder, RESIDENTIAL, 'value: "0.538"', "value: 0.538")

    with pytest.raises(InvalidBook):
        services.publish_library(folder=folder, at=AT, actor_id=None)

    assert not TariffBook.objects.exists()


def test_nothing_published_is_told() -> None:
    with pytest.raises(NoTariffBooks):
        selectors.current_library()
    with pytest.raises(UnknownTariffLibrary):
        selectors.library_by_hash(library_hash="0" * 64)
    with pytest.raises(UnknownTariffBook):
        selectors.book(path="CN/nowhere")


@pytest.mark.requirement("R42")
def test_price_classes_show_which_have_no_price() -> None:
    services.publish_library(at=AT, actor_id=None)

    classes = {row.code: row for row in selectors.price_classes(on=date(2026, 1, 1))}

    assert classes["ZJ-RES-TIER"].has_price
    assert not classes["HB-AGR"].has_price
    assert classes["ZJ-RES-TIER"].name_zh
