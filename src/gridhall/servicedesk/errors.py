"""What can go wrong with cases."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_noop

from gridhall.kernel.errors import GridHallError


class CaseNotFound(GridHallError):
    """There is no such case, or it is not the asker's business: both look the same."""

    code = "CASE_NOT_FOUND"
    status: ClassVar[int] = 404
    template = gettext_noop("There is no case {case} here.")


class CaseEnded(GridHallError):
    """The case is over; nothing more happens in it unless it is opened again."""

    code = "CASE_ENDED"
    status: ClassVar[int] = 409
    template = gettext_noop("Case {case} is over. Open it again first, or register a new one.")


class CaseNotEnded(GridHallError):
    """Only what is closed can be opened again."""

    code = "CASE_NOT_CLOSED"
    status: ClassVar[int] = 409
    template = gettext_noop("Case {case} is not closed, so it cannot be opened again.")


class CaseChanged(GridHallError):
    """Somebody else changed the case meanwhile."""

    code = "CASE_CHANGED"
    status: ClassVar[int] = 409
    template = gettext_noop("Case {case} was changed meanwhile. Reload the page and look again.")


class CaseValueRefused(GridHallError):
    """A value of the form does not do. ``field`` names it, ``problem`` says what would do."""

    code = "CASE_VALUE_REFUSED"
    status: ClassVar[int] = 422


class CaseTextTooLong(CaseValueRefused):
    """A text is longer than its field."""

    code = "CASE_TEXT_TOO_LONG"
    template = gettext_noop("“{field}” has {length} characters; at most {limit} are kept.")


class CaseTextUnreadable(CaseValueRefused):
    """A text holds the null character, which the database cannot keep."""

    code = "CASE_TEXT_UNREADABLE"
    template = gettext_noop("“{field}” holds a character that cannot be stored. Type it again.")


class CaseTextMissing(CaseValueRefused):
    """A text that the act lives from is empty."""

    code = "CASE_TEXT_MISSING"
    template = gettext_noop("Fill in “{field}”.")


class CaseChoiceRefused(CaseValueRefused):
    """A value is not on its list."""

    code = "CASE_CHOICE_REFUSED"
    template = gettext_noop("“{value}” does not fit “{field}”. Choose one of: {known}.")


class TopicRefused(CaseValueRefused):
    """The topic does not belong to the kind, or is not in force on that day."""

    code = "CASE_TOPIC_REFUSED"
    template = gettext_noop("The topic {topic} does not belong to this kind of case today.")


class AccountRefused(CaseValueRefused):
    """The account does not exist or lies elsewhere: both look the same."""

    code = "CASE_ACCOUNT_REFUSED"
    template = gettext_noop("There is no such account here. Check the number, or leave it empty.")


class UnitRefused(CaseValueRefused):
    """The unit does not exist or lies outside what the person may do."""

    code = "CASE_UNIT_REFUSED"
    template = gettext_noop("Choose a unit that you may register cases for.")


class AnonymousNamesNobody(CaseValueRefused):
    """Somebody unnamed leaves no account and no contact."""

    code = "CASE_ANONYMOUS_WITH_NAME"
    template = gettext_noop(
        "An anonymous case has neither account nor contact. Empty these fields, or register it"
        " with the customer's name."
    )


class ContactRefused(CaseValueRefused):
    """A phone number or an e-mail address is none."""

    code = "CASE_CONTACT_REFUSED"
    template = gettext_noop(
        "“{value}” cannot be used as {field}: give 11 digits, a landline with area code,"
        " or name@example.com."
    )


class NobodyToAnswer(GridHallError):
    """An anonymous case gets no reply, no revisit and no rating."""

    code = "CASE_NOBODY_TO_ANSWER"
    status: ClassVar[int] = 409
    template = gettext_noop(
        "Case {case} is anonymous: nobody can be answered. Record the outcome and close it."
    )


class ActNotDue(GridHallError):
    """The case does not stand where this act belongs."""

    code = "CASE_ACT_NOT_DUE"
    status: ClassVar[int] = 409
    template = gettext_noop(
        "Case {case} is not at a step where this can be done. Reload the page: it shows what"
        " comes next."
    )


class FindingMissing(CaseValueRefused):
    """A complaint or report is answered with what was found out."""

    code = "CASE_FINDING_MISSING"
    template = gettext_noop("Say what was found out before case {case} is answered.")


class CauseRefused(CaseValueRefused):
    """The cause is not in the catalogue."""

    code = "CASE_CAUSE_REFUSED"
    template = gettext_noop("The cause {cause} is not on the list in force today.")


class ReasonMissing(CaseValueRefused):
    """An act that others must understand later came without a reason."""

    code = "CASE_REASON_MISSING"
    template = gettext_noop("Say why: the reason is kept with the case.")


class OnCasePageOnly(GridHallError):
    """The step lives from what is written on the case page; it cannot be ticked off."""

    code = "CASE_STEP_NEEDS_ITS_PAGE"
    status: ClassVar[int] = 409
    template = gettext_noop("Finish this step on the page of the case: it needs more than a tick.")


class ReopenedTooLate(GridHallError):
    """The case was closed longer ago than the company opens cases again."""

    code = "CASE_REOPENED_TOO_LATE"
    status: ClassVar[int] = 409
    template = gettext_noop(
        "Case {case} was closed more than {days} days ago. Register a new one; it will be shown"
        " as a repeat."
    )


class AlreadyWaiting(GridHallError):
    """The case waits already."""

    code = "CASE_ALREADY_WAITING"
    status: ClassVar[int] = 409
    template = gettext_noop("Case {case} already waits for somebody outside the company.")


class NotWaiting(GridHallError):
    """The case does not wait for anybody outside."""

    code = "CASE_NOT_WAITING"
    status: ClassVar[int] = 409
    template = gettext_noop("Case {case} does not wait for anybody outside the company.")


class HighestLevel(GridHallError):
    """There is no superior above."""

    code = "CASE_HIGHEST_LEVEL"
    status: ClassVar[int] = 409
    template = gettext_noop("Case {case} already is at level {level}; there is none above.")
