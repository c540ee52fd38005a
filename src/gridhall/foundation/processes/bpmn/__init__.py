"""BPMN 2.0 for exchange: a documented subset, read and written (docs/explanation/processes.md)."""

from .errors import UnsafeFile
from .exporting import to_bpmn
from .importing import Imported, from_bpmn
from .xml import BIGGEST_BYTES

__all__ = ["BIGGEST_BYTES", "Imported", "UnsafeFile", "from_bpmn", "to_bpmn"]
