"""Kind ``unmetered``: agreed energy of devices without a meter, temporary use."""

from __future__ import annotations

from gridhall.rating.claims.unmetered import UnmeteredForm, unmetered
from gridhall.rating.quotes.registry import Kind
from gridhall.rating.result import Text

KIND = Kind(
    name="unmetered",
    title=Text("无表及临时用电", "Unmetered and temporary use"),
    summary=Text(
        "按约定容量、小时和天数计算电量电费、基金、租金；提前终止的退费与预收结算。",
        "Energy by rating, hours and days, funds and rents; what ending early gives back.",
    ),
    form=UnmeteredForm,
    run=unmetered,
)
