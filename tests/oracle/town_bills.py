"""Independent reference: the demo town's electricity bills for January 2026.

A second, deliberately plain calculation, written only from the town's README.md
("Billing rules of this utility", rules 1-15) and its CSV files.  It shares no code
with the billing engine, which is checked against it.  Decimal only, never float.

    python tests/oracle/town_bills.py [TOWN_FOLDER] > bills.csv

The folder defaults to demo/town of this repository.  Columns: account_no,
outcome (BILL/HOLD), hold_reason, total_yuan, lines ("CODE=amount;CODE=amount").
"""

import csv
import sys
from collections import defaultdict
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, getcontext
from itertools import groupby, pairwise
from pathlib import Path

getcontext().prec = 60  # products are exact; quotients and roots exact enough

MONTH_START = datetime.fromisoformat("2026-01-01")  # billing month = calendar month,
MONTH_END = datetime.fromisoformat("2026-02-01")  # 00:00 to 00:00, naive local time
DAYS = (MONTH_END - MONTH_START).days
HUBEI_TABLE = "hubei-2026-01-agency-price.csv"  # valid for this month only
ZERO = Decimal(0)
PERIODS = ("sharp", "peak", "flat", "valley")
CODES = {"peak": "HB_PEAK", "valley": "HB_VALLEY"}  # the others: the column's name
SUM_TOLERANCE = Decimal("0.10")  # rule 4, register units
STRUCTURES = {"1P": "single", "2P": "two"}
VOLTAGES = {"LV": "<1kV", "10KV": "1-10(20)kV", "35KV": "35kV", "110KV": "110kV"}


class HoldError(Exception):
    """Rule 4: the bill is held, never estimated or zeroed; the text is the reason."""


def money(value):
    """Rule 1: round to 0.01 yuan, half-up, away from zero."""
    return value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def whole(value):
    """Rules 10 and 11: round a quantity to whole kWh or kvarh, half-up."""
    return value.quantize(Decimal(1), rounding=ROUND_HALF_UP)


def rows(path):
    """All rows of one CSV file as dictionaries of text."""
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def by_account(table):
    """Group rows by their account_no, keeping the file order."""
    groups = defaultdict(list)
    for row in table:
        groups[row["account_no"]].append(row)
    return groups


class Town:
    """The town's files, indexed for look-up; no calculation in here."""

    def __init__(self, folder):
        """Read every file of the folder that the bills depend on."""
        self.customers = rows(folder / "customers.csv")
        self.meters = by_account(rows(folder / "meters.csv"))
        self.points = by_account(rows(folder / "metering_points.csv"))
        self.changes = by_account(rows(folder / "capacity_changes.csv"))
        self.all_points = [p for group in self.points.values() for p in group]
        self.reads = defaultdict(list)  # (asset_no, register) -> [(time, value, reason)]
        for row in rows(folder / "readings_monthly.csv"):
            time = datetime.fromisoformat(row["read_time"])
            read = (time, Decimal(row["value"]), row["reason"])
            self.reads[row["asset_no"], row["register"]].append(read)
        tariffs = folder / "tariffs"
        self.hubei = {(r["structure"], r["voltage"]): r for r in rows(tariffs / HUBEI_TABLE)}
        self.item_prices = {
            (r["price_class"], r["item"]): Decimal(r["price_yuan_per_kwh"])
            for name in ("zhejiang-residential-prices.csv", "hubei-other-prices.csv")
            for r in rows(tariffs / name)
        }
        self.pf_percent = {
            (r["standard"], Decimal(r["pf"])): Decimal(r["percent"])
            for r in rows(tariffs / "power-factor-adjustment.csv")
        }

    def price(self, price_class, item):
        """One per-kWh price; rule 4: hold if there is none."""
        if (price_class, item) not in self.item_prices:
            raise HoldError("NO_VALID_PRICE")
        return self.item_prices[price_class, item]

    def hubei_row(self, price_class):
        """The agency-table row of e.g. HB-2P-10KV; rule 4: hold if there is none."""
        parts = price_class.split("-")  # HB-AGR and ZJ-GC lead to no row
        key = (STRUCTURES.get(parts[1]), VOLTAGES.get(parts[-1]))
        if parts[0] != "HB" or key not in self.hubei:
            raise HoldError("NO_VALID_PRICE")
        return self.hubei[key]


