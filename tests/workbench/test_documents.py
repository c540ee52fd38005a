"""The papers of an account on the screens: attach, versions, look, save; whom it is closed to."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gridhall.customers.models import Account
from gridhall.foundation.audit.models import AuditEvent
from gridhall.foundation.documents.models import DocumentLink, LegalHold
from gridhall.foundation.identity.models import Organisation
from gridhall.foundation.identity.services import assign_role, create_user

PDF = b"%PDF-1.7\n" + b"x" * 500
PNG = b"\x89PNG\r\n\x1a\n" + bytes(300)


@pytest.fixture
def account(db, settings, tmp_path) -> Account:
    settings.MEDIA_ROOT = tmp_path / "documents"
    top = Organisation.objects.create(code="00", name="总部", level="HEADQUARTERS", path="00/")
    hall = Organisation.objects.create(
        code="3301", name="营业厅", level="SERVICE_POINT", path="00/3301/", parent=top
    )
    Organisation.objects.create(
        code="3302", name="别厅", level="SERVICE_POINT", path="00/3302/", parent=top
    )
    return make_account(hall)


def make_account(hall: Organisation) -> Account:
    from gridhall.customers.models import Party

    party = Party.objects.create(name="张三", kind="PERSON")
    return Account.objects.create(
        account_no="3301000013", party=party, organisation=hall, category="RESIDENTIAL",
        opened_on=date(2020, 1, 1),
    )  # fmt: skip


def client(role: str, unit: str = "3301") -> Client:
    user, _new = create_user(
        username=f"{role}-{unit}", password="unused", kind="EMPLOYEE", display_name=role
    )
    assign_role(
        user=user, role=role, organisation=Organisation.objects.get(code=unit),
        valid_from=date(2020, 1, 1),
    )  # fmt: skip
    made = Client(headers={"accept-language": "en"})
    made.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return made


def address(name: str, *args: object) -> str:
    return reverse(f"workbench:{name}", args=args)


def of(account: Account, name: str = "attachments") -> str:
    return address(name, "customers.account", account.pk)


def send(clerk: Client, url: str, content: bytes = PDF, name: str = "证明.pdf", **data: str):
    file = SimpleUploadedFile(name, content, content_type="application/octet-stream")
    return clerk.post(url, {"kind": "proof", "note": "copy", **data, "file": file})


def test_attach_look_and_save(account):
    clerk = client("HALL_CLERK")
    assert "No document yet" in clerk.get(of(account)).text

    answer = send(clerk, of(account, "attach"), next="/workbench/customers/")

    assert answer.headers["Location"] == "/workbench/customers/"
    link = DocumentLink.objects.get()
    assert "证明.pdf" in clerk.get(of(account)).text
    saved = clerk.get(address("paper_file", link.pk, 1))
    assert saved.content == PDF
    assert saved.headers["Content-Disposition"].startswith("attachment")
    shown = clerk.get(address("paper_file", link.pk, 1), {"show": ""})
    assert shown.headers["Content-Disposition"].startswith("inline")
    acts = AuditEvent.objects.filter(action__startswith="documents.").order_by("pk")
    assert [act.action.partition(".")[2] for act in acts] == ["attached", "downloaded", "viewed"]


def test_a_part_for_another_page_knows_where_to_go_back(account):
    clerk = client("HALL_CLERK")
    page = "http://testserver/workbench/customers/3301000013/"

    part = clerk.get(of(account), headers={"hx-request": "true", "hx-current-url": page}).text

    assert "<html" not in part
    assert 'value="/workbench/customers/3301000013/"' in part


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:x"])
def test_the_way_back_leads_nowhere_else(account, elsewhere):
    answer = send(client("HALL_CLERK"), of(account, "attach"), next=elsewhere)

    assert answer.headers["Location"] == of(account)


def test_a_wrong_file_is_told_at_the_field_and_what_was_typed_stays(account):
    answer = send(client("HALL_CLERK"), of(account, "attach"), content=b"MZ" + bytes(99))

    assert answer.status_code == 422
    assert "which is not taken here" in answer.text
    assert 'value="copy"' in answer.text
    assert not DocumentLink.objects.exists()


def test_a_new_version_and_the_old_one(account):
    clerk = client("HALL_CLERK")
    send(clerk, of(account, "attach"))
    link = DocumentLink.objects.get()

    send(clerk, address("add_version", link.pk), content=PNG, name="新.png")

    text = clerk.get(address("paper", link.pk)).text
    assert "证明.pdf" in text
    assert f'src="{address("paper_file", link.pk, 2)}?show"' in text
    assert clerk.get(address("paper_file", link.pk, 1)).content == PDF
    again = send(clerk, address("add_version", link.pk), content=PNG, name="新.png")
    assert "this is the same file" in again.text


def test_a_file_gets_no_rights_of_ours(account):
    clerk = client("HALL_CLERK")
    send(clerk, of(account, "attach"), content=PNG, name="a.png")
    send(clerk, of(account, "attach"), content=b"<b>text</b>", name="a.txt")
    image, text = DocumentLink.objects.order_by("pk")

    picture = clerk.get(address("paper_file", image.pk, 1), {"show": ""})
    words = clerk.get(address("paper_file", text.pk, 1), {"show": ""})

    assert "sandbox" in picture.headers["Content-Security-Policy"]
    assert "default-src 'none'" in picture.headers["Content-Security-Policy"]
    assert picture.headers["X-Content-Type-Options"] == "nosniff"
    assert words.headers["Content-Disposition"].startswith("attachment")
    assert words.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("role", "unit", "sees", "adds"),
    [
        ("HALL_CLERK", "3301", 200, 302),
        ("AUDITOR", "3301", 200, 403),
        ("CASHIER", "3301", 403, 403),
        ("HALL_CLERK", "3302", 404, 404),
    ],
)
def test_whom_it_is_open_to(account, role, unit, sees, adds):
    send(client("CUSTOMER_STEWARD"), of(account, "attach"))
    link = DocumentLink.objects.get()
    reader = client(role, unit)

    seen = [of(account), address("paper", link.pk), address("paper_file", link.pk, 1)]
    assert {reader.get(url).status_code for url in seen} == {sees}
    assert send(reader, of(account, "attach")).status_code == adds
    assert send(reader, address("add_version", link.pk), PNG, "b.png").status_code == adds
    if sees == 200 and adds == 403:
        assert "Attach a document" not in reader.get(of(account)).text


def test_what_was_damaged_in_the_store_is_not_half_given(account, settings):
    clerk = client("HALL_CLERK")
    send(clerk, of(account, "attach"))
    link = DocumentLink.objects.get()
    (file,) = [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    file.write_bytes(file.read_bytes()[:-1])

    answer = clerk.get(address("paper_file", link.pk, 1))

    assert answer.status_code == 409
    assert "was altered or cut off" in answer.text


def test_a_hold_is_placed_shown_and_lifted_within_the_unit(account):
    officer, other = client("PRIVACY_OFFICER"), client("PRIVACY_OFFICER", "3302")
    hold = {"account_no": account.account_no, "reason": "法院保全 (2026) 1 号"}

    assert other.post(address("holds_on_papers"), hold).status_code == 422
    assert officer.post(address("holds_on_papers"), hold).status_code == 302

    assert "法院保全" in officer.get(address("holds_on_papers")).text
    assert "法院保全" not in other.get(address("holds_on_papers")).text
    assert "A legal hold stands" in client("HALL_CLERK").get(of(account)).text
    standing = LegalHold.objects.get()
    assert other.post(address("lift_hold", standing.pk), {"reason": "结案"}).status_code == 404
    officer.post(address("lift_hold", standing.pk), {"reason": "结案"})
    standing.refresh_from_db()
    assert standing.lifted_at is not None
    acts = AuditEvent.objects.filter(action__startswith="documents.hold").order_by("pk")
    assert [(act.object_label, act.reason) for act in acts] == [
        (account.account_no, hold["reason"]), (account.account_no, "结案"),
    ]  # fmt: skip
