"""Tables of quality samples and appraisal; see README.md of this folder."""

from .inputs import ClosedWork, CustomerRating
from .records import Recognition
from .runs import (
    AppraisalInput,
    AppraisalLine,
    AppraisalResult,
    AppraisalRun,
    AppraisalScheme,
    Objection,
)
from .samples import QualitySample, SampleDraw, SamplePlan, SampleScore, ScoreCard

__all__ = [
    "AppraisalInput", "AppraisalLine", "AppraisalResult", "AppraisalRun", "AppraisalScheme",
    "ClosedWork",
    "CustomerRating", "Objection", "QualitySample", "Recognition", "SampleDraw", "SamplePlan",
    "SampleScore", "ScoreCard",
]  # fmt: skip
