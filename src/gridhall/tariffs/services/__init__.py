"""Changes to tariff books: those of a release, and drafts of the company's own."""

from ._drafts import check_draft, decide_finding, discard_draft, save_draft
from ._library import Publication, publish_library
from ._publishing import (
    publish_draft,
    refuse_draft,
    request_publication,
    request_withdrawal,
    withdraw_version,
)
from ._sheets import draft_from_sheet

__all__ = [
    "Publication",
    "check_draft",
    "decide_finding",
    "discard_draft",
    "draft_from_sheet",
    "publish_draft",
    "publish_library",
    "refuse_draft",
    "request_publication",
    "request_withdrawal",
    "save_draft",
    "withdraw_version",
]
