"""Lists of choices without their empty entry."""

from __future__ import annotations

from dataclasses import dataclass

from gridhall.servicedesk.models import Finding, Party


@dataclass(frozen=True, slots=True)
class Words:
    """The values a field may have."""

    values: tuple[str, ...]


FINDINGS = Words(tuple(one for one in Finding.values if one))
PARTIES = Words(tuple(Party.values))
