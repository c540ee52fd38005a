"""What a file is, by its content; its name proves nothing."""

from __future__ import annotations

import zipfile
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from ..errors import (
    EmptyFile,
    NotATable,
    OldOrProtectedWorkbook,
    WorkbookWithMacros,
)

PROBE_BYTES = 8192
CSV, XLSX = "csv", "xlsx"

#: First bytes → what it is, in words that a clerk knows.
SIGNATURES: tuple[tuple[bytes, object], ...] = (
    (b"MZ", _("a Windows program")),
    (b"\x7fELF", _("a program")),
    (b"\xca\xfe\xba\xbe", _("a program")),
    (b"\xcf\xfa\xed\xfe", _("a program")),
    (b"#!", _("a script")),
    (b"%PDF", _("a PDF document")),
    (b"\x89PNG", _("a picture")),
    (b"\xff\xd8\xff", _("a picture")),
    (b"GIF8", _("a picture")),
    (b"\x1f\x8b", _("a compressed archive")),
    (b"Rar!", _("a compressed archive")),
    (b"7z\xbc\xaf", _("a compressed archive")),
    (b"PAR1", _("a Parquet file")),
    (b"SQLite format 3", _("a database")),
    (b"<!DOCTYPE", _("a web page")),
    (b"<html", _("a web page")),
    (b"{\\rtf", _("a text document")),
)
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
OLE_MARK = b"\xd0\xcf\x11\xe0"
ZIP_MARK = b"PK"


def kind_of(path: Path, *, name: str) -> str:
    """Return ``"csv"`` or ``"xlsx"``; raise a subclass of UnableToReadFile for anything else."""
    with path.open("rb") as file:
        head = file.read(PROBE_BYTES)
    if not head.strip():
        raise EmptyFile(name=name)
    if head.startswith(OLE_MARK):
        raise OldOrProtectedWorkbook(name=name)
    if head.startswith(ZIP_MARK):
        return _kind_of_archive(path, name=name)
    for mark, found in SIGNATURES:
        if head.startswith(mark):
            raise NotATable(name=name, found=found)
    if head.startswith(UTF16_MARKS):
        raise NotATable(name=name, found=_("text in the encoding UTF-16"))
    if head.count(b"\x00") * 20 > len(head):  # more than one byte in twenty
        raise NotATable(name=name, found=_("a binary file"))
    return CSV


def _kind_of_archive(path: Path, *, name: str) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = {entry.lower() for entry in archive.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        names = set()
    if not {"[content_types].xml", "xl/workbook.xml"} <= names:
        raise NotATable(name=name, found=_("a compressed archive"))
    if any(entry.endswith("vbaproject.bin") for entry in names):
        raise WorkbookWithMacros(name=name)
    return XLSX
