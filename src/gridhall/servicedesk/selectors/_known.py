"""Whether something was registered before."""

from __future__ import annotations

from ..models import Case


def is_registered(*, dedup_key: str) -> bool:
    """Tell whether a case was registered under this key, by whomever."""
    return Case.objects.filter(dedup_key=dedup_key).exists()
