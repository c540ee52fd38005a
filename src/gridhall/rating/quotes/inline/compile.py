"""From an inline tariff to a tariff book of one price class, so that there is one engine."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal

from gridhall.kernel.errors import InvalidNumber
from gridhall.kernel.money import exact
from gridhall.rating.books import LoadedBook, content_hash, schema
from gridhall.rating.books.schema import TimeOfUse
from gridhall.rating.quotes.inline import charges, energy, hours
from gridhall.rating.quotes.inline.builder import ENTRY, GIVEN, SOURCE, Builder, name_of
from gridhall.rating.quotes.inline.form import InlineTariff

#: How registers are judged where the tariff does not say: as the shipped books do. A period that
#: must be divided on a day without a read is divided by days, with a warning.
CONVENTIONS = {
    "price_change_split": "by_days",
    "rollover_high": "0.90",
    "rollover_low": "0.10",
    "register_sum_tolerance": "0.10",
}
QUANTITY_RULES = {None: "whole_half_up", "half_up:1": "whole_half_up"}
TITLE = schema.Name(zh="算例自带价格", en="tariff of the case")
Known = Callable[[str], bool]


def book_of(tariff: InlineTariff, code: str, known: Known) -> LoadedBook:
    """Return the book of a tariff whose price class is called ``code``.

    ``known`` tells whether a key of the national rules has a value on the day of the law; what
    the tariff leaves open is then taken from there.
    """
    build = Builder(code)
    energy.add(build, tariff)
    charges.add(build, tariff, known)
    calendar = hours.add(build, tariff)
    conventions = _conventions(build, tariff)
    plan = schema.DatedPlan(
        tou=_time_of_use(tariff, calendar), charges=tuple(build.charges), **ENTRY
    )
    content = schema.Book(
        book=f"inline/{code}",
        title=name_of(tariff.name) or TITLE,
        jurisdiction="case",
        sources={SOURCE: GIVEN},
        parameters=tuple(build.parameters),
        tables=tuple(build.tables),
        calendars=tuple(build.calendars),
        conventions=conventions,
        price_classes=(
            schema.PriceClass(code=code, name=name_of(tariff.name) or TITLE, values=(plan,)),
        ),
    )
    text = json.dumps(content.model_dump(mode="json", exclude_defaults=True), ensure_ascii=False)
    return LoadedBook(content.book, text, content_hash(text), content)


NAMES = {
    role: schema.Name(zh=zh, en=en)
    for role, zh, en in (
        ("money_rounding", "金额取整规则", "rounding of amounts"),
        ("quantity_rounding", "电量取整规则", "rounding of quantities"),
        ("rollover_high", "翻转判定：前次示数下限", "roll-over: least share of the earlier read"),
        ("rollover_low", "翻转判定：本次示数上限", "roll-over: greatest share of the later read"),
        ("register_sum_tolerance", "各时段之和与总示数允许差", "tolerance of total and periods"),
        ("total_rounding", "合计取整规则", "rounding of the total"),
        ("price_change_split", "账期内变更的分摊方法", "division at a change within the period"),
        ("loss_divisor", "变损按天分摊的除数", "divisor of a month's loss"),
        ("fixed_split", "定量在各时段的分摊方法", "division of a fixed quantity"),
        ("tax_rate", "税率", "tax rate"),
    )
}


def _time_of_use(tariff: InlineTariff, calendar: str | None) -> TimeOfUse | None:
    names = tariff.period_names
    if not names:
        return None
    residual = tariff.residual or ("flat" if "flat" in names else names[-1])
    return TimeOfUse(periods=names, residual=residual, calendar=calendar)


def _conventions(build: Builder, tariff: InlineTariff) -> dict[str, str]:
    """Return the key of every convention the class needs, or names itself."""
    losses = tariff.rounding.losses
    values = {
        **CONVENTIONS,
        "money_rounding": tariff.rounding.line,
        "quantity_rounding": QUANTITY_RULES.get(losses, losses) or "none",
        **tariff.conventions,
    }
    if tariff.rounding.total is not None:
        values["total_rounding"] = tariff.rounding.total
    return {
        role: build.put("convention", role, *_typed(text), NAMES.get(role))
        for role, text in values.items()
    }


def _typed(text: str) -> tuple[Decimal | str, str]:
    """Return a number with a unit, or the name of a rule."""
    try:
        return exact(text), "ratio"
    except InvalidNumber:
        return text, "rule"
