"""Every address of GridHall with the rule of its door, for the list of permissions."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from gridhall.foundation.identity.access import AccessRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One address. ``methods`` is empty unless the address is an endpoint of the API.

    ``rule`` is None for a view that declares none; the middleware refuses that one.
    """

    name: str
    route: str
    rule: AccessRule | None
    methods: tuple[str, ...] = ()


def every_address(urlconf: str | None = None) -> list[Address]:
    """Return all addresses in the order of the resolver, each endpoint of the API by itself."""
    return list(_walk(get_resolver(urlconf), (), ""))


def _walk(
    resolver: URLResolver, namespaces: tuple[str, ...], prefix: str
) -> Iterator[Address]:  # fmt: skip
    for pattern in resolver.url_patterns:
        route = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            deeper = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from _walk(pattern, deeper, route)
        else:
            yield from _of_pattern(pattern, ":".join((*namespaces, pattern.name or "?")), route)


def _of_pattern(pattern: URLPattern, name: str, route: str) -> Iterator[Address]:
    rule = getattr(pattern.callback, "access_rule", None)
    operations: list[Any] = getattr(_path_view(pattern), "operations", [])
    # GET and POST of one address are two endpoints with a name and a door each
    own = [one for one in operations if one.view_func.__name__ == pattern.name]
    for operation in own or operations:
        doors = operation.auth_callbacks
        found = getattr(doors[0], "rule", None) if doors else rule
        yield Address(name=name, route=route, rule=found, methods=tuple(operation.methods))
    if not operations:
        yield Address(name=name, route=route, rule=rule)


def _path_view(pattern: URLPattern) -> object:
    """Return what ninja keeps the endpoint's operations in; None for a page."""
    view = getattr(pattern.callback, "__wrapped__", None)
    return inspect.getclosurevars(view).nonlocals.get("self") if inspect.isfunction(view) else None
