"""Kind ``break_even``: capacity or demand, which is cheaper."""

from __future__ import annotations

from gridhall.rating.claims.break_even import BreakEvenForm, break_even
from gridhall.rating.quotes.registry import Kind
from gridhall.rating.result import Text

KIND = Kind(
    name="break_even",
    title=Text("容量与需量比较", "Capacity or demand"),
    summary=Text(
        "按容量与按需量两种方式的盈亏平衡点，以及给定各月需量时哪一种较省。",
        "Where paying by capacity and by demand cost the same, and which is cheaper for given "
        "months.",
    ),
    form=BreakEvenForm,
    run=break_even,
)
