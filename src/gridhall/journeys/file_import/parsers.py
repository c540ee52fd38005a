"""How the cells of this trade are read: account and asset numbers, identity documents, phones."""

from __future__ import annotations

import re
from decimal import Decimal

from gridhall.foundation.imports import parsing
from gridhall.foundation.imports.parsing import Cell, Parser, Refuse
from gridhall.kernel import codes

from . import words

PHONE = re.compile(r"1[3-9]\d{9}|0\d{9,11}|400\d{7}|95\d{3}")
_RATIO = re.compile(r"[1-9]\d*/[1-9]\d*")
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")

account_no: Parser = parsing.checked(
    codes.check_account_no,
    {
        "only digits are allowed": "ACCOUNT_NO_NOT_DIGITS",
        "the first two digits name no known province": "ACCOUNT_NO_PROVINCE",
        "the check digit does not fit": "ACCOUNT_NO_CHECK_DIGIT",
        "": "ACCOUNT_NO_LENGTH",
    },
)
asset_no: Parser = parsing.checked(
    codes.check_asset_no,
    {"the check digit does not fit": "ASSET_NO_CHECK_DIGIT", "": "ASSET_NO_INVALID"},
)
yes_no: Parser = parsing.one_of(words.YES_NO)


def phone(cell: Cell) -> str:
    """Take a telephone number; country code, blanks and hyphens are left out with a notice."""
    written = cell.narrow()
    digits = re.sub(r"[\s\-()]", "", written)
    digits = re.sub(r"^(\+86|0086|86(?=1\d{10}$))", "", digits)
    if not PHONE.fullmatch(digits):
        raise Refuse("PHONE_INVALID")
    if digits != written:
        cell.notice("PHONE_NOTATION", taken=digits)
    return digits


def pf_standard(cell: Cell) -> Decimal:
    """Take a power-factor standard: 0.90, 0.85 or 0.80."""
    written = cell.narrow()
    if written not in words.PF_STANDARDS and f"{written}0" not in words.PF_STANDARDS:
        raise Refuse("UNKNOWN_VALUE", allowed=", ".join(words.PF_STANDARDS))
    return Decimal(written).quantize(Decimal("0.01"))


def transformer_ratio(cell: Cell) -> str:
    """Take a transformer ratio such as 100/5."""
    written = cell.narrow()
    if not _RATIO.fullmatch(written):
        raise Refuse("RATIO_NOTATION")
    return written


def month(cell: Cell) -> str:
    """Take a month, written 2025-01."""
    written = cell.narrow()
    if not _MONTH.fullmatch(written):
        raise Refuse("DATE_INVALID")
    return written


def words_list(limit: int) -> Parser:
    """Take words separated by semicolons, each at most ``limit`` characters."""
    check = parsing.text(10_000)

    def parse(cell: Cell) -> list[str]:
        check(cell)
        found = [word.strip() for word in cell.text.replace("；", ";").split(";") if word.strip()]
        if any(len(word) > limit for word in found):
            raise Refuse("TEXT_TOO_LONG", length=max(map(len, found)), limit=limit)
        return found

    return parse
