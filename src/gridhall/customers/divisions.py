"""Administrative divisions (行政区划, GB/T 2260): what a code names, and which code an address has.

The table comes with python-stdnum (``cn/loc.dat``, gathered there from the published lists, with
the years in which a code was in force). A division that is no more keeps its name here: identity
numbers go on carrying it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

_PROVINCE = re.compile(r'^(\d{2}) province="(.+)"$')
_COUNTY = re.compile(r'^ {2}(\d{4}) county="(.+)"$')
_NAME = re.compile(r"^(?:\[(\d*)-(\d*)\])?(.+)$")
_ENDINGS = ("特别行政区", "壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "省", "市")
NO_NAMES = {
    "市辖区", "县", "省直辖县级行政区划", "省直辖县级行政单位",
    "自治区直辖县级行政区划", "自治区直辖县级行政单位",
}  # fmt: skip
SHORTEST_NAME = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """A province, prefecture or county. ``in_force``: it still exists in the newest list."""

    code: str
    name: str
    full_name: str
    in_force: bool


def division(code: str) -> Division | None:
    """Return what a six-digit code names, or nothing."""
    return _table().get(code)


def code_for(address: str) -> str:
    """Return the code of the smallest division in force that the address begins with, or ``""``.

    Names are read in their order, province first; a name that is no division ends the reading.
    """
    path = _path("".join(address.split()))
    return path[-1] if path else ""


def contradicts(*, code: str, address: str) -> bool:
    """Tell whether the address names another division than the code does.

    An address that says less than the code, or nothing, contradicts nothing.
    """
    said = code_for(address)
    if not said or not code:
        return False
    mine, named = _stem(code), _stem(said)
    return not mine.startswith(named) and not named.startswith(mine)


def _stem(code: str) -> str:
    """Return the pairs of digits that are not all zero: 330000 → 33, 330100 → 3301."""
    pairs = [code[i : i + 2] for i in (0, 2, 4)]
    while len(pairs) > 1 and pairs[-1] == "00":
        pairs.pop()
    return "".join(pairs)


def _path(address: str) -> list[str]:
    """Return the codes of the divisions named one after another at the address's beginning."""
    found: list[str] = []
    rest, parent = address, ""
    for _level in range(3):
        step = _longest(rest, _children().get(parent, ()))
        if step is None:
            return found
        code, length = step
        found.append(code)
        rest, parent = rest[length:], _stem(code)
    return found


def _longest(text: str, choices: tuple[tuple[str, str], ...]) -> tuple[str, int] | None:
    fits = [(code, len(name)) for name, code in choices if text.startswith(name)]
    return max(fits, key=lambda fit: fit[1], default=None)


@lru_cache(maxsize=1)
def _children() -> dict[str, tuple[tuple[str, str], ...]]:
    """Return by stem of the parent the names (also short ones) and codes of its divisions.

    Counties are found under their province too: municipalities and many addresses leave out the
    level between.
    """
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for one in _table().values():
        if not one.in_force or one.name in NO_NAMES:
            continue
        stem = _stem(one.code)
        for parent in {stem[:-2], stem[:2]} - {stem}:
            found[parent].append((one.name, one.code))
            if len(stem) == SHORTEST_NAME:
                found[parent].append((_short(one.name), one.code))
    return {parent: tuple(pairs) for parent, pairs in found.items()}


def _short(name: str) -> str:
    for ending in _ENDINGS:
        if name.endswith(ending) and len(name) - len(ending) >= SHORTEST_NAME:
            return name.removesuffix(ending)
    return name


@lru_cache(maxsize=1)
def _table() -> dict[str, Division]:
    text = files("stdnum").joinpath("cn/loc.dat").read_text(encoding="utf-8")
    names: dict[str, tuple[str, bool]] = {}
    province = ""
    for line in text.splitlines():
        if match := _PROVINCE.match(line):
            province = match[1]
            names[f"{province}0000"] = (match[2], True)
        elif (match := _COUNTY.match(line)) and match[1] != "0000":
            names[province + match[1]] = _newest(match[2])
    return {
        code: Division(code=code, name=name, full_name=_full(code, names), in_force=in_force)
        for code, (name, in_force) in names.items()
    }


def _newest(text: str) -> tuple[str, bool]:
    """Return the newest of the names a code had, and whether it is still in force."""
    for part in reversed(text.split(",")):
        match = _NAME.match(part)
        if match and not match[2]:
            return match[3], True
    match = _NAME.match(text.split(",")[-1])
    return (match[3] if match else text), False


def _full(code: str, names: dict[str, tuple[str, bool]]) -> str:
    steps = [f"{code[:2]}0000", f"{code[:4]}00", code]
    told = [names[step][0] for step in dict.fromkeys(steps) if step in names]
    return "".join(name for name in told if name not in NO_NAMES)
