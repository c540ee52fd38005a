"""BPMN 2.0 for exchange: a documented subset, read and written (docs/explanation/processes.md)."""

from .exporting import to_bpmn
from .importing import Imported, from_bpmn

__all__ = ["Imported", "from_bpmn", "to_bpmn"]
