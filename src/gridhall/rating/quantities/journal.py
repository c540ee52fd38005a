"""The journal of the first stage: every step from reads to quantities, and what looks odd."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from gridhall.rating import wording
from gridhall.rating.result import Notice, ParameterRead, Step, Text, Trace


@dataclass(slots=True)
class Journal:
    """Collect steps and notices while one account's points are measured."""

    steps: list[Step] = field(default_factory=list)
    notices: dict[str, Notice] = field(default_factory=dict)

    def step(
        self,
        code: str,
        name: str,
        value: Decimal,
        unit: str,
        formula: str | Text,
        numbers: wording.Arithmetic,
        *,
        mp_no: str = "",
        inputs: tuple[str, ...] = (),
        parameters: tuple[ParameterRead, ...] = (),
    ) -> None:
        """Append a step; ``name`` is a period, ``total``, ``reactive`` or ``demand``."""
        words = formula if isinstance(formula, Text) else wording.FORMULAS[formula]
        self.steps.append(
            Step(
                code=code,
                description=wording.PERIOD_NAMES.get(name) or Text(name, name),
                value=value,
                unit=unit,
                mp_no=mp_no,
                trace=Trace(
                    words=words,
                    numbers=wording.both(numbers),
                    inputs=inputs,
                    parameters=parameters,
                ),
            )
        )

    def notice(self, code: str, zh: str, en: str) -> None:
        """Note something odd, once for each sentence; the bill stands."""
        self.notices.setdefault(code + zh, Notice(code=code, text=Text(zh, en)))
