"""Where the tariff books lie that come with this program."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


def packaged_folder() -> Path:
    """Return the folder of tariff books: inside an installed package, else of the checkout.

    Raises FileNotFoundError when neither has one: the installation is broken.
    """
    for folder in (PACKAGE / "tariffbooks", PACKAGE.parent.parent / "tariffbooks"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError("tariffbooks")
