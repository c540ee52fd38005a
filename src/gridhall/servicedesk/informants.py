"""Whether a text may tell who reported wrongdoing, and taking that out of it. No tables here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

BLOT = "███"
SHORTEST_ADDRESS_PART = 6
DIGITS = str.maketrans("〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖", "00123456789123456789")
BETWEEN = r"[\s\W_]*"
TITLES = ("先生", "女士", "小姐", "师傅", "老师", "经理", "大爷", "大妈", "阿姨", "某")
#: Whoever wrote it: a mobile, an account number, an identity number. No values, so no secret.
NUMBERS = re.compile(r"(?<!\d)(1[3-9]\d{9}|\d{10}|\d{13}|\d{17}[\dx])(?!\d)")
SEPARATED = re.compile(r"(?<=\d)[\s\-－—.·]+(?=\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Informant:
    """Who reported; what is not known is empty."""

    name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    account_no: str = ""

    @property
    def is_known(self) -> bool:
        """Whether anything identifies the informant."""
        return any((self.name, self.phone, self.email, self.address, self.account_no))


def flat(text: str) -> str:
    """Return a text without width, case, spaces and punctuation, Chinese digits as digits."""
    folded = unicodedata.normalize("NFKC", text).lower().translate(DIGITS)
    return "".join(character for character in folded if character.isalnum())


def holds_number(text: str) -> bool:
    """Tell whether a text holds anything that looks like a phone, account or identity number."""
    folded = unicodedata.normalize("NFKC", text).lower().translate(DIGITS)
    return bool(NUMBERS.search(SEPARATED.sub("", folded)))


def may_identify(text: str, informant: Informant) -> bool:
    """Tell whether a text may tell who the informant is, by any of her values."""
    clean = flat(text)
    pieces = (*_names(informant), *_numbers(informant), *_addresses(informant))
    if any(flat(piece) in clean for piece in pieces):
        return True
    return bool(_common_part(clean, flat(informant.address)))


def blotted(text: str, informant: Informant) -> str:
    """Return a text with everything blotted out that may tell who the informant is."""
    pieces = (*_addresses(informant), *_numbers(informant), *_names(informant))
    for piece in (informant.address, *pieces):
        if flat(piece):
            text = re.sub(_loosely(piece), BLOT, text, flags=re.IGNORECASE)
    while part := _common_part(flat(text), flat(informant.address)):
        changed = re.sub(_loosely(part), BLOT, text, flags=re.IGNORECASE)
        if changed == text:
            return BLOT
        text = changed
    return BLOT if may_identify(text, informant) else text


def _names(informant: Informant) -> Iterator[str]:
    name = informant.name.strip()
    if len(flat(name)) < 2:
        return
    yield name
    if "\u4e00" <= name[0] <= "\u9fff" and len(name) <= 4:
        yield from (name[0] + title for title in TITLES)


def _numbers(informant: Informant) -> Iterator[str]:
    for number in (informant.phone, informant.account_no):
        digits = "".join(filter(str.isdigit, flat(number)))
        if len(digits) >= 7:
            yield digits
            yield f"尾号{digits[-4:]}"
            yield f"尾号为{digits[-4:]}"


def _addresses(informant: Informant) -> Iterator[str]:
    if len(flat(informant.email)) >= SHORTEST_ADDRESS_PART:
        yield informant.email
        name = informant.email.partition("@")[0]
        if len(flat(name)) >= SHORTEST_ADDRESS_PART:
            yield name


def _loosely(piece: str) -> str:
    """Return a pattern for a piece, whatever stands between its characters."""
    return BETWEEN.join(_either(character) for character in flat(piece))


def _either(character: str) -> str:
    """Return a pattern for one character in all the ways it is written."""
    if not character.isdigit():
        return re.escape(character)
    wide = chr(ord(character) + 0xFEE0)
    chinese = [chr(code) for code, digit in DIGITS.items() if chr(int(digit)) == character]
    return f"[{character}{wide}{''.join(chinese)}]"


def _common_part(text: str, address: str) -> str:
    """Return the longest part of an address in a text, if it is long and holds a digit."""
    best = ""
    for start in range(len(address)):
        end = start + max(len(best) + 1, SHORTEST_ADDRESS_PART)
        while end <= len(address) and address[start:end] in text:
            if any(character.isdigit() for character in address[start:end]):
                best = address[start:end]
            end += 1
    return best
