"""Tariff books on the screen: draft, faults, comparison, sheet, publication, withdrawal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from gridhall.billing import selectors as bills
from gridhall.billing import services as bill_services
from gridhall.tariffs import selectors as tariffs
from gridhall.tariffs import services
from tests.workbench import town as the_town

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R38")]
BOOK = "CN/zhejiang/residential"
SHEET = Path(__file__).parent.parent / "rating/books/tables/hubei-2026-01-sheet.csv"


def url(name: str, *args: Any) -> str:
    return reverse(f"workbench:{name}", args=args)


def dearer() -> str:
    return tariffs.book(path=BOOK).text.replace('value: "0.538"', 'value: "0.548"', 1)


def a_draft(text: str = "") -> Any:
    return services.save_draft(
        path=BOOK, text=text or dearer(), reason="调价", at=timezone.now(),
        by_id=the_town.user("tariffs").pk,
    )  # fmt: skip


def february() -> bytes:
    """Return the sheet of February as the grid would publish it: with three misread rows."""
    text = SHEET.read_text(encoding="utf-8")
    return text.replace("2026年1月1日—2026年1月31日", "2026年2月1日—2026年2月28日").encode(
        "gb18030"
    )


def upload(client: Any, content: bytes, name: str = "湖北2026-02.csv") -> Any:
    return client.post(
        url("tariff_sheet"),
        {
            "file": SimpleUploadedFile(name, content), "structure": "HB.tou",
            "name_zh": "国网湖北电力", "name_en": "State Grid Hubei", "month": "2026-02",
            "published": "2026-01-28", "href": "",
        },
    )  # fmt: skip


def test_a_book_is_drafted_checked_approved_and_shown_with_what_changed(
    town: Any, sign_in: Any
) -> None:
    writer, new_text = sign_in("tariffs"), dearer()
    opened = writer.get(url("new_tariff_draft"), {"book": BOOK})
    assert "ZJ.residential.tier_1" in opened.content.decode()
    saved = writer.post(
        f"{url('new_tariff_draft')}?book={BOOK}",
        {"path": BOOK, "text": new_text, "reason": "调价", "revision": "0"},
    )
    draft = tariffs.open_draft_of(path=BOOK)
    assert draft is not None
    assert saved["Location"] == url("tariff_draft", draft.pk)

    page = writer.get(url("tariff_draft", draft.pk)).content.decode()
    assert "0.538" in page
    assert "0.548" in page
    writer.post(url("check_tariff_draft", draft.pk))
    writer.post(url("ask_tariff_draft", draft.pk))
    draft.refresh_from_db()
    assert draft.status == "WAITING"
    second = sign_in("tariffs-approver")
    waiting = second.get(url("approvals")).content.decode()
    assert "发布电价本" in waiting
    request = second.get(url("tariff_draft", draft.pk)).context["asked_now"]
    told = second.get(url("approval", request.pk)).content.decode()
    assert "0.548" in told
    decided = second.post(url("decide_approval", request.pk), {"answer": "approve"}, follow=True)
    assert decided.status_code == 200

    book = writer.get(url("tariff_book", BOOK)).content.decode()
    assert "调价" in book
    assert "0.538" in book
    compared = writer.get(url("compare_tariff", tariffs.book(path=BOOK).row.id)).content.decode()
    assert "0.548" in compared
    text = writer.get(url("tariff_version_text", tariffs.book(path=BOOK).row.id))
    assert text.content.decode() == new_text


def test_faults_stand_at_their_lines_and_the_text_stays(town: Any, sign_in: Any) -> None:
    writer = sign_in("tariffs")
    wrong = dearer().replace('value: "0.548"', "value: 0.548", 1)
    answer = writer.post(
        f"{url('new_tariff_draft')}?book={BOOK}",
        {"path": BOOK, "text": wrong, "reason": "调价", "revision": "0"},
    )
    draft = tariffs.open_draft_of(path=BOOK)
    assert draft is not None
    assert answer["Location"] == url("edit_tariff_draft", draft.pk)
    page = writer.get(answer["Location"])
    line = wrong[: wrong.index("value: 0.548")].count("\n") + 1
    assert [one.line for one in page.context["mistakes"]] == [line]
    assert "请加引号" in page.content.decode()
    stale = writer.post(
        url("edit_tariff_draft", draft.pk),
        {"path": BOOK, "text": dearer(), "reason": "调价", "revision": "7"},
    )
    assert stale.status_code == 422
    assert "value: &quot;0.548&quot;" in stale.content.decode()


def test_who_reads_books_neither_writes_nor_approves_them(town: Any, sign_in: Any) -> None:
    draft = a_draft()
    clerk, second = sign_in("clerk-zj"), sign_in("tariffs-approver")
    assert clerk.get(url("tariff_draft", draft.pk)).status_code == 200
    for client in (clerk, second):
        assert client.get(url("new_tariff_draft")).status_code == 403
        assert client.post(url("check_tariff_draft", draft.pk)).status_code == 403
        assert client.post(url("discard_tariff_draft", draft.pk)).status_code == 403
    assert "编辑" not in clerk.get(url("tariff_draft", draft.pk)).content.decode()


@pytest.mark.requirement("R45")
def test_a_published_sheet_becomes_a_draft_and_each_misread_digit_is_decided(
    town: Any, sign_in: Any
) -> None:
    writer = sign_in("tariffs")
    answer = upload(writer, february())
    draft = tariffs.open_draft_of(path="CN/hubei/agency-purchase-2026-02")
    assert draft is not None
    assert answer["Location"] == url("tariff_draft", draft.pk)
    assert {one["place"] for one in draft.findings} == {
        "D5", "L5", "D6", "L6", "D7", "L7", "K8",
    }  # fmt: skip
    page = writer.get(answer["Location"]).content.decode()
    assert "0.735886" in page
    assert "0.735686" in page
    writer.post(url("check_tariff_draft", draft.pk))
    writer.post(url("ask_tariff_draft", draft.pk))
    draft.refresh_from_db()
    assert draft.status == "CHECKED"  # not asked for: nothing is decided yet

    for one in draft.findings:
        writer.post(
            url("decide_tariff_finding", draft.pk), {"place": one["place"], "answer": "accept"}
        )
    writer.post(url("check_tariff_draft", draft.pk))
    writer.post(url("ask_tariff_draft", draft.pk))
    draft.refresh_from_db()
    assert draft.status == "WAITING"
    assert draft.text.count("as_published:") == 7
    assert upload(writer, february())["Location"] == url("tariff_draft", draft.pk)


@pytest.mark.requirement("R45")
def test_a_number_kept_as_printed_contradicts_its_components_until_it_is_mended(
    town: Any, sign_in: Any
) -> None:
    writer = sign_in("tariffs")
    upload(writer, february())
    draft = tariffs.open_draft_of(path="CN/hubei/agency-purchase-2026-02")
    assert draft is not None
    writer.post(url("decide_tariff_finding", draft.pk), {"place": "K8", "answer": "keep"})
    draft.refresh_from_db()
    assert '"0.848961"' in draft.text
    assert draft.text.count("as_published:") == 6
    assert "0.848961" in draft.faults[0]["text"]["zh"]

    writer.post(url("decide_tariff_finding", draft.pk), {"place": "K8", "answer": "accept"})
    draft.refresh_from_db()
    assert draft.faults == []
    assert 'value: "0.846961"' in draft.text
    assert draft.text.count("as_published:") == 7


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (february().replace(b"0.384470", b"0.3844x0"), "E5"),
        (b"a,b\n1,2\n", "电压等级"),
        (b"\xff\xfe\x00\x01", "GB18030"),
        (b"PK\x03\x04broken", "湖北"),
        (b"", ""),
    ],
    ids=["dirty-cell", "no-heading", "binary", "no-workbook", "empty"],
)
def test_a_dirty_sheet_is_refused_with_its_cells(
    town: Any, sign_in: Any, content: bytes, told: str
) -> None:
    answer = upload(sign_in("tariffs"), content)

    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert tariffs.open_draft_of(path="CN/hubei/agency-purchase-2026-02") is None


def test_the_replay_shows_what_a_draft_changes_for_whom(town: Any, sign_in: Any) -> None:
    draft, writer = a_draft(), sign_in("tariffs")
    started = writer.post(url("start_tariff_replay", draft.pk))
    (replay,) = bills.replays_of(draft_id=draft.pk)
    assert started["Location"] == url("tariff_replay", replay.pk)
    assert "0 / " in writer.get(url("tariff_replay", replay.pk)).content.decode()
    assert writer.get(url("tariff_replay_progress", replay.pk)).status_code == 200
    bill_services.run_replay(replay_id=replay.pk, at=timezone.now())

    page = writer.get(url("tariff_replay", replay.pk), {"outcome": "up"})
    shown = page.context["table"].page.rows
    home = next(row for row in shown if row.account_no == the_town.HOME)
    assert home.difference > 0
    assert url("bill", home.bill_no) in page.content.decode()
    assert "HX-Refresh" in writer.get(url("tariff_replay_progress", replay.pk))
    sheet = writer.get(url("tariff_replay", replay.pk), {"export": "csv"})
    assert the_town.HOME in b"".join(sheet.streaming_content).decode("utf-8-sig")
    assert writer.get(url("tariff_replay", 0)).status_code == 404
    elsewhere = sign_in("billing-hb").get(url("tariff_replay", replay.pk))
    assert the_town.HOME not in elsewhere.content.decode()
