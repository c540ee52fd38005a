"""Whom a message to an account reaches: hooks that the customer files fill from above.

The foundation knows no customers. A higher context registers, when it starts, who can be reached
for an account (``register_resolver``), whose address a sender has (``register_matcher``) and
which groups of accounts can be chosen (``register_audience``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from gridhall.foundation.identity.selectors import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """One address of the people behind an account, the best first. ``language``: zh-hans or en."""

    channel: str
    address: str
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """An account as messages see it.

    ``consent`` is what the customer file says about the purpose asked for: True given, False
    refused or taken back, None nothing said.
    """

    account_id: int
    account_no: str
    organisation_id: int
    reaches: tuple[Reach, ...] = ()
    consent: bool | None = None


class Resolver(Protocol):
    """Tells who is behind these accounts; unknown ones are left out.

    Without ``reaches`` nobody's name and addresses are needed, only account and organisation.
    """

    def __call__(
        self, *, account_ids: Sequence[int], purpose: str, at: datetime, reaches: bool
    ) -> dict[int, Recipient]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """An account that has the address a message came from."""

    account_id: int
    organisation_id: int


class Matcher(Protocol):
    """Finds the accounts that have this address (in its one spelling) among their contacts."""

    def __call__(self, *, channel: str, address: str) -> list[Sender]: ...


class Members(Protocol):
    """Yields the ids of the accounts of a group inside a scope."""

    def __call__(self, *, scope: Scope, at: datetime) -> Iterable[int]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """A group of accounts that a campaign can be sent to."""

    code: str
    label: Any
    members: Members


_resolvers: list[Resolver] = []
_matchers: list[Matcher] = []
_audiences: dict[str, Audience] = {}


def register_resolver(resolver: Resolver) -> None:
    """Name who knows the people behind accounts; the last one registered counts."""
    _resolvers[:] = [resolver]


def register_matcher(matcher: Matcher) -> None:
    """Name who knows whose address it is; the last one registered counts."""
    _matchers[:] = [matcher]


def register_audience(audience: Audience) -> None:
    """Offer a group of accounts to campaigns."""
    _audiences[audience.code] = audience


def resolve(
    *, account_ids: Iterable[int], purpose: str, at: datetime, reaches: bool = True
) -> dict[int, Recipient]:
    """Return the recipients behind these accounts, by account id."""
    wanted = sorted(set(account_ids))
    if not wanted or not _resolvers:
        return {}
    return _resolvers[0](account_ids=wanted, purpose=purpose, at=at, reaches=reaches)


def senders(*, channel: str, address: str) -> list[Sender]:
    """Return the accounts with this address; nobody, when no customer files are there."""
    return _matchers[0](channel=channel, address=address) if _matchers else []


def audiences() -> list[Audience]:
    """Return the groups that can be chosen, by code."""
    return [_audiences[code] for code in sorted(_audiences)]


def audience_of(code: str) -> Audience | None:
    """Return the group of that code."""
    return _audiences.get(code)
