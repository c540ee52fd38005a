"""Kind ``breach``: back payment and penalty for use against the contract."""

from __future__ import annotations

from gridhall.rating.claims.breach import breach
from gridhall.rating.claims.breach_form import BreachForm
from gridhall.rating.quotes.registry import Kind
from gridhall.rating.result import Text

KIND = Kind(
    name="breach",
    title=Text("违约用电", "Breach of the rules of use"),
    summary=Text(
        "高价低接、私增容量、擅用封存设备、擅动计量、擅自引入供出电源等：补交电费与违约使用电费。",
        "Use at too low a price, capacity added, sealed equipment used, equipment moved, another "
        "supply taken in: back payment and penalty.",
    ),
    form=BreachForm,
    run=breach,
)
