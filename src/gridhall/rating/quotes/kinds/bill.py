"""Kind ``bill``: what an account pays for a period."""

from __future__ import annotations

from gridhall.rating.books import Library
from gridhall.rating.engine import rate
from gridhall.rating.quotes.bill_form import BillForm
from gridhall.rating.quotes.bill_outcome import outcome_of
from gridhall.rating.quotes.bill_request import asked
from gridhall.rating.quotes.registry import Kind, Outcome, Refused
from gridhall.rating.result import Refusal, Text


def run(form: BillForm, library: Library) -> Outcome:
    """Return the bill; raises ``Refused`` with the engine's reason if there can be none."""
    question = asked(form, library)
    answer = rate(question.request, question.library)
    if isinstance(answer, Refusal):
        raise Refused(answer.code, answer.reason, **answer.params)
    return outcome_of(answer, currency=question.currency)


KIND = Kind(
    name="bill",
    title=Text("电费账单", "Bill"),
    summary=Text(
        "一个户号在一个计费期内的电费：电度、容（需）量、力调、基金等，逐行给出计算过程。",
        "What an account pays for a period: energy, capacity or demand, power factor, funds; "
        "every line with its arithmetic.",
    ),
    form=BillForm,
    run=run,
)
