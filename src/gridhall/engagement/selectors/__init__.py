"""Reads of surveys: who is asked, what was answered, how sure the results are."""

from ._answers import (
    AnswerFilters,
    AnswerRow,
    AnswerView,
    ItemView,
    answer_of,
    answers_page,
    follow_ups_page,
)
from ._invitations import (
    OpenSurvey,
    invitation_of_case,
    open_invitations_page,
    open_surveys_of,
    own_survey,
    survey_of,
)
from ._plans import (
    may_hold,
    plan_for_case,
    plan_of,
    plans,
    plans_at_intervals,
    round_due,
    round_sample,
)
from ._questionnaires import (
    all_rules,
    questionnaire_in_use,
    questionnaire_of,
    questionnaires,
    rule_on,
)
from ._results import (
    BY,
    Filters,
    ResultLine,
    WeakPoint,
    question_marks,
    results,
    total,
    trend,
    weak_points,
)

__all__ = [
    "BY", "AnswerFilters", "AnswerRow", "AnswerView", "Filters", "ItemView", "OpenSurvey",
    "ResultLine", "WeakPoint", "all_rules", "answer_of", "answers_page", "follow_ups_page",
    "invitation_of_case", "may_hold", "open_invitations_page", "open_surveys_of", "own_survey",
    "plan_for_case", "plan_of", "plans", "plans_at_intervals", "question_marks",
    "questionnaire_in_use", "questionnaire_of", "questionnaires", "results", "round_due",
    "round_sample", "rule_on", "survey_of", "total", "trend", "weak_points",
]  # fmt: skip
