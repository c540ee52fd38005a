"""Prices made of components: what floats in each grid, seasons, given values, and the trace."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from gridhall.rating.books import InvalidBook, Library, NoValidPrice, given_book
from gridhall.rating.books.schema import DatedStructure
from gridhall.rating.quote import quote
from gridhall.rating.result import Rated, Refusal
from tests.rating.support import library

TABLE = Path(__file__).parent / "tables" / "tou-multipliers.csv"
JULY, AUGUST = date(2026, 7, 1), date(2026, 8, 1)
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
PARTS = {
    "purchase": "0.4",
    "line_loss": "0.02",
    "td": "0.2",
    "system_operation": "0.05",
    "funds": "0.03",
}
#: Structures by the table's name of the grid, in the order its cells list their groups.
GRIDS = {
    "江苏": ["JS.tou.two", "JS.tou.single_from_100kVA", "JS.tou.single_below_100kVA"],
    "广东": ["GD.tou"],
    "山东": ["SD.tou"],
    "上海": ["SH.tou.two", "SH.tou.large_industry"],
    "北京": ["BJ.tou.two", "BJ.tou.single_from_1kV", "BJ.tou.single_lt1kV"],
    "湖北": ["HB.tou"],
    "湖南": ["HN.tou"],
    "江西": ["JX.tou"],
    "四川": ["SC.tou.large_industry", "SC.tou"],
    "安徽": ["AH.tou.industry_315", "AH.tou"],
    "福建": ["FJ.tou"],
    "海南": ["HI.tou"],
    "陕西": ["SN.tou"],
    "山西": ["SX.tou.large_industry", "SX.tou"],
    "天津": ["TJ.tou"],
    "云南": ["YN.tou"],
    "青海": ["QH.tou"],
    "新疆": ["XJ.tou"],
    "黑龙江": ["HL.tou"],
    "吉林": ["JL.tou"],
    "贵州": ["GZ.tou"],
    "蒙西": ["NM.west.tou"],
    "蒙东": ["NM.east.tou"],
}


def structure(key: str) -> DatedStructure:
    return library().structure(key, on=date(2026, 3, 1))


def with_values(values: Mapping[str, str], start: date = JULY, end: date = AUGUST) -> Library:
    return library().with_book(given_book(values, library=library(), start=start, end=end))


def priced(code: str, prefix: str, on: date, end: date, **periods: str) -> Rated | Refusal:
    values = {f"{prefix}.agency.{role}": value for role, value in PARTS.items()}
    books = with_values(values, on, end)
    kwh = sum((Decimal(value) for value in periods.values()), Decimal(0))
    return quote(code, kwh, library=books, on=on, periods=periods)


def prices(answer: Rated | Refusal) -> dict[str, str]:
    assert isinstance(answer, Rated), answer
    return {line.code: str(line.unit_price) for line in answer.lines}


@pytest.mark.requirement("R40")
def test_only_the_purchase_price_floats_in_jiangsu() -> None:
    answer = priced("JS-1P-100KVA-TOU", "JS", JULY, AUGUST, peak="100", flat="100", valley="100")
    assert prices(answer) == {
        "ENERGY_PEAK": "0.950",  # 0.4 × 1.70 + 0.27
        "ENERGY_FLAT": "0.67",
        "ENERGY_VALLEY": "0.410",
        "FUNDS": "0.03",
    }


def test_transmission_floats_too_in_hainan() -> None:
    answer = priced("HI-1P-TOU", "HI", JULY, AUGUST, sharp="1", peak="1", flat="1", valley="1")
    found = prices(answer)
    assert Decimal(found["ENERGY_PEAK"]) == Decimal("0.6") * Decimal("1.7") + Decimal("0.07")
    assert Decimal(found["ENERGY_SHARP"]) == Decimal("0.6") * Decimal("2.04") + Decimal("0.07")


def test_everything_but_the_funds_floats_in_guangdong_rounded_to_four_decimals() -> None:
    answer = priced("GD-1P-TOU", "GD", JULY, AUGUST, sharp="1", peak="1", flat="1", valley="1")
    found = prices(answer)
    assert found["ENERGY_SHARP"] == "1.4238"  # 0.67 × 2.125 = 1.42375
    assert found["ENERGY_VALLEY"] == "0.2546"


def test_without_time_of_use_the_flat_price_holds() -> None:
    books = with_values({f"JS.agency.{role}": value for role, value in PARTS.items()})
    found = prices(quote("JS-1P-100KVA-TOU", "100", library=books, on=JULY))
    assert found == {"ENERGY_NON_TOU": "0.67", "FUNDS": "0.03"}


def test_the_trace_shows_components_and_multiple() -> None:
    answer = priced("JS-1P-100KVA-TOU", "JS", JULY, AUGUST, peak="100", valley="0")
    assert isinstance(answer, Rated)
    line = answer.lines[0]
    assert "100 kWh × (0.4 × 1.7 + 0.02 + 0.2 + 0.05 = 0.95) = 95.00 yuan" in line.trace.numbers.en
    keys = [parameter.key for parameter in line.trace.parameters]
    assert keys[:5] == [
        "JS.agency.purchase",
        "JS.agency.line_loss",
        "JS.agency.td",
        "JS.agency.system_operation",
        "JS.tou.single_from_100kVA[peak]",
    ]
    assert line.in_pf_base
    assert not next(x for x in answer.lines if x.code == "FUNDS").in_pf_base


def test_a_seasonal_multiple_ends_where_the_season_does() -> None:
    september = library().multiple("AH.tou", "peak", on=date(2026, 9, 10))
    assert (september.value, september.effective_to) == (Decimal("1.843"), OCTOBER)
    october = library().multiple("AH.tou", "peak", on=OCTOBER)
    assert (october.value, october.effective_to) == (Decimal("1.74"), date(2026, 12, 1))
    december = library().multiple("AH.tou", "peak", on=date(2026, 12, 31))
    assert december.effective_to == date(2027, 2, 1)
    assert library().multiple("AH.tou", "valley", on=OCTOBER).effective_to is None


def test_what_the_documents_do_not_say_is_refused() -> None:
    answer = priced("SC-1P-TOU", "SC", JULY, AUGUST, peak="1", valley="1")
    assert isinstance(answer, Refusal)
    assert (answer.code, answer.params["key"]) == ("NO_VALID_PRICE", "SC.tou.floats")
    with pytest.raises(NoValidPrice, match=r"YN\.tou\[sharp\]"):  # suspended
        library().multiple("YN.tou", "sharp", on=JULY)


def test_single_part_customers_of_shanghai_have_two_periods() -> None:
    found = {
        (period, month): structure("SH.tou.single").multiple(period, month)
        for period in ("peak", "valley")
        for month in (1, 5)
    }
    assert list(map(str, found.values())) == ["1.20", "1.17", "0.55", "0.55"]


def test_an_open_key_is_refused_until_it_is_given() -> None:
    answer = quote("GD-RES-TIER", "300", library=library(), on=JULY)
    assert isinstance(answer, Refusal)
    assert answer.params["key"] == "GD.residential.base"
    books = with_values({"GD.residential.base": "0.64"})
    found = quote("GD-RES-TIER", "650", library=books, on=JULY)
    assert isinstance(found, Rated)
    assert str(found.total) == "448.00"  # 260 × 0.64 + 340 × 0.69 + 50 × 0.94
    assert found.lines[0].trace.parameters[0].citation.title.endswith("the caller")


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"GD.residential.bass": "0.64"}, "no tariff book knows the key GD.residential.bass"),
        ({"GD.residential.base": "cheap"}, "does not suit the unit"),
        ({"GD.residential.adder_2": "0.06"}, "has two values"),
    ],
)
def test_given_values_must_be_known_fitting_and_new(values: dict[str, str], problem: str) -> None:
    with pytest.raises(InvalidBook, match=problem):
        with_values(values)


@pytest.mark.requirement("R42")
def test_multiples_of_23_grids_equal_the_table() -> None:
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["province"] for row in rows} == set(GRIDS)
    for row in rows:
        for period in ("sharp", "peak", "valley", "deep"):
            wanted = [Decimal(n) for n in re.findall(r"\d\.\d+", _without_bases(row[period]))]
            held = {
                value
                for key in GRIDS[row["province"]]
                for month in range(1, 13)
                if (value := structure(key).multiple(period, month)) is not None
            }
            relative = re.search(r"(peak|valley) x(\d\.\d)", row[period])
            if relative:
                bases = {
                    (key, month): structure(key).multiple(relative[1], month)
                    for key in GRIDS[row["province"]]
                    for month in range(1, 13)
                }
                found = {
                    structure(key).multiple(period, month) / base
                    for (key, month), base in bases.items()
                    if base and structure(key).multiple(period, month)
                }
                assert found == {Decimal(relative[2])}, (row["province"], period)
            else:
                assert held == set(wanted), (row["province"], period)


def _without_bases(cell: str) -> str:
    """Return the cell without what is in brackets or names voltages and capacities."""
    return re.sub(r"\(=[^)]*\)|>=?\d+kVA|<\d+kVA", "", cell)


def test_published_cells_must_follow_from_their_components() -> None:
    book = library().books["CN/hubei/agency-purchase-2026-01"]
    assert len(book.content.published) == 7
    values = {
        role: library().number(key, on=date(2026, 1, 1))
        for role, key in book.content.published[0].uses.items()
    }
    sharp = structure("HB.tou").price(values, "sharp", 1)
    assert sharp is not None
    assert sharp + values["funds"] == Decimal("1.133999")
