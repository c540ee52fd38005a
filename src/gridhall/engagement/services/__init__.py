"""Asking customers, taking their answers, following up."""

from ._answers import Given, answer_by_token, answer_invitation, answers_wanted
from ._followups import close_follow_up, hand_over_waiting, open_follow_up
from ._invite import ClosedCase, draw_round, invite_after_case
from ._links import new_link, open_link
from ._plans import NewPlan, create_plan, end_plan
from ._questionnaires import (
    NewQuestionnaire,
    check_questions,
    draft_questionnaire,
    edit_draft,
    publish_questionnaire,
)
from ._reading import open_answer
from ._rules import NewRule, add_rule
from ._upkeep import expire_due, forget_tries, remind_due

__all__ = [
    "ClosedCase", "Given", "NewPlan", "NewQuestionnaire", "NewRule", "add_rule",
    "answer_by_token", "answer_invitation", "answers_wanted", "check_questions",
    "close_follow_up", "create_plan", "draft_questionnaire", "draw_round", "edit_draft",
    "end_plan", "expire_due", "forget_tries", "hand_over_waiting", "invite_after_case",
    "new_link", "open_answer", "open_follow_up", "open_link", "publish_questionnaire", "remind_due",
]  # fmt: skip
