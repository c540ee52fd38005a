"""Why a whole file is refused. Single rows are refused by faults, see ``fault_kinds``."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from gridhall.kernel.errors import GridHallError


class UnableToReadFile(GridHallError):
    """The file is no table that can be imported; subclasses say why and what to do."""

    code = "IMPORT_FILE_UNREADABLE"
    template = gettext_noop(
        "{name}: the file cannot be read. Save it as CSV or XLSX, and try again."
    )


class NotATable(UnableToReadFile):
    """The content is a program, a PDF, a picture … whatever its name says."""

    code = "IMPORT_NOT_A_TABLE"
    template = gettext_noop(
        "{name}: this is {found}, not a table. Choose a CSV file or an XLSX workbook."
    )


class OldOrProtectedWorkbook(UnableToReadFile):
    """An .xls file or a workbook with a password."""

    code = "IMPORT_OLD_OR_PROTECTED"
    template = gettext_noop(
        "{name}: this workbook has the old .xls format or a password. "
        "Open it, save it as .xlsx without a password, and try again."
    )


class WorkbookWithMacros(UnableToReadFile):
    """A workbook that carries programs."""

    code = "IMPORT_WITH_MACROS"
    template = gettext_noop(
        "{name}: this workbook contains macros. Save it as a plain .xlsx workbook and try again."
    )


class BrokenWorkbook(UnableToReadFile):
    """It begins like a workbook but cannot be opened."""

    code = "IMPORT_WORKBOOK_BROKEN"
    template = gettext_noop(
        "{name}: the workbook is damaged. Open it in a spreadsheet, save it again, and try again."
    )


class WorkbookTooLarge(UnableToReadFile):
    """Unpacked, the workbook is far larger than it looks (a zip bomb, or cells at the far end)."""

    code = "IMPORT_WORKBOOK_TOO_LARGE"
    template = gettext_noop(
        "{name}: unpacked, the workbook is larger than the limit of {limit}. "
        "Delete empty rows and columns, or split it, and try again."
    )


class EmptyFile(UnableToReadFile):
    """There is no header row."""

    code = "IMPORT_FILE_EMPTY"
    template = gettext_noop("{name}: the file is empty. The first row must hold the column names.")


class BrokenText(UnableToReadFile):
    """A quotation mark is opened and never closed, so that rows cannot be told apart."""

    code = "IMPORT_TEXT_BROKEN"
    template = gettext_noop(
        "{name}: after row {row} the rows cannot be told apart. "
        "Look for a quotation mark that is not closed, and try again."
    )


class UnknownSheet(UnableToReadFile):
    """No kind of file has these columns."""

    code = "IMPORT_SHEET_UNKNOWN"
    template = gettext_noop(
        "{name}: the columns ({columns}) fit no kind of file. "
        "Use the column names of the guide to import files, separated by commas."
    )


class WrongHeader(UnableToReadFile):
    """Columns are missing, unknown or named twice."""

    code = "IMPORT_HEADER_WRONG"
    template = gettext_noop(
        "{name}: the columns do not fit. Missing: {missing}. Unknown: {unknown}. Twice: {twice}. "
        "Correct the first row and try again."
    )


class ImportNotAllowed(GridHallError):
    """The actor may not import this kind of file."""

    code = "IMPORT_NOT_ALLOWED"
    template = gettext_noop("You may not import this kind of file. Ask the data administrator.")


class ImportBusy(GridHallError):
    """Another process is importing this file at the moment."""

    code = "IMPORT_BUSY"
    template = gettext_noop("This file is being imported already. Wait for the result.")


class ImportInWrongState(GridHallError):
    """The batch was discarded, is finished, or has not been previewed."""

    code = "IMPORT_WRONG_STATE"
    template = gettext_noop("This is not possible any more: the import is {status}.")
