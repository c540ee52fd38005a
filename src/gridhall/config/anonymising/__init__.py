"""A copy of the database without any real person, for tests and analytics."""

from .copying import Copied, anonymise, leaks

__all__ = ["Copied", "anonymise", "leaks"]
