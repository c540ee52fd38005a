"""Where a process stands in the old version, and whether that place exists in the new one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .definition import RESTING, Definition, Kind
from .models import Token

#: Why a process stays with its version; the codes are kept in the rows.
NO_STEP, OTHER_KIND, OTHER_FORKS, OTHER_PART, VALUES, OVER = (
    "NO_STEP", "OTHER_KIND", "OTHER_FORKS", "OTHER_PART", "VALUES", "OVER",
)  # fmt: skip


def why_label(code: str) -> str:
    """Return in words why a process stays with its version."""
    return {
        NO_STEP: _("The new version has no such step: choose another in its place."),
        OTHER_KIND: _("The step is of another kind in the new version."),
        OTHER_FORKS: _("The parallel branches around the step are different."),
        OTHER_PART: _("The step calls another process in the new version."),
        VALUES: _("A value does not fit its field in the new version."),
        OVER: _("It ended or moved on meanwhile."),
    }.get(code, code)


@dataclass(frozen=True, slots=True)
class Place:
    """A step where a living token is, and what the token does there."""

    step: str
    status: str


def target_of(step: str, mapping: Mapping[str, str]) -> str:
    """Return the step that takes the place of ``step``; itself unless the mapping says more."""
    return mapping.get(step) or step


def why_not(old: Definition, new: Definition, place: Place, mapping: Mapping[str, str]) -> str:
    """Return why a token cannot stand in the new version as it does in the old, "" if it can."""
    target = target_of(place.step, mapping)
    if target not in new.steps:
        return NO_STEP
    before, after = old.steps[place.step], new.steps[target]
    if before.kind != after.kind:
        return OTHER_KIND
    forks = tuple(target_of(fork, mapping) for fork in old.blocks.get(place.step, ()))
    if forks != new.blocks.get(target, ()):
        return OTHER_FORKS
    if place.status == Token.Status.SPLIT and len(before.next) != len(after.next):
        return OTHER_FORKS
    if any(
        len(old.steps[fork].next) != len(new.steps[target_of(fork, mapping)].next)
        for fork in old.blocks.get(place.step, ())
    ):
        return OTHER_FORKS
    if before.kind == Kind.SUBPROCESS and before.process != after.process:
        return OTHER_PART
    if before.kind in RESTING and before.kind == Kind.WAIT and before.event != after.event:
        return OTHER_KIND
    return ""
