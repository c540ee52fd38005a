"""Kind ``reactive_compensation``: capacitors that lift a power factor."""

from __future__ import annotations

from gridhall.rating.claims.reactive import ReactiveForm, reactive
from gridhall.rating.quotes.registry import Kind
from gridhall.rating.result import Text

KIND = Kind(
    name="reactive_compensation",
    title=Text("无功补偿容量", "Reactive compensation"),
    summary=Text(
        "把功率因数提高到目标值需要的电容器容量。",
        "Capacitors needed to lift the power factor to a target.",
    ),
    form=ReactiveForm,
    run=reactive,
)
