"""The draft and the version behind the doors of the tariff screens."""

from __future__ import annotations

from typing import Any

from gridhall.billing import services as bills
from gridhall.tariffs import selectors, services
from tests.workbench import town

BOOK = "CN/hubei/other"


def made(unit: str) -> dict[str, Any]:
    """Return a draft with a comment more than the current version, and that version."""
    row = selectors.book(path=BOOK)
    draft = services.save_draft(
        path=BOOK, text=row.text + "# more\n", reason="核对", at=town.NOW,
        by_id=town.user(f"TARIFF_EDITOR-{unit}").pk,
    )  # fmt: skip
    replay = bills.start_replay(draft_id=draft.pk, by_id=draft.saved_by_id, at=town.NOW)
    return {
        "tariff_replay": replay.pk, "tariff_draft": draft.pk, "tariff_version": row.row.id,
    }  # fmt: skip
