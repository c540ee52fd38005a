"""Kind ``line_loss``: what lines use, its rate, and who bears it."""

from __future__ import annotations

from gridhall.rating.claims.line_loss import LineLossForm, line_loss
from gridhall.rating.quotes.registry import Kind
from gridhall.rating.result import Text

KIND = Kind(
    name="line_loss",
    title=Text("线路损耗", "Line loss"),
    summary=Text(
        "供售电量求线损率；按比例或按导线电阻求线损电量；按产权分摊。",
        "Loss rate from energy supplied and sold; loss by per cent or by the wire's resistance; "
        "shares by owner.",
    ),
    form=LineLossForm,
    run=line_loss,
)
