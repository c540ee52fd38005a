"""Reading the text of a definition: everything is checked, nothing is run."""

from ._parts import delay_of, stored
from ._text import read, read_file

__all__ = ["delay_of", "read", "read_file", "stored"]
