"""Kind ``late_charge``: what is added to bills that are paid late."""

from __future__ import annotations

from gridhall.rating.claims.late_charge import late_charge
from gridhall.rating.claims.late_form import LateChargeForm
from gridhall.rating.quotes.registry import Kind
from gridhall.rating.result import Text

KIND = Kind(
    name="late_charge",
    title=Text("电费违约金（滞纳金）", "Late charge"),
    summary=Text(
        "欠费违约金：按用户类别、当年与跨年分段、按日单利计收；可有多笔欠费和部分交费。",
        "Late charge on unpaid bills: by class, same year and later years, simple by the day; "
        "several debts and part payments.",
    ),
    form=LateChargeForm,
    run=late_charge,
)
