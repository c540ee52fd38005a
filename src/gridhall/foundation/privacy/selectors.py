"""Reads of key rotations and of what is stored under which key."""

from __future__ import annotations

from .holders import usage
from .models import KeyRotation

__all__ = ["latest_rotation", "open_rotations", "usage"]


def latest_rotation() -> KeyRotation | None:
    """Return the rotation begun last, if there was one."""
    return KeyRotation.objects.order_by("-pk").first()


def open_rotations() -> list[int]:
    """Return the ids of rotations that are not finished."""
    return list(KeyRotation.objects.filter(status="RUNNING").values_list("pk", flat=True))
