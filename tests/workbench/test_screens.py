"""Every screen opens for who may see it, in both languages, and for nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.workbench import town as the_town

pytestmark = pytest.mark.django_db

#: Screen, its arguments, who may open it, who has no such action.
SCREENS: list[tuple[str, tuple[object, ...], str, str]] = [
    ("home", (), "clerk-zj", ""),
    ("notices", (), "clerk-zj", ""),
    ("customers", (), "clerk-zj", "admin"),
    ("search", (), "clerk-zj", "admin"),
    ("search_suggest", (), "clerk-zj", "admin"),
    ("customer", (the_town.HOME,), "clerk-zj", "admin"),
    ("customer_history", (the_town.HOME,), "clerk-zj", "admin"),
    ("ledger", (the_town.HOME,), "clerk-zj", "reader-zj"),
    ("customer_file", (the_town.HOME,), "clerk-zj", "admin"),
    ("customer_risk", (the_town.HOME,), "clerk-zj", "admin"),
    ("customer_new", (), "clerk-zj", "cashier-zj"),
    ("party_change", (the_town.HOME,), "clerk-zj", "cashier-zj"),
    ("part_add", (the_town.HOME, "CONTACT"), "clerk-zj", "cashier-zj"),
    ("corrections", (), "steward-zj", "clerk-zj"),
    ("quality", (), "steward-zj", "clerk-zj"),
    ("quality_rule", ("MISSING_AREA",), "steward-zj", "clerk-zj"),
    ("duplicates", (), "steward-zj", "clerk-zj"),
    ("verification", (), "clerk-zj", "cashier-zj"),
    ("verification_new", (), "steward-zj", "clerk-zj"),
    ("cases", (), "agent-zj", "billing"),
    ("case_filters", (), "agent-zj", "billing"),
    ("case_new", (), "clerk-zj", "director"),
    ("cases_of_account", (the_town.HOME,), "clerk-zj", "billing"),
    ("readings", (), "reader-zj", "admin"),
    ("tariffs", (), "clerk-zj", "reader-zj"),
    ("price_classes", (), "clerk-zj", "reader-zj"),
    ("tariff_book", ("CN/zhejiang/residential",), "clerk-zj", "reader-zj"),
    ("tariff_drafts", (), "clerk-zj", "reader-zj"),
    ("new_tariff_draft", (), "tariffs", "clerk-zj"),
    ("tariff_sheet", (), "tariffs", "tariffs-approver"),
    ("bill_runs", (), "billing", "reader-zj"),
    ("start_run", (), "billing", "clerk-zj"),
    ("bills", (), "billing", "reader-zj"),
    ("holds", (), "billing", "reader-zj"),
    ("trial_bill", (the_town.HOME,), "clerk-zj", "reader-zj"),
    ("payments", (), "clerk-zj", "reader-zj"),
    ("day_totals", (), "cashier-zj", "reader-zj"),
    ("payment_notices", (), "clerk-zj", "reader-zj"),
    ("take_payment", (the_town.HOME,), "cashier-zj", "agent-zj"),
    ("staff", (), "director", "clerk-zj"),
    ("organisations", (), "auditor", "clerk-zj"),
    ("organisation", ("11",), "auditor", "clerk-zj"),
    ("roles_held", (), "security", "clerk-zj"),
    ("role_catalogue", (), "auditor", "clerk-zj"),
    ("rights_reviews", (), "security", "clerk-zj"),
    ("person", ("clerk-zj",), "director", "clerk-zj"),
    ("hire", (), "admin", "director"),
    ("change_unit", ("11",), "admin", "director"),
    ("my_rights", (), "clerk-zj", ""),
    ("approvals", (), "clerk-zj", ""),
    ("message_log", (), "agent-zj", "clerk-zj"),
    ("simulated_messages", (), "comms", "agent-zj"),
    ("message_texts", (), "director", "clerk-zj"),
    ("message_text", ("receivables.bill_issued",), "comms", "clerk-zj"),
    ("new_message_version", ("receivables.bill_issued",), "comms", "director"),
    ("campaigns", (), "director", "clerk-zj"),
    ("new_campaign", (), "comms", "director"),
    ("inbound_messages", (), "agent-zj", "clerk-zj"),
    ("message_settings", (), "director", "clerk-zj"),
    ("new_message_rule", ("BILLING",), "comms", "director"),
    ("new_message_price", ("SMS",), "comms", "director"),
    ("privacy", (), "privacy", "clerk-zj"),
    ("new_privacy_request", (), "privacy", "clerk-zj"),
    ("privacy_alarms", (), "privacy", "auditor"),
    ("processing", (), "privacy", "clerk-zj"),
    ("keys", (), "privacy", "admin"),
    ("mass_exports", (), "clerk-zj", "admin"),
    ("mass_exports_all", (), "privacy", "clerk-zj"),
    ("ask_export", (), "clerk-zj", "admin"),
    ("audit", (), "auditor", "clerk-zj"),
    ("jobs", (), "admin", "auditor"),
    ("jobs_state", (), "security", "auditor"),
    ("schedules", (), "admin", "clerk-zj"),
    ("schedule", ("audit.archive",), "admin", "clerk-zj"),
    ("outbox_events", (), "admin", "clerk-zj"),
]
IDS = [name for name, *_rest in SCREENS]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize(("name", "args", "may", "may_not"), SCREENS, ids=IDS)
def test_a_screen_opens_for_who_may_see_it(
    town: Any, sign_in: Any, name: str, args: tuple[object, ...], may: str, may_not: str,
    language: str,
) -> None:  # fmt: skip
    response = sign_in(may, language=language).get(reverse(f"workbench:{name}", args=args))

    assert response.status_code == 200
    assert "Traceback" not in response.content.decode()


@pytest.mark.requirement("R61")
@pytest.mark.parametrize(("name", "args", "may", "may_not"), SCREENS, ids=IDS)
def test_a_screen_is_closed_for_everybody_else(
    town: Any, sign_in: Any, name: str, args: tuple[object, ...], may: str, may_not: str
) -> None:
    url = reverse(f"workbench:{name}", args=args)

    assert Client().get(url).status_code == 302
    assert sign_in("home").get(url).status_code == 403  # a customer
    if may_not:
        assert sign_in(may_not).get(url).status_code == 403


@pytest.mark.requirement("R61")
@pytest.mark.parametrize(
    "name", ["customer", "customer_history", "ledger", "trial_bill", "take_payment"]
)
def test_another_regional_centres_customer_does_not_exist(
    town: Any, sign_in: Any, name: str
) -> None:
    other = sign_in("clerk-hb")

    assert other.get(reverse(f"workbench:{name}", args=[the_town.HOME])).status_code == 404
    assert other.get(reverse(f"workbench:{name}", args=["0000000000"])).status_code == 404
