"""What goes over the wire. Money and energy are decimal text, never floating point."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from ninja import Schema
from pydantic import BeforeValidator, Field, PlainSerializer, field_validator


def _text_only(value: object) -> object:
    if isinstance(value, float):
        raise ValueError('send amounts as text, for example "12.30"')
    return value


Amount = Annotated[
    Decimal,
    BeforeValidator(_text_only),
    PlainSerializer(lambda value: f"{value:f}", return_type=str),
    Field(examples=["259.68"]),
]
GivenAmount = Annotated[Amount, Field(max_digits=20)]  # no 1E-999999999, which is endless to write
Code = Annotated[str, Field(max_length=40, pattern=r"^[A-Za-z0-9_-]+$")]
Key = Annotated[str, Field(min_length=8, max_length=60, pattern=r"^[A-Za-z0-9._:-]+$")]


class Sent(Schema):
    """What a caller sends: no text of it holds the null character, which cannot be stored."""

    @field_validator("*")
    @classmethod
    def storable(cls, value: Any) -> Any:
        if isinstance(value, str) and "\x00" in value:
            raise ValueError("remove the null character")
        return value


class AccountShape(Schema):
    """One of the customer's accounts; ``balance`` in yuan, negative is an advance.

    ``rights`` are what the caller may do with it; without VIEW_BILLS or PAY there is no balance.
    """

    account_no: str
    address: str
    category: str
    balance: Amount | None
    rights: list[str]


class BillShape(Schema):
    """A bill in a list; ``outstanding`` in yuan is empty until the bill is posted."""

    bill_no: str
    account_no: str
    period_start: date
    period_end: date
    status: str
    energy_kwh: Amount
    total: Amount
    outstanding: Amount | None
    due_date: date | None


class LineShape(Schema):
    """A line with its explanation in both languages."""

    number: int
    code: str
    description: dict[str, str]
    quantity: Amount
    unit: str
    price: Amount
    amount: Amount
    words: dict[str, str]
    numbers: dict[str, str]
    parameters: list[dict[str, Any]]


class BillDetailShape(BillShape):
    """A bill with every line explained and the steps from readings to quantities."""

    lines: list[LineShape]
    steps: list[dict[str, Any]]
    readings: dict[str, dict[str, Any]]
    warnings: list[dict[str, Any]]


class NewOrder(Sent):
    """A wish to pay online."""

    account_no: Code
    amount: GivenAmount


class OrderShape(Schema):
    """A payment order; the provider's notice turns it into a payment."""

    order_no: str
    account_no: str
    amount: Amount
    status: str
    expires_at: datetime


class HitShape(Schema):
    """An account found by a search; personal values are masked."""

    account_no: str
    name: str
    address: str
    phone: str
    category: str
    status: str
    organisation: str


class NewPayment(Sent):
    """Money taken at the counter; ``expected_balance`` is what the clerk saw."""

    account_no: Code
    amount: GivenAmount
    channel: Code
    expected_balance: GivenAmount
    tendered: GivenAmount | None = None
    allow_advance: bool = False


class PaymentShape(Schema):
    """A posted payment."""

    receipt_no: str
    account_no: str
    amount: Amount
    channel: str
    status: str
    received_at: datetime
    balance: Amount


class NoticeShape(Sent):
    """What became of a provider's notice: POSTED, REPEATED, DISPUTED or UNKNOWN_ORDER."""

    outcome: str


class ProviderAnswer(Schema):
    """What became of a message provider's call: TAKEN, NOTED, REPEATED or UNKNOWN."""

    outcome: str
