"""The marks as they are shown: number, word and a face of one colour for all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from gridhall.foundation import language
from gridhall.ui.text import Text

MARKS: tuple[tuple[str, Text, str], ...] = (
    ("1", _("Not satisfied at all"), "mood-sad"),
    ("2", _("Not satisfied"), "mood-confuzed"),
    ("3", _("Neither nor"), "mood-neutral"),
    ("4", _("Satisfied"), "mood-smile"),
    ("5", _("Very satisfied"), "mood-happy"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question as the page shows it, with what was filled in before."""

    code: str
    text: str
    is_scale: bool
    required: bool
    value: str


def questions(asked: tuple[dict[str, Any], ...], values: Mapping[str, str]) -> list[Asked]:
    """Return the questions in the reader's language."""
    return [
        Asked(
            code=one["code"], text=language.either(one["zh"], one["en"]),
            is_scale=one["kind"] == "SCALE",
            required=bool(one.get("required")), value=values.get(one["code"], "")[:500],
        )
        for one in asked
    ]  # fmt: skip
