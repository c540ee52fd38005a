"""Kind ``retail``: retail package."""

from __future__ import annotations

from gridhall.rating.market.retail import retail
from gridhall.rating.market.retail_form import RetailForm
from gridhall.rating.quotes.registry import Kind
from gridhall.rating.result import Text

KIND = Kind(
    name="retail",
    title=Text("零售套餐", "Retail package"),
    summary=Text(
        "固定、市场均价加服务费、比例分成、联动、价差、封顶保底、混合、分时套餐的电费。",
        "Fixed, market average plus fee, profit sharing, linked, spread; cap, floor, mixed.",
    ),
    form=RetailForm,
    run=retail,
)
