"""A customer's file as use: CSV of intervals or of months, or Green Button XML.

Whatever is wrong is named by row, column and value, with what to do about it; nothing is filled
in. Sizes are limited before anything is read.
"""

from __future__ import annotations

from decimal import Decimal

from gridhall.rating.comparing import green_button, table
from gridhall.rating.comparing.faults import LARGEST_FILE, Fault, FileUse, UnreadableFile, fault

__all__ = ["LARGEST_FILE", "Fault", "FileUse", "UnreadableFile", "read_file"]


def read_file(content: bytes, *, largest: int = LARGEST_FILE) -> FileUse:
    """Return the use of a file; its kind is told by how it begins. Raises ``UnreadableFile``."""
    if len(content) > largest:
        size = f"{Decimal(largest) / 1_000_000:f}"
        raise UnreadableFile([fault(
            f"文件太大，最多 {size} MB。请只导出最近十二个月。",
            f"The file is too large: at most {size} MB. Export only the last twelve months.",
        )])  # fmt: skip
    if not content.strip():
        raise UnreadableFile([fault("文件是空的。", "The file is empty.")])
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start == b"<":
        return green_button.read(content)
    return table.read(content)
