"""How to knock at an address: the form of a sample, and values that many share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from tests.security.cast import Cast

REASON = {"reason": "核对登记信息"}
WRONG = {"reason": ""}  # a form that is refused: whoever sees the refusal was let in
KEY = {"idempotency-key": "matrix-0001"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """How to knock at an address.

    ``args`` maps its arguments to things of the cast. ``get`` and ``post`` are the answers to
    whom the rule lets in (``get=405``: the address only takes POST; ``post=None``: not knocked).
    ``shared``: the thing belongs to no unit and no customer, so everybody let in sees it.
    ``odd`` answers an argument that makes no sense, besides 400, 404 and 405: 302 leads back with
    a message, 422 shows the form, 200 a page that says so.
    """

    args: dict[str, str] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    get: int = 200
    data: dict[str, Any] = field(default_factory=dict)
    json: dict[str, Any] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    post: int | None = None
    shared: bool = False
    wrong_unit: int = 404
    odd: int = 404

    def address(self, name: str, cast: Cast) -> str:
        """Return the address with its arguments."""
        return reverse(name, kwargs={key: cast.things[what] for key, what in self.args.items()})

    def knock(self, client: Any, method: str, address: str, cast: Cast) -> Any:
        """Ask the address and return the answer."""
        if method == "GET":
            return client.get(address, self.query)
        if self.json is not None:
            return client.post(
                address, self.json, content_type="application/json", headers=self.headers
            )
        filled = {key: cast.things.get(value, value) for key, value in self.data.items()}
        return client.post(address, filled)


ACCOUNT, BILL = {"account_no": "account"}, {"bill_no": "bill"}
RUN, IMPORT, PAYMENT = {"pk": "run"}, {"pk": "import"}, {"receipt_no": "payment"}
ORDER = {"order_no": "order"}
TARIFF_DRAFT = {"pk": "tariff_draft"}
CALENDAR = {"code": "calendar"}
DAY, SHIFT = CALENDAR | {"day": "day"}, CALENDAR | {"pk": "one"}
PAIR = {"first": "first_party", "second": "second_party"}
PAPERS = {"subject_type": "papers_of", "subject_id": "account_id"}
ACCESS = {"pk": "access"}  # what the owner gave to the family member
PERSON, UNIT, NOBODYS = {"username": "person"}, {"code": "unit"}, {"pk": "nobodys"}

CASE = {"number": "case"}
OWN_CASE = {"number": "own_case"}
TASK = CASE | {"item": "case_task"}
PLANNED, REPORT, MEASURE = {"pk": "planned_contact"}, {"number": "report"}, {"number": "measure"}
