"""Multiples and amounts that are fixed (1996) or upper limits which the contract fills (2024)."""

from __future__ import annotations

from decimal import Decimal

from gridhall.rating.claims.sheet import Chosen, Sheet, refused
from gridhall.rating.wording import num


def agreed(
    sheet: Sheet, key: str, given: Decimal | None, *, rule_key: str, cap: Decimal | None = None
) -> Chosen:
    """Return the multiple (or amount) that counts.

    Where the law names an upper limit, what is agreed must not lie above it (``Refused``), and
    without an agreement the limit itself is taken with a warning. Where the law fixes it, another
    value is used with a warning (local rules may differ). ``cap`` is a limit given by the case.
    """
    if given is not None and not sheet.dated and cap is None:
        return Chosen(given)
    law = sheet.number(key, cap)
    is_cap = cap is not None or sheet.rule(rule_key) == "cap"
    if given is None:
        if is_cap:
            sheet.warn(
                "CAP_USED",
                f"现行规则只定上限（{num(law.value)}），合同没有约定，按上限计算。",
                f"The rules only name an upper limit ({num(law.value)}); without an agreement the "
                "limit itself is used.",
            )
        return law
    if is_cap and given > law.value:
        raise refused(
            "ABOVE_LEGAL_CAP",
            "约定的 {given} 高于法定上限 {cap}（{key}）。",
            "The agreed {given} lies above the legal upper limit {cap} ({key}).",
            given=num(given),
            cap=num(law.value),
            key=key,
        )
    if not is_cap and given != law.value:
        sheet.warn(
            "DIFFERS_FROM_LAW",
            f"给出的 {num(given)} 与规则规定的 {num(law.value)} 不同，按给出的计算。",
            f"The value given, {num(given)}, is not that of the rules, {num(law.value)}.",
        )
        return Chosen(given)
    return Chosen(given, law.read)
