"""What can go wrong when customers are asked and answer."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from gridhall.kernel.errors import GridHallError


class SurveyNotFound(GridHallError):
    """No such thing, or none in the reader's scope."""

    code = "SURVEY_NOT_FOUND"
    template = gettext_noop("There is no such survey.")


class SurveyLinkUnknown(GridHallError):
    """The address is no link of ours, or not any more."""

    code = "SURVEY_LINK_UNKNOWN"
    template = gettext_noop("This link is not known. Take the newest message, or call 95598.")


class TooManySurveyTries(GridHallError):
    """Somebody opens addresses that do not exist, again and again."""

    code = "SURVEY_TOO_MANY_TRIES"
    template = gettext_noop("Too many unknown links from here. Wait {minutes} minutes.")


class SurveyExpired(GridHallError):
    """The time to answer is over."""

    code = "SURVEY_EXPIRED"
    template = gettext_noop("The time to answer ended on {day}. Call 95598 to tell us anyway.")


class AlreadyAnswered(GridHallError):
    """An invitation is answered once."""

    code = "SURVEY_ALREADY_ANSWERED"
    template = gettext_noop("This survey is already answered. Thank you.")


class AnswerNotFitting(GridHallError):
    """A question that must be answered is not, or a mark lies beside the scale."""

    code = "SURVEY_ANSWER_NOT_FITTING"
    template = gettext_noop("Question “{question}”: choose a mark from 1 to 5.")


class AnswerTooLong(GridHallError):
    """A free text is longer than what is kept."""

    code = "SURVEY_ANSWER_TOO_LONG"
    template = gettext_noop("Question “{question}”: at most {most} characters.")


class QuestionnaireFaulty(GridHallError):
    """The questions of a questionnaire do not hold together."""

    code = "SURVEY_QUESTIONNAIRE_FAULTY"
    template = gettext_noop("Question {position}: {fault}")


class QuestionnaireNotDraft(GridHallError):
    """Only a draft is edited or published."""

    code = "SURVEY_NOT_A_DRAFT"
    template = gettext_noop(
        "{questionnaire} is in use or was: make a new version instead of changing it."
    )


class NoQuestionnaireInUse(GridHallError):
    """A plan names a questionnaire of which no version is in use."""

    code = "SURVEY_NO_QUESTIONNAIRE"
    template = gettext_noop("No version of the questionnaire {questionnaire} is in use.")


class NoSatisfactionRule(GridHallError):
    """No entry says what counts as satisfied on that day."""

    code = "SURVEY_NO_RULE"
    template = gettext_noop("No entry says what counts as satisfied on {day}. Add one first.")


class RuleDayTaken(GridHallError):
    """Entries begin on days of their own."""

    code = "SURVEY_RULE_DAY_TAKEN"
    template = gettext_noop("An entry from {day} on exists already. Choose another first day.")


class PlanFaulty(GridHallError):
    """The numbers of a plan contradict each other."""

    code = "SURVEY_PLAN_FAULTY"
    template = gettext_noop("{field}: {fault}")


class FollowUpClosed(GridHallError):
    """Somebody was faster."""

    code = "SURVEY_FOLLOW_UP_CLOSED"
    template = gettext_noop("This follow-up is already dealt with.")
