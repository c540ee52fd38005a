"""What may be written about a wrongly wired meter."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from gridhall.rating.claims.registered import RegisteredCase
from gridhall.rating.claims.rounding import EXACTLY, Rounding
from gridhall.rating.quotes.fields import Amount, Form, Number, wrong

Pair = Annotated[tuple[Number, ...], Field(min_length=2, max_length=2)]
VOLTAGE = r"^(none|-?([abc]|ab|bc|ca|ba|cb|ac|[uvw]|uv|vw|wu|vu|wv|uw))$"
CURRENT = r"^(none|-?[abcuvw])$"


class PhiForm(Form):
    """The angle of the load, in one of four ways."""

    degrees: Number | None = Field(default=None, description="Angle of the load; > 0 inductive.")
    power_factor: Amount | None = Field(
        default=None, gt=0, le=1, description="Power factor; see leading."
    )
    leading: bool = Field(default=False, description="Capacitive: for power_factor and energies.")
    tangent: Number | None = Field(default=None, description="Reactive ÷ active.")
    active_kwh: Amount | None = Field(
        default=None, gt=0, description="Active energy, with reactive_kvarh."
    )
    reactive_kvarh: Amount | None = Field(default=None, description="Reactive energy.")

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        energies = (self.active_kwh, self.reactive_kvarh)
        given = [self.degrees, self.power_factor, self.tangent, None if None in energies else 1]
        if sum(item is not None for item in given) != 1:
            raise wrong(
                "phi",
                "请用一种方式给出负载角：degrees、power_factor、tangent，或有功与无功电量",
                "give the angle in one way: degrees, power_factor, tangent, or both energies",
            )
        return self


class RatioForm(Form):
    """An instrument transformer: the ratio it should have and the one it has."""

    right: Pair = Field(description="[200, 5] for 200/5; the one the multiplier counts with.")
    wrong: Pair = Field(description="[300, 5]: the one that was really there.")


class ElementForm(Form):
    """One measuring element as it was wired; without voltage and current it was wired rightly."""

    voltage: str | None = Field(
        default=None, pattern=VOLTAGE, description="Its voltage: a, ab, -c, none (no voltage)."
    )
    current: str | None = Field(
        default=None, pattern=CURRENT, description="Its current: a, -c (reversed), none."
    )
    angle: Number | None = Field(
        default=None, description="Instead: measured angle between voltage and current, degrees."
    )
    voltage_factor: Number = Field(
        default=Decimal(1), description="Share of the full voltage (0.5 behind a blown fuse)."
    )
    current_factor: Number = Field(
        default=Decimal(1), description="Share of the full current (0.6 at a ratio error of −40 %)."
    )
    ct: RatioForm | None = Field(default=None, description="A current transformer of wrong ratio.")
    pt: RatioForm | None = Field(default=None, description="A voltage transformer of wrong ratio.")


class LoadForm(Form):
    """The current of one phase, and its own angle if it differs."""

    current: Amount = Field(default=Decimal(1), description="Current, in any unit.")
    phi: PhiForm | None = Field(
        default=None, description="Angle of this phase; by default that of the case."
    )


class WiringForm(Form):
    """How the meter was wired and what load it saw; the correction factor follows."""

    system: Literal["four_wire", "three_wire", "single_phase"] | None = Field(
        default=None,
        description=(
            "The network: three-phase four-wire, three-wire, one phase; by default what has as "
            "many elements (3, 2, 1)."
        ),
    )
    elements: tuple[ElementForm, ...] = Field(
        default=(), max_length=3, description="The elements of the meter as they were wired."
    )
    phi: PhiForm | None = Field(default=None, description="The angle of the load.")
    loads: dict[Literal["a", "b", "c"], LoadForm] = Field(
        default_factory=dict, description="Where the load is not balanced: current of each phase."
    )
    metered_share: Pair | None = Field(
        default=None, description="Instead: the share that was registered, [8, 9] for 8/9."
    )
    factor: Number | None = Field(default=None, description="Instead: the correction factor K.")
    rate: Number | None = Field(default=None, description="Instead: the correction rate K − 1.")
    factor_rounding: Rounding = Field(default=EXACTLY, description="Of K, before it is used.")
    rate_rounding: Rounding = Field(default=EXACTLY, description="Of K − 1, before it is used.")
    right_power: Number | None = Field(
        default=None, description="With wrong_power: both powers as numbers in the same unit."
    )
    wrong_power: Number | None = Field(default=None, description="With right_power.")

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        powers = self.right_power is not None and self.wrong_power is not None
        given = [self.elements or None, self.metered_share, self.factor, self.rate, powers or None]
        if sum(item is not None for item in given) != 1:
            raise wrong(
                "wiring",
                "请填 elements、metered_share、factor、rate、right_power 与 wrong_power 之一",
                "give one of elements, metered_share, factor, rate, right_power with wrong_power",
            )
        return self

    @property
    def network(self) -> str:
        """Return the network: as given, or the one whose meters have as many elements."""
        by_count = {1: "single_phase", 2: "three_wire"}
        return self.system or by_count.get(len(self.elements), "four_wire")


class WiringCase(WiringForm, RegisteredCase):
    """A wiring correction: factor, energy, money."""

    meter_error_pct: Number = Field(
        default=Decimal(0), description="Error of the meter itself, per cent."
    )
    meter_error_rule: Literal["times_one_minus", "divide_by_one_plus"] = Field(
        default="times_one_minus",
        description="True energy = registered × K × (1 − error), or ÷ (1 + error).",
    )
