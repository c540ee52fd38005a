"""What customer files tell the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerFileChanged:
    """A part of a customer file changed today, or will on ``from_day`` (客户档案已变更).

    Names the fields, never the values: who needs them asks the selectors, so that everybody reads
    the same file (信息共享). An import names no part. Published once per account in the
    transaction of the change.
    """

    name: ClassVar[str] = "customers.file.changed"

    account_id: int
    account_no: str
    organisation_id: int
    part: str
    fields: list[str]
    from_day: str

    @property
    def aggregate(self) -> str:
        """Changes of one account come in their order."""
        return f"account:{self.account_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerFileOpened:
    """A customer file was opened by hand, for somebody who is or will be supplied."""

    name: ClassVar[str] = "customers.file.opened"

    account_id: int
    account_no: str
    organisation_id: int

    @property
    def aggregate(self) -> str:
        """Opening comes before every change of the account."""
        return f"account:{self.account_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartiesMerged:
    """Two parties turned out to be one: these accounts are the survivor's now (客户合并)."""

    name: ClassVar[str] = "customers.parties.merged"

    survivor_id: int
    absorbed_id: int
    account_ids: list[int]

    @property
    def aggregate(self) -> str:
        """Merging and splitting of one party come in their order."""
        return f"party:{self.absorbed_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartiesSplit:
    """A merge was undone: these accounts are the other party's again (客户拆分)."""

    name: ClassVar[str] = "customers.parties.split"

    survivor_id: int
    absorbed_id: int
    account_ids: list[int]

    @property
    def aggregate(self) -> str:
        """Merging and splitting of one party come in their order."""
        return f"party:{self.absorbed_id}"
