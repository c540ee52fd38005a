"""What somebody typed into the search box, word by word: what to look for, what must fit."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from gridhall.customers.blind import phone_index
from gridhall.customers.models import Account, Contact, SupplyPoint
from gridhall.customers.search_text import (
    first_token,
    initials_tokens,
    normalised,
    phone_token,
    pinyin_tokens_of_letters,
    spellings,
    text_tokens,
)

SHORTEST_NUMBER = 4
LONGEST_PHONE = 11
SHORTEST_PHONE = 7
_PIECES = re.compile(r"[a-z']+|[^a-z']+")
_CODE = re.compile(r"[a-z]+\d[a-z\d-]*")
_NUMBER_SIGNS = re.compile(r"[\s()+-]")


@dataclass(frozen=True, slots=True)
class Haystack:
    """What one account can be found by, in clear."""

    account_no: str
    supply_point_nos: tuple[str, ...]
    phones: tuple[str, ...]
    name: str
    contacts: tuple[str, ...]
    addresses: tuple[str, ...]

    @classmethod
    def of(cls, account: Account) -> Haystack:
        """Gather the clear texts of an account loaded with its details."""
        points, contacts = account.supply_points.all(), account.contacts.all()
        return cls(
            account.account_no,
            tuple(point.supply_point_no.lower() for point in points),
            tuple(contact.value for contact in contacts),
            _joined(account.party.name),
            tuple(_joined(contact.name) for contact in contacts),
            tuple(_joined(point.address) for point in points),
        )


def _joined(text: str) -> str:
    return normalised(text).replace(" ", "")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a question. ``alone``: there is no other word."""

    text: str
    alone: bool

    def condition(self) -> Q | None:
        """Return what the database can look for; ``None`` if the word is too short for that."""
        ways = self._ways()
        if not ways:
            return None
        condition = ways[0]
        for way in ways[1:]:
            condition |= way
        return condition

    def _ways(self) -> list[Q]:
        if self.text.isdecimal():
            return self._number_ways()
        if len(self.text) == 1:
            return [] if self.text.isascii() else [_holds({first_token(self.text)})]
        ways = [_holds(text_tokens(self.text))]
        if _CODE.fullmatch(self.text):
            points = SupplyPoint.objects.filter(supply_point_no=self.text.upper())
            ways.append(Q(pk__in=list(points.values_list("account_id", flat=True))))
        elif self.text.isascii() and self.text.isalpha():
            ways.append(_holds(pinyin_tokens_of_letters(self.text)))
            ways.append(_holds(initials_tokens(self.text)))
        return ways

    def _number_ways(self) -> list[Q]:
        number, ways = self.text, []
        if len(number) >= SHORTEST_NUMBER:
            ways.append(Q(account_no__startswith=number) | Q(ending__startswith=number[::-1]))
            if len(number) <= LONGEST_PHONE:
                ways.append(_holds({phone_token(number)}))
        if len(number) > 1 and not self.alone:
            ways.append(_holds(text_tokens(number)))
        if SHORTEST_PHONE <= len(number) <= LONGEST_PHONE + 1:
            found = Contact.objects.filter(value_index=phone_index(number))
            ways.append(Q(pk__in=list(found.values_list("account_id", flat=True))))
        return ways

    def match(self, hay: Haystack) -> str:
        """Return by what the word fits this account (see ``AccountHit.matched``), or nothing."""
        word = self.text
        if word.isdecimal() and len(word) >= SHORTEST_NUMBER:
            if hay.account_no.startswith(word) or hay.account_no.endswith(word):
                return "ACCOUNT_NO"
            if any(phone.endswith(word) for phone in hay.phones):
                return "PHONE"
        if word in hay.supply_point_nos:
            return "SUPPLY_POINT"
        if len(word) == 1 and not word.isascii():  # a surname
            names = (hay.name, *hay.contacts)
            return "NAME" if any(name.startswith(word) for name in names) else ""
        if word in hay.name:
            return "NAME"
        if any(word in contact for contact in hay.contacts):
            return "CONTACT"
        if any(word in address for address in hay.addresses):
            return "ADDRESS"
        return "PINYIN" if self._spelt_in((hay.name, *hay.contacts)) else ""

    def _spelt_in(self, names: Iterable[str]) -> bool:
        if not (self.text.isascii() and self.text.isalpha() and len(self.text) > 1):
            return False
        return any(
            self.text in "".join(syllables) or self.text in "".join(s[0] for s in syllables)
            for name in names
            for syllables in spellings(name)
        )


def _holds(tokens: set[int]) -> Q:
    return Q(search_tokens__contains=sorted(tokens))


def words_of(text: str) -> list[Word]:
    """Cut what was typed into words; digits typed in groups (a phone number) are one word."""
    plain = normalised(text)
    digits = _NUMBER_SIGNS.sub("", plain)
    if digits.isdecimal() and len(digits) >= SHORTEST_PHONE:
        return [Word(_national(digits, plain), alone=True)]
    pieces = []
    for word in plain.split():
        if _CODE.fullmatch(word):
            pieces.append(word)
        else:
            pieces += [piece.replace("'", "") for piece in _PIECES.findall(word)]
    kept = list(dict.fromkeys(piece for piece in pieces if piece))
    return [Word(piece, alone=len(kept) == 1) for piece in kept]


def _national(digits: str, typed: str) -> str:
    """Drop the country code of a Chinese phone number."""
    return digits[2:] if typed.startswith("+86") else digits
