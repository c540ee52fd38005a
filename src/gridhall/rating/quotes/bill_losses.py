"""Losses, corrections and a stated power factor of a bill's form, as the engine takes them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from gridhall.rating.quotes.registry import Refused
from gridhall.rating.quotes.use_form import LossForm, UseForm
from gridhall.rating.request import (
    Correction,
    CorrectionKind,
    CurveLoss,
    GivenLoss,
    Loss,
    LossRow,
    TableLoss,
    TransformerLoss,
)
from gridhall.rating.result import Text

FINE = Decimal("0.000000001")


def corrections_of(use: UseForm) -> tuple[Correction, ...]:
    """Return the energy to add to what the meters said."""
    return tuple(
        Correction(
            kind=CorrectionKind(item.kind),
            kwh=item.kwh,
            period=item.period,
            numbers=item.numbers,
            reference=item.reference,
        )
        for item in use.corrections
    )


def loss_of(form: LossForm) -> Loss:
    """Return a loss in the way the form gives it."""
    if form.rows:
        rows = [
            LossRow(up_to_kwh=r.up_to_kwh, loss_kwh=r.loss_kwh, loss_kvarh=r.loss_kvarh)
            for r in form.rows
        ]
        return TableLoss(rows=tuple(rows))
    if form.month_kwh is not None:
        return GivenLoss(month_kwh=form.month_kwh, month_kvarh=form.month_kvarh)
    values: Mapping[str, Any] = {"p0_kw": form.p0_kw}
    if form.kva is not None and form.pk_kw is not None:
        return CurveLoss(
            kva=form.kva,
            pk_kw=form.pk_kw,
            i0_pct=form.i0_pct,
            uk_pct=form.uk_pct,
            shape=form.shape,
            hours=form.hours,
            **values,
        )
    return TransformerLoss(
        q0_kvar=form.q0_kvar,
        load_active_pct=form.load_active_pct,
        load_reactive_pct=form.load_reactive_pct,
        **values,
    )


def reactive_of(kwh: Decimal, factor: Decimal) -> Decimal:
    """Return the reactive energy that gives a power factor: W × √(1 ÷ cos² − 1)."""
    if not 0 < factor <= 1:
        text = Text("功率因数应大于 0、不超过 1。", "A power factor lies above 0 and is at most 1.")
        raise Refused("POWER_FACTOR_OUT_OF_RANGE", text, value=factor)
    ratio = (1 / (factor * factor) - 1).sqrt()
    return (kwh * ratio).quantize(FINE, rounding=ROUND_HALF_EVEN)
