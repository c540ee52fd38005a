"""The name of an employee in letters, so that she is found by pinyin and by initials."""

from __future__ import annotations

import re

from pypinyin import Style, lazy_pinyin

_NOT_LETTERS = re.compile(r"[^a-z]")


def pinyin_of(name: str) -> str:
    """Return the syllables in one word and the initials in another: 林晓雯 → linxiaowen lxw."""
    parts = lazy_pinyin(name.lower(), style=Style.NORMAL)
    syllables = [part for part in (_NOT_LETTERS.sub("", one) for one in parts) if part]
    return f"{''.join(syllables)} {''.join(one[0] for one in syllables)}".strip()[:200]
