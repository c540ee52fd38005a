"""What the matrix needs to knock at the doors of reports, contacts and measures."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from gridhall.foundation.identity import selectors as identity
from gridhall.servicedesk import services
from gridhall.servicedesk.records import NewCase


def made(unit: str, account_id: int, owner_id: int, supervisor_id: int) -> dict[str, Any]:
    """Make a report, a planned contact and a measure of one unit; return their numbers."""
    at = timezone.now()
    organisation = identity.organisation_by_code(code=unit)
    assert organisation is not None
    report = services.register_case(
        new=NewCase(kind="REPORT", summary="举报收受好处", channel="LETTER",
                    organisation_id=organisation.pk, anonymous=True),
        by_id=None, at=at, dedup_key="matrix report",
    )  # fmt: skip
    due_on = timezone.localdate(at) + timedelta(days=5)
    contact = services.plan_contact(
        form="CALL", why="CAMPAIGN", due_on=due_on, at=at, dedup_key="matrix contact",
        account_id=account_id, organisation_id=organisation.pk,
    )  # fmt: skip
    measure = services.create_measure(
        new=services.NewMeasure(
            kind="TRAINING", title="礼仪培训", dimension="kind", value="COMPLAINT", due_on=due_on,
            organisation_id=organisation.pk, owner_id=owner_id, supervisor_id=supervisor_id,
        ),
        by_id=owner_id, at=at,
    )  # fmt: skip
    macro = services.add_macro(
        text=services.MacroText(
            title_zh="排队致歉", body_zh="您好，让您久等了。", organisation_id=organisation.pk
        ),
        scope=identity.whole_company(), by_id=owner_id, at=at,
    )  # fmt: skip
    screen, _code = services.make_screen(
        new=services.NewScreen(
            name="二楼会议室", organisation_id=organisation.pk, valid_to=due_on
        ),
        scope=identity.whole_company(), by_id=owner_id, at=at,
    )  # fmt: skip
    master = services.register_case(
        new=NewCase(kind="COMPLAINT", topic="BUSINESS", summary="片区停电通知太晚",
                    channel="PHONE", organisation_id=organisation.pk),
        by_id=owner_id, at=at, dedup_key="matrix master",
    )  # fmt: skip
    services.make_master(case_id=master.pk, by_id=owner_id, at=at)
    answer = services.answer_all(
        master_id=master.pk, body="通知已提前。", by_id=owner_id, at=at, finding="JUSTIFIED"
    )
    return {
        "macro": macro.pk, "wall_screen": screen.pk, "master_case": master.number,
        "mass_answer": answer.pk, "report": report.number, "planned_contact": contact.pk,
        "measure": measure.number, "deed": "step",
    }  # fmt: skip
