"""Kind ``outage_compensation``: what the utility pays for an outage it caused."""

from __future__ import annotations

from gridhall.rating.claims.compensation import OutageForm, outage
from gridhall.rating.quotes.registry import Kind
from gridhall.rating.result import Text

KIND = Kind(
    name="outage_compensation",
    title=Text("停电赔偿", "Compensation for an outage"),
    summary=Text(
        "供电企业责任停电：可能用电量 × 平均电价 × 4（两部制 5）。",
        "An outage the utility caused: possible energy × average price × 4 (two-part 5).",
    ),
    form=OutageForm,
    run=outage,
)
