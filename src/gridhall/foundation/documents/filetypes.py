"""What a file is: by its bytes. Its name and what the browser says of it are only compared."""

from __future__ import annotations

import re
from pathlib import PurePath

import filetype

PDF, OFD = "application/pdf", "application/ofd"
JPEG, PNG, WEBP, TIFF, HEIC = "image/jpeg", "image/png", "image/webp", "image/tiff", "image/heic"
TEXT, CSV = "text/plain", "text/csv"
OFFICE = "application/vnd.openxmlformats-officedocument."
DOCX, XLSX = f"{OFFICE}wordprocessingml.document", f"{OFFICE}spreadsheetml.sheet"
PPTX = f"{OFFICE}presentationml.presentation"
ZIP, HTML, UNKNOWN = "application/zip", "text/html", "application/octet-stream"

PICTURES = frozenset({JPEG, PNG, WEBP, TIFF, HEIC})
SCANS = PICTURES | {PDF, OFD}
PAPERS = SCANS | {DOCX, XLSX, TEXT}
TABLES = frozenset({CSV, TEXT, XLSX})
#: Shown in the page itself; everything else is only given to be saved.
SHOWN = frozenset({PDF, JPEG, PNG, WEBP})

HEAD = 1 << 16
ENDINGS: dict[str, tuple[str, ...]] = {
    PDF: (".pdf",), OFD: (".ofd",), JPEG: (".jpg", ".jpeg"), PNG: (".png",), WEBP: (".webp",),
    TIFF: (".tif", ".tiff"), HEIC: (".heic",), DOCX: (".docx",), XLSX: (".xlsx",),
    PPTX: (".pptx",), TEXT: (".txt", ".csv"), CSV: (".csv",), ZIP: (".zip",),
    HTML: (".html", ".htm", ".svg", ".xml"),
}  # fmt: skip
#: What browsers say of a file and mean no harm by: nothing, or the program it is opened with.
SAYS_NOTHING = {"", UNKNOWN, "binary/octet-stream", "application/x-download"}
ALSO_CALLED = {
    "image/jpg": JPEG, "image/pjpeg": JPEG, "application/x-pdf": PDF, "image/heif": HEIC,
    "application/x-zip-compressed": ZIP, "application/vnd.ofd": OFD, "application/csv": CSV,
}  # fmt: skip
_LOCAL_HEADER = re.compile(rb"PK\x03\x04.{22}(..)..", re.DOTALL)
_INSIDE = (("word/", DOCX), ("xl/", XLSX), ("ppt/", PPTX), ("OFD.xml", OFD), ("Doc_0/", OFD))
_MARKUP = re.compile(rb"\s*(<!doctype|<html|<svg|<\?xml|<script|<head|<body)", re.IGNORECASE)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def sniff(head: bytes) -> str:
    """Return the media type of a file by its first 64 KiB; UNKNOWN when it is none we know."""
    if head.startswith(b"PK\x03\x04"):
        return _inside_archive(head)
    found = filetype.guess(head)
    if found is not None:
        return str(found.mime)
    return _text(head)


def endings_of(media_type: str) -> tuple[str, ...]:
    """Return the endings that a file of this type may have."""
    return ENDINGS.get(media_type, ())


def agree(*, found: str, name: str, declared: str) -> bool:
    """Tell whether the name and what the sender said fit what was found in the bytes."""
    ending = PurePath(name).suffix.lower()
    if ending and ending not in endings_of(found):
        return False
    declared = declared.partition(";")[0].strip().lower()
    if declared in SAYS_NOTHING or found in {TEXT, CSV}:
        return True
    declared = ALSO_CALLED.get(declared, declared)
    return declared == found or (declared == ZIP and found in {DOCX, XLSX, OFD})


def named(media_type: str) -> str:
    """Return a word for a type that people know (PDF, JPG); else the type itself."""
    endings = endings_of(media_type)
    return endings[0].removeprefix(".").upper() if endings else media_type


def _inside_archive(head: bytes) -> str:
    for match in _LOCAL_HEADER.finditer(head):
        length = int.from_bytes(match[1], "little")
        name = head[match.end() : match.end() + length].decode("utf-8", "replace")
        for beginning, found in _INSIDE:
            if name.startswith(beginning):
                return found
    return ZIP


def _text(head: bytes) -> str:
    if not head or _CONTROL.search(head):
        return UNKNOWN
    if _MARKUP.match(head.removeprefix(b"\xef\xbb\xbf")):
        return HTML
    for codec in ("utf-8", "gb18030"):
        try:
            head[: HEAD - 4].decode(codec)
        except UnicodeDecodeError as error:
            if error.start < len(head) - 4:  # not merely cut in the middle of a character
                continue
        return TEXT
    return UNKNOWN
