"""Kind ``generation``: own generation."""

from __future__ import annotations

from gridhall.rating.market.generation import GenerationForm, generation
from gridhall.rating.quotes.registry import Kind
from gridhall.rating.result import Text

KIND = Kind(
    name="generation",
    title=Text("自发电收益（上网、自用、补贴）", "Own generation"),
    summary=Text(
        "全额上网、余电上网、自发自用：补贴、上网电费、节省的购电费、回收期。",
        "Full or surplus feed-in, own use: subsidies, feed-in, purchases spared, pay-back.",
    ),
    form=GenerationForm,
    run=generation,
)
