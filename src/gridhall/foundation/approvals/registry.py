"""The kinds of acts that need a second person: each context registers its own when it starts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from .models import ApprovalRequest

_kinds: dict[str, ApprovalKind] = {}


class Apply(Protocol):
    """Does what was asked for, inside the transaction of the decision."""

    def __call__(self, request: ApprovalRequest, *, decided_by_id: int, at: datetime) -> None: ...


def _plain(request: ApprovalRequest) -> list[tuple[Any, Any]]:
    return list(request.payload.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalKind:
    """What will be done, and who may decide it.

    ``action`` is what the decider must be allowed to do where the subject lies. ``apply`` carries
    the act out; when it raises, nothing is decided. ``refuse`` cleans up after a refusal or a
    withdrawal. ``describe`` returns label and value pairs for the reader who must decide;
    ``barred`` the people who may not decide although they did not ask (whoever profits).
    """

    code: str
    label: Any
    action: str
    apply: Apply
    refuse: Apply | None = None
    describe: Callable[[ApprovalRequest], list[tuple[Any, Any]]] = _plain
    barred: Callable[[ApprovalRequest], Iterable[int]] = lambda request: ()


def register(kind: ApprovalKind) -> None:
    """Make a kind known; raise ValueError when its code is taken by another."""
    if _kinds.get(kind.code, kind) != kind:
        raise ValueError(f"{kind.code} is registered already")
    _kinds[kind.code] = kind


def kind_of(code: str) -> ApprovalKind:
    """Return the kind; raise KeyError for one nobody registered."""
    return _kinds[code]


def kinds() -> list[ApprovalKind]:
    """Return all kinds in the order of their codes."""
    return [_kinds[code] for code in sorted(_kinds)]
