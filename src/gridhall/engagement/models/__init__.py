"""Tables of the surveys; see README.md of this folder."""

from .answers import FollowUp, SurveyAnswer, SurveyAnswerItem
from .choices import AnswerChannel, PlanKind
from .invitations import SurveyInvitation, SurveyLink, SurveyLinkTry
from .questionnaires import Questionnaire, SatisfactionRule, SurveyPlan

__all__ = [
    "AnswerChannel", "FollowUp", "PlanKind", "Questionnaire", "SatisfactionRule",
    "SurveyAnswer", "SurveyAnswerItem", "SurveyInvitation", "SurveyLink", "SurveyLinkTry",
    "SurveyPlan",
]  # fmt: skip
