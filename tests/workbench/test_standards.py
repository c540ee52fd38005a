"""The book of standards and the board of promises, as people use them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from gridhall.foundation.approvals import selectors as approvals
from gridhall.foundation.approvals import services as deciding
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.standards import selectors, services
from gridhall.foundation.standards.selectors import StandardFilter
from gridhall.foundation.standards.services import Facts
from tests.workbench import town as the_town

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R67")]


def shipped(code: str, profile: str = "source-texts") -> Any:
    book = selectors.profile(code=profile)
    assert book is not None
    rows = selectors.standards_of(profile_id=book.pk, filters=StandardFilter(text=code))
    return next(row for row in rows if row.code == code)


def draft_of(row: Any, **typed: Any) -> dict[str, Any]:
    """Return what the form of the next version is sent as."""
    shown = {
        "code": row.code, "title_zh": row.title_zh, "title_en": row.title_en,
        "target": str(row.target), "unit": row.unit, "kind": row.kind, "category": row.category,
        "stage": row.stage, "grade": row.grade, "area": row.area, "channel": row.channel,
        "start_events": " ".join(row.start_events), "stop_events": " ".join(row.stop_events),
        "pause_events": " ".join(row.pause_events), "resume_events": " ".join(row.resume_events),
        "cancel_events": " ".join(row.cancel_events), "on_reopen": row.on_reopen,
        "calendar": row.calendar, "warn_percent": row.warn_percent, "source": row.source,
        "clause": row.clause, "certainty": row.certainty, "note": row.note,
        "ladder": "100: SERVICE_SUPERVISOR\n150: SERVICE_SUPERVISOR, DIRECTOR",
        "valid_from": (timezone.localdate() + timedelta(days=7)).isoformat(),
        "reason": "更严格的承诺",
    }  # fmt: skip
    return shown | typed


def test_a_stricter_promise_goes_from_a_draft_to_its_first_day(town: Any, sign_in: Any) -> None:
    row = shipped("complaint.first_response")
    manager, director = sign_in("process"), the_town.user("director")

    answer = manager.post(
        reverse("workbench:new_standard_version", args=[row.pk]), draft_of(row, target="0.5")
    )
    draft = selectors.versions_of(profile_id=row.profile_id, code=row.code)[0]
    assert answer.status_code == 302
    assert (draft.status, draft.version) == ("DRAFT", row.version + 1)

    manager.post(reverse("workbench:ask_standard", args=[draft.pk]))
    (request,) = approvals.request_of_subject(
        kind="standards.approve", subject_type="standard", subject_id=draft.pk
    )
    deciding.decide(pk=request.pk, approve=True, decided_by_id=director.pk, at=timezone.now())

    page = manager.get(reverse("workbench:standard", args=[draft.pk])).content.decode()
    assert "已批准" in page
    assert "0.5" in page


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ({"ladder": "100 SERVICE_SUPERVISOR"}, "第 1 行"),
        ({"ladder": "100: KING"}, "第 1 行"),
        ({"valid_from": "2020-01-01"}, "2020"),
        ({"target": "-1"}, "0"),
        ({"reason": ""}, ""),
        ({"start_events": "!!"}, ""),
    ],
)
def test_a_wrong_draft_is_refused_at_its_field(
    town: Any, sign_in: Any, typed: dict[str, str], complaint: str
) -> None:
    row = shipped("complaint.first_response")

    answer = sign_in("process").post(
        reverse("workbench:new_standard_version", args=[row.pk]), draft_of(row, **typed)
    )

    assert answer.status_code == 422
    shown = answer.context["form"].errors
    assert set(shown) == set(typed) or "__all__" in shown
    assert complaint in str(shown)
    assert len(selectors.versions_of(profile_id=row.profile_id, code=row.code)) == row.version


def test_another_profile_is_chosen_with_a_reason_and_stays_in_the_history(
    town: Any, sign_in: Any
) -> None:
    director = sign_in("director")
    tomorrow = timezone.localdate() + timedelta(days=1)
    chosen = {"profile": "sgcc", "valid_from": tomorrow.isoformat(), "reason": "省公司要求"}

    assert director.post(reverse("workbench:choose_profile"), chosen).status_code == 302

    assert selectors.profile_on(on=tomorrow).code == "sgcc"
    assert selectors.profile_on(on=timezone.localdate()).code == "source-texts"
    assert "省公司要求" in director.get(reverse("workbench:standards")).content.decode()
    assert sign_in("process").get(reverse("workbench:choose_profile")).status_code == 403


def test_a_figure_of_the_board_leads_to_its_clocks(town: Any, sign_in: Any) -> None:
    unit, now = identity.organisation_by_code(code="11"), timezone.now()
    assert unit is not None
    for event, moment in (("received", now - timedelta(days=9)), ("registered", now)):
        services.signal(
            subject_type="case", subject_id=1, event=event, at=moment,
            facts=Facts(kind="COMPLAINT", organisation_id=unit.pk, label="S2026"),
        )  # fmt: skip
    director = sign_in("director", language="en")

    board = director.get(reverse("workbench:board"))
    behind = director.get(reverse("workbench:clocks"), {"state": "RUNNING"})

    running = board.context["stats"][1]
    assert int(running.value) == len(behind.context["table"].page.rows) > 0
    assert "S2026" in behind.content.decode()
    assert director.get(reverse("workbench:clocks"), {"state": "NONSENSE"}).status_code == 404
    elsewhere = sign_in("supervisor-zj").get(reverse("workbench:board"))
    assert elsewhere.status_code == 200


def test_the_clocks_come_as_a_file(town: Any, sign_in: Any) -> None:
    answer = sign_in("director").get(
        reverse("workbench:clocks"), {"state": "RUNNING", "export": "csv"}
    )

    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
