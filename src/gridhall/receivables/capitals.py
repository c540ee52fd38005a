"""Amounts in Chinese capital numerals (人民币大写), as receipts must show them.

Rules: 《支付结算办法》附件一《正确填写票据和结算凭证的基本规定》(银发〔1997〕393号).
"""

from __future__ import annotations

from decimal import Decimal

from gridhall.kernel.money import fen

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "万亿")


def in_capitals(amount: Decimal) -> str:
    """Return 人民币贰佰伍拾玖元陆角捌分 for 259.68; raises InvalidNumber beyond whole fen."""
    total = fen(amount)
    if total == 0:
        return "人民币零元整"
    sign, total = ("负" if total < 0 else ""), abs(total)
    yuan, jiao, cents = total // 100, total // 10 % 10, total % 10
    text = f"{_integer(yuan)}元" if yuan else ""
    if jiao:
        gap = "零" if yuan and yuan % 10 == 0 else ""
        text += f"{gap}{DIGITS[jiao]}角"
    elif cents and yuan:
        text += "零"
    text += f"{DIGITS[cents]}分" if cents else "整"
    return f"人民币{sign}{text}"


def _integer(number: int) -> str:
    groups = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    text, gap = "", False
    for position in range(len(groups) - 1, -1, -1):
        group = groups[position]
        if group == 0:
            gap = bool(text)
            continue
        if text and (gap or group < 1000):
            text += "零"
        text += _group(group) + GROUPS[position]
        gap = False
    return text


def _group(group: int) -> str:
    text, gap = "", False
    for position in range(3, -1, -1):
        digit = group // 10**position % 10
        if digit == 0:
            gap = bool(text)
            continue
        text += ("零" if gap else "") + DIGITS[digit] + PLACES[position]
        gap = False
    return text
