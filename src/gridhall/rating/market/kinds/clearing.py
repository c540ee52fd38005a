"""Kind ``clearing``: clearing."""

from __future__ import annotations

from gridhall.rating.market.clearing import clear
from gridhall.rating.market.clearing_form import ClearingForm
from gridhall.rating.quotes.registry import Kind
from gridhall.rating.result import Text

KIND = Kind(
    name="clearing",
    title=Text("统一出清", "Clearing"),
    summary=Text(
        "按报价从低到高出清：中标出力、边际价格、缺口与结算。",
        "By merit order: power taken, marginal price, unmet demand, payments.",
    ),
    form=ClearingForm,
    run=clear,
)
