"""What a value in a customer file must look like, and what to do when it does not."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from gridhall.customers import divisions
from gridhall.kernel import codes
from gridhall.kernel.errors import GridHallError, InvalidCode

MOBILE = "MOBILE"
LANDLINE = "LANDLINE"
SHORT_CODE = "SHORT_CODE"

#: Numbering plan: mobiles 1 + 3…9; area code 0 + 2 or 3 digits with 7 or 8 digits behind it;
#: service numbers 95598, 12398, 12345, 110, 400- and 800-numbers.
_FORMS = (
    (MOBILE, re.compile(r"1[3-9]\d{9}")),
    (LANDLINE, re.compile(r"0(10|2\d)\d{8}|0[3-9]\d{2}\d{7,8}")),
    (SHORT_CODE, re.compile(r"11[0-9]|12[0-2]|10\d{3}|12\d{3}|9[56]\d{3,4}|[48]00\d{7}")),
)
_PHONE_SIGNS = re.compile(r"[\s()（）-]")
_WECHAT = re.compile(r"[A-Za-z][A-Za-z0-9_-]{5,19}")
OLDEST_YEAR = 1900

_REASONS = {
    gettext_noop("17 digits and a check character are needed"),
    gettext_noop("18 characters are needed"),
    gettext_noop("a character is not allowed"),
    gettext_noop("the birth date does not exist"),
    gettext_noop("the birth date lies ahead"),
    gettext_noop("the check character does not fit"),
    gettext_noop("the organisation code inside does not fit"),
}


class InvalidFileValue(GridHallError):
    """A value cannot stand in the file: which field, what is wrong, what would do."""

    code = "INVALID_FILE_VALUE"
    status: ClassVar[int] = 400
    template = gettext_noop("{field}: {problem}.")

    def __init__(self, *, name: str, field: Any, problem: Any) -> None:
        self.name = name
        super().__init__(field=field, problem=problem)


class Unfit(ValueError):
    """Why a value does not pass; the caller knows the field."""

    def __init__(self, problem: Any) -> None:
        self.problem = problem
        super().__init__(str(problem))


def phone_form(phone: str) -> str:
    """Return MOBILE, LANDLINE or SHORT_CODE, or nothing when it is no phone number here."""
    return next((form for form, shape in _FORMS if shape.fullmatch(phone)), "")


def phone(value: str) -> str:
    """Return the digits of a mobile, a landline with its area code or a service number."""
    digits = _PHONE_SIGNS.sub("", value.strip()).removeprefix("+86")
    if not phone_form(digits):
        raise Unfit(
            _("not a phone number; give 11 digits, a landline with area code, or like 95598")
        )
    return digits


def email(value: str) -> str:
    """Return an e-mail address in lower case."""
    plain = value.strip().lower()
    try:
        validate_email(plain)
    except ValidationError:
        raise Unfit(_("not an e-mail address; it looks like name@example.com")) from None
    return plain


def wechat(value: str) -> str:
    """Return a WeChat id: 6–20 letters, digits, _ or -, a letter first."""
    plain = value.strip()
    if not _WECHAT.fullmatch(plain):
        raise Unfit(_("not a WeChat id; 6 to 20 letters, digits, _ or -, a letter first"))
    return plain


def contact(kind: str, value: str) -> str:
    """Return the clean value of a contact of this kind."""
    return {"PHONE": phone, "EMAIL": email, "WECHAT": wechat}[kind](value)


def id_document(kind: str, value: str, *, on: date) -> str:
    """Return a resident identity number (GB 11643) or credit code (GB 32100) that checks out."""
    try:
        if kind == "RESIDENT_ID":
            number = codes.check_resident_id(value, on=on)
            if int(number[6:10]) < OLDEST_YEAR:
                raise Unfit(_("nobody alive was born that early"))
            return number
        return codes.check_credit_code(value)
    except InvalidCode as error:
        raise Unfit(_(str(error.params["reason"]))) from None


def division_code(value: str) -> str:
    """Return a code of a division in force (GB/T 2260), or nothing for nothing."""
    code = value.strip()
    found = divisions.division(code) if code else None
    if code and found is None:
        raise Unfit(_("there is no such division; six digits of GB/T 2260"))
    if found is not None and not found.in_force:
        raise Unfit(_("this division is no more; take the one that followed it"))
    return code


def address(value: str, *, code: str) -> str:
    """Return an address that does not contradict the division code."""
    plain = " ".join(value.split())
    if divisions.contradicts(code=code, address=plain):
        raise Unfit(_("the address names another division than the code"))
    return plain
