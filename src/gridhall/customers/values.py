"""Values of the file's parts: read from a row, cleaned from what was typed, shown to a reader.

Between these they are JSON primitives by field name: text, whole numbers, true or false, lists;
days as ``2026-01-31``, decimals as text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from gridhall.customers import checks, divisions
from gridhall.customers.checks import InvalidFileValue, Unfit
from gridhall.customers.parts import Field, Part
from gridhall.foundation.privacy import masking
from gridhall.kernel.errors import GridHallError

Values = dict[str, Any]
YEARS = range(1900, 2200)
LARGEST_WHOLE = 32_767
HOURS = 24
LONGEST_SECRET = 300


class UnknownFileField(GridHallError):
    """There is no such field, or it is not changed here."""

    code = "UNKNOWN_FILE_FIELD"
    status: ClassVar[int] = 400
    template = gettext_noop("There is no field {field} to change here.")


def read(part: Part, row: models.Model) -> Values:
    """Return what a row says, as primitives."""
    return {field.name: primitive(getattr(row, field.name)) for field in part.fields}


def primitive(value: Any) -> Any:
    """Return a value as JSON holds it."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [primitive(one) for one in value]
    return value


def fill(part: Part, row: models.Model, values: Mapping[str, Any]) -> None:
    """Bring a row to these values."""
    for field in part.fields:
        if field.name in values:
            setattr(row, field.name, _from_primitive(field, values[field.name]))


def _from_primitive(field: Field, value: Any) -> Any:
    if value is None:
        return None
    if field.kind == "date":
        return date.fromisoformat(value)
    if field.kind == "decimal":
        return Decimal(value)
    if field.kind == "curve":
        return [Decimal(one) for one in value]
    return value


def clean(part: Part, typed: Mapping[str, Any], *, current: Values, on: date) -> Values:
    """Return the typed values that differ from ``current``, checked.

    Raises InvalidFileValue (which field, why, what would do) and UnknownFileField.
    """
    found: Values = {}
    for name, value in typed.items():
        field = _editable(part, name)
        try:
            found[name] = _CLEANERS[field.kind](part, field, value)
        except Unfit as error:
            raise _invalid(field, error.problem) from None
        if field.required and found[name] in ("", None, []):
            raise _invalid(field, _("must not be empty"))
    together = _together(part, {**current, **found}, typed=typed, on=on)
    found |= {name: value for name, value in together.items() if current.get(name) != value}
    return {name: value for name, value in found.items() if current.get(name) != value}


def _editable(part: Part, name: str) -> Field:
    try:
        field = part.field(name)
    except KeyError:
        raise UnknownFileField(field=name) from None
    if not field.editable and field.kind != "party" and name != "kind":
        raise UnknownFileField(field=name)
    return field


def _invalid(field: Field, problem: Any) -> InvalidFileValue:
    return InvalidFileValue(name=field.name, field=field.label, problem=problem)


def _text(part: Part, field: Field, value: Any) -> str:
    plain = " ".join(str(value or "").split())
    if any(not sign.isprintable() for sign in plain):
        raise Unfit(_("contains signs that cannot be printed"))
    longest = getattr(part.model._meta.get_field(field.name), "max_length", None)
    longest = LONGEST_SECRET if field.personal or longest is None else longest
    if len(plain) > longest:
        raise Unfit(_("too long; at most {n} characters").format(n=longest))
    return plain


def _choice(part: Part, field: Field, value: Any) -> str:
    plain = str(value or "")
    if plain and plain not in {code for code, _label in part.choices(field.name)}:
        raise Unfit(_("not one of the choices"))
    return plain


def _many(part: Part, field: Field, value: Any) -> list[str]:
    chosen = [_choice(part, field, one) for one in value or ()]
    if not chosen:
        raise Unfit(_("choose at least one"))
    return sorted(set(chosen), key=[code for code, _label in part.choices(field.name)].index)


def _date(part: Part, field: Field, value: Any) -> str | None:
    if value in (None, ""):
        return None
    try:
        day = value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        raise Unfit(_("not a date; it looks like 2026-01-31")) from None
    if day.year not in YEARS:
        raise Unfit(_("a year like that cannot be meant"))
    return day.isoformat()


