"""Takes out of a photo what it tells besides the picture: place, time, device, names.

Nothing is encoded again, so the picture stays bit for bit. JPEG, PNG and WebP are written anew
without the parts that hold metadata and without what follows the end of the picture; the turn of
a JPEG (orientation) stays, or photos would lie on their side. In TIFF, HEIC and in files that
cannot be read part by part, Exif, GPS, IPTC and XMP are overwritten where they stand.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Iterator

JPEG, PNG, RIFF = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF"
EXIF, ICC = b"Exif\x00\x00", b"ICC_PROFILE\x00"
TIFF_HEADS = {b"II*\x00": "<", b"MM\x00*": ">"}
PNG_TOLD = frozenset({b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"})
WEBP_TOLD = frozenset({b"EXIF", b"XMP "})
WEBP_FLAGS = 0x08 | 0x04  # "has Exif", "has XMP"
SOI, EOI, SOS, APP0, APP1, APP2, APP14, APP15, COM = (
    0xD8, 0xD9, 0xDA, 0xE0, 0xE1, 0xE2, 0xEE, 0xEF, 0xFE,
)  # fmt: skip
ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
ORIENTATION, EXIF_IFD, GPS_IFD, INTEROP_IFD = 0x0112, 0x8769, 0x8825, 0xA005
#: Names, times, devices, comments, XMP, IPTC, Photoshop: of a TIFF's own directory.
TIFF_TOLD = frozenset({
    270, 271, 272, 285, 305, 306, 315, 316, 700, 33432, 33723, 34377, 37500, 37510, 37724,
    40091, 40092, 40093, 40094, 40095,
})  # fmt: skip
WIDTH = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
HEAD = 12
MOST_ENTRIES, MOST_DIRECTORIES = 1000, 64
_XMP = re.compile(
    rb"<x:xmpmeta\b.*?</x:xmpmeta>|<\?xpacket begin.*?<\?xpacket end[^>]*>", re.DOTALL
)


class _Unreadable(ValueError):
    """The parts of the file do not follow each other as they should."""


def bare(chunks: Iterable[bytes], *, limit: int) -> Iterator[bytes]:
    """Yield a file on, a picture without its metadata; others, and those over ``limit``, as is."""
    rest = iter(chunks)
    held = bytearray()
    for chunk in rest:
        held += chunk
        if len(held) > limit or (len(held) >= HEAD and not _is_one(held)):
            break
    else:
        yield without_metadata(bytes(held)) if _is_one(held) else bytes(held)
        return
    yield bytes(held)
    yield from rest


def _is_one(head: bytes | bytearray) -> bool:
    start = bytes(head[:HEAD])
    return (
        start.startswith((JPEG, PNG)) or start[:4] in TIFF_HEADS or start[4:8] == b"ftyp"
        or (start.startswith(RIFF) and start[8:12] == b"WEBP")
    )  # fmt: skip


def without_metadata(data: bytes) -> bytes:
    """Return the same picture without metadata; what is no picture comes back as it is."""
    try:
        if data.startswith(JPEG):
            return _jpeg(data)
        if data.startswith(PNG):
            return PNG + b"".join(_png(data))
        if data.startswith(RIFF) and data[8:12] == b"WEBP":
            return _webp(data)
    except (_Unreadable, struct.error, IndexError):
        pass
    return _blanked(data)


def _jpeg(data: bytes) -> bytes:
    """Return the segments of a JPEG that make the picture, up to its end."""
    kept, at, turn = [data[:2]], 2, 1
    while True:
        if data[at] != 0xFF:
            raise _Unreadable
        marker = data[at + 1]
        if marker == 0xFF:  # a fill byte
            at += 1
            continue
        if marker == EOI:
            kept.append(data[at : at + 2])
            break
        if marker in ALONE:
            kept.append(data[at : at + 2])
            at += 2
            continue
        end = at + 2 + struct.unpack_from(">H", data, at + 2)[0]
        body = data[at + 4 : end]
        if end > len(data):
            raise _Unreadable
        if marker == SOS:
            end = _end_of_scan(data, end)
        if marker == APP1 and body.startswith(EXIF):
            turn = _turn(body[len(EXIF) :])
        if _is_picture(marker, body):
            kept.append(data[at:end])
        at = end
    return b"".join([kept[0], _turned(turn), *kept[1:]])


def _is_picture(marker: int, body: bytes) -> bool:
    if marker == APP2:
        return body.startswith(ICC)
    return marker in {APP0, APP14} or not (APP0 <= marker <= APP15 or marker == COM)


def _end_of_scan(data: bytes, at: int) -> int:
    """Return where the compressed picture ends and the next segment begins."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            raise _Unreadable
        if data[at + 1] != 0 and not 0xD0 <= data[at + 1] <= 0xD7:
            return at
        at += 2


