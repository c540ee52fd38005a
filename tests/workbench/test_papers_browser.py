"""Work calendars and papers in a real browser: clean, also on a telephone; files shown safely."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
import segno
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect
from pypdf import PdfWriter

from gridhall.customers.models import Account, Party
from gridhall.foundation.identity.models import Organisation, User
from gridhall.foundation.identity.services import assign_role, create_user
from gridhall.foundation.workcalendar import seeding, services

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

VARIANTS = pytest.mark.parametrize(
    ("variant", "options"),
    [
        ("desk-zh", {}),
        ("desk-en", {"language": "en-GB"}),
        ("phone-zh", {"phone": True}),
        ("desk-zh-dark", {"dark": True}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)


@pytest.fixture
def world(transactional_db: None, live_server: Any, settings: Any, tmp_path: Any) -> Account:
    """Have a company with its calendar, a region, a hall and one account in it."""
    settings.MEDIA_ROOT = tmp_path / "documents"
    seeding.create_company_calendar(using="default")
    top = Organisation.objects.create(code="00", name="总部", level="HEADQUARTERS", path="00/")
    hall = Organisation.objects.create(
        code="3301", name="滨江供电营业厅", level="SERVICE_POINT", path="00/3301/", parent=top
    )
    services.create_calendar(
        code="R33", name="滨江日历", organisation_id=hall.pk, parent_code="CN",
        change=services.Change(at=timezone.now(), actor_id=None, reason="夏季作息"),
    )  # fmt: skip
    services.put_day_rule(
        calendar_code="R33", day=date(2026, 3, 4), kind="HOLIDAY", name="台风停业",
        source="公司通知", change=services.Change(at=timezone.now(), actor_id=None),
    )  # fmt: skip
    party = Party.objects.create(name="张三", kind="PERSON")
    return Account.objects.create(
        account_no="3301000013", party=party, organisation=hall, category="RESIDENTIAL",
        opened_on=date(2020, 1, 1),
    )  # fmt: skip


def person(role: str) -> User:
    user, _new = create_user(
        username=role.lower(), password="unused", kind="EMPLOYEE", display_name="周敏"
    )
    top = Organisation.objects.get(code="00")
    assign_role(user=user, role=role, organisation=top, valid_from=date(2020, 1, 1))
    return user


@VARIANTS
def test_calendar_screens_are_clean(
    world: Account, browser_page: Any, axe: Any, screenshot: Any, variant: str,
    options: dict[str, Any],
) -> None:  # fmt: skip
    page = browser_page(user=person("ADMINISTRATOR"), **options)
    limit = "&start=2026-02-12T10:00&days=2&hours=1&minutes=0"
    named = lambda name, *args: reverse(f"workbench:{name}", args=args)  # noqa: E731
    for name, path in [
        ("year", named("calendar") + "?calendar=R33&year=2026" + limit),
        ("day", named("calendar_day", "R33", "2026-03-04")),
        ("shift", named("new_shift", "R33")),
        ("new", named("new_calendar")),
        ("notice", named("load_notice")),
    ]:
        page.goto(path)
        page.wait_for_load_state("networkidle")
        screenshot(page, f"calendar-{name}-{variant}")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, path


def test_a_notice_is_looked_at_and_loaded(
    world: Account, browser_page: Any, axe: Any, screenshot: Any
) -> None:
    page = browser_page(reverse("workbench:load_notice"), user=person("ADMINISTRATOR"))
    file = "日期,类型,名称,按周几上班\n2027-01-01,放假,元旦,\n2027-01-09,调休上班,,1\n"
    page.locator("input[type=file]").set_input_files(
        {"name": "notice.csv", "mimeType": "text/csv", "buffer": file.encode()}
    )
    page.get_by_role("button", name="先预览").click()
    page.get_by_text("变化内容").first.wait_for()
    screenshot(page, "calendar-preview-desk-zh")
    axe(page)
    page.get_by_label("通知文号").fill("国办发明电〔2026〕9号")
    page.get_by_label("原因").fill("国务院办公厅通知")
    page.get_by_role("button", name="录入通知").click()
    page.get_by_text("2027 年放假通知已录入").wait_for()
    axe(page)


@VARIANTS
def test_papers_are_attached_shown_and_clean(
    world: Account, browser_page: Any, axe: Any, screenshot: Any, variant: str,
    options: dict[str, Any],
) -> None:  # fmt: skip
    page = browser_page(user=person("HALL_CLERK"), **options)
    page.goto(reverse("workbench:attachments", args=["customers.account", world.pk]))
    screenshot(page, f"papers-empty-{variant}")
    axe(page)
    attach(page, "证明.png", "image/png", picture_file())
    page.locator("table").wait_for()
    screenshot(page, f"papers-list-{variant}")
    axe(page)

    page.locator("a[data-drawer]", has_text="证明.png").click()
    picture = page.locator("#gh-drawer-body img.wb-preview")
    picture.wait_for()
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("image => image.naturalWidth") > 0
    screenshot(page, f"papers-drawer-{variant}", full_page=False)
    axe(page)


def test_a_pdf_is_shown_and_a_file_saved(world: Account, browser_page: Any) -> None:
    made = io.BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(width=200, height=200)
    writer.write(made)
    page = browser_page(user=person("HALL_CLERK"))
    page.goto(reverse("workbench:attachments", args=["customers.account", world.pk]))
    attach(page, "合同.pdf", "application/pdf", made.getvalue())

    page.locator("a[data-drawer]", has_text="合同.pdf").click()
    with page.expect_download() as saved:
        page.locator("#gh-drawer-body").get_by_role("link", name="下载").click()
    assert saved.value.suggested_filename == "合同.pdf"
    link = page.locator("#gh-drawer-body").get_by_role("link", name="查看")
    answer = page.request.get(link.get_attribute("href"))
    assert answer.headers["content-disposition"].startswith("inline")
    assert answer.body() == made.getvalue()


def test_a_file_that_is_no_document_is_told_in_place(
    world: Account, browser_page: Any, watched: Any
) -> None:
    watched.allow("422")
    page = browser_page(user=person("HALL_CLERK"))
    page.goto(reverse("workbench:attachments", args=["customers.account", world.pk]))

    attach(page, "程序.pdf", "application/pdf", b"MZ" + bytes(200), expect_fault=True)

    expect(page.locator(".gh-field-error")).to_contain_text("此处不接收")


def picture_file() -> bytes:
    made = io.BytesIO()
    segno.make("GridHall").save(made, kind="png", scale=8)
    return made.getvalue()


def attach(
    page: Any, name: str, media_type: str, content: bytes, *, expect_fault: bool = False
) -> None:
    page.locator("summary", has=page.locator(".ti-upload")).click()
    page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": media_type, "buffer": content}
    )
    page.locator("form[enctype] button[type=submit]").click()
    page.locator(".gh-field-error" if expect_fault else "table").first.wait_for()
    page.wait_for_load_state("networkidle")  # the page's scripts too: a click opens the drawer then
