"""Lanes as roles: by our own mark, by the code of a role, or by its name in either language."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _
from django.utils.translation import override

from gridhall.foundation.identity.roles import Role

from .errors import BpmnFaults
from .file import File
from .xml import Element

FIELD = "field:"


def of_lanes(found: File, faults: BpmnFaults) -> dict[str, str]:
    """Return the role of each element by its id; "field:name" where a field holds the role."""
    roles: dict[str, str] = {}
    for lanes in found.process.all("laneSet"):
        for lane in lanes.all("lane"):
            if lane.first("childLaneSet") is not None:
                found.refuse(lane, _("Lanes inside of lanes are not in the subset. Draw one lane "
                                     "for each role."))  # fmt: skip
            role = _role(lane, found)
            for reference in lane.all("flowNodeRef"):
                if reference.text in roles:
                    found.refuse(lane, _("“{step}” lies in two lanes."), step=reference.text)
                roles[reference.text] = role
    return roles


def _role(lane: Element, found: File) -> str:
    own = lane.own("role")
    wanted = own if own and _still_named(own, lane.name) else lane.name
    if wanted.startswith(FIELD):
        return wanted
    role = named().get(wanted.casefold())
    if role is None and _has_tasks(lane, found):
        found.refuse(
            lane, _("The lane “{name}” is no role here. Call it by one of: {known}."),
            name=lane.name, known=", ".join(Role.values),
        )  # fmt: skip
    return role or ""


def _still_named(own: str, name: str) -> bool:
    """Tell whether our mark still fits: somebody may have renamed the lane to another role."""
    other = named().get(name.casefold())
    return other is None or other == own


def _has_tasks(lane: Element, found: File) -> bool:
    inside = {reference.text for reference in lane.all("flowNodeRef")}
    return any(one.id in inside and one.tag == "userTask" for one in found.steps())


def named() -> dict[str, str]:
    """Return all roles by code and by name in both languages."""
    found: dict[str, str] = {}
    for language in ("zh-hans", "en"):
        with override(language):
            found |= {str(role.label).casefold(): role.value for role in Role}
    return found | {role.value.casefold(): role.value for role in Role}
