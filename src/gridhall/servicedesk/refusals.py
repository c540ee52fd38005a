"""What is refused around sealed reports, relations of cases, planned contacts and measures."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from gridhall.kernel.errors import GridHallError


class UnableToNameOneself(GridHallError):
    """Somebody wants to give herself the right to open a sealed file."""

    code = "READER_NAMES_HERSELF"
    template = gettext_noop("Another person must name you: nobody lets herself in.")


class UnableToRead(GridHallError):
    """The person named may not work with reports of wrongdoing at that place."""

    code = "READER_NOT_ENTITLED"
    template = gettext_noop("Only an officer for reports of wrongdoing of this unit can be named.")


class AlreadyReader(GridHallError):
    """The person is named already."""

    code = "READER_NAMED_ALREADY"
    template = gettext_noop("This person is named already.")


class NotAReader(GridHallError):
    """Somebody who was not named wants to open a sealed file, or is taken off the list."""

    code = "NOT_A_READER"
    status: ClassVar[int] = 403
    template = gettext_noop(
        "Only who is named for this report may open who reported. Ask another officer to name you."
    )


class MayIdentifyInformant(GridHallError):
    """A text of a sealed case may tell who reported; what in it does is not said."""

    code = "MAY_IDENTIFY_INFORMANT"
    template = gettext_noop(
        "This text may identify who reported. Leave out names, numbers and addresses, or ask a "
        "person named for this report to enter it."
    )


class UnableToRelate(GridHallError):
    """Two cases cannot be brought together, or not any more."""

    code = "CASES_UNRELATABLE"
    template = gettext_noop("Case {case} cannot be joined with {other}: {why}.")
    REASONS: ClassVar[dict[str, Any]] = {
        "SAME": _("they are the same case"),
        "SEALED": _("a report of wrongdoing stands alone"),
        "OVER": _("one of them is over"),
        "PART": _("one of them is a part of another case"),
        "MASTER": _("it has parts, or is or has a master case"),
        "NO_MASTER": _("it is no open master case"),
        "FEW": _("a case is split into two parts at least"),
        "UNKNOWN": _("there is no such case"),
    }


class PartsOpen(GridHallError):
    """A case is to be answered while parts of it are without an answer."""

    code = "PARTS_WITHOUT_ANSWER"
    template = gettext_noop(
        "Case {case} is answered by its parts: {parts} are still without an answer."
    )


class NotRelated(GridHallError):
    """A relation that is to be undone does not exist."""

    code = "CASES_NOT_RELATED"
    template = gettext_noop("Case {case} is not joined with {other} in this way.")


class UnableToUndo(GridHallError):
    """It is too late to take two cases apart."""

    code = "TOO_LATE_TO_UNDO"
    template = gettext_noop("Case {case} has been answered: it can no longer be taken apart.")


class MassAnswerRunning(GridHallError):
    """An answer to all of this master case is still being carried out."""

    code = "MASS_ANSWER_RUNNING"
    template = gettext_noop("An answer to all cases of {case} is being carried out already.")


class NothingToResume(GridHallError):
    """An answer to all has reached every case already, or still moves by itself."""

    code = "MASS_ANSWER_NOTHING_TO_RESUME"
    status: ClassVar[int] = 409
    template = gettext_noop(
        "The answer to all cases of {case} is on its way or has reached them all: there is"
        " nothing to set going again."
    )


class MacroNotFound(GridHallError):
    """No such prepared text, or one of another unit: both look the same."""

    code = "MACRO_NOT_FOUND"
    status: ClassVar[int] = 404
    template = gettext_noop("There is no such prepared text here.")


class MacroChanged(GridHallError):
    """Somebody else changed the prepared text meanwhile."""

    code = "MACRO_CHANGED"
    status: ClassVar[int] = 409
    template = gettext_noop(
        "“{title}” was changed meanwhile. Open it again and look at the newest version."
    )


class MacroUnitRefused(GridHallError):
    """A text for all units is kept by who looks after the whole company."""

    code = "MACRO_UNIT_REFUSED"
    status: ClassVar[int] = 403
    template = gettext_noop(
        "You look after the texts of your own units. A text for all units is changed by who"
        " supervises the whole company; make one for your unit instead."
    )


class ScreenNotFound(GridHallError):
    """No such wall screen, or one of another unit: both look the same."""

    code = "WALL_SCREEN_NOT_FOUND"
    status: ClassVar[int] = 404
    template = gettext_noop("There is no such wall screen here.")


class ScreenCodeRefused(GridHallError):
    """The code to set a wall screen up is wrong, used or too old: all look the same."""

    code = "WALL_SCREEN_CODE_REFUSED"
    status: ClassVar[int] = 422
    template = gettext_noop(
        "This code does not open a screen: it is wrong, used already or older than {minutes}"
        " minutes. Have a new one made in the workbench under Wall board."
    )


class ContactNotFound(GridHallError):
    """No such planned contact, or none for this reader."""

    code = "PLANNED_CONTACT_NOT_FOUND"
    status: ClassVar[int] = 404
    template = gettext_noop("There is no such planned contact here.")


class ContactReachesNobody(GridHallError):
    """A contact was planned without an account and without a case."""

    code = "CONTACT_REACHES_NOBODY"
    template = gettext_noop("Name the account or the case of the contact.")


class ContactOver(GridHallError):
    """Something is to be noted on a contact that has ended."""

    code = "PLANNED_CONTACT_OVER"
    template = gettext_noop("This contact has ended already: {status}.")


class UnableToAssign(GridHallError):
    """The person chosen may not work on this."""

    code = "UNABLE_TO_ASSIGN"
    template = gettext_noop(
        "{person} has no right to do this work here. Choose somebody of the unit."
    )


class DayNotAhead(GridHallError):
    """A day that must lie ahead lies behind."""

    code = "DAY_NOT_AHEAD"
    template = gettext_noop("{day} is past. Choose {first} or a later day.")


class MeasureNotFound(GridHallError):
    """No such measure, or none for this reader."""

    code = "MEASURE_NOT_FOUND"
    status: ClassVar[int] = 404
    template = gettext_noop("There is no such measure here.")


class SupervisorIsOwner(GridHallError):
    """Owner and supervisor of a measure are one person."""

    code = "SUPERVISOR_IS_OWNER"
    template = gettext_noop("Who carries a measure out cannot supervise it. Choose another person.")


class UnableToCloseOwnMeasure(GridHallError):
    """The owner wants to close her own measure."""

    code = "OWN_MEASURE"
    template = gettext_noop("The owner cannot close her own measure: another person judges it.")


class MeasureInOtherState(GridHallError):
    """An act does not fit the state of a measure."""

    code = "MEASURE_IN_OTHER_STATE"
    template = gettext_noop("Measure {measure} is “{status}”: this cannot be done now.")


class EffectNotDue(GridHallError):
    """The period after a measure is not over."""

    code = "EFFECT_NOT_DUE"
    template = gettext_noop(
        "The effect of {measure} can be measured from {day}: before, the period is not over."
    )


class StepsOpen(GridHallError):
    """A measure is to be reported as carried out while steps are open."""

    code = "STEPS_OPEN"
    template = gettext_noop("{count} steps of {measure} are still open.")
