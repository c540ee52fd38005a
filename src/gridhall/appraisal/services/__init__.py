"""Samples, runs, objections, records: what appraisal does."""

from ._cards import NewCard, check_criteria, draft_card, publish_card
from ._inputs import note_closed_work, note_rating
from ._objections import Correction, decide_objection, file_objection, withdraw_objection
from ._records import NewRecognition, note_recognition
from ._runs import (
    PUBLISH,
    WORK_TASK,
    ask_publication,
    cancel_run,
    publish_run,
    start_run,
    work_run,
)
from ._samples import NewSamplePlan, add_sample_plan, draw_samples, mark_seen, score_sample
from ._schemes import NewScheme, add_scheme

__all__ = [
    "PUBLISH", "WORK_TASK", "Correction", "NewCard", "NewRecognition", "NewSamplePlan",
    "NewScheme", "add_sample_plan", "add_scheme", "ask_publication", "cancel_run",
    "check_criteria", "decide_objection", "draft_card", "draw_samples", "file_objection",
    "mark_seen", "note_closed_work", "note_rating", "note_recognition", "publish_card",
    "publish_run", "score_sample", "start_run", "withdraw_objection", "work_run",
]  # fmt: skip