def step(earlier, later, capacity):
    """Rules 2 and 3: register difference; >= 90 % to < 10 % of capacity rolls over."""
    if later >= earlier:
        return later - earlier
    if earlier >= capacity * Decimal("0.9") and later < capacity * Decimal("0.1"):
        return later + capacity - earlier
    raise HoldError("NEGATIVE_CONSUMPTION")


def register_difference(reads, capacity):
    """Closing minus opening of one register of one meter within the month.

    The first read must be the month turn or the meter's installation, the last
    one the month turn or its removal (rule 2); otherwise rule 4: read missing.
    """
    inside = sorted(r for r in reads if MONTH_START <= r[0] <= MONTH_END)
    if len({time for time, _, _ in inside}) != len(inside):
        raise HoldError("DUPLICATE_READING")
    opened = inside and (inside[0][0] == MONTH_START or inside[0][2] in ("install", "replace_in"))
    closed = inside and (inside[-1][0] == MONTH_END or inside[-1][2] == "replace_out")
    if not opened or not closed:
        raise HoldError("READING_MISSING")
    values = [value for _, value, _ in inside]
    return sum((step(a, b, capacity) for a, b in pairwise(values)), ZERO)


def meter_differences(town, meter):
    """All energy registers of one meter in register units, keyed by short name."""
    capacity = Decimal(10) ** int(meter["register_int_digits"])
    result = {}
    for name in ("total", *PERIODS, "reactive"):
        register = "fwd_reactive" if name == "reactive" else "fwd_active_" + name
        reads = town.reads.get((meter["asset_no"], register), [])
        if reads or name == "total":  # the total register is required
            result[name] = register_difference(reads, capacity)
    return result


def check_register_sum(difference):
    """Rule 4: |total - (sharp+peak+flat+valley)| <= 0.10, on the month's differences."""
    parts = sum((difference.get(p, ZERO) for p in PERIODS), ZERO)
    if abs(difference["total"] - parts) > SUM_TOLERANCE:
        raise HoldError("REGISTER_SUM_MISMATCH")


def read_quantities(town, customer):
    """Rules 2 and 10 (a): kWh/kvarh over all meters of the account, times multiplier."""
    quantity = defaultdict(lambda: ZERO)
    for meter in town.meters[customer["account_no"]]:
        if "" < meter["removed_date"] < MONTH_START.date().isoformat():
            continue  # gone before the month began
        difference = meter_differences(town, meter)
        if customer["tou"] == "Y":
            check_register_sum(difference)
        for name, value in difference.items():
            quantity[name] += value * Decimal(meter["multiplier"])
    return quantity


def hubei_read_quantities(town, customer):
    """Read quantities with rule 5: the total is authoritative, flat is the remainder."""
    quantity = read_quantities(town, customer)
    quantity["flat"] = quantity["total"] - quantity["sharp"] - quantity["peak"] - quantity["valley"]
    return quantity


def maximum_demand(town, customer):
    """Rule 13: D = max-demand register at the closing month turn x multiplier."""
    for meter in town.meters[customer["account_no"]]:
        for time, value, _ in town.reads.get((meter["asset_no"], "max_demand"), []):
            if time == MONTH_END:
                return value * Decimal(meter["multiplier"])
    raise HoldError("READING_MISSING")


def subtract_sub_meters(town, point, quantity):
    """Rule 10 (b): master minus its sub-meters, per period and reactive."""
    customers = {c["account_no"]: c for c in town.customers}
    for sub in town.all_points:
        if sub["mp_role"] == "sub" and sub["parent_mp_no"] == point["mp_no"]:
            other = hubei_read_quantities(town, customers[sub["account_no"]])
            for name in ("total", *PERIODS, "reactive"):
                quantity[name] -= other[name]


