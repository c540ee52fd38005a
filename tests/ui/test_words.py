"""One English text has one Chinese: all catalogues are read as one."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import polib

import gridhall

PACKAGE = Path(gridhall.__file__).parent


def test_the_same_text_is_translated_the_same_everywhere() -> None:
    found: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for path in PACKAGE.rglob("django.po"):
        for entry in polib.pofile(str(path)):
            if entry.msgstr and not entry.obsolete:
                package = str(path.relative_to(PACKAGE)).split("/locale/", maxsplit=1)[0]
                found[entry.msgctxt or "", entry.msgid][entry.msgstr].append(package)
    torn = {text: dict(words) for text, words in found.items() if len(words) > 1}
    assert torn == {}, "give the texts different English words, or one Chinese"
