"""How much room a text takes, and breaking it into lines, without a font at hand."""

from __future__ import annotations

import re
import unicodedata

_PARTS = re.compile(r"[A-Za-z0-9À-ɏ'’./%-]+|\s+|.")
_CLOSING = "”’)）】》，。、：；！？:;,.!?"
_NARROW = 0.56  # mean width of a Latin letter in units of the font size


def width_of(text: str, size: float) -> float:
    """Return about how wide a text is in pixels: Chinese a square, Latin a little over half."""
    return size * sum(1 if unicodedata.east_asian_width(c) in "WF" else _NARROW for c in text)


def wrap(text: str, *, size: float, room: float, lines: int) -> list[str]:
    """Break a text into at most ``lines`` lines of ``room`` pixels; what is left over is “…”."""
    found: list[str] = []
    line = ""
    for part in _pieces(text.strip(), size, room):
        if line and width_of(line + part.rstrip(), size) > room:
            found.append(line.rstrip())
            line = part.lstrip()
        else:
            line += part
    if line.strip():
        found.append(line.rstrip())
    if len(found) > lines:
        last = found[lines - 1]
        while last and width_of(last + "…", size) > room:
            last = last[:-1]
        found = [*found[: lines - 1], last + "…"]
    return found


def _pieces(text: str, size: float, room: float) -> list[str]:
    """Return words, single Chinese characters and blanks; a word longer than a line is cut."""
    pieces: list[str] = []
    most = max(1, int(room / (size * _NARROW)))
    for word in _PARTS.findall(text):
        if word.isspace():
            pieces.append(" ")
        else:
            pieces += [word[at : at + most] for at in range(0, len(word), most)]
    return _kept_together(pieces)


def _kept_together(pieces: list[str]) -> list[str]:
    """Return the pieces so that no line begins with a closing sign or ends with an opening one."""
    joined: list[str] = []
    for piece in pieces:
        if joined and (piece[0] in _CLOSING or joined[-1][-1] in "“‘(（【《"):
            joined[-1] += piece
        else:
            joined.append(piece)
    return joined
