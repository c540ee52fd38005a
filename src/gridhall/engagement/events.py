"""What surveys tell other contexts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyAnswered:
    """A customer answered. ``handler_id`` is who had closed the case; empty in a round."""

    name: ClassVar[str] = "survey.answered"

    answer_id: int
    case_id: int | None
    case_number: str
    organisation_id: int
    team_id: int
    handler_id: int | None
    kind: str
    score: int
    is_satisfied: bool
    answered_at: str

    @property
    def aggregate(self) -> str:
        """Events of one answer keep their order."""
        return f"survey_answer:{self.answer_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyLowScore:
    """A customer is clearly not satisfied: somebody is to talk to her."""

    name: ClassVar[str] = "survey.low_score"

    answer_id: int
    case_id: int | None
    case_number: str
    organisation_id: int
    account_id: int
    handler_id: int | None
    score: int
    answered_at: str

    @property
    def aggregate(self) -> str:
        """Events of one answer keep their order."""
        return f"survey_answer:{self.answer_id}"
