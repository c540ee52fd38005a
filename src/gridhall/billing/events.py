"""What billing tells the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class BillsIssued:
    """The bills of one chunk of a run were issued: they are owed from now on.

    Published once per chunk, in the transaction that issued them.
    """

    name: ClassVar[str] = "billing.bills.issued"

    run_id: int
    chunk: int
    bill_ids: list[int]

    @property
    def aggregate(self) -> str:
        """Chunks of a run are delivered one after the other."""
        return f"bill_run:{self.run_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class BillReversed:
    """An issued bill was taken back with a reason; its debt is cancelled.

    It keeps its place behind the issue of its run, so it is never delivered before it.
    """

    name: ClassVar[str] = "billing.bill.reversed"

    run_id: int
    bill_id: int
    account_id: int
    reason: str

    @property
    def aggregate(self) -> str:
        """The same as that of the issue."""
        return f"bill_run:{self.run_id}"
