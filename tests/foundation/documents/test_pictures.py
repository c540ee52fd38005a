"""Photos lose what they tell besides the picture, and nothing of the picture."""

from __future__ import annotations

import struct
import zlib

import pytest

from gridhall.foundation.documents.pictures import bare, without_metadata

GPS = b"31.2304N 121.4737E"
NAME = b"Zhao's phone"
XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + NAME + b"</x:xmpmeta>"
SCAN = b"\x01\x02\xff\x00\x03\xff\xd0\x04"


def tiff(*, turn: int = 1, order: str = ">") -> bytes:
    """Return a TIFF structure: turned, made by NAME, taken at GPS."""
    mark = b"MM" if order == ">" else b"II"
    make_at = 8 + 2 + 3 * 12 + 4
    gps_at = make_at + len(NAME)
    entries = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, turn, 0)
    entries = struct.pack(f"{order}HHII", 271, 2, len(NAME), make_at) + entries
    entries += struct.pack(f"{order}HHII", 0x8825, 4, 1, gps_at)
    own = struct.pack(f"{order}HHII", 2, 2, len(GPS), gps_at + 18)
    return (
        struct.pack(f"{order}2sHIH", mark, 42, 8, 3) + entries + bytes(4) + NAME
        + struct.pack(f"{order}H", 1) + own + bytes(4) + GPS
    )  # fmt: skip


def segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def jpeg(*told: bytes, after: bytes = b"") -> bytes:
    """Return a JPEG of two scans, as progressive ones have."""
    picture = segment(0xDB, b"quant") + segment(0xC2, b"frame")
    scans = segment(0xDA, b"s1") + SCAN + segment(0xC4, b"huff") + segment(0xDA, b"s2") + SCAN
    return b"\xff\xd8" + b"".join(told) + picture + scans + b"\xff\xd9" + after


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def exif(turn: int) -> bytes:
    return segment(0xE1, b"Exif\x00\x00" + tiff(turn=turn))


def test_a_jpeg_keeps_its_picture_its_colours_and_nothing_else() -> None:
    jfif, colours = segment(0xE0, b"JFIF\x00"), segment(0xE2, b"ICC_PROFILE\x00\x01\x01p3")
    told = (
        jfif, exif(1), segment(0xE1, XMP), colours, segment(0xE2, b"MPF\x00" + NAME),
        segment(0xED, b"Photoshop 3.0\x00" + NAME), segment(0xFE, NAME),
    )  # fmt: skip

    found = without_metadata(jpeg(*told, after=b"video" + GPS))

    assert found == jpeg(jfif, colours)


@pytest.mark.parametrize("turn", [3, 6, 8])
def test_a_jpeg_still_stands_upright(turn: int) -> None:
    found = without_metadata(jpeg(exif(turn)))
    assert NAME not in found
    assert GPS not in found
    assert struct.pack(">HHIH", 0x0112, 3, 1, turn) in found
    assert without_metadata(found) == found


def test_a_png_loses_its_texts_and_what_follows_the_end() -> None:
    head, end = b"\x89PNG\r\n\x1a\n", chunk(b"IEND", b"")
    picture = chunk(b"IHDR", bytes(13)) + chunk(b"gAMA", bytes(4)) + chunk(b"IDAT", b"pixels")
    told = chunk(b"eXIf", tiff()) + chunk(b"iTXt", XMP) + chunk(b"tEXt", NAME)

    assert without_metadata(head + picture + told + end + GPS) == head + picture + end


def test_a_webp_loses_exif_and_xmp_and_says_so() -> None:
    def part(name: bytes, body: bytes) -> bytes:
        return name + struct.pack("<I", len(body)) + body + b"\x00" * (len(body) % 2)

    def webp(flags: int, *parts: bytes) -> bytes:
        body = b"WEBP" + part(b"VP8X", bytes([flags]) + bytes(9)) + b"".join(parts)
        return b"RIFF" + struct.pack("<I", len(body)) + body

    pixels = part(b"VP8 ", b"pixel")
    found = without_metadata(webp(0x1C, pixels, part(b"EXIF", tiff()), part(b"XMP ", XMP)))
    assert found == webp(0x10, pixels)


@pytest.mark.parametrize("order", [">", "<"])
def test_a_tiff_is_blanked_where_it_stands(order: str) -> None:
    before = tiff(turn=6, order=order)
    found = without_metadata(before)
    assert len(found) == len(before)
    assert NAME not in found
    assert GPS not in found
    assert struct.pack(f"{order}HHIH", 0x0112, 3, 1, 6) in found


def test_an_iphones_heic_is_blanked_where_it_stands() -> None:
    before = (
        b"\x00\x00\x00\x18ftypheic" + bytes(12) + b"\x00\x00\x00\x06Exif\x00\x00" + tiff() + XMP
    )
    found = without_metadata(before + b"pixels")
    assert found.endswith(b"pixels")
    assert len(found) == len(before) + 6
    assert NAME not in found
    assert GPS not in found


@pytest.mark.parametrize("cut", range(2, 180, 7))
def test_a_torn_file_never_breaks_the_upload(cut: int) -> None:
    whole = jpeg(exif(6), segment(0xE1, XMP))
    found = without_metadata(whole[:cut])
    assert len(found) <= max(cut, 40)
    assert without_metadata(tiff()[:cut]) is not None
    assert without_metadata(b"\x89PNG\r\n\x1a\n" + chunk(b"eXIf", tiff())[:cut]) is not None


def test_a_torn_jpeg_does_not_tell_where_it_was_taken() -> None:
    torn = jpeg(exif(6), segment(0xE1, XMP))[:-10]
    found = without_metadata(torn)
    assert GPS not in found
    assert NAME not in found


def test_only_pictures_are_held_back() -> None:
    photo = jpeg(exif(1))
    parts = [photo[at : at + 7] for at in range(0, len(photo), 7)]
    assert b"".join(bare(parts, limit=10_000)) == jpeg()
    assert b"".join(bare(parts, limit=50)) == photo  # refused right after, as too large
    paper = [b"%PDF-1.7 ", NAME, GPS]
    assert b"".join(bare(paper, limit=10_000)) == b"".join(paper)
