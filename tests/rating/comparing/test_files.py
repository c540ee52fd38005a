"""A customer's files: read exactly, or every fault named with its row, column and remedy."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from gridhall.rating.comparing.files import FileUse, UnreadableFile, read_file


def rows(step: int = 15, count: int = 192, form: str = "%Y-%m-%d %H:%M", first: int = 0) -> str:
    start = datetime(2025, 1, 1) + timedelta(minutes=first)  # noqa: DTZ001
    return "\n".join(
        f"{start + timedelta(minutes=step * n):{form}},{n % 7}.5" for n in range(count)
    )


def faults(content: str | bytes) -> list[str]:
    with pytest.raises(UnreadableFile) as error:
        read_file(content if isinstance(content, bytes) else content.encode())
    assert all(fault.get("zh") for fault in error.value.faults)
    return [fault.get("en") for fault in error.value.faults]


def read(content: str | bytes) -> FileUse:
    return read_file(content if isinstance(content, bytes) else content.encode())


@pytest.mark.parametrize("header", ["", "time,kWh\n", "时间,电量\n", "数据时间,用电量（kWh）\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("step", [15, 30, 60])
def test_headers_encodings_and_steps(header: str, encoding: str, step: int) -> None:
    found = read((header + rows(step, 48)).encode(encoding)).fields["intervals"]
    assert (found["start"], found["minutes"]) == ("2025-01-01T00:00", step)
    assert found["kwh"][:3] == ["0.5", "1.5", "2.5"]


@pytest.mark.parametrize(
    "form", ["%Y/%m/%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y年%m月%d日 %H时%M分", "%Y%m%d %H%M"]
)
def test_forms_of_a_time(form: str) -> None:
    assert read(rows(form=form)).fields["intervals"]["start"] == "2025-01-01T00:00"


def test_times_that_are_ends_are_told() -> None:
    found = read(rows(first=15, count=96))
    assert found.fields["intervals"]["start"] == "2025-01-01T00:00"
    assert [notice.code for notice in found.notices] == ["STAMPS_ARE_ENDS"]


def test_mean_power_and_a_day_in_a_column_of_its_own() -> None:
    found = read("日期,时间,功率(kW)\n2025-01-01,00:00,4\n2025-01-01,00:15,8\n")
    assert found.fields["intervals"]["kw"] == ["4", "8"]


def test_rows_a_month_with_periods() -> None:
    found = read('月份,峰,谷,最大需量\n2025/2,3,4,5\n2025-01,"1,001",2,5\n').fields["months"]
    assert found[0] == {
        "month": "2025-01", "periods": {"peak": "1001", "valley": "2"}, "demand_kw": "5",
    }  # fmt: skip


def test_gaps_doubles_and_words_are_named() -> None:
    text = "time,kWh\n2025-01-01 00:00,1\n2025-01-01 00:15,1\n2025-01-01 00:15,1\n"
    found = faults(text + "2025-01-01 00:30,1\n2025-01-01 01:15,1\n")
    assert "row 4" in found[0]
    assert "row 3: delete one" in found[0]
    assert "row 6" in found[1]
    assert "2 values are missing before it (from 2025-01-01 00:45)" in found[1]
    found = faults("time,kWh\n2025-01-01 00:00,\n2025-02-30 00:15,1\n2025-01-01 00:30,-1\n")
    assert found[0].startswith("row 2, column “kWh”: must be a number")
    assert "“2025-02-30 00:15”: must be a time" in found[1]
    assert "“-1”: must not be negative" in found[2]


@pytest.mark.parametrize(
    "text",
    ["", " \n", "\x00\x01\x02", "a,b\n1,2", "time,kWh\n", "time,kWh\n2025-01-01 00:00,1\n",
     "time,kWh\n2025-01-01 00:00,1\n2025-01-01 00:05,1\n", "time,kWh\n\"x\n", ",".join("a" * 99),
     "time,kWh\n2025-01-01 00:00,１\n2025-01-01 00:15,1e9\n", "month,kWh\n2025-01,1\n2025-01,2\n",
     "time,peak\n2025-01-01 00:00,1\n2025-01-01 00:15,1\n"],
)  # fmt: skip
def test_nonsense_is_refused_in_peace(text: str) -> None:
    assert faults(text)


def test_the_faults_and_the_file_have_limits() -> None:
    assert len(faults("time,kWh\n" + "x,y\n" * 5000)) <= 12
    assert "too large" in faults(b"1" * 4_000_001)[0]
    assert "Too much" in faults("month,kWh\n" + "x,1\n" * 110_001)[0]


ESPI = """<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom"><entry><content>
<LocalTimeParameters xmlns="http://naesb.org/espi"><tzOffset>28800</tzOffset></LocalTimeParameters>
</content></entry><entry><content><ReadingType xmlns="http://naesb.org/espi">
<flowDirection>{flow}</flowDirection><powerOfTenMultiplier>{ten}</powerOfTenMultiplier><uom>{uom}</uom>
</ReadingType></content></entry><entry><content><IntervalBlock xmlns="http://naesb.org/espi">
<interval><duration>172800</duration><start>1735660800</start></interval>{readings}
</IntervalBlock></content></entry></feed>"""


def espi(values: str = "250", *, ten: str = "0", uom: str = "72", flow: str = "1", step: int = 900,
         count: int = 8) -> str:  # fmt: skip
    readings = "".join(
        f"<IntervalReading><timePeriod><duration>{step}</duration><start>{1735660800 + step * n}"
        f"</start></timePeriod><value>{values}</value></IntervalReading>"
        for n in range(count)
    )
    return ESPI.format(ten=ten, uom=uom, flow=flow, readings=readings)


def test_green_button_counts_watt_hours_by_their_power_of_ten_and_local_time() -> None:
    found = read(espi()).fields["intervals"]
    assert (found["start"], found["minutes"], found["kwh"][0]) == ("2025-01-01T00:00", 15, "0.250")
    assert read(espi("25", ten="1", step=3600)).fields["intervals"]["kwh"] == ["0.25"] * 8
    assert read(espi("250000", ten="-3")).fields["intervals"]["kwh"][0] == "0.250000"


@pytest.mark.parametrize(
    ("content", "said"),
    [(espi(uom="73"), "uom"), (espi(flow="19"), "fed in"), (espi("-1"), "negative"),
     (espi("1e9"), "whole number"), (espi(step=600), "15, 30 or 60"), (espi(ten="99"), "sensible"),
     (espi(count=0), "IntervalReading"), (espi()[:-9], "no well-formed XML")],
)  # fmt: skip
def test_what_green_button_cannot_mean_is_refused(content: str, said: str) -> None:
    assert said in faults(content)[0]


BOMB = "<!DOCTYPE b [<!ENTITY a 'aaaaaaaaaa'>" + "".join(
    f"<!ENTITY {chr(98 + n)} '{('&' + chr(97 + n) + ';') * 10}'>" for n in range(9)
) + "]><feed>&j;</feed>"  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [BOMB, "<!DOCTYPE f SYSTEM 'http://127.0.0.1:9/x.dtd'><f/>",
     "<!DOCTYPE f [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><f>&x;</f>",
     "<!DOCTYPE f [<!ENTITY % p SYSTEM 'file:///etc/passwd'> %p;]><f/>"],
)  # fmt: skip
def test_entities_are_refused_before_they_are_expanded(content: str) -> None:
    (said,) = faults(content)
    assert "DOCTYPE" in said


def test_deep_nesting_is_refused() -> None:
    assert faults("<a>" * 5000)
