"""The personal data officer's screens in a real browser."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.apps import apps
from django.core import signing
from django.urls import reverse

from gridhall.foundation.personal_data import services
from gridhall.workbench import lists
from tests.workbench import town as the_town

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def prepared() -> list[tuple[str, str, str]]:
    """Make a request at each step, an alarm and an export; return pictures, people, addresses."""
    officer, clerk = the_town.user("privacy"), the_town.user("clerk-zj")
    account = apps.get_model("customers.Account").objects.get(account_no=the_town.HOME)
    made = [
        services.open_request(
            scope=the_town.scope(), kind=kind, party_id=account.party_id, note="本人来厅申请",
            account_no=account.account_no, organisation_id=account.organisation_id, at=AT,
            actor_id=officer.pk,
        )
        for kind in ("EXPORT", "ERASE")
    ]  # fmt: skip
    services.prove_identity(
        scope=the_town.scope(), request_id=made[1].pk, proof="核对身份证原件", at=AT,
        actor_id=officer.pk,
    )  # fmt: skip
    done = apps.get_model("personal_data.SubjectRequest").objects.create(
        number="GR2026000099", kind="ERASE", status="DONE", party_ref=1, finished_at=AT,
        account_no=the_town.HOME_TOU, organisation_id=account.organisation_id, received_at=AT,
        due_on=AT.date(), created_by=officer,
        outcome={"accounts": [the_town.HOME_TOU], "kept": [{
            "what_zh": "账单", "what_en": "Bills", "reason_zh": "会计法规要求保存凭证",
            "reason_en": "Accounting law demands vouchers", "rule_zh": "30 年",
            "rule_en": "30 years", "source": "会计档案管理办法", "until": "2057-01-01"}]},
    )  # fmt: skip
    apps.get_model("personal_data.RevealHour").objects.create(
        actor=clerk, hour=AT, alarmed_at=AT, count=23, refused=1,
        organisation_id=account.organisation_id,
    )  # fmt: skip
    services.ask_for_export(
        list_name="customers", fmt="xlsx", language="zh-hans", row_count=501, at=AT,
        query="/workbench/customers/?export=xlsx", filters=["status"], reason="年度用户普查核对",
        organisation_id=account.organisation_id, actor_id=clerk.pk,
    )  # fmt: skip
    named = lambda name, *args: reverse(f"workbench:{name}", args=args)  # noqa: E731
    what = {
        "list": "customers", "format": "csv", "filters": [], "by": clerk.pk,
        "path": "/workbench/customers/?export=csv",
    }  # fmt: skip
    asked = f"?what={signing.dumps(what, salt=lists.ASKED_EXPORT)}"
    return [
        ("requests", "privacy", named("privacy")),
        ("new", "privacy", named("new_privacy_request")),
        ("received", "privacy", named("privacy_request", made[0].pk)),
        ("proven", "privacy", named("privacy_request", made[1].pk)),
        ("done", "privacy", named("privacy_request", done.pk)),
        ("certificate", "privacy", named("erasure_certificate", done.pk)),
        ("alarms", "privacy", named("privacy_alarms")),
        ("register", "privacy", named("processing")),
        ("keys", "privacy", named("keys")),
        ("exports", "privacy", named("mass_exports_all")),
        ("my-exports", "clerk-zj", named("mass_exports")),
        ("ask-export", "clerk-zj", named("ask_export") + asked),
    ]


@pytest.mark.parametrize(
    ("variant", "options"),
    [
        ("desk-zh", {}),
        ("phone-en", {"phone": True, "language": "en-GB"}),
        ("desk-zh-dark", {"dark": True}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_screen_is_clean(
    live_town: Any, browser_page: Any, axe: Any, screenshot: Any, variant: str,
    options: dict[str, Any],
) -> None:  # fmt: skip
    opened: dict[str, Any] = {}
    problems: list[str] = []
    for name, username, path in prepared():
        if username not in opened:
            opened[username] = browser_page(user=the_town.user(username), **options)
        page = opened[username]
        page.goto(path)
        page.wait_for_load_state("networkidle")
        screenshot(page, f"workbench-privacy-{name}-{variant}")
        try:
            axe(page)
        except AssertionError as found:
            problems.append(str(found))
        width = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if width > 0:
            problems.append(f"{path} is {width} px wider than the window")
    assert not problems, "\n\n".join(problems)
