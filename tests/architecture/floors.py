"""Read the floors of the house from `.importlinter`, the one place where they are written."""

from __future__ import annotations

from configparser import ConfigParser
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
CONTRACT = ROOT / ".importlinter"


def floors() -> dict[str, int]:
    """Return the height of every package: 0 for the lowest floor; neighbours share a height."""
    parser = ConfigParser()
    parser.read(CONTRACT, encoding="utf-8")
    lines = parser["importlinter:contract:house"]["layers"].split("\n")
    layers = [line.strip() for line in lines if line.strip()]
    return {
        name.strip(): height
        for height, layer in enumerate(reversed(layers))
        for name in layer.split("|")
    }


def package_of(module: str) -> str:
    """Return the package that a module belongs to: `gridhall.billing.x` → `billing`."""
    return module.split(".")[1]
