"""What can go wrong when tariff books are published or looked up."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from gridhall.kernel.errors import GridHallError


class NoTariffBooks(GridHallError):
    """No tariff book has been published yet."""

    code = "NO_TARIFF_BOOKS"
    template = gettext_noop(
        "No tariff book is published yet. Run `gridhall migrate` and publish the books first."
    )


class UnknownTariffLibrary(GridHallError):
    """Nobody ever published a set of books with this hash."""

    code = "UNKNOWN_TARIFF_LIBRARY"
    template = gettext_noop("No set of tariff books has the hash {library_hash}.")


class UnknownTariffBook(GridHallError):
    """No current book has this path."""

    code = "UNKNOWN_TARIFF_BOOK"
    template = gettext_noop("There is no current tariff book {path}.")


class UnknownTariffDraft(GridHallError):
    """No draft has this number."""

    code = "UNKNOWN_TARIFF_DRAFT"
    template = gettext_noop("There is no such draft of a tariff book.")


class UnknownTariffVersion(GridHallError):
    """No version has this number, or it belongs to another book."""

    code = "UNKNOWN_TARIFF_VERSION"
    template = gettext_noop("There is no such version of a tariff book.")


class InvalidBookPath(GridHallError):
    """A book's path is not written as paths are."""

    code = "INVALID_BOOK_PATH"
    template = gettext_noop(
        "{path} is no path of a book. Write small letters, digits and hyphens in folders,"
        " such as CN/hubei/residential."
    )


class TariffTextTooLong(GridHallError):
    """A draft's text is empty or longer than any book."""

    code = "TARIFF_TEXT_LENGTH"
    template = gettext_noop("A book has between 1 and {limit} characters; this has {length}.")


class TariffReasonNeeded(GridHallError):
    """A draft or an act on it came without a reason."""

    code = "TARIFF_REASON_NEEDED"
    template = gettext_noop("Say what changes and why: whoever approves decides by it.")


class OpenTariffDraft(GridHallError):
    """A book has an open draft already."""

    code = "OPEN_TARIFF_DRAFT"
    template = gettext_noop("Book {path} has an open draft already (no. {draft}).")


class TariffDraftMoved(GridHallError):
    """Somebody else saved the draft meanwhile."""

    code = "TARIFF_DRAFT_MOVED"
    template = gettext_noop(
        "{name} saved this draft meanwhile. Copy your text, reload the page and merge."
    )


class WrongTariffDraftStatus(GridHallError):
    """The draft is in a state that does not allow the act."""

    code = "WRONG_TARIFF_DRAFT_STATUS"
    template = gettext_noop("The draft is “{status}”: this cannot be done with it.")


class TariffDraftHasFaults(GridHallError):
    """A draft with faults cannot go on."""

    code = "TARIFF_DRAFT_FAULTS"
    template = gettext_noop("The draft has {count} fault(s). Line {line}: {fault}")


class TariffDraftChangesNothing(GridHallError):
    """The draft's text is the current one."""

    code = "TARIFF_DRAFT_SAME"
    template = gettext_noop("The draft says the same as the current version of {path}.")


class TariffBaseMoved(GridHallError):
    """Another version was published since the draft began."""

    code = "TARIFF_BASE_MOVED"
    template = gettext_noop(
        "Another version of {path} was published since this draft began. Compare the two, take"
        " over what is new, and save again."
    )


class FindingsOpen(GridHallError):
    """Corrections of an imported sheet are not confirmed yet."""

    code = "TARIFF_FINDINGS_OPEN"
    template = gettext_noop("{count} correction(s) of the sheet are not decided yet: {place}.")


class TariffVersionInUse(GridHallError):
    """Bills were issued by this version."""

    code = "TARIFF_VERSION_IN_USE"
    template = gettext_noop(
        "{count} bill(s) were issued by this version of {path}: it cannot be withdrawn. Publish a"
        " corrected version and bill the customers again."
    )


class UnableToWithdrawVersion(GridHallError):
    """The version is not the current one."""

    code = "UNABLE_TO_WITHDRAW_VERSION"
    template = gettext_noop("Only the current version of a book that was drafted here can go.")


class SheetFileUnreadable(GridHallError):
    """An uploaded sheet is neither a workbook nor a table of text."""

    code = "SHEET_FILE_UNREADABLE"
    template = gettext_noop(
        "{name} cannot be read. Save the sheet as XLSX, or as CSV in UTF-8 or GB18030."
    )


class NoSheetGrid(GridHallError):
    """No current book says how this grid makes its prices."""

    code = "NO_SHEET_GRID"
    template = gettext_noop("No tariff book knows the price structure {structure}.")