def add_transformer_loss(point, quantity):
    """Rule 10 (c): no-load plus load loss; the flat period takes the remainder."""
    if not point["loss_p0_kw"]:
        return
    hours, read = Decimal(24 * DAYS), quantity["total"]
    p0, q0 = Decimal(point["loss_p0_kw"]), Decimal(point["loss_q0_kvar"])
    active = whole(p0 * hours + Decimal(point["loss_cu_pct"]) / 100 * read)
    parts = {p: whole(active * quantity[p] / read) if read else ZERO for p in PERIODS}
    parts["flat"] = active - parts["sharp"] - parts["peak"] - parts["valley"]
    for period in PERIODS:
        quantity[period] += parts[period]
    quantity["total"] += active
    quantity["reactive"] += whole(q0 * hours + Decimal(point["loss_q_cu_pct"]) / 100 * read)


def take_residential_share(points, quantity):
    """Rules 10 (d) and 11: take out the ratio point's whole kWh; return their sum."""
    taken = ZERO
    for point in (p for p in points if p["mp_role"] == "ratio"):
        for period in PERIODS:
            share = whole(Decimal(point["ratio_pct"]) / 100 * quantity[period])
            quantity[period] -= share
            taken += share
    quantity["total"] -= taken
    return taken


def tier_split(customer, kwh):
    """Rule 6: the month's kWh in tiers 1, 2, 3.

    January: the counter has just restarted, so both buckets are still full.
    """
    year, month = MONTH_START.year, MONTH_START.month
    moved = date.fromisoformat(customer["move_in_date"])
    first = moved.month if moved.year == year else 1
    bucket1, bucket2 = Decimal(230 * (13 - first)), Decimal(170 * (13 - first))
    if customer["large_household_from"]:
        grant_year, grant_month = map(int, customer["large_household_from"].split("-"))
        if (grant_year, grant_month) <= (year, month):  # not retroactive
            start = max(first, grant_month) if grant_year == year else first
            bucket1 += 100 * (13 - start)
    tier1 = min(kwh, bucket1)
    tier2 = min(kwh - tier1, bucket2)
    return tier1, tier2, kwh - tier1 - tier2


def zhejiang_lines(town, customer):
    """Rules 6, 7 and 8: shared meters, tiers without and with time of use."""
    price_class, quantity = customer["price_class"], read_quantities(town, customer)
    if price_class.startswith("ZJ-RES-COMB"):  # rule 6, last sentence
        return [("FLAT_SHARED", money(quantity["total"] * town.price(price_class, "flat")))]
    kwh, valley = quantity["total"], quantity["valley"]
    tier1, tier2, tier3 = tier_split(customer, kwh)
    if customer["tou"] == "Y":  # rule 7: first time of use, then tiers
        items = [("PEAK", kwh - valley, "peak"), ("VALLEY", valley, "valley")]
        extra = [("TIER_2_ADDER", tier2, "tier2_adder"), ("TIER_3_ADDER", tier3, "tier3_adder")]
    else:
        items = []
        extra = [("TIER_1", tier1, "tier1"), ("TIER_2", tier2, "tier2"), ("TIER_3", tier3, "tier3")]
    items += [item for item in extra if item[1] > 0]  # only used tiers have a line
    lines = [(code, money(used * town.price(price_class, item))) for code, used, item in items]
    if customer["low_income"] == "Y" and kwh > 0:  # rule 8, at the tier-1 price also with TOU
        free = min(Decimal(15), kwh) * town.price("ZJ-RES-TIER", "tier1")
        lines.append(("LOW_INCOME", money(-free)))
    return lines


def capacity_on(customer, changes, day):
    """Rule 12: the kVA charged on one day of the month."""
    kva = Decimal(customer["contracted_capacity_kva"])
    for change in changes:
        start = date.fromisoformat(change["from_date"])
        end = date.fromisoformat(change["restored_date"]) if change["restored_date"] else None
        too_short = change["kind"] == "暂停" and end and (end - start).days < 15
        if start <= day and not (end and day >= end) and not too_short:
            kva += Decimal(change["kva_change"])
    return kva


