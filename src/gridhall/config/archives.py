"""The file of a backup: a plain tar that appears whole or not at all and is checked by hashes.

Members are streamed: how long one is becomes known at its end and is then written into its header.
"""

from __future__ import annotations

import hashlib
import json
import os
import tarfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import psutil

from gridhall.config.errors import InstallationError

CHUNK = 1 << 20
MANIFEST = "manifest.json"
UNFINISHED = ".gridhall-backup."


@dataclass(frozen=True)
class Member:
    """What was written: its length in bytes and the SHA-256 of its content."""

    size: int
    sha256: str


@contextmanager
def appearing(target: Path) -> Iterator[BinaryIO]:
    """Give a file that gets its name when the block ends well; only its owner may read it.

    Linux writes a file without a name, which vanishes with its process. Elsewhere it has a name of
    its own, and the next backup removes what a killed one left. Nothing is ever replaced.
    Raises InstallationError.
    """
    _remove_unfinished(target.parent)
    part: Path | None = None
    try:
        handle = _nameless(target.parent)
        if handle is None:
            part = target.parent / f"{UNFINISHED}{os.getpid()}"
            handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
            _give_name(file.fileno(), part, target)
    except FileExistsError as reason:
        raise already_there(target) from reason
    except OSError as reason:
        raise InstallationError(
            f"The backup cannot be written to {target}: {reason.strerror}.",
            "Name a folder that you may write to and that has room.",
        ) from reason
    finally:
        if part is not None:
            part.unlink(missing_ok=True)


def already_there(target: Path) -> InstallationError:
    """Return the refusal to overwrite."""
    return InstallationError(
        f"{target} is already there; a backup replaces nothing.", "Name another file, or a folder."
    )


class ArchiveWriter:
    """Adds members to a tar one after the other."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.members: dict[str, Member] = {}

    def add(self, name: str, chunks: Iterable[bytes]) -> Member:
        """Write one member, mode 0600, and return its length and hash."""
        start, digest, size = self.file.tell(), hashlib.sha256(), 0
        self.file.write(bytes(tarfile.BLOCKSIZE))
        for chunk in chunks:
            digest.update(chunk)
            size += len(chunk)
            self.file.write(chunk)
        self.file.write(bytes(-size % tarfile.BLOCKSIZE))
        end = self.file.tell()
        header = tarfile.TarInfo(name)
        header.size, header.mode, header.mtime = size, 0o600, int(time.time())
        self.file.seek(start)
        self.file.write(header.tobuf(tarfile.GNU_FORMAT))
        self.file.seek(end)
        return Member(size=size, sha256=digest.hexdigest())

    def finish(self, manifest: dict[str, Any]) -> None:
        """Write the manifest and the end of the tar."""
        text = json.dumps(manifest, ensure_ascii=False, indent=1, default=str)
        self.add(MANIFEST, [text.encode()])
        self.file.write(bytes(2 * tarfile.BLOCKSIZE))


class ArchiveReader:
    """Reads a backup; any damage is an InstallationError that says the archive is damaged."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with self._damage_told():
            self._tar = tarfile.open(path, "r:")  # noqa: SIM115 - closed by close()
            self.names = {one.name: one for one in self._tar.getmembers() if one.isreg()}
            self.manifest: dict[str, Any] = json.loads(b"".join(self.chunks(MANIFEST)))
            if self.manifest["format"] != 1:
                raise InstallationError(
                    f"{path} has the format {self.manifest['format']}, which is unknown here.",
                    "Restore it with the GridHall version that made it.",
                )

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield the content of a member."""
        with self._damage_told():
            file = self._tar.extractfile(self.names[name])
            while file is not None and (chunk := file.read(CHUNK)):
                yield chunk

    def hash_of(self, name: str) -> str:
        """Return the SHA-256 of a member as it is in the file now."""
        digest = hashlib.sha256()
        for chunk in self.chunks(name):
            digest.update(chunk)
        return digest.hexdigest()

    def close(self) -> None:
        """Close the file."""
        self._tar.close()

    @contextmanager
    def _damage_told(self) -> Iterator[None]:
        try:
            yield
        except (tarfile.TarError, EOFError, ValueError, KeyError, TypeError) as reason:
            raise damaged(self.path) from reason
        except OSError as reason:
            raise InstallationError(f"{self.path} cannot be read: {reason}.") from reason


def damaged(path: Path, what: str = "") -> InstallationError:
    """Return the refusal of an archive that is not what was written."""
    return InstallationError(
        f"{path} is damaged, cut off or no backup of GridHall{': ' + what if what else ''}.",
        "Take another copy of it; nothing was restored.",
    )


def _nameless(folder: Path) -> int | None:
    flag = getattr(os, "O_TMPFILE", None)
    if flag is None:
        return None
    try:
        return os.open(folder, flag | os.O_RDWR, 0o600)
    except OSError:
        return None  # not on this file system; a real obstacle shows when the part is made


def _give_name(handle: int, part: Path | None, target: Path) -> None:
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        source = f"/proc/self/fd/{handle}" if part is None else str(part)
        os.link(source, target.name, dst_dir_fd=folder, follow_symlinks=True)
        os.fsync(folder)
    finally:
        os.close(folder)


def _remove_unfinished(folder: Path) -> None:
    with suppress(OSError):
        for path in folder.glob(f"{UNFINISHED}*"):
            pid = path.name.removeprefix(UNFINISHED)
            if pid.isdigit() and not psutil.pid_exists(int(pid)):
                path.unlink(missing_ok=True)
