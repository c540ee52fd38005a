"""Kind ``transformer_loss``: what a transformer itself uses."""

from __future__ import annotations

from gridhall.rating.claims.transformer_form import TransformerLossForm
from gridhall.rating.claims.transformer_loss import transformer_loss
from gridhall.rating.quotes.registry import Kind
from gridhall.rating.result import Text

KIND = Kind(
    name="transformer_loss",
    title=Text("变压器损耗", "Transformer loss"),
    summary=Text(
        "有功、无功、综合损耗及其电量：按负载率公式、按电量公式、简易法，或查表按天折算。",
        "Active, reactive and combined loss as power and energy: by load factor, from energies, "
        "simply, or from a table by days.",
    ),
    form=TransformerLossForm,
    run=transformer_loss,
)
