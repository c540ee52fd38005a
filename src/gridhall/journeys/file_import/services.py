"""The one way in for files, used by the screens, the command and the demo alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext_noop

from gridhall.foundation.documents import services as documents
from gridhall.foundation.documents.services import DocumentTooLarge
from gridhall.foundation.imports import selectors as imports
from gridhall.foundation.imports import services as import_services
from gridhall.foundation.imports import sheets
from gridhall.foundation.imports.reading import open_table
from gridhall.foundation.imports.sheets import Sheet
from gridhall.kernel.errors import GridHallError

if TYPE_CHECKING:
    from gridhall.foundation.documents.models import Document
    from gridhall.foundation.imports.models import ImportBatch

Progress = Callable[[int, int], None]
FileProgress = Callable[[str, int, int], None]

DOCUMENT_KIND = "import"
PIECE = 1024 * 1024
SUFFIXES = {".csv", ".xlsx"}


class NothingToImport(GridHallError):
    """The folder holds no file that can be imported."""

    code = "IMPORT_NOTHING_FOUND"
    template = gettext_noop("{folder}: no file here can be imported.")


def detect_sheet(header: Sequence[str], *, name: str = "") -> Sheet:
    """Return the sheet that a header row belongs to; raises UnknownSheet."""
    return sheets.detect_sheet(header, name=name)


def preview(
    file: Document | Path, *, at: datetime, actor_id: int | None = None, sheet: str | None = None,
    progress: Callable[[int], None] | None = None,
) -> ImportBatch:  # fmt: skip
    """Read and check a file without importing it; return its batch, PREVIEWED, with its faults.

    ``file`` is a stored document or a path. Raises a subclass of UnableToReadFile when the file as
    a whole is no good, DocumentTooLarge, ImportNotAllowed.
    """
    document = (
        _stored(file, at=at, actor_id=actor_id, sheet=sheet) if isinstance(file, Path) else file
    )
    return import_services.preview(
        document=document, sheet_name=sheet, actor_id=actor_id, at=at, progress=progress
    )


def preview_upload(
    *, name: str, chunks: Iterable[bytes], at: datetime, actor_id: int | None
) -> ImportBatch:
    """Read and check a file that somebody sends; a file that is refused leaves nothing behind.

    Raises what ``preview`` raises.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / "upload"
        _write_limited(path, chunks, name=name)
        return preview(_stored(path, at=at, actor_id=actor_id, name=name), at=at, actor_id=actor_id)


def _write_limited(path: Path, chunks: Iterable[bytes], *, name: str) -> None:
    limit, size = settings.GRIDHALL_MAX_UPLOAD_BYTES, 0
    with path.open("wb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > limit:
                raise DocumentTooLarge(name=name, limit_mb=limit // PIECE)
            file.write(chunk)


def _stored(
    path: Path, *, at: datetime, actor_id: int | None, sheet: str | None = None, name: str = ""
) -> Document:
    """Store the file; one that is no table, or whose columns fit no sheet, is not worth storing."""
    name = name or path.name
    header = open_table(path, name=name).header
    kind = sheets.sheet_named(sheet) if sheet else detect_sheet(header, name=name)
    sheets.check_header(kind, header, name=name)
    return documents.store_document(
        name=name, chunks=_pieces(path), media_type="application/octet-stream",
        kind=DOCUMENT_KIND, at=at, created_by_id=actor_id,
    )  # fmt: skip


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def run(
    batch_id: int, *, clock: Callable[[], datetime], progress: Progress | None = None
) -> ImportBatch:
    """Import a previewed or interrupted batch to its end; return it FINISHED.

    Raises ImportBusy when another process is at it, ImportInWrongState when it was discarded.
    """
    return import_services.run(batch_id=batch_id, clock=clock, progress=progress)


def import_file(
    path: Path, *, clock: Callable[[], datetime], actor_id: int | None = None,
    sheet: str | None = None, progress: Progress | None = None,
) -> ImportBatch:  # fmt: skip
    """Preview and import one file; go on with it where an interrupted import stopped.

    Raises what ``preview`` and ``run`` raise.
    """
    at = clock()
    document = _stored(path, at=at, actor_id=actor_id, sheet=sheet)
    begun = imports.unfinished_batch(content_hash=document.content_hash, user_id=actor_id)
    batch = begun or preview(document, at=at, actor_id=actor_id, sheet=sheet)
    return run(batch.pk, clock=clock, progress=progress)


def files_in_order(folder: Path) -> list[tuple[Sheet, Path]]:
    """Return the files of a folder named after a sheet, in the order of import.

    When a sheet stands there as CSV and as XLSX, the CSV is taken. Raises NothingToImport.
    """
    found: list[tuple[Sheet, Path]] = []
    for sheet in sheets.all_sheets():
        paths = [folder / f"{sheet.name}{suffix}" for suffix in sorted(SUFFIXES)]
        found += [(sheet, path) for path in paths if path.is_file()][:1]
    if not found:
        raise NothingToImport(folder=folder.name)
    return found


def import_folder(
    folder: Path, *, clock: Callable[[], datetime], actor_id: int | None = None,
    progress: FileProgress | None = None,
) -> list[ImportBatch]:  # fmt: skip
    """Import the files of a folder (``customers.csv``, ``meters.xlsx`` …) in the right order.

    ``progress`` is told the sheet, rows done and rows in all. Raises NothingToImport and what
    ``import_file`` raises.
    """
    finished = []
    for sheet, path in files_in_order(folder):

        def tell(done: int, total: int, name: str = sheet.name) -> None:
            if progress is not None:
                progress(name, done, total)

        finished.append(
            import_file(path, clock=clock, actor_id=actor_id, sheet=sheet.name, progress=tell)
        )
    return finished
