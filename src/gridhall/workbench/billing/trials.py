"""A trial bill for the screen: the engine's answer in the same form as a stored bill."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from gridhall.billing import selectors as billing
from gridhall.foundation import language
from gridhall.foundation.identity.selectors import Scope
from gridhall.kernel.errors import GridHallError
from gridhall.rating import jsonform
from gridhall.rating.result import Refusal
from gridhall.ui.errors import as_text

from . import explain, words

if TYPE_CHECKING:
    from gridhall.customers.selectors import AccountCard


def of_month(*, card: AccountCard, month: date, scope: Scope) -> dict[str, Any]:
    """Return what the page of a trial shows: the lines, or why there can be no bill."""
    context: dict[str, Any] = {"card": card, "month": month}
    try:
        answer = billing.trial_bill(
            account_id=card.account_id, period_start=month, scope=scope
        )  # fmt: skip
    except GridHallError as error:
        return {**context, "refused": as_text(error)}
    if isinstance(answer, Refusal):
        return {
            **context,
            "refused": language.either(answer.reason.zh, answer.reason.en),
            "remedy": words.hold_remedy(answer.code),
        }
    data = jsonform.answer_to_json(answer)
    return {
        **context,
        "total": answer.total,
        "kwh": answer.quantities.active_kwh,
        "price_class": answer.price_class,
        "groups": explain.lines(data["lines"], {}),
        "steps": explain.steps(data["quantities"]["steps"], {}),
        "warnings": [explain.warning(row) for row in data["warnings"]],
    }
