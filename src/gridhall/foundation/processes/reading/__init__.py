"""Reading the text of a definition: everything is checked, nothing is run."""

from ._text import read, read_file

__all__ = ["read", "read_file"]
