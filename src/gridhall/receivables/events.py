"""What receivables tells the other contexts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentPosted:
    """Money was received and posted to the account; ``amount`` is yuan as text."""

    name: ClassVar[str] = "receivables.payment.posted"
    payment_id: int
    account_id: int
    organisation_id: int
    receipt_no: str
    amount: str
    channel: str

    @property
    def aggregate(self) -> str:
        """Events of one account keep their order."""
        return f"account:{self.account_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentReversed:
    """A posted payment was taken back; its bills are open again."""

    name: ClassVar[str] = "receivables.payment.reversed"
    payment_id: int
    account_id: int
    organisation_id: int
    receipt_no: str
    amount: str
    reason: str

    @property
    def aggregate(self) -> str:
        """Events of one account keep their order."""
        return f"account:{self.account_id}"
