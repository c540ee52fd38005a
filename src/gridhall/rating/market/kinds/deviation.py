"""Kind ``deviation``: deviation and recovery."""

from __future__ import annotations

from gridhall.rating.market.deviation import DeviationForm, deviation
from gridhall.rating.quotes.registry import Kind
from gridhall.rating.result import Text

KIND = Kind(
    name="deviation",
    title=Text("偏差与回收", "Deviation and recovery"),
    summary=Text(
        "月度偏差考核、中长期签约比例回收、申报偏差回收、执行偏差考核。",
        "Monthly bands, ratio of contracts, declarations, execution: what deviations cost.",
    ),
    form=DeviationForm,
    run=deviation,
)
