"""Rows of a CSV file: its encoding is found, and bytes that do not fit it are kept as faults."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path

from ..errors import BrokenText

UTF8, UTF8_BOM, GB18030 = "UTF-8", "UTF-8 BOM", "GB18030"
_CODECS = {UTF8: "utf-8", UTF8_BOM: "utf-8-sig", GB18030: "gb18030"}
#: Longest cell that is read at all; a longer one means a quotation mark that is never closed.
LONGEST_CELL = 131_072


def encoding_of(path: Path) -> str:
    """Return the encoding of the text: UTF-8 (with or without byte order mark) or GB18030.

    Text that is valid UTF-8 is UTF-8: Chinese in GB18030 practically never is. A file with a few
    damaged bytes keeps the encoding that fits the rest, so that only the damaged rows are refused.
    """
    content = path.read_bytes()
    if content.startswith(codecs.BOM_UTF8):
        return UTF8_BOM
    utf8_faults = _faults(content, "utf-8")
    if not utf8_faults:
        return UTF8
    return UTF8 if utf8_faults <= _faults(content, "gb18030") else GB18030


def _faults(content: bytes, codec: str) -> int:
    try:
        content.decode(codec)
    except UnicodeDecodeError:
        return content.decode(codec, errors="replace").count("\ufffd")
    return 0


def rows_of(path: Path, *, encoding: str, name: str) -> Iterator[list[str] | None]:
    """Yield the cells of each record; a byte that does not decode becomes a lone surrogate.

    A record may span lines inside quotation marks; an empty line is an empty record; None stands
    for a record whose quotation marks make no sense. Raises BrokenText when the rest of the file
    cannot be told apart.
    """
    with path.open(encoding=_CODECS[encoding], errors="surrogateescape", newline="") as file:
        reader = csv.reader(file, strict=True)
        number = 0
        while True:
            number += 1
            try:
                yield next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                if "expected after" not in str(error):
                    raise BrokenText(name=name, row=number) from error
                yield None


csv.field_size_limit(LONGEST_CELL)
