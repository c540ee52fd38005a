"""Bytes in a folder of this machine: ``ab/abcdef…``, readable by the owner only."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from .base import CHUNK, BlobMissing

NAME = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class DiskStore:
    """The store in the folder ``root``, which is made when first needed."""

    root: Path

    def path_of(self, name: str) -> Path:
        """Return where the bytes of that name lie. Raises BlobMissing for no name of ours."""
        if not NAME.fullmatch(name):
            raise BlobMissing(name=name)
        return self.root / name[:2] / name

    def write(self, name: str, chunks: Iterable[bytes]) -> None:
        """Write beside the place and rename: a kill leaves no half file."""
        target = self.path_of(name)
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile(dir=self.root, delete=False) as file:
            try:
                for chunk in chunks:
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            except BaseException:
                Path(file.name).unlink(missing_ok=True)
                raise
        while True:
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            try:
                Path(file.name).replace(target)
            except FileNotFoundError:  # somebody removed the last file of the folder meanwhile
                continue
            return

    def read(self, name: str) -> Iterator[bytes]:
        """Yield the bytes."""
        try:
            file = self.path_of(name).open("rb")
        except FileNotFoundError as error:
            raise BlobMissing(name=name) from error
        return _chunks(file)

    def has(self, name: str) -> bool:
        """Tell whether the file is there."""
        return self.path_of(name).is_file()

    def remove(self, name: str) -> None:
        """Delete the file, and its folder when it was the last."""
        path = self.path_of(name)
        path.unlink(missing_ok=True)
        with suppress(OSError):
            path.parent.rmdir()

    def names(self) -> Iterator[tuple[str, datetime]]:
        """Yield the names of all files with their time of change."""
        for path in self.root.glob("??/*"):
            if NAME.fullmatch(path.name):
                yield path.name, datetime.fromtimestamp(path.stat().st_mtime, tz=UTC)


def _chunks(file: object) -> Iterator[bytes]:
    with file as opened:  # type: ignore[attr-defined]
        while chunk := opened.read(CHUNK):
            yield chunk
