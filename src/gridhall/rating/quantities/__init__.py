"""Stage one of rating: readings → billed quantities (rules 2–5, 10, 11)."""

from gridhall.rating.quantities.measure import measure

__all__ = ["measure"]
