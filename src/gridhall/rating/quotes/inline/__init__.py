"""Tariffs written into a quote: a short form that becomes a tariff book of one price class."""

from gridhall.rating.quotes.inline.compile import book_of
from gridhall.rating.quotes.inline.form import InlineTariff

__all__ = ["InlineTariff", "book_of"]