def capacity_lines(customer, changes, price):
    """Rule 12: one line per run of days with equal capacity."""
    days = [(MONTH_START + timedelta(days=n)).date() for n in range(DAYS)]
    daily = [capacity_on(customer, changes, day) for day in days]
    runs = [(kva, len(list(run))) for kva, run in groupby(daily)]
    return [("CAPACITY", money(kva * price * length / DAYS)) for kva, length in runs]


def demand_lines(town, customer, read_kwh, price):
    """Rules 13 and 14: 40 % floor, 105 % band, load-factor discount."""
    kva = Decimal(customer["contracted_capacity_kva"])
    if read_kwh >= 260 * kva:  # rule 14, unrounded
        price = price * Decimal("0.9")
    floor = Decimal("0.4") * (kva + Decimal(customer["hv_motor_kw"] or 0))
    charged = max(Decimal(customer["contract_demand_kw"]), floor)
    demand, limit = maximum_demand(town, customer), Decimal("1.05") * charged
    if demand <= limit:
        return [("DEMAND", money(charged * price))]
    return [("DEMAND", money(limit * price)), ("DEMAND_OVER", money((demand - limit) * 2 * price))]


def power_factor(active, reactive):
    """Rule 15: W / sqrt(W^2 + Q^2), rounded half-up to 2 decimals."""
    exact = active / (active * active + reactive * reactive).sqrt()
    return exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def hubei_lines(town, customer):
    """Rules 9 to 15 in the order of rule 10."""
    cell = town.hubei_row(customer["price_class"])
    funds = town.price("HB-*", "government_funds")
    points, standard = town.points[customer["account_no"]], customer["pf_standard"]
    (point,) = [p for p in points if p["mp_role"] != "ratio"]  # the one with a meter
    quantity = hubei_read_quantities(town, customer)  # 10 (a)
    read_kwh = quantity["total"]
    subtract_sub_meters(town, point, quantity)  # 10 (b)
    add_transformer_loss(point, quantity)  # 10 (c)
    active, reactive = quantity["total"], quantity["reactive"]  # rule 15: before (d)
    share = take_residential_share(points, quantity)  # 10 (d)
    if any(value < 0 for value in quantity.values()):
        raise HoldError("NEGATIVE_CONSUMPTION")
    columns = PERIODS if customer["tou"] == "Y" else ("non_tou",)
    kwh = {**quantity, "non_tou": quantity["total"]}
    prices = {c: Decimal(cell[c]) - funds for c in columns}  # rule 9
    base = [(CODES.get(c, c.upper()), money(kwh[c] * prices[c])) for c in columns]
    if customer["billing_method"] == "two_capacity":
        changes = town.changes.get(customer["account_no"], [])
        base += capacity_lines(customer, changes, Decimal(cell["capacity_yuan_kva_month"]))
    if customer["billing_method"] == "two_demand":
        base += demand_lines(town, customer, read_kwh, Decimal(cell["demand_yuan_kw_month"]))
    lines = [*base, ("FUNDS", money(quantity["total"] * funds))]
    if share:
        lines.append(("RES_SHARE", money(share * town.price("HB-RES-COMB", "flat"))))
    if standard and active > 0:
        percent = town.pf_percent[standard, power_factor(active, reactive)]
        lines.append(("PF", money(percent / 100 * sum(amount for _, amount in base))))
    return lines


def bill(town, customer):
    """One output row; rule 1: the total is the sum of the rounded lines."""
    try:
        zhejiang = customer["price_class"].startswith("ZJ-RES")
        lines = zhejiang_lines(town, customer) if zhejiang else hubei_lines(town, customer)
    except HoldError as hold:
        return [customer["account_no"], "HOLD", str(hold), "", ""]
    total = sum((amount for _, amount in lines), Decimal("0.00"))
    text = ";".join(f"{code}={amount}" for code, amount in lines)
    return [customer["account_no"], "BILL", "", str(total), text]


def main(argv):
    """Write the bills of the town folder named on the command line to stdout."""
    town = Town(Path(argv[1] if len(argv) > 1 else Path(__file__).parents[2] / "demo" / "town"))
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["account_no", "outcome", "hold_reason", "total_yuan", "lines"])
    for customer in town.customers:
        writer.writerow(bill(town, customer))


if __name__ == "__main__":
    main(sys.argv)
