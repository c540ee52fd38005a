"""The words of generic charges: names of lines and formulas, in both languages."""

from __future__ import annotations

from gridhall.rating import wording
from gridhall.rating.books.schema import Charge
from gridhall.rating.result import Text

ENERGY = Text("电量 × 电价", "energy × price")
FLOATED = Text("电量 ×（平段电价 × 浮动比例）", "energy × (flat price × multiplier)")
SHIFTED = Text("电量 ×（平段电价 ± 加减价）", "energy × (flat price ± adder)")
COMPONENTS = Text(
    "电量 ×（参与浮动的价格之和 × 浮动比例 + 不浮动的价格之和）",
    "energy × (sum of the floating components × multiplier + sum of the others)",
)
LESS_FUNDS = Text("电量 ×（电价 − 所含基金）", "energy × (price − the funds it contains)")
TIER = Text("本档电量 × 本档电价", "energy in this tier × price of the tier")
ADDER = Text("本档电量 × 本档加价", "energy in this tier × surcharge of the tier")
DEMAND = Text("计费需量 × 需量电价", "billed demand × demand price")
BILLED_DEMAND = Text(
    "实测需量、历史最高需量的规定比例、最低需量中最大者",
    "the largest of the measured demand, the share of the highest one, and the minimum",
)
PER_UNIT = Text("数量 × 单价", "quantity × price")
FIXED = Text("固定费用 × 期数", "fixed charge × number of times")
AMOUNT = Text("给定金额", "amount as given")
FREE = Text("−（免费电量与用电量中较小者）× 电价", "−(the smaller of free and used energy) × price")
PERCENT = Text("所列各项之和 × 比例", "sum of the lines named × per cent")
MINIMUM = Text("最低电费 − 已计金额", "minimum charge − what is charged already")
MAXIMUM = Text("最高电费 − 已计金额", "maximum charge − what is charged already")
TAX = Text("应税金额 × 税率", "taxable amount × rate")
BOUNDS = Text("各档上限（按计费期折算）", "upper bounds of the tiers, for this period")
TAX_INCLUDED = Text("含税金额 × 税率 ÷（1 + 税率）", "amount × rate ÷ (1 + rate)")

NAMES = {
    "energy": Text("电度电费", "Energy"),
    "tier": Text("第{n}档电费", "Energy, tier {n}"),
    "adder": Text("第{n}档加价电费", "Surcharge, tier {n}"),
    "demand": Text("需量电费", "Demand charge"),
    "fixed": Text("固定费用", "Fixed charge"),
    "free": Text("免费电量", "Free energy"),
    "percent": Text("比例费用", "Percentage"),
    "minimum": Text("最低电费补足", "Up to the minimum charge"),
    "maximum": Text("最高电费核减", "Down to the maximum charge"),
    "tax": Text("税额", "Tax"),
    "amount": Text("给定金额", "Amount as given"),
    "per_unit": Text("按量费用", "Charge per unit"),
}


def period_name(period: str) -> Text:
    """Return the name of a time-of-use period; one of another country is its own name."""
    return wording.PERIOD_NAMES.get(period, Text(period, period))


def name_of(charge: Charge, kind: str, **values: object) -> Text:
    """Return the name of a charge's lines: its own, or the usual one of its kind."""
    if charge.name is not None:
        return Text(charge.name.zh, charge.name.en)
    usual = NAMES[kind]
    return Text(usual.zh.format(**values), usual.en.format(**values))


def with_period(name: Text, period: str) -> Text:
    """Return a name with the period it is about; ``total`` is no period."""
    if period == "total":
        return name
    of = period_name(period)
    return Text(f"{name.zh}（{of.zh}）", f"{name.en}, {of.en}")


def left_in(number: int) -> Text:
    """Return the name of what is left of a tier's allowance."""
    return Text(f"第{number}档剩余基数", f"Tier {number} allowance left")
