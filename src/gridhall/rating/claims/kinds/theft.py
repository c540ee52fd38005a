"""Kind ``theft``: energy, back payment and penalty when electricity was stolen."""

from __future__ import annotations

from gridhall.rating.claims.theft import theft
from gridhall.rating.claims.theft_form import TheftForm
from gridhall.rating.quotes.registry import Kind
from gridhall.rating.result import Text

KIND = Kind(
    name="theft",
    title=Text("窃电追补", "Theft of electricity"),
    summary=Text(
        "窃电量（按设备容量、电能表额定电流或错误计量推算）、追补电费和违约使用电费。",
        "Energy by rating, by rated current or from what was still registered; back payment and "
        "penalty.",
    ),
    form=TheftForm,
    run=theft,
)
