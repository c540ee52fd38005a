"""The keyed hashes by which a case is found although its texts are encrypted, as an account's."""

from __future__ import annotations

from gridhall.customers import search_text

SHORTEST_WORD = 2


def case_tokens(*, summary: str, name: str) -> list[int]:
    """Return the tokens of a case: pairs of characters of its summary and of a name, and pinyin."""
    tokens = search_text.text_tokens(summary)
    if name:
        tokens |= search_text.text_tokens(name) | {search_text.first_token(name)}
        for syllables in search_text.spellings(name):
            tokens |= search_text.pinyin_tokens(syllables)
    return sorted(tokens)


def word_tokens(word: str) -> list[int]:
    """Return the tokens to ask for; nothing for a word that is too short."""
    plain = search_text.normalised(word).replace(" ", "")
    if len(plain) < SHORTEST_WORD:
        return [search_text.first_token(plain)] if plain and not plain.isascii() else []
    return sorted(search_text.text_tokens(plain))
