"""Kind ``green_power``: green power and certificates."""

from __future__ import annotations

from gridhall.rating.market.green import GreenForm, green_power
from gridhall.rating.quotes.registry import Kind
from gridhall.rating.result import Text

KIND = Kind(
    name="green_power",
    title=Text("绿电与绿证", "Green power and certificates"),
    summary=Text(
        "绿电结算电量、电能量电费、环境价值、少用补偿、绿证张数。",
        "Settled energy, energy and environmental value, compensation, number of certificates.",
    ),
    form=GreenForm,
    run=green_power,
)
