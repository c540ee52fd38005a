"""Numbers on a page are exact: no float, no lost digit, no silent rounding but money's."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import engines
from django.utils import translation

from gridhall.kernel.errors import InvalidNumber
from gridhall.ui import formats


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal("1234567.89"), "¥\u00a01,234,567.89"),
        (Decimal("-318.4"), "−¥\u00a0318.40"),
        (Decimal("0.005"), "¥\u00a00.01"),
        (Decimal("-0.005"), "−¥\u00a00.01"),
        (0, "¥\u00a00.00"),
        ("99999999999999.99", "¥\u00a099,999,999,999,999.99"),
        (None, "—"),
        ("", "—"),
    ],
)
def test_money(value: Decimal | str | int | None, shown: str) -> None:
    assert formats.money(value) == shown


def test_money_with_sign_marks_gains_and_losses() -> None:
    assert formats.money(Decimal("5"), plus=True) == "+¥\u00a05.00"
    assert formats.money(Decimal("-5"), plus=True) == "−¥\u00a05.00"
    assert formats.money(Decimal("0"), plus=True) == "¥\u00a00.00"


@pytest.mark.parametrize(
    "show", [formats.money, formats.number, formats.kwh, formats.percent, formats.price]
)
def test_a_float_is_refused(show: object) -> None:
    with pytest.raises(InvalidNumber):
        show(0.1)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal("1234.5000"), "1,234.5"),
        (Decimal("1E+3"), "1,000"),
        (Decimal("0.12345678901234567890"), "0.1234567890123456789"),
        (Decimal("-7"), "−7"),
        (12_345_678, "12,345,678"),
    ],
)
def test_numbers_keep_every_digit(value: Decimal | int, shown: str) -> None:
    assert formats.number(value) == shown


def test_places_round_half_away_from_zero() -> None:
    assert formats.number(Decimal("2.5"), 0) == "3"
    assert formats.number(Decimal("-2.5"), 0) == "−3"


def test_units_percent_and_prices() -> None:
    assert formats.kwh(Decimal("592.00")) == "592\u00a0kWh"
    assert formats.percent(Decimal("0.12345")) == "12.3%"
    assert formats.price(Decimal("0.538")) == "¥\u00a00.538"
    assert formats.price(Decimal("0.5")) == "¥\u00a00.50"
    assert formats.price(Decimal("40")) == "¥\u00a040.00"


def test_days_follow_the_language() -> None:
    with translation.override("zh-hans"):
        assert formats.day(date(2026, 1, 31)) == "2026-01-31"
        assert formats.month(date(2026, 1, 1)) == "2026年1月"
    with translation.override("en"):
        assert formats.day(date(2026, 1, 31)) == "31 Jan 2026"
        assert formats.month(date(2026, 1, 1)) == "January 2026"


def test_a_moment_is_shown_in_the_territorys_zone() -> None:
    with translation.override("zh-hans"):
        assert formats.moment(datetime(2026, 1, 31, 16, 30, tzinfo=UTC)) == "2026-02-01 00:30"


def test_a_half_open_period_is_shown_with_both_days_inside() -> None:
    with translation.override("zh-hans"):
        assert formats.period(date(2026, 1, 1), date(2026, 2, 1)) == "2026-01-01 – 2026-01-31"
        assert formats.period(date(2026, 1, 1), date(2026, 1, 2)) == "2026-01-01"
        assert formats.period(date(2026, 1, 1), None) == "2026-01-01 –"


def test_filters_need_no_load_and_mark_negative_money() -> None:
    template = engines["django"].from_string(
        "{{ amount|amount }} {{ energy|kwh }} {{ name|initial }}"
    )
    html = template.render({"amount": Decimal("-1"), "energy": 5, "name": "王晓明"})
    assert 'class="gh-money gh-negative"' in html
    assert "5\u00a0kWh" in html
    assert html.endswith("明")
