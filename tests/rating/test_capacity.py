"""The capacity charge: transformers and their states, every kind of change, part months by law."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from gridhall.kernel.periods import DatePeriod, billing_months, months_later
from gridhall.rating.request import (
    CapacityChange,
    CapacityChangeKind,
    Equipment,
    Transformer,
    TransformerState,
)
from gridhall.rating.result import Rated
from tests.rating.asking import agreement, ask, bill, held, used
from tests.rating.own_books import own_library

Kind = CapacityChangeKind
State = TransformerState


def books(price: str = "10", divisor: str = "thirty_days", **others: str) -> Any:
    values = {"price": price, "divisor": divisor, "suspension_min_days": "15", **others}
    return own_library({"A": [{"method": "capacity", "values": values}]}, shipped=False)


def change(kind: Kind, kva: str, start: str, restored: str | None = None) -> CapacityChange:
    return CapacityChange(
        kind=kind,
        kva_change=Decimal(kva),
        from_date=date.fromisoformat(start),
        restored_date=None if restored is None else date.fromisoformat(restored),
    )


def unit(kva: str, state: State = State.RUNNING, **facts: Any) -> Transformer:
    return Transformer(kva=Decimal(kva), state=state, **facts)


def charged(
    start: str,
    end: str,
    library: Any,
    *changes: CapacityChange,
    kva: str | None = "315",
    **facts: Any,
) -> Rated:
    terms = agreement(
        method="two_capacity", contracted_capacity_kva=kva, capacity_changes=changes, **facts
    )
    return bill(ask(start, end, used(start, end, "0"), terms=terms), library)


MAY = ("2013-05-01", "2013-06-01")


@pytest.mark.requirement("R40")
def test_hot_standby_is_charged_and_sealed_cold_standby_is_not() -> None:
    units = (
        unit("1000"),
        unit("1000", State.HOT_STANDBY),
        unit("1000", State.COLD_SEALED),
        unit("300", equipment=Equipment.COMPENSATOR),
    )
    answer = charged("2013-08-01", "2013-09-01", books("28"), kva=None, transformers=units)
    assert str(answer.total) == "56000.00"
    step = next(s for s in answer.quantities.steps if s.code == "CHARGED_CAPACITY")
    assert step.value == 2000


@pytest.mark.parametrize(
    ("state", "kva"),
    [
        (State.RUNNING, 800),
        (State.HOT_STANDBY, 800),
        (State.COLD_STANDBY, 800),
        (State.COLD_SEALED, 400),
        (State.SUSPENDED, 400),
    ],
)
def test_only_sealed_or_suspended_units_are_free(state: State, kva: int) -> None:
    units = (unit("400"), unit("400", state))
    answer = charged(*MAY, books("1"), kva=None, transformers=units)
    assert answer.total == kva


def test_of_interlocked_units_the_largest_counts_and_motors_count_as_capacity() -> None:
    units = (
        unit("400", interlock="x"),
        unit("630", interlock="x"),
        unit("200", equipment=Equipment.HV_MOTOR),
    )
    assert charged(*MAY, books("1"), kva=None, transformers=units).total == 830


@pytest.mark.parametrize(
    ("day", "total"),
    [("2013-05-18", "3651.67"), ("2013-05-15", "3736.67"), ("2013-05-23", "3510.00")],
)
def test_a_swap_is_charged_at_the_new_capacity_from_its_day_by_thirtieths(
    day: str, total: str
) -> None:
    answer = charged(*MAY, books(), change(Kind.SWAP, "85", day))
    assert str(answer.total) == total


def test_the_same_swap_under_the_law_of_2024_is_divided_by_calendar_days() -> None:
    answer = charged(*MAY, books(divisor="calendar_days"), change(Kind.SWAP, "85", "2013-05-18"))
    assert [str(f.denominator) for line in answer.lines for f in line.factors] == ["31", "31"]
    assert str(answer.total) == "3533.87"  # 3150 × 17 ÷ 31 + 4000 × 14 ÷ 31


def test_a_transformer_that_is_exchanged_may_be_written_as_two_with_dates() -> None:
    day = date(2013, 5, 18)
    units = (unit("315", to_date=day), unit("400", from_date=day))
    assert str(charged(*MAY, books(), kva=None, transformers=units).total) == "3651.67"


def test_the_law_of_the_day_divides_by_thirty_until_may_2024_and_by_the_calendar_after() -> None:
    rule = {"method": "capacity", "values": {"price": "10"}, "uses": {"divisor": DIVISOR}}
    library = own_library({"A": [rule]})
    old = charged("2024-05-01", "2024-06-01", library, change(Kind.SWAP, "85", "2024-05-18"))
    new = charged("2024-07-01", "2024-08-01", library, change(Kind.SWAP, "85", "2024-07-18"))
    assert (str(old.total), str(new.total)) == ("3651.67", "3533.87")


DIVISOR = "CN.two_part.proration_divisor"


def test_a_suspension_below_fifteen_days_reduces_nothing_whatever_the_reading_day() -> None:
    short = change(Kind.SUSPENSION, "-315", "2014-01-01", "2014-01-12")
    answer = charged("2013-12-22", "2014-01-22", books("28"), short, kva="815")
    assert str(answer.total) == "22820.00"
    assert [w.code for w in answer.warnings] == ["SUSPENSION_TOO_SHORT"]


def test_a_suspension_of_fifteen_days_reduces_from_its_first_day() -> None:
    enough = change(Kind.SUSPENSION, "-315", "2014-01-01", "2014-01-16")
    answer = charged("2014-01-01", "2014-02-01", books("30"), enough, kva="815")
    assert [(str(x.quantity), str(x.amount)) for x in answer.lines] == [
        ("500", "7500.00"),
        ("815", "13040.00"),
    ]


def test_what_exceeds_six_months_of_the_year_is_charged_again() -> None:
    long = change(Kind.SUSPENSION, "-315", "2014-01-11", "2014-12-31")
    library = books("30", suspension_max_months="6")
    june = charged("2014-06-01", "2014-07-01", library, long)
    july = charged("2014-07-01", "2014-08-01", library, long)
    august = charged("2014-08-01", "2014-09-01", library, long)
    assert (june.total, august.total) == (0, Decimal("9450.00"))
    assert [str(x.quantity) for x in july.lines] == ["0", "315"]  # free until the 11th
    assert [w.code for w in august.warnings] == ["SUSPENSION_OVER_LIMIT"]


def test_earlier_suspensions_of_the_year_count_and_a_new_year_begins_anew() -> None:
    first = change(Kind.SUSPENSION, "-315", "2014-01-01", "2014-05-01")  # 120 days
    second = change(Kind.SUSPENSION, "-315", "2014-07-01", "2015-02-01")
    library = books("30", suspension_max_months="6")
    both = (first, second)
    assert charged("2014-08-01", "2014-09-01", library, *both).total == 0
    # six months after 1 July less 120 days: free until 3 September
    september = charged("2014-09-01", "2014-10-01", library, *both)
    assert [str(x.quantity) for x in september.lines] == ["0", "315"]
    assert september.lines[1].from_date == date(2014, 9, 3)
    assert charged("2015-01-01", "2015-02-01", library, *both).total == 0


@pytest.mark.parametrize(
    ("kind", "kva", "amount"),
    [
        (Kind.INCREASE, "85", "3433.33"),  # 315 × 10 × 20/30 + 400 × 10 × 10/30
        (Kind.REDUCTION, "-115", "2766.67"),
        (Kind.TEMPORARY_REDUCTION, "-115", "2766.67"),
        (Kind.RESTORE, "85", "3433.33"),
        (Kind.CLOSE, "0", "2100.00"),
    ],
)
def test_changes_for_good_count_from_their_day(kind: Kind, kva: str, amount: str) -> None:
    answer = charged("2013-06-01", "2013-07-01", books(), change(kind, kva, "2013-06-21"))
    assert str(answer.total) == amount


def test_a_new_connection_is_charged_from_its_day() -> None:
    new = change(Kind.NEW, "315", "2013-06-21")
    assert str(charged("2013-06-01", "2013-07-01", books(), new, kva="0").total) == "1050.00"
    same = charged("2013-06-21", "2013-07-01", books())
    assert str(same.total) == "1050.00"


def test_a_closing_ends_the_charge_also_where_the_period_ends_with_it() -> None:
    assert str(charged("2013-06-01", "2013-06-16", books()).total) == "1575.00"
    assert (
        str(charged("2013-05-24", "2013-06-09", books(divisor="calendar_days")).total) == "1625.81"
    )


def test_a_temporary_reduction_that_began_earlier_still_runs() -> None:
    running = change(Kind.TEMPORARY_REDUCTION, "-115", "2013-01-05", "2013-06-11")
    answer = charged("2013-06-01", "2013-07-01", books(), running)
    assert [str(x.quantity) for x in answer.lines] == ["200", "315"]


def test_a_month_from_reading_day_to_reading_day_is_charged_whole() -> None:
    for start, end in (("2013-02-22", "2013-03-22"), ("2013-07-22", "2013-08-22")):
        answer = charged(start, end, books())
        assert str(answer.total) == "3150.00"
        assert answer.lines[0].factors == ()


def test_two_months_are_charged_twice_and_a_part_of_them_by_days() -> None:
    assert str(charged("2013-05-01", "2013-07-01", books()).total) == "6300.00"
    answer = charged("2013-05-01", "2013-07-01", books(), change(Kind.SWAP, "85", "2013-06-21"))
    assert [str(x.amount) for x in answer.lines] == ["3150.00", "2100.00", "1333.33"]


def test_the_rule_of_days_out_takes_the_free_days_off_a_whole_month() -> None:
    free = change(Kind.SUSPENSION, "-315", "2013-05-11", "2013-05-31")
    answer = charged(*MAY, books("30", part_rule="days_out"), free, kva="815")
    assert [(x.code, str(x.amount)) for x in answer.lines] == [
        ("CAPACITY", "24450.00"),
        ("CAPACITY_LESS", "-6300.00"),
    ]


def test_more_taken_away_than_there_is_is_refused() -> None:
    terms = agreement(
        method="two_capacity",
        contracted_capacity_kva="315",
        capacity_changes=(change(Kind.REDUCTION, "-400", "2013-05-11"),),
    )
    answer = held(ask(*MAY, used(*MAY, "0"), terms=terms), books())
    assert answer.code == "INCONSISTENT_POINTS"


def test_a_price_that_changes_in_the_month_divides_the_charge_and_keeps_earlier_changes() -> None:
    values = {"price": [("1990-01-01", "30"), ("2013-06-11", "60")], "divisor": "thirty_days"}
    library = own_library({"A": [{"method": "capacity", "values": values}]}, shipped=False)
    terms = agreement(
        method="two_capacity",
        contracted_capacity_kva="300",
        capacity_changes=(change(Kind.INCREASE, "100", "2013-06-06"),),
    )
    asked = ask("2013-06-01", "2013-07-01", used("2013-06-01", "2013-07-01", "0"), terms=terms)
    assert held(asked, library).code == "PRICE_CHANGES_IN_PERIOD"
    by_days = own_library(
        {"A": [{"method": "capacity", "values": values}]},
        conventions={"price_change_split": "by_days"},
        shipped=False,
    )
    answer = bill(asked, by_days)
    assert [(str(x.quantity), str(x.amount)) for x in answer.lines] == [
        ("300", "1500.00"),
        ("400", "2000.00"),
        ("400", "16000.00"),
    ]


def test_billing_months() -> None:
    def lengths(start: str, end: str) -> list[int]:
        period = DatePeriod(date.fromisoformat(start), date.fromisoformat(end))
        return [month.days for month in billing_months(period)]

    assert lengths("2024-01-31", "2024-03-31") == [29, 31]
    assert lengths("2024-01-24", "2024-03-10") == [31, 15]
    assert lengths("2024-01-24", "2024-03-01") == [8, 29]
    assert months_later(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert months_later(date(2024, 11, 30), 14) == date(2026, 1, 30)