def _decimal(part: Part, field: Field, value: Any) -> str | None:
    if value in (None, ""):
        return None
    try:
        number = Decimal(str(value).replace(",", "").strip())
    except InvalidOperation:
        raise Unfit(_("not a number")) from None
    column = part.model._meta.get_field(field.name)
    digits = getattr(column, "max_digits", 12) - getattr(column, "decimal_places", 3)
    if not number.is_finite() or number <= 0 or number >= 10**digits:
        raise Unfit(_("must be more than 0 and can have at most {n} digits").format(n=digits))
    if number != round(number, getattr(column, "decimal_places", 3)):
        raise Unfit(_("too many decimal places"))
    return str(primitive(number))


def _whole(part: Part, field: Field, value: Any) -> int | None:
    if value in (None, ""):
        return None
    text = str(value).strip()
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= LARGEST_WHOLE:
        raise Unfit(_("a whole number from 1 on is needed"))
    return int(text)


def _yes_no(part: Part, field: Field, value: Any) -> bool:
    return value in (True, "True", "true", "1", "on", "yes")


def _curve(part: Part, field: Field, value: Any) -> list[str]:
    pieces = (
        value if isinstance(value, list | tuple) else str(value or "").replace(",", " ").split()
    )
    try:
        hours = [Decimal(str(one)) for one in pieces]
    except InvalidOperation:
        raise Unfit(_("numbers only, one for each hour")) from None
    if hours and len(hours) != HOURS:
        raise Unfit(_("24 values are needed, one for each hour from 00:00 on"))
    if any(not hour.is_finite() or hour < 0 or hour >= 10**9 for hour in hours):
        raise Unfit(_("a load cannot be below 0"))
    return [str(primitive(round(hour, 3))) for hour in hours]


def _party(part: Part, field: Field, value: Any) -> int | None:
    return None if value in (None, "") else int(value)


_CLEANERS: dict[str, Callable[[Part, Field, Any], Any]] = {
    "text": _text, "note": _text, "choice": _choice, "many": _many, "date": _date,
    "decimal": _decimal, "whole": _whole, "yes_no": _yes_no, "curve": _curve, "party": _party,
    "division": _text,
}  # fmt: skip


def _together(part: Part, whole: Values, *, typed: Mapping[str, Any], on: date) -> Values:
    """Check what only makes sense together; return the values this settles."""

    def settle(name: str, check: Callable[[], Any]) -> Values:
        try:
            return {name: check()}
        except Unfit as error:
            raise _invalid(part.field(name), error.problem) from None

    if part.code == "PARTY" and {"id_document", "id_document_kind"} & set(typed):
        kind, number = whole["id_document_kind"], whole["id_document"]
        return settle("id_document", lambda: checks.id_document(kind, number, on=on))
    if part.code == "PREMISE" and {"address", "division_code"} & set(typed):
        return _premise(whole, settle)
    if part.code == "CONTACT" and {"kind", "value"} & set(typed):
        return settle("value", lambda: checks.contact(whole["kind"], whole["value"]))
    if part.code == "ROLE" and whole.get("phone"):
        return settle("phone", lambda: checks.phone(whole["phone"]))
    if part.code == "IMPORTANT" and whole.get("important_grade"):
        for name in ("important_basis", "important_review_on"):
            if not whole.get(name):
                raise _invalid(part.field(name), _("is needed for an important customer"))
    return {}


def _premise(whole: Values, settle: Callable[[str, Callable[[], Any]], Values]) -> Values:
    code = whole.get("division_code") or divisions.code_for(whole["address"])
    settled = settle("division_code", lambda: checks.division_code(code))
    return settled | settle("address", lambda: checks.address(whole["address"], code=code))


def shown(part: Part, field: Field, value: Any, *, clear: bool = False) -> str:
    """Return a value in words of the active language; personal ones masked unless ``clear``."""
    if value is None or value == "" or value == []:
        return ""
    if field.kind == "choice":
        return str(dict(part.choices(field.name)).get(value, value))
    if field.kind == "many":
        labels = dict(part.choices(field.name))
        return _now(", ").join(str(labels.get(one, one)) for one in value)
    if field.kind == "yes_no":
        return _now("Yes") if value else _now("No")
    if field.kind == "curve":
        return " ".join(value)
    if field.kind == "division":
        found = divisions.division(str(value))
        return f"{value} {found.full_name}" if found else str(value)
    text = f"{value} {field.unit}" if field.unit else str(value)
    return text if clear or not field.personal else masked(field, text)


def masked(field: Field, text: str) -> str:
    """Return a personal text as it looks to who may not read it whole."""
    if field.mask is masking.mask_phone and not text.isdigit():
        return text[:1] + "***" + (text[text.index("@") :] if "@" in text else "")
    if field.grade >= 3 and field.mask is masking.mask_name:
        return "***"
    return field.mask(text)
