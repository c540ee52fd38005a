"""Which language the reader reads now, for texts that are kept in both."""

from __future__ import annotations

from django.utils.translation import get_language

CHINESE = "zh-hans"


def active() -> str:
    """Return the code of the reader's language; Chinese where none is chosen."""
    return get_language() or CHINESE


def in_chinese() -> bool:
    """Tell whether the reader reads Chinese now."""
    return active().startswith("zh")


def either(zh: str, en: str) -> str:
    """Return the text of the two that the reader reads; the other one if it is empty."""
    return (zh or en) if in_chinese() else (en or zh)
