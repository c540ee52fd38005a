"""Kind ``wiring``: a meter that was wired wrongly, or whose transformers had a wrong ratio."""

from __future__ import annotations

from gridhall.rating.claims.wiring import correct_wiring
from gridhall.rating.claims.wiring_form import WiringCase
from gridhall.rating.quotes.registry import Kind
from gridhall.rating.result import Text

KIND = Kind(
    name="wiring",
    title=Text("错误接线退补（更正系数）", "Correction of wrong wiring"),
    summary=Text(
        "由各元件的电压、电流相别（或实测夹角、互感器变比）求更正系数、更正率和退补电量、电费。",
        "Correction factor, rate, energy and money from the voltage and current of every element, "
        "from measured angles, or from ratios of instrument transformers.",
    ),
    form=WiringCase,
    run=correct_wiring,
)