def _turn(tiff: bytes) -> int:
    """Return how the picture is turned (1 to 8), 1 when nothing says so."""
    order = TIFF_HEADS.get(tiff[:4])
    if order is None:
        return 1
    for at, tag, _kind, _count in _entries(tiff, 0, order, _first(tiff, 0, order)):
        if tag == ORIENTATION:
            turn: int = struct.unpack_from(f"{order}H", tiff, at + 8)[0]
            return turn if 1 <= turn <= 8 else 1
    return 1


def _turned(turn: int) -> bytes:
    """Return a segment that says how the picture is turned and nothing else."""
    if turn == 1:
        return b""
    tiff = struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, ORIENTATION, 3, 1, turn, 0, 0)
    body = EXIF + tiff
    return struct.pack(">BBH", 0xFF, APP1, len(body) + 2) + body


def _png(data: bytes) -> Iterator[bytes]:
    at = len(PNG)
    while True:
        length, name = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if end > len(data):
            raise _Unreadable
        if name not in PNG_TOLD:
            yield data[at:end]
        if name == b"IEND":
            return
        at = end


def _webp(data: bytes) -> bytes:
    kept, at, end = [], 12, min(8 + struct.unpack_from("<I", data, 4)[0], len(data))
    while at + 8 <= end:
        name, length = struct.unpack_from("<4sI", data, at)
        stop = at + 8 + length + length % 2
        chunk = bytearray(data[at : min(stop, end)])
        if name == b"VP8X":
            chunk[8] &= ~WEBP_FLAGS
        if name not in WEBP_TOLD:
            kept.append(bytes(chunk))
        at = stop
    body = b"WEBP" + b"".join(kept)
    return RIFF + struct.pack("<I", len(body)) + body


def _blanked(data: bytes) -> bytes:
    """Return the file with Exif, GPS, IPTC and XMP overwritten where they stand."""
    found = bytearray(_XMP.sub(lambda match: b" " * len(match[0]), data))
    if data[:4] in TIFF_HEADS:
        _blank_tiff(found, 0, own=True)
    at = data.find(EXIF)
    while at >= 0:
        _blank_tiff(found, at + len(EXIF), own=False)
        at = data.find(EXIF, at + 1)
    return bytes(found)


def _blank_tiff(data: bytearray, base: int, *, own: bool) -> None:
    """Overwrite what a TIFF structure tells; of a file that is one (``own``) the picture stays."""
    order = TIFF_HEADS.get(bytes(data[base : base + 4]))
    if order is None:
        return
    try:
        directory = _first(data, base, order)
        for _one in range(MOST_DIRECTORIES):
            if not directory:
                return
            entries = list(_entries(data, base, order, directory))
            for at, tag, kind, count in entries:
                if tag in {EXIF_IFD, GPS_IFD, INTEROP_IFD}:
                    _blank_directory(data, base, order, _value(data, at, order))
                elif tag in TIFF_TOLD or (not own and tag != ORIENTATION):
                    _blank_value(data, base, order, (at, kind, count))
            after = base + directory + 2 + 12 * len(entries)
            directory = struct.unpack_from(f"{order}I", data, after)[0]
    except (struct.error, IndexError):
        return


def _blank_directory(data: bytearray, base: int, order: str, directory: int) -> None:
    for at, tag, kind, count in list(_entries(data, base, order, directory)):
        if tag == INTEROP_IFD:
            continue
        _blank_value(data, base, order, (at, kind, count))


def _blank_value(data: bytearray, base: int, order: str, entry: tuple[int, int, int]) -> None:
    at, kind, count = entry
    size = WIDTH.get(kind, 1) * count
    start = at + 8 if size <= 4 else base + _value(data, at, order)
    end = min(start + size, len(data))
    data[start:end] = bytes(max(end - start, 0))


def _first(data: bytes | bytearray, base: int, order: str) -> int:
    found: int = struct.unpack_from(f"{order}I", data, base + 4)[0]
    return found


def _value(data: bytes | bytearray, at: int, order: str) -> int:
    found: int = struct.unpack_from(f"{order}I", data, at + 8)[0]
    return found


def _entries(
    data: bytes | bytearray, base: int, order: str, directory: int
) -> Iterator[tuple[int, int, int, int]]:
    """Yield place, tag, type and count of the entries of a directory."""
    count = min(struct.unpack_from(f"{order}H", data, base + directory)[0], MOST_ENTRIES)
    for number in range(count):
        at = base + directory + 2 + 12 * number
        yield (at, *struct.unpack_from(f"{order}HHI", data, at))
