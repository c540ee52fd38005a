"""Staff and approvals in a real browser: forms in the drawer, decisions, pictures to look at."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.services import Placement
from gridhall.foundation.staff.services import deputies, reviews, rights, units
from tests.workbench import town as the_town

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def url(name: str, *args: object) -> str:
    return reverse(f"workbench:{name}", args=args)


def busy_office() -> int:
    """Have something of everything: a request, a deputy, an emergency, a planned move, a review."""
    at, on = timezone.now(), timezone.localdate()
    admin, security = the_town.user("admin").pk, the_town.user("security").pk
    clerk, scope = the_town.user("clerk-zj"), the_town.scope()
    hall = identity.organisation_by_code(code="11")
    team = identity.organisation_by_code(code="1101")
    other = identity.organisation_by_code(code="12")
    assert hall is not None
    assert team is not None
    assert other is not None
    common = {"scope": scope, "at": at}
    asked = rights.request_role(
        user_id=clerk.pk, role="METER_READER", organisation_id=hall.pk, valid_from=on,
        valid_to=on + timedelta(days=90), reason="支援抄表班三个月", requested_by_id=admin,
        **common,
    )  # fmt: skip
    rights.give_emergency_role(
        user_id=the_town.user("reader-zj").pk, role="HALL_CLERK", organisation_id=hall.pk, hours=2,
        reason="台风抢修，营业厅缺人", actor_id=admin, **common,
    )  # fmt: skip
    deputies.propose(
        principal_id=the_town.user("clerk-hb").pk, deputy_username="clerk-zj",
        assignment_ids=[identity.assignments_of(user_id=the_town.user("clerk-hb").pk)[0].pk],
        valid_from=on, valid_to=on + timedelta(days=7), reason="年休假五天", actor_id=admin,
        **common,
    )  # fmt: skip
    units.change_unit(
        organisation_id=team.pk, wanted=Placement(parent_id=other.pk, name="综合一班"),
        valid_from=on + timedelta(days=20), reason="机构调整", actor_id=admin, **common,
    )  # fmt: skip
    reviews.open_review(
        organisation_id=identity.organisation_by_code(code="00").pk, unused_days=90,  # type: ignore[union-attr]
        due_on=on + timedelta(days=30), actor_id=security, **common,
    )  # fmt: skip
    return asked.pk


def screens(asked: int) -> list[tuple[str, str, str]]:
    """Return picture name, who looks, and the address."""
    review = apps.get_model("staff.RightsReview").objects.get().pk
    return [
        ("staff", "security", url("staff")),
        ("person", "admin", url("person", "clerk-zj")),
        ("person-emergency", "security", url("person", "reader-zj")),
        ("organisations", "admin", url("organisations")),
        ("organisation", "admin", url("organisation", "1101")),
        ("change-unit", "admin", url("change_unit", "11")),
        ("role-catalogue", "security", url("role_catalogue")),
        ("rights-review", "security", url("rights_review", review)),
        ("my-rights", "clerk-zj", url("my_rights")),
        ("approvals", "security", url("approvals")),
        ("approval", "security", url("approval", asked)),
    ]


@pytest.mark.parametrize(
    ("variant", "options"),
    [("desk-zh", {}), ("phone-en-dark", {"phone": True, "language": "en-GB", "dark": True})],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_busy_office_is_clean(
    live_town: Any, browser_page: Any, axe: Any, screenshot: Any, variant: str,
    options: dict[str, Any],
) -> None:  # fmt: skip
    asked = busy_office()
    opened: dict[str, Any] = {}
    problems: list[str] = []
    for name, username, path in screens(asked):
        if username not in opened:
            opened[username] = browser_page(user=the_town.user(username), **options)
        page = opened[username]
        page.goto(path)
        page.wait_for_load_state("networkidle")
        screenshot(page, f"office-{name}-{variant}")
        try:
            axe(page)
        except AssertionError as found:
            problems.append(str(found))
        width = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if width > 0:
            problems.append(f"{path} is {width} px wider than the window")
    assert not problems, "\n\n".join(problems)


@pytest.mark.requirement("R61")
def test_a_role_is_asked_for_in_the_drawer_and_approved_by_another(
    live_town: Any, browser_page: Any, axe: Any, screenshot: Any
) -> None:
    admin = browser_page(url("person", "clerk-zj"), user=the_town.user("admin"))
    admin.get_by_role("link", name="申请角色").click()
    form = admin.locator("#gh-drawer form.gh-form")
    form.wait_for()
    form.get_by_label("角色").select_option("METER_READER")
    form.get_by_label("原因").fill("支援抄表班三个月")
    screenshot(admin, "office-request-role-drawer-desk-zh", full_page=False)
    axe(admin)
    form.get_by_role("button", name="提交审批").click()
    admin.locator("#gh-drawer").wait_for(state="hidden", timeout=30_000)

    officer = browser_page(url("approvals"), user=the_town.user("security"))
    officer.locator("[data-row-link]").first.click()
    officer.locator("#gh-drawer .gh-timeline").wait_for()
    screenshot(officer, "office-approval-drawer-desk-zh", full_page=False)
    axe(officer)
    officer.get_by_role("button", name="同意").first.click()
    officer.get_by_role("dialog").last.get_by_role("button", name="同意").click()
    officer.locator("#gh-drawer").wait_for(state="hidden", timeout=30_000)
    officer.goto(url("approvals") + "?view=decided")
    officer.get_by_text("clerk-zj").first.wait_for()
    assert len(identity.assignments_of(user_id=the_town.user("clerk-zj").pk)) == 2
