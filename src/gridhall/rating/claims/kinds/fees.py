"""Kind ``fees``: connection, repair and test fees, and what is given back."""

from __future__ import annotations

from gridhall.rating.claims.fees import FeesForm, fees
from gridhall.rating.quotes.registry import Kind
from gridhall.rating.result import Text

KIND = Kind(
    name="fees",
    title=Text("业务费用", "Fees"),
    summary=Text(
        "接电、校表、修复、临时接电等费用及退还规则；收费标准由当地公布，可直接给出。",
        "Fees of connection, tests, repairs, deposits and what is given back; amounts are local.",
    ),
    form=FeesForm,
    run=fees,
)
