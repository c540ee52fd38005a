"""Why the engine holds a bill. Inside the engine a hold is raised; outside it is a ``Refusal``."""

from __future__ import annotations

from gridhall.kernel.errors import GridHallError


class Hold(GridHallError):
    """Stop rating with a reason from ``HOLD_CODES``; ``rate`` turns it into a ``Refusal``."""

    code = "HOLD"
    template = "The bill is held: {reason}."

    def __init__(self, reason: str, **params: object) -> None:
        self.reason = reason
        super().__init__(reason=reason, **params)


READING_MISSING = "READING_MISSING"
NEGATIVE_CONSUMPTION = "NEGATIVE_CONSUMPTION"
REGISTER_SUM_MISMATCH = "REGISTER_SUM_MISMATCH"
NO_VALID_PRICE = "NO_VALID_PRICE"
PRICE_CHANGES_IN_PERIOD = "PRICE_CHANGES_IN_PERIOD"
UNKNOWN_PRICE_CLASS = "UNKNOWN_PRICE_CLASS"
AGREEMENT_INCOMPLETE = "AGREEMENT_INCOMPLETE"
INCONSISTENT_POINTS = "INCONSISTENT_POINTS"
DAY_FACT_MISSING = "DAY_FACT_MISSING"
INTERVAL_MISSING = "INTERVAL_MISSING"

HOLD_CODES = (
    READING_MISSING,
    NEGATIVE_CONSUMPTION,
    REGISTER_SUM_MISMATCH,
    NO_VALID_PRICE,
    PRICE_CHANGES_IN_PERIOD,
    UNKNOWN_PRICE_CLASS,
    AGREEMENT_INCOMPLETE,
    INCONSISTENT_POINTS,
    DAY_FACT_MISSING,
    INTERVAL_MISSING,
)
