"""Quotes: any case written as JSON, answered by the engine.

``answer_document(data, library)`` and ``answer_text(text, library)`` are the door; new kinds of
question are modules of ``quotes/kinds``, ``claims/kinds`` and ``market/kinds``. See
``docs/reference/quotes.md``.
"""

from gridhall.rating.quotes.document import (
    InvalidDocument,
    Limits,
    answer_document,
    answer_text,
    read_json,
)

__all__ = ["InvalidDocument", "Limits", "answer_document", "answer_text", "read_json"]
