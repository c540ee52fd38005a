"""What the steps of the processes mean for a case: which moment, which clock event, which status.

A step's id means the same in every process of the service desk, those a company publishes itself
included; a step that is not named here only moves the work on.
"""

from __future__ import annotations

from dataclasses import dataclass

SATISFIED, UNSATISFIED, NOT_REACHED = "SATISFIED", "UNSATISFIED", "NOT_REACHED"

CLASSIFY, JUDGE, ARRIVE = "classify", "judge", "arrive"
MEASURES, REPLY, REVISIT, CONFIRM = "measures", "reply", "revisit", "confirm"
#: Where the customer is asked whether she is satisfied; the case counts as answered there.
ASKED = frozenset({REVISIT, CONFIRM})
AFTER_ANSWER = ASKED | {"rectify"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What happened when a step was left: a clock event and a moment of the case."""

    event: str
    moment: str = ""


LEFT = {
    CLASSIFY: Meaning(event="accepted"),
    "accept": Meaning(event="accepted"),
    "verify": Meaning(event="verified"),
    MEASURES: Meaning(event="proposed", moment="proposed_at"),
    ARRIVE: Meaning(event="arrived", moment="arrived_at"),
    "visit": Meaning(event="arrived", moment="arrived_at"),
    "re_energise": Meaning(event="restored"),
    REPLY: Meaning(event="answered", moment="answered_at"),
    REVISIT: Meaning(event="revisited", moment="revisited_at"),
}
#: Steps whose meaning hangs on how they ended.
LEFT_BY_OUTCOME = {
    (JUDGE, "DISPATCH"): Meaning(event="dispatched", moment="dispatched_at"),
    ("verify", "IMPORTANT"): Meaning(event="escalated"),
}
