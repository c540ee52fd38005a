"""Kind ``spot_settlement``: spot settlement."""

from __future__ import annotations

from gridhall.rating.market.spot import SpotForm, spot
from gridhall.rating.quotes.registry import Kind
from gridhall.rating.result import Text

KIND = Kind(
    name="spot_settlement",
    title=Text("现货结算", "Spot settlement"),
    summary=Text(
        "逐时段：中长期合约、日前偏差、实时偏差、月度调平。",
        "By interval: contract, day-ahead and real-time deviations, balancing of the month.",
    ),
    form=SpotForm,
    run=spot,
)
