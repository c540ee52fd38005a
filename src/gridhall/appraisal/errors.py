"""What can go wrong with samples and appraisals."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from gridhall.kernel.errors import GridHallError


class AppraisalNotFound(GridHallError):
    """No such thing, or none in the reader's scope."""

    code = "APPRAISAL_NOT_FOUND"
    template = gettext_noop("There is no such entry.")


class UnableToScoreOwnWork(GridHallError):
    """Nobody scores her own work."""

    code = "APPRAISAL_OWN_SAMPLE"
    template = gettext_noop("This is your own work: somebody else scores it.")


class SampleAlreadyScored(GridHallError):
    """A sample is scored once."""

    code = "APPRAISAL_SAMPLE_SCORED"
    template = gettext_noop("Sample {number} is already scored.")


class MarkMissing(GridHallError):
    """A criterion has no mark on the scale."""

    code = "APPRAISAL_MARK_MISSING"
    template = gettext_noop("Criterion “{criterion}”: choose a mark from 0 to 4.")


class ScoreCardFaulty(GridHallError):
    """The criteria of a card do not hold together."""

    code = "APPRAISAL_CARD_FAULTY"
    template = gettext_noop("Criterion {position}: {fault}")


class NoScoreCard(GridHallError):
    """No version of a card is in use."""

    code = "APPRAISAL_NO_CARD"
    template = gettext_noop("No score card with the code {card} is in use.")


class NoSamplePlan(GridHallError):
    """No plan says how much to draw."""

    code = "APPRAISAL_NO_SAMPLE_PLAN"
    template = gettext_noop("No plan says how much work is sampled on {day}. Add one first.")


class MonthNotOver(GridHallError):
    """Samples are drawn from whole months."""

    code = "APPRAISAL_MONTH_NOT_OVER"
    template = gettext_noop("Samples of {month} are drawn when the month is over.")


class AlreadyDrawn(GridHallError):
    """Samples are drawn once a unit and month: nobody draws until it suits her."""

    code = "APPRAISAL_ALREADY_DRAWN"
    template = gettext_noop(
        "Samples of {month} are already drawn for this unit, above or below it."
    )


class NothingToDraw(GridHallError):
    """Nobody closed anything."""

    code = "APPRAISAL_NOTHING_TO_DRAW"
    template = gettext_noop("No finished work lies in {month} for this unit.")


class WeightsWrong(GridHallError):
    """The weights of a scheme do not add up to 100."""

    code = "APPRAISAL_WEIGHTS"
    template = gettext_noop("The weights add up to {sum}, not to 100.")


class SchemeDayTaken(GridHallError):
    """Schemes begin on days of their own."""

    code = "APPRAISAL_SCHEME_DAY"
    template = gettext_noop("A scheme from {day} on exists already. Choose another first day.")


class NoScheme(GridHallError):
    """No scheme holds on that day."""

    code = "APPRAISAL_NO_SCHEME"
    template = gettext_noop("No appraisal scheme holds on {day}. Add one first.")


class PeriodNotOver(GridHallError):
    """Only what is over is appraised."""

    code = "APPRAISAL_PERIOD_NOT_OVER"
    template = gettext_noop("The period ends on {last} and is not over yet.")


class PeriodTaken(GridHallError):
    """A unit is appraised once for a period, and nobody twice."""

    code = "APPRAISAL_PERIOD_TAKEN"
    template = gettext_noop(
        "Run {run} already appraises people of this unit in an overlapping period."
    )


class RunNotReady(GridHallError):
    """The act does not fit where the run stands."""

    code = "APPRAISAL_RUN_STATE"
    template = gettext_noop("Run {run} does not stand where this is possible.")


class ObjectionTooLate(GridHallError):
    """The time for objections is over, or has not begun."""

    code = "APPRAISAL_OBJECTION_TOO_LATE"
    template = gettext_noop("Objections were possible until {day}.")


class ObjectionWaits(GridHallError):
    """The same part was objected to already."""

    code = "APPRAISAL_OBJECTION_WAITS"
    template = gettext_noop("Your objection to this part already waits for a decision.")


class ObjectionDecided(GridHallError):
    """Somebody was faster, or the result was replaced meanwhile."""

    code = "APPRAISAL_OBJECTION_DECIDED"
    template = gettext_noop("This objection is already decided or taken back.")


class UnableToDecideObjection(GridHallError):
    """Neither the person nor who made the run decides."""

    code = "APPRAISAL_OBJECTION_OWN"
    template = gettext_noop("Neither the person nor who made the run decides an objection.")


class ResultReplaced(GridHallError):
    """Only the newest result is objected to or corrected."""

    code = "APPRAISAL_RESULT_REPLACED"
    template = gettext_noop("This result was replaced by a newer one.")


class CorrectionFaulty(GridHallError):
    """The corrected inputs contradict each other."""

    code = "APPRAISAL_CORRECTION"
    template = gettext_noop("{good} of {total} cannot be: the part is larger than the whole.")


class ReasonNeeded(GridHallError):
    """An act came without a reason."""

    code = "APPRAISAL_REASON"
    template = gettext_noop("Say why, in a few words.")
