"""The import screens: upload, check, confirm, result, and who may see what."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity import services as identity_services
from gridhall.foundation.imports import services as import_services
from gridhall.foundation.imports.models import ImportBatch
from gridhall.journeys.file_import import services as file_import

pytestmark = pytest.mark.django_db
TOWN = Path(__file__).resolve().parents[2] / "demo" / "town"
NOW = datetime(2026, 2, 3, 9, 0, tzinfo=UTC)


@pytest.fixture
def organisations() -> None:
    file_import.import_file(TOWN / "organisations.csv", clock=lambda: NOW)


def sign_in(code: str, role: str = "BILLING_CLERK", *, language: str = "en") -> Client:
    user, _created = identity_services.create_user(
        username=f"u{code}{role}", password="long enough 1", kind="EMPLOYEE", display_name="沈静"
    )
    unit = identity.organisation_by_code(code=code)
    assert unit is not None
    identity_services.assign_role(
        user=user, role=role, organisation=unit, valid_from=date(2020, 1, 1)
    )
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    client.cookies[django_settings.LANGUAGE_COOKIE_NAME] = language
    return client


def upload(client: Client, name: str, content: bytes) -> Any:
    return client.post(reverse("workbench:new_import"), {"file": SimpleUploadedFile(name, content)})


def upload_dirty(client: Client) -> ImportBatch:
    response = upload(client, "客户.csv", (TOWN / "customers_dirty_gbk.csv").read_bytes())
    batch = ImportBatch.objects.latest("pk")
    assert response.status_code == 302
    assert response["Location"] == reverse("workbench:import_batch", args=[batch.pk])
    return batch


def work() -> None:
    for pk in ImportBatch.objects.filter(status="QUEUED").values_list("pk", flat=True):
        import_services.run(batch_id=pk, clock=lambda: NOW)


@pytest.mark.usefixtures("organisations")
def test_from_upload_to_error_file() -> None:
    clerk = sign_in("20")
    batch = upload_dirty(clerk)
    address = reverse("workbench:import_batch", args=[batch.pk])

    preview = clerk.get(address).content.decode()
    clerk.post(reverse("workbench:run_import", args=[batch.pk]))
    waiting = clerk.get(address).content.decode()
    work()
    done = clerk.get(reverse("workbench:import_progress", args=[batch.pk]))
    result = clerk.get(address).content.decode()
    errors = clerk.get(reverse("workbench:import_errors", args=[batch.pk]))

    assert "GB18030" in preview
    assert "990001197001118009" not in preview, "identity numbers are masked"
    assert "A spreadsheet made this scientific notation" in preview
    assert "&lt;script&gt;" in clerk.get(f"{address}?code=LOOKS_LIKE_CODE").content.decode()
    assert "<script>alert(1)" not in preview
    assert reverse("workbench:import_progress", args=[batch.pk]) in waiting
    assert done["HX-Refresh"] == "true"
    assert "Created" in result
    rows = read_csv(errors)
    assert rows[0][:8] == [
        "Row", "Kind", "Column", "Field", "Value", "Reason", "What to do", "Stored instead",
    ]  # fmt: skip
    assert rows[0][8:] == (TOWN / "customers.csv").read_text().splitlines()[0].split(",")
    by_row = {row[0]: row for row in rows[1:]}
    assert by_row["8"][2:5] == ["account_no", "Account number", "4.22E+12"]
    assert by_row["11"][4] == "'=cmd|'/C calc'!A0"
    assert by_row["12"][8 + 8] == "'@SUM(1+1)*cmd|'/C calc'!A0"
    assert by_row["41"][9] == "㛃某𠮷"
    assert not [cell for row in rows for cell in row if cell[:1] in tuple("=+-@")]


def read_csv(response: Any) -> list[list[str]]:
    content = b"".join(response.streaming_content)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.mark.usefixtures("organisations")
@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("customers.xlsx", b"MZ\x90\x00" + b"\x00" * 4000, "a Windows program"),
        ("bill.pdf.csv", b"%PDF-1.7 ....", "a PDF document"),
        ("a.csv", b"colour,size\nred,1\n", "fit no kind of file"),
        ("customers.csv", b"account_no,name,categoryy\n", "fit no kind of file"),
        ("capacity_changes.csv", b"account_no,kind,kva_change,from_date\n", "restored_date"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_words_and_not_kept(
    name: str, content: bytes, words: str, settings: Any, tmp_path: Path
) -> None:
    clerk = sign_in("20")
    settings.MEDIA_ROOT = tmp_path

    response = upload(clerk, name, content)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not ImportBatch.objects.exclude(sheet="organisations").exists()


@pytest.mark.usefixtures("organisations")
def test_a_colleague_of_another_region_sees_nothing_and_imports_nothing_there() -> None:
    batch = upload_dirty(sign_in("20"))
    stranger = sign_in("10")

    seen = [
        stranger.get(reverse(f"workbench:{name}", args=[batch.pk])).status_code
        for name in ("import_batch", "import_progress", "import_errors")
    ]
    tried = stranger.post(reverse("workbench:run_import", args=[batch.pk])).status_code
    listed = stranger.get(reverse("workbench:imports")).content.decode()
    own = upload_dirty(stranger)
    found = own.faults.filter(code="ORGANISATION_NOT_YOURS").values_list("row_number", flat=True)

    assert seen == [404, 404, 404]
    assert tried == 404
    assert "客户.csv" not in listed
    assert {4, 11, 13} <= set(found), "rows of Hubei are not Zhejiang's to import"
    assert 2 not in found


@pytest.mark.usefixtures("organisations")
def test_who_may_not_import_finds_the_door_closed() -> None:
    clerk = sign_in("11", "HALL_CLERK")

    assert clerk.get(reverse("workbench:imports")).status_code == 403


@pytest.mark.usefixtures("organisations")
def test_only_the_whole_company_may_change_the_organisation_tree() -> None:
    response = upload(sign_in("20"), "orgs.csv", (TOWN / "organisations.csv").read_bytes())

    assert response.status_code == 422
    assert "may not import" in response.content.decode()


@pytest.mark.usefixtures("organisations")
def test_a_discarded_file_cannot_be_imported_any_more() -> None:
    clerk = sign_in("20")
    batch = upload_dirty(clerk)

    clerk.post(reverse("workbench:discard_import", args=[batch.pk]))
    clerk.post(reverse("workbench:run_import", args=[batch.pk]))
    batch.refresh_from_db()
    page = clerk.get(reverse("workbench:import_batch", args=[batch.pk]))

    assert batch.status == ImportBatch.Status.DISCARDED
    assert page.status_code == 200
