"""Every sentence the engine speaks, in Chinese and English side by side.

The engine needs no translation system: it is used alone, offline, and its explanations travel
inside bundles. Sites choose ``text.zh`` or ``text.en``.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from gridhall.rating.result import LaterText, Text

#: Arithmetic with its numbers; a function writes it when it is read, outside the exact context:
#: so it only puts numbers into words and never reckons.
Arithmetic = str | Callable[[], str]

PERIOD_NAMES = {
    "sharp": Text("尖峰", "sharp peak"),
    "peak": Text("高峰", "peak"),
    "flat": Text("平段", "flat"),
    "valley": Text("低谷", "valley"),
    "deep": Text("深谷", "deep valley"),
    "total": Text("总", "total"),
    "reactive": Text("无功", "reactive"),
    "demand": Text("最大需量", "maximum demand"),
}

LINES = {
    "TIER_1": Text("第一档电费", "Energy, tier 1"),
    "TIER_2": Text("第二档电费", "Energy, tier 2"),
    "TIER_3": Text("第三档电费", "Energy, tier 3"),
    "ENERGY_SHARP": Text("尖峰电费", "Energy, sharp peak"),
    "ENERGY_PEAK": Text("峰段电费", "Energy, peak"),
    "ENERGY_FLAT": Text("平段电费", "Energy, flat"),
    "ENERGY_VALLEY": Text("谷段电费", "Energy, valley"),
    "ENERGY_NON_TOU": Text("电度电费（不分时）", "Energy, without time of use"),
    "ENERGY_SHARED": Text("合表电费", "Energy, shared meter"),
    "TIER_2_ADDER": Text("第二档加价电费", "Surcharge, tier 2"),
    "TIER_3_ADDER": Text("第三档加价电费", "Surcharge, tier 3"),
    "LOW_INCOME": Text("低收入家庭免费电量", "Free energy for a low-income home"),
    "FUNDS": Text("政府性基金及附加", "Government funds and surcharges"),
    "CAPACITY": Text("容量电费", "Capacity charge"),
    "DEMAND": Text("需量电费", "Demand charge"),
    "DEMAND_OVER": Text("超需量电费（加倍部分）", "Demand above the threshold"),
    "PF_ADJUSTMENT": Text("功率因数调整电费（力调电费）", "Power-factor adjustment"),
    "RES_SHARE": Text("定比居民电费", "Residential share"),
}

FORMULAS = {
    "energy": Text("电量 × 电价", "energy × price"),
    "energy_less_funds": Text(
        "电量 ×（目录电价 − 政府性基金及附加）", "energy × (published price − government funds)"
    ),
    "tier": Text("本档电量 × 本档电价", "energy in this tier × price of the tier"),
    "adder": Text("本档全部电量 × 加价", "all energy in this tier × surcharge"),
    "free": Text(
        "−（每月免费电量与当月电量中较小者）× 第一档电价",
        "−(the smaller of the monthly free energy and the month's energy) × tier-1 price",
    ),
    "funds": Text("全部计费电量 × 基金标准", "all billed energy × funds"),
    "capacity": Text("计费容量 × 容量电价", "charged capacity × capacity price"),
    "capacity_days": Text(
        "计费容量 × 容量电价 × 天数 ÷ 当月日历天数",
        "charged capacity × capacity price × days ÷ days of the month",
    ),
    "demand": Text("计费需量 × 需量电价", "billed demand × demand price"),
    "demand_over": Text(
        "（最大需量 − 门槛）× 需量电价 × 超需量倍数",
        "(maximum demand − threshold) × demand price × multiple",
    ),
    "power_factor": Text(
        "（电度电费 + 容需量电费，不含基金和居民分摊）× 调整比例",
        "(energy + capacity or demand, without funds and residential share) × adjustment",
    ),
    "register": Text("（本次示数 − 上次示数）× 倍率", "(later read − earlier read) × multiplier"),
    "rollover": Text(
        "（本次示数 + 满码 − 上次示数）× 倍率（表码翻转）",
        "(later read + register size − earlier read) × multiplier (the register rolled over)",
    ),
    "exchange": Text("旧表电量 + 新表电量", "old meter + new meter"),
    "residual": Text("总电量 − 其他各时段电量", "total − the other periods"),
    "sub": Text("总表电量 − 分表电量", "master meter − sub-meter"),
    "loss_active": Text(
        "空载损耗 × 24 × 天数 + 抄见电量 × 负载损耗率",
        "no-load loss × 24 × days + read energy × load-loss rate",
    ),
    "ratio": Text(
        "各时段电量 × 定比，逐时段取整后相加", "energy of each period × ratio, rounded each, added"
    ),
    "max_demand": Text("最大需量示数 × 倍率", "maximum-demand register × multiplier"),
    "contract_demand": Text(
        "合同需量与核定下限〔下限比例 ×（变压器容量 + 高压电机）〕中较大者",
        "the larger of the contract demand and share × (transformers + high-voltage motors)",
    ),
    "discount": Text(
        "抄见电量 ÷ 合同容量，与每千伏安用电量门槛比较",
        "read energy ÷ contracted capacity, compared with the threshold in kWh per kVA",
    ),
    "allowance": Text(
        "全年（或迁入后）各月基数之和 − 本年已用",
        "sum of the months' allowances − used earlier this year",
    ),
    "pf": Text(
        "有功 ÷ √（有功² + 无功²），四舍五入到两位", "active ÷ √(active² + reactive²), two decimals"
    ),
}

UNITS_ZH = {
    "kWh": "千瓦时",
    "kvarh": "千乏时",
    "kW": "千瓦",
    "kVA": "千伏安",
    "yuan": "元",
    "": "",
}

REASONS = {
    "READING_MISSING": Text(
        "缺少示数：电表 {asset_no} 的{register}{which}示数没有抄到，不估算、不出零账单。",
        "A read is missing: {which} {register} of meter {asset_no}. It is not estimated.",
    ),
    "NEGATIVE_CONSUMPTION": Text(
        "电量为负：{where} 由 {opening} 变为 {closing}，且不符合表码翻转条件。",
        "Negative consumption: {where} went from {opening} to {closing}, which is no roll-over.",
    ),
    "REGISTER_SUM_MISMATCH": Text(
        "电表 {asset_no} 总示数与各时段之和相差 {difference} kWh，超过允许差 {tolerance} kWh。",
        "Meter {asset_no}: total and periods differ by {difference} kWh, "
        "more than {tolerance} kWh.",
    ),
    "NO_VALID_PRICE": Text(
        "电价类别 {price_class} 在 {on} 没有有效电价（缺 {key}）。",
        "The price class {price_class} has no valid price on {on} ({key}).",
    ),
    "PRICE_CHANGES_IN_PERIOD": Text(
        "{key} 的价格在计费期内（{on}）变化，需分段计费。",
        "The price {key} changes within the period ({on}); the period must be split.",
    ),
    "UNKNOWN_PRICE_CLASS": Text(
        "电价库中没有电价类别 {price_class}。",
        "No tariff book knows the price class {price_class}.",
    ),
    "AGREEMENT_INCOMPLETE": Text(
        "合同资料不全：缺少{field}。", "The agreement is incomplete: {field} is missing."
    ),
    "INCONSISTENT_POINTS": Text(
        "计量点资料不一致：{problem}。", "The metering points do not fit together: {problem}."
    ),
    "INTERVAL_MISSING": Text(
        "计量点 {point} 在 {at} 的间隔电量缺失，不估算、不出账单。",
        "The interval of {point} at {at} is missing. It is not estimated.",
    ),
    "DAY_FACT_MISSING": Text(
        "时段表 {calendar} 判断 {on} 的{period}时段需要{field}，但没有提供。",
        "The calendar {calendar} needs {field} to tell the {period} period of {on}; "
        "it was not given.",
    ),
}


WITHOUT_PRICE = Text(
    "电价类别 {price_class} 在 {on} 没有有效电价。",
    "The price class {price_class} has no valid price on {on}.",
)


def reason(code: str, params: dict[str, str]) -> Text:
    """Return why the bill is held, in both languages."""
    text = REASONS[code]
    if params.get("key") and params["key"] == params.get("price_class"):
        text = WITHOUT_PRICE
    zh = {**params, **_chinese(params)}
    return Text(text.zh.format(**zh), text.en.format(**params))


def num(value: Decimal) -> str:
    """Return a number for reading: thousands separated, no trailing zeros, never an exponent."""
    text = f"{value:,f}".replace("-", "−")
    return text.rstrip("0").rstrip(".") if "." in text else text


def money(amount: Decimal) -> str:
    """Return an amount for reading, with two decimals at least; unrounded ones with all."""
    exponent = amount.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -2:
        return num(amount)
    return f"{amount:,.2f}".replace("-", "−")


def both(text: Arithmetic) -> Text:
    """Return the same characters (bare arithmetic) for both languages, now or when read."""
    return Text(text, text) if isinstance(text, str) else LaterText(_twice, text)


def _twice(text: Callable[[], str]) -> tuple[str, str]:
    written = text()
    return written, written


def with_units(text_zh: str, text_en: str) -> Text:
    """Return arithmetic whose units differ by language."""
    return Text(text_zh, text_en)


def _chinese(params: dict[str, str]) -> dict[str, str]:
    words = {"opening": "起始", "closing": "截止"}
    changed = {}
    if params.get("which") in words:
        changed["which"] = words[params["which"]]
    if params.get("register") in PERIOD_NAMES:
        changed["register"] = PERIOD_NAMES[params["register"]].zh
    if params.get("period") in PERIOD_NAMES:
        changed["period"] = PERIOD_NAMES[params["period"]].zh
    if params.get("field") in FIELDS:
        changed["field"] = FIELDS[params["field"]]
    return changed


FIELDS = {
    "contracted_capacity_kva": "合同容量",
    "contract_demand_kw": "合同需量",
    "billing_method": "与价格类别相符的计费方式",
    "reactive": "无功示数",
    "max_demand": "最大需量示数",
    "day.kind": "日类型（工作日、休息日、节假日）",
    "day.holiday": "节假日名称",
    "day.holiday_days": "节假日天数",
    "day.max_temperature_c": "当日最高气温",
    "day.earlier_max_temperatures_c": "前几日最高气温",
    "customer.two_part": "是否两部制用户",
    "customer.large_industry": "是否大工业用户",
    "customer.opted_in": "是否选择执行分时",
    "customer.capacity_kva": "用电容量",
    "customer.sub_region": "所在市州",
}
