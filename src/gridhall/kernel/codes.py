"""Numbers that check themselves: account, asset, identity and organisation codes.

Every ``check_*`` function returns the cleaned code or raises ``InvalidCode``; every
``is_*`` twin only answers yes or no. The rules: ISO 7064 (GB/T 17710), GB 11643 resident
identity numbers, GB 32100 unified social credit codes, GB 11714 organisation codes.
"""

from __future__ import annotations

from datetime import date

from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_11_2, mod_11_10

from gridhall.kernel.errors import InvalidCode

ACCOUNT_LENGTH_BY_PREFIX = {"33": 10, "42": 13}
ASSET_LENGTH = 22
USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def check_account_no(value: str) -> str:
    """Return a valid account number (户号).

    Zhejiang: 10 digits = 33 + hall(2) + serial(5) + check; Hubei: 13 digits = 42 + hall(2) +
    serial(8) + check. The check digit is ISO 7064 MOD 11,10 over everything before it.
    """
    kind, text = "account_no", value.strip()
    length = ACCOUNT_LENGTH_BY_PREFIX.get(text[:2])
    _demand(kind, value, text.isascii() and text.isdigit(), "only digits are allowed")
    _demand(kind, value, length is not None, "the first two digits name no known province")
    _demand(kind, value, len(text) == length, f"{length} digits are needed")
    _demand(kind, value, _iso(mod_11_10, text), "the check digit does not fit")
    return text


def make_account_no(body: str) -> str:
    """Return ``body`` (province, hall, serial) with its MOD 11,10 check digit appended."""
    return check_account_no(body + str(mod_11_10.calc_check_digit(body)))


def asset_check_digit(body: str) -> str:
    """Return the check digit of a 21-digit asset number: weights 3,1,3,1… from the right, mod 10.

    A convention of the demo utility; the algorithm of Q/GDW 1205 is not publicly verified.
    """
    total = sum(int(d) * (3 if i % 2 == 0 else 1) for i, d in enumerate(reversed(body)))
    return str(-total % 10)


def check_asset_no(value: str) -> str:
    """Return a valid asset number: 22 digits = unit(5) + type(2) + serial(14) + check."""
    kind, text = "asset_no", value.strip()
    _demand(kind, value, text.isascii() and text.isdigit(), "only digits are allowed")
    _demand(kind, value, len(text) == ASSET_LENGTH, "22 digits are needed")
    _demand(kind, value, asset_check_digit(text[:-1]) == text[-1], "the check digit does not fit")
    return text


def check_resident_id(value: str, *, on: date | None = None, areas: set[str] | None = None) -> str:
    """Return a valid 18-character resident identity number (GB 11643, MOD 11-2).

    The embedded birth date must exist and, if ``on`` is given, not lie after it. The six-digit
    area is looked up only when a list of ``areas`` is given.
    """
    kind, text = "resident_id", value.strip().upper()
    shape = len(text) == 18 and text.isascii() and text[:17].isdigit()
    _demand(kind, value, shape, "17 digits and a check character are needed")
    _demand(kind, value, _iso(mod_11_2, text), "the check character does not fit")
    born = _birth_date(text)
    _demand(kind, value, born is not None, "the birth date does not exist")
    _demand(kind, value, on is None or born is None or born <= on, "the birth date lies ahead")
    _demand(kind, value, areas is None or text[:6] in areas, "the area is not in the list")
    return text


def birth_date_of(resident_id: str) -> date:
    """Return the birth date inside a resident identity number; raises ``InvalidCode``."""
    born = _birth_date(check_resident_id(resident_id))
    if born is None:  # pragma: no cover - check_resident_id refused it already
        raise InvalidCode(kind="resident_id", value=resident_id, reason="no birth date")
    return born


def check_credit_code(value: str, *, areas: set[str] | None = None) -> str:
    """Return a valid unified social credit code (GB 32100, mod 31).

    Characters 9–17 are an organisation code (GB 11714) with its own check character, which is
    verified too. The area (characters 3–8) is looked up only when ``areas`` is given.
    """
    kind, text = "credit_code", value.strip().upper()
    _demand(kind, value, len(text) == 18, "18 characters are needed")
    known = all(c in USCC_ALPHABET for c in text) and text[2:8].isdigit()
    _demand(kind, value, known, "a character is not allowed")
    total = sum(USCC_ALPHABET.index(c) * w for c, w in zip(text, USCC_WEIGHTS, strict=False))
    fits = USCC_ALPHABET[-total % 31] == text[17]
    _demand(kind, value, fits, "the check character does not fit")
    inner = organisation_check_character(text[8:16]) == text[16]
    _demand(kind, value, inner, "the organisation code inside does not fit")
    _demand(kind, value, areas is None or text[2:8] in areas, "the area is not in the list")
    return text


def organisation_check_character(body: str) -> str:
    """Return the GB 11714 check character of the eight characters of an organisation code."""
    digits = (int(c) if c.isdigit() else ord(c) - ord("A") + 10 for c in body)
    rest = -sum(d * w for d, w in zip(digits, ORGANISATION_WEIGHTS, strict=True)) % 11
    return "X" if rest == 10 else str(rest)


def is_account_no(value: str) -> bool:
    """Tell whether the account number is valid."""
    return _passes(check_account_no, value)


def is_asset_no(value: str) -> bool:
    """Tell whether the asset number is valid."""
    return _passes(check_asset_no, value)


def is_resident_id(value: str) -> bool:
    """Tell whether the resident identity number is valid (without the area list)."""
    return _passes(check_resident_id, value)


def is_credit_code(value: str) -> bool:
    """Tell whether the unified social credit code is valid (without the area list)."""
    return _passes(check_credit_code, value)


def _passes(check: object, value: str) -> bool:
    try:
        check(value)  # type: ignore[operator]
    except InvalidCode:
        return False
    return True


def _birth_date(text: str) -> date | None:
    try:
        return date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return None


def _iso(module: object, text: str) -> bool:
    try:
        module.validate(text)  # type: ignore[attr-defined]
    except ValidationError:
        return False
    return True


def _demand(kind: str, value: str, condition: bool, reason: str) -> None:
    if not condition:
        raise InvalidCode(kind=kind, value=value, reason=reason)
