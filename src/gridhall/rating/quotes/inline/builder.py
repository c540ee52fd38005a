"""Collects what an inline tariff becomes: the values, tables and charges of a tariff book."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from gridhall.rating.books import schema
from gridhall.rating.books.schema import Charge
from gridhall.rating.charges.generic.words import period_name
from gridhall.rating.quotes.inline.parts import TextForm

LONG_AGO = date(1900, 1, 1)
SOURCE = "caller"
ENTRY: dict[str, Any] = {
    "effective_from": LONG_AGO,
    "source": SOURCE,
    "grade": "C",
    "verified": False,
}
GIVEN = schema.Source(title="由提问者给定 given by the caller", published_on=LONG_AGO)
ROLES = {
    "price": ("单价", "price"),
    "times": ("浮动比例", "multiplier"),
    "plus": ("加减价", "adder"),
    "component": ("价格构成", "component"),
    "bound": ("档上限", "upper bound of tier"),
    "adder": ("档加价", "surcharge of tier"),
    "relief": ("多人口每月增加基数", "relief of a large household"),
    "funds": ("政府性基金及附加", "government funds"),
    "amount": ("金额", "amount"),
    "percent": ("比例", "per cent"),
    "allowance": ("免费电量", "free energy"),
    "rule": ("取整规则", "rounding rule"),
    "zero_factor": ("零电量时系数", "factor without use"),
    "ratchet_share": ("历史最高需量比例", "share of the highest demand"),
    "minimum_kw": ("最低需量", "minimum demand"),
}


class Builder:
    """Collects parameters and charges; every value gets a key of its own."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.parameters: list[schema.Parameter] = []
        self.tables: list[schema.Table] = []
        self.calendars: list[schema.Calendar] = []
        self.charges: list[Charge] = []
        self._numbers: dict[str, int] = {}

    def key(self, head: str, role: str) -> str:
        """Return the key of a value: ``inline.CASE.energy.price.peak``."""
        return f"inline.{self.code}.{head}.{role}"

    def put(
        self, head: str, role: str, value: Decimal | str, unit: str, name: schema.Name | None = None
    ) -> str:
        """Add a value and return its key."""
        key = self.key(head, role)
        number = isinstance(value, Decimal)
        entry = schema.DatedValue(value=value, **ENTRY)
        item = schema.Parameter(
            key=key,
            name=name or role_name(role),
            unit=unit if number else "rule",
            values=(entry,),
        )
        self.parameters.append(item)
        return key

    def charge(
        self,
        method: str,
        values: Mapping[str, tuple[Decimal | str, str] | tuple[Decimal | str, str, schema.Name]],
        *,
        uses: Mapping[str, str] | None = None,
        **more: Any,
    ) -> None:
        """Add a charge with its own values (``role: (value, unit, name)``) and keys of others."""
        number = self._numbers[method] = self._numbers.get(method, 0) + 1
        head = method if number == 1 else f"{method}{number}"
        keys = {role: self.put(head, role, *item) for role, item in values.items()}
        self.charges.append(Charge(method=method, uses={**keys, **(uses or {})}, **more))


def role_name(role: str) -> schema.Name:
    """Return the name of a value by its role: ``price.peak`` is the price of peak."""
    head, *rest = role.split(".")
    kind, _, number = head.partition("_") if head not in ROLES else (head, "", "")
    zh, en = ROLES.get(head) or ROLES.get(kind) or (head, head)
    if number:
        zh, en = f"第{number}{zh if zh.startswith('档') else f'档{zh}'}", f"{en} {number}"
    for part in rest:
        name = period_name(part)
        zh, en = f"{name.zh}{zh}", f"{en}, {name.en}"
    return schema.Name(zh=zh, en=en)


def name_of(given: TextForm | str | None) -> schema.Name | None:
    """Return a name in both languages; one in a single language is used in both."""
    if given is None:
        return None
    if isinstance(given, str):
        return schema.Name(zh=given, en=given)
    return schema.Name(zh=given.zh, en=given.en)
