"""Reading the profiles that come with the program: YAML beside this file. No Django models here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml

from .errors import UnreadableProfile

FOLDER = Path(__file__).parent / "profiles"
#: In the order in which they are offered; the first is in force in a new installation.
SHIPPED = ("source-texts", "source-texts-5wd", "sgcc", "csg", "gb28583")
KNOWN = {
    "code", "clock", "title", "match", "start", "stop", "pause", "resume", "cancel", "on_reopen",
    "target", "calendar", "warn", "ladder", "floor", "source", "clause", "note", "certainty",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippedProfile:
    """A profile file: its own fields, and its standards as fields of rows with their ladders."""

    code: str
    title_zh: str
    title_en: str
    source: str
    standards: tuple[tuple[dict[str, Any], dict[int, list[str]]], ...]


def read(name: str) -> ShippedProfile:
    """Return a profile that comes with the program. Raises UnreadableProfile."""
    parsed = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    head, defaults = parsed["profile"], parsed.get("defaults", {})
    rows: dict[str, tuple[dict[str, Any], dict[int, list[str]]]] = {}
    if head.get("extends"):
        rows |= {row["code"]: (row, ladder) for row, ladder in read(head["extends"]).standards}
    for entry in parsed["standards"]:
        for row, ladder in _rows(name, {**defaults, **entry}, head["valid_from"]):
            rows[row["code"]] = (row, ladder)
    return ShippedProfile(
        code=head["code"], title_zh=head["title"]["zh"], title_en=head["title"]["en"],
        source=head["source"], standards=tuple(rows.values()),
    )  # fmt: skip


def _rows(
    name: str, entry: dict[str, Any], valid_from: date
) -> list[tuple[dict[str, Any], dict[int, list[str]]]]:
    """Return one row for each kind that the entry lists."""
    code = entry.get("code", "?")
    if unknown := sorted(set(entry) - KNOWN):
        raise UnreadableProfile(file=name, standard=code, reason=f"unknown field {unknown[0]}")
    match = dict(entry.get("match", {}))
    kinds = match.pop("kind", "")
    listed = kinds if isinstance(kinds, list) else [kinds]
    try:
        target, unit = str(entry["target"]).split()
        fixed = {
            "clock": entry["clock"], "title_zh": entry["title"]["zh"],
            "title_en": entry["title"]["en"], "start_events": entry["start"],
            "stop_events": entry["stop"], "pause_events": entry.get("pause", []),
            "resume_events": entry.get("resume", []), "cancel_events": entry.get("cancel", []),
            "on_reopen": entry["on_reopen"], "unit": unit, "target": Decimal(target),
            "calendar": entry.get("calendar", ""), "warn_percent": entry["warn"],
            "floor": entry["floor"], "source": entry["source"], "clause": entry.get("clause", ""),
            "note": entry.get("note", ""), "certainty": entry["certainty"],
            "valid_from": valid_from, **match,
        }  # fmt: skip
    except (KeyError, ValueError, InvalidOperation) as error:
        raise UnreadableProfile(file=name, standard=code, reason=repr(error)) from error
    return [
        ({**fixed, "kind": kind, "code": f"{code}.{kind.lower()}" if len(listed) > 1 else code},
         entry["ladder"])
        for kind in listed
    ]  # fmt: skip
