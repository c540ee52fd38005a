"""Moving processes and handing out work. Each function is one transaction."""

from ._completing import Completed, complete
from ._loading import add_version, digest_of, load_shipped, put_in_force
from ._starting import start

__all__ = [
    "Completed",
    "add_version",
    "complete",
    "digest_of",
    "load_shipped",
    "put_in_force",
    "start",
]
