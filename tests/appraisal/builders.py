"""Work that was closed, rated and sampled, on top of the company of the survey tests."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from gridhall.appraisal import services
from gridhall.appraisal.models import QualitySample
from gridhall.foundation.identity import selectors as identity
from tests.engagement.builders import Company, company

FEBRUARY = date(2026, 2, 1)
IN_FEBRUARY = datetime(2026, 2, 10, 3, 0, tzinfo=UTC)
AT = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)
FIRST, LAST = date(2026, 2, 1), date(2026, 2, 28)
WHOLE = identity.whole_company
MARKS = {"polite": "4", "no_provocation": "4", "listens": "3", "answer": "2", "appearance": "4"}

__all__ = ["AT", "FEBRUARY", "FIRST", "LAST", "MARKS", "WHOLE", "Company", "company"]


def work(made: Company, person: str, count: int, *, start: int = 1, **changes: Any) -> None:
    """Have somebody close ``count`` consultations in February."""
    for number in range(start, start + count):
        services.note_closed_work(
            **{
                "case_id": number, "number": f"95598{number:08}", "kind": "CONSULTATION",
                "channel": "PHONE", "finding": "", "person_id": made.people[person].pk,
                "organisation_id": made.units["11"].pk,
                "closed_at": IN_FEBRUARY + timedelta(minutes=number), **changes,
            }
        )  # fmt: skip


def ratings(made: Company, person: str, good: int, bad: int, *, start: int = 1) -> None:
    """Have customers rate somebody's work in February."""
    for number in range(start, start + good + bad):
        fits = number < start + good
        services.note_rating(
            answer_id=number, number=f"95598{number:08}", person_id=made.people[person].pk,
            organisation_id=made.units["11"].pk, score=5 if fits else 2, is_satisfied=fits,
            answered_at=IN_FEBRUARY,
        )  # fmt: skip


def drawn(made: Company, **changes: Any) -> Any:
    """Draw February's samples of the region."""
    wanted = {
        "organisation_id": made.units["10"].pk, "month": FEBRUARY, "scope": WHOLE(),
        "by_id": made.people["inspector"].pk, "at": AT, "seed": "s",
    }  # fmt: skip
    return services.draw_samples(**{**wanted, **changes})


def scored(made: Company, sample: QualitySample, marks: dict[str, str] | None = None) -> Any:
    """Score a sample by the inspector."""
    return services.score_sample(
        pk=sample.pk, marks=marks or MARKS, comment="客户赵某甲来电，答复依据不全",
        scope=WHOLE(), by_id=made.people["inspector"].pk, at=AT,
    )  # fmt: skip


def run(made: Company, **changes: Any) -> Any:
    """Start an appraisal of February for the region."""
    wanted = {
        "organisation_id": made.units["10"].pk, "first": FIRST, "last": LAST, "scope": WHOLE(),
        "by_id": made.people["supervisor"].pk, "at": AT,
    }  # fmt: skip
    return services.start_run(**{**wanted, **changes})


def published(made: Company) -> Any:
    """Have February worked out and published."""
    found = services.work_run(run_id=run(made).pk, at=AT)
    services.publish_run(pk=found.pk, by_id=made.people["director"].pk, at=AT)
    found.refresh_from_db()
    return found
