"""Reading tables: what kind of file it is, its encoding, its header and its rows."""

from .table import RawRow, Table, open_table

__all__ = ["RawRow", "Table", "open_table"]
