"""The import screens in a real browser: from the dropped file to the result, readable by all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity import services as identity_services
from gridhall.foundation.imports import services as import_services
from gridhall.foundation.imports.models import ImportBatch
from gridhall.journeys.file_import import services as file_import

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TOWN = Path(__file__).resolve().parents[2] / "demo" / "town"


def now() -> datetime:
    return timezone.now()


@pytest.fixture
def clerk() -> Any:
    file_import.import_file(TOWN / "organisations.csv", clock=now)
    user, _created = identity_services.create_user(
        username="billing-hb", password="long enough 1", kind="EMPLOYEE", display_name="熊丽华"
    )
    unit = identity.organisation_by_code(code="20")
    assert unit is not None
    identity_services.assign_role(
        user=user, role="BILLING_CLERK", organisation=unit, valid_from=date(2020, 1, 1)
    )
    return user


def test_a_clerk_imports_a_file(
    browser_page: Callable[..., Any], axe: Callable[..., None], screenshot: Callable[..., None],
    clerk: Any,
) -> None:  # fmt: skip
    page = browser_page("/workbench/imports/new/", user=clerk)
    page.set_input_files("input[type=file]", TOWN / "customers_dirty_gbk.csv")
    axe(page)
    screenshot(page, "imports-upload")
    page.get_by_role("button", name="检查文件").click()

    expect(page.get_by_text("GB18030")).to_be_visible()
    axe(page)
    screenshot(page, "imports-preview")

    page.get_by_role("button", name="导入", exact=True).first.click()
    page.locator("dialog[open]").get_by_role("button", name="导入").click()
    expect(page.get_by_text("等待后台处理")).to_be_visible()
    axe(page)
    import_services.run(batch_id=ImportBatch.objects.latest("pk").pk, clock=now)

    expect(page.get_by_text("新增")).to_be_visible()
    axe(page)
    screenshot(page, "imports-result")
    with page.expect_download() as download:
        page.get_by_role("link", name="错误清单").click()
    assert download.value.suggested_filename == "customers_dirty_gbk 错误清单.csv"

    page.goto("/workbench/imports/")
    axe(page)
    screenshot(page, "imports-list")
