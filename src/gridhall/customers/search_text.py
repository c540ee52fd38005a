"""How a customer is found although her name and address are encrypted.

An account carries keyed hashes ("tokens") of fragments: every two neighbouring characters of
names and address, every three letters of the pinyin, every two and three initials, the last
four digits of the phone. A question is cut into the same fragments; accounts that hold all of
them are candidates, which are decrypted and compared with the words themselves.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

from gridhall.foundation.privacy.ciphers import search_token

# Surnames that are read otherwise than the character usually is.
SURNAME_READINGS = {
    "单": "shan", "曾": "zeng", "仇": "qiu", "解": "xie", "查": "zha", "区": "ou", "朴": "piao",
    "盖": "ge", "任": "ren", "翟": "zhai", "乐": "yue", "覃": "qin", "缪": "miao", "秘": "bi",
    "冼": "xian", "种": "chong", "召": "shao", "员": "yun", "宓": "mi", "尉": "yu", "晁": "chao",
    "繁": "po", "句": "gou", "那": "na", "折": "she", "洗": "xian", "祭": "zhai", "长": "zhang",
}  # fmt: skip
_NOT_LETTERS = re.compile(r"[^a-z]")


def normalised(text: str) -> str:
    """Return ``text`` with full-width forms made plain, in lower case, blanks squeezed."""
    plain = unicodedata.normalize("NFKC", text).lower().replace("ü", "v")
    return " ".join(plain.split())


@lru_cache(maxsize=65_536)
def spellings(name: str) -> frozenset[tuple[str, ...]]:
    """Return the pinyin syllables of a name: the usual reading and that of the surname."""
    plain = normalised(name).replace(" ", "")
    usual = lazy_pinyin(plain, style=Style.NORMAL, errors=list)  # type: ignore[arg-type]
    syllables = tuple(s for s in (_NOT_LETTERS.sub("", part) for part in usual) if s)
    readings = {syllables} if syllables else set()
    surname = SURNAME_READINGS.get(plain[:1])
    if surname and syllables:
        readings.add((surname, *syllables[1:]))
    return frozenset(readings)


def first_token(name: str) -> int:
    """Return the token of the first character of a name: mostly the surname."""
    return _token(normalised(name)[:1], "first")


def fragments(text: str, length: int) -> set[str]:
    """Return every piece of ``length`` neighbouring characters."""
    return {text[i : i + length] for i in range(len(text) - length + 1)}


def text_tokens(text: str) -> set[int]:
    """Return the tokens of a name or address: each pair of characters."""
    return _hashed(fragments(normalised(text).replace(" ", ""), 2), "text")


def pinyin_tokens(syllables: tuple[str, ...]) -> set[int]:
    """Return the tokens of a pinyin spelling: its syllables and each three letters."""
    whole = "".join(syllables)
    return _hashed({*syllables, *fragments(whole, 3)}, "pinyin")


def pinyin_tokens_of_letters(letters: str) -> set[int]:
    """Return the tokens to ask for when these letters were typed: a syllable, or each three."""
    return _hashed(fragments(letters, 3) or {letters}, "pinyin")


def initials_tokens(initials: str) -> set[int]:
    """Return the tokens of initials: each two and each three letters."""
    return _hashed(fragments(initials, 2) | fragments(initials, 3), "initials")


def phone_token(phone: str) -> int:
    """Return the token of the last four digits of a phone number."""
    return search_token(phone[-4:], purpose="phone")


def account_tokens(
    *, names: Iterable[str], addresses: Iterable[str], phones: Iterable[str]
) -> list[int]:
    """Return all tokens of one account, sorted."""
    tokens: set[int] = set()
    for name in {name for name in names if name}:
        tokens |= text_tokens(name) | {first_token(name)}
        for syllables in spellings(name):
            tokens |= pinyin_tokens(syllables)
            tokens |= initials_tokens("".join(s[0] for s in syllables))
    for address in addresses:
        tokens |= text_tokens(address)
    tokens |= {phone_token(phone) for phone in phones if len(phone) >= 4}
    return sorted(tokens)


def _hashed(pieces: Iterable[str], purpose: str) -> set[int]:
    return {_token(piece, purpose) for piece in pieces if piece}


@lru_cache(maxsize=65_536)  # the same streets and names come again and again
def _token(piece: str, purpose: str) -> int:
    return search_token(piece, purpose=purpose)
