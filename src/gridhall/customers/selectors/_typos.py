"""Finding what was meant: one wrong, missing, doubled or swapped sign, or a homophone.

Asked only when nothing fits what was typed. The index is asked for the fragments that a slip at
one place would leave whole, for each place; what comes back is decrypted and compared.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q

from gridhall.customers.search_text import (
    first_token,
    initials_tokens,
    phone_token,
    pinyin_tokens,
    pinyin_tokens_of_letters,
    spellings,
    text_tokens,
)

from ._question import Haystack, Word

SLIP = 2  # neighbouring signs that one slip may touch: two swapped ones
SHORTEST_TEXT = 3
SHORTEST_LETTERS = 6
SHORTEST_NUMBER = 8
LETTERS_OF_A_TOKEN = 3


def condition_of(word: Word) -> Q | None:
    """Return what the database looks for; ``None`` if the word is too short to guess at."""
    ways = list(_ways(word.text))
    if not ways:
        return None
    condition = ways[0]
    for way in ways[1:]:
        condition |= way
    return condition


def _ways(text: str) -> Iterator[Q]:
    if text.isdecimal():
        if len(text) >= SHORTEST_NUMBER:
            yield Q(search_tokens__contains=[phone_token(text)])
            for left, right in _without_a_place(text):
                yield Q(account_no__startswith=left) & Q(ending__startswith=right[::-1])
    elif text.isascii():
        if text.isalpha() and len(text) >= SHORTEST_LETTERS:
            yield from _holding(
                {token for part in parts if len(part) >= LETTERS_OF_A_TOKEN
                 for token in pinyin_tokens_of_letters(part)}
                for parts in _without_a_place(text)
            )  # fmt: skip
    else:
        yield from _holding(pinyin_tokens(sounds) for sounds in spellings(text) if len(sounds) > 1)
        if len(text) >= SHORTEST_TEXT:
            yield from _holding(text_tokens(a) | text_tokens(b) for a, b in _without_a_place(text))
            yield from _holding(text_tokens(swapped) for swapped in _swapped(text))
            yield from _holding(
                {first_token(text)} | initials_tokens("".join(sound[0] for sound in sounds))
                for sounds in spellings(text)
            )


def _without_a_place(text: str) -> Iterator[tuple[str, str]]:
    """Yield what is left and right of each place where the slip may have happened."""
    width = SLIP if len(text) > SHORTEST_TEXT else 1
    for start in range(len(text) - width + 1):
        yield text[:start], text[start + width :]


def _swapped(text: str) -> Iterator[str]:
    for place in range(len(text) - 1):
        yield text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def _holding(sets: Iterator[set[int]]) -> Iterator[Q]:
    for tokens in sets:
        if tokens:
            yield Q(search_tokens__contains=sorted(tokens))


def fits(word: Word, hay: Haystack) -> bool:
    """Tell whether the word is one slip, or only its sound, away from something in the file."""
    if word.match(hay):
        return True
    text = word.text
    if text.isdecimal():
        return any(is_one_slip(text, number) for number in (hay.account_no, *hay.phones))
    names = (hay.name, *hay.contacts)
    if text.isascii():
        return any(
            _has_slip_of(text, "".join(sounds)) for name in names for sounds in spellings(name)
        )
    return _sounds_in(text, names) or any(
        _has_slip_of(text, each) for each in (*names, *hay.addresses)
    )


def _sounds_in(text: str, names: tuple[str, ...]) -> bool:
    typed = {"".join(sounds) for sounds in spellings(text)}
    heard = {"".join(sounds) for name in names for sounds in spellings(name)}
    return any(one in other for one in typed for other in heard)


def _has_slip_of(typed: str, text: str) -> bool:
    """Tell whether a piece of ``text`` is one slip away from what was typed."""
    if len(typed) < SHORTEST_TEXT:
        return False
    lengths = (len(typed) - 1, len(typed), len(typed) + 1)
    return any(
        is_one_slip(typed, text[start : start + length])
        for start in range(len(text))
        for length in lengths
        if start + length <= len(text)
    )


def is_one_slip(typed: str, meant: str) -> bool:
    """Tell whether one sign more, less, other, or two swapped ones lie between the two."""
    while typed and meant and typed[0] == meant[0]:
        typed, meant = typed[1:], meant[1:]
    while typed and meant and typed[-1] == meant[-1]:
        typed, meant = typed[:-1], meant[:-1]
    if len(typed) <= 1 and len(meant) <= 1:
        return True
    return len(typed) == SLIP and typed == meant[::-1]
