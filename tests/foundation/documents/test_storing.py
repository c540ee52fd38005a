"""Stored files: sealed, sized, of a known kind, and gone when something went wrong."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from gridhall.foundation.documents import filetypes, selectors
from gridhall.foundation.documents.models import Document
from gridhall.foundation.documents.selectors import content_of, is_sound
from gridhall.foundation.documents.services import (
    DocumentEmpty,
    DocumentTooLarge,
    DocumentTypeMismatch,
    DocumentTypeNotAllowed,
    store_document,
)
from gridhall.foundation.documents.storage import BlobMissing
from tests.foundation.documents.conftest import AT, PDF, PNG


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def archive(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name in names:
            file.writestr(name, "x" * 50)
    return made.getvalue()


def test_what_was_stored_comes_back(put):
    document = put("张三身份证.pdf", PDF[:10], PDF[10:])

    assert b"".join(content_of(document=document)) == PDF
    assert (document.size, document.media_type) == (len(PDF), filetypes.PDF)
    assert Document.objects.get().name == "张三身份证.pdf"


def test_store_and_table_reveal_nothing(put, folder):
    document = put("张三身份证.pdf", PDF)

    (file,) = files(folder)
    assert b"who lives" not in file.read_bytes()
    assert b"PDF" not in file.read_bytes()[:200]
    stored = Document.objects.values_list("content_hash", "blob").get()
    assert all(len(value) == 64 for value in stored)
    with pytest.raises(TypeError):
        Document.objects.filter(name="张三身份证.pdf").exists()
    assert document.blob == file.name


def test_equal_files_have_equal_hashes_but_nothing_in_common_in_the_store(put, folder):
    one, same = put("a.pdf", PDF), put("b.pdf", PDF)

    assert one.content_hash == same.content_hash
    first, second = (file.read_bytes() for file in files(folder))
    assert first[7:] != second[7:]


def test_a_name_cannot_lead_elsewhere(put):
    assert put("../../etc/passwd.pdf", PDF).name == "passwd.pdf"
    assert put("C:\\scans\\a.pdf", PDF).name == "a.pdf"


def store(name, chunks, **more):
    return store_document(
        name=name, chunks=chunks, media_type="", kind="proof", at=AT, created_by_id=None, **more
    )


def test_a_file_that_is_too_large_leaves_nothing(folder):
    def endless():
        yield b"%PDF-1.7"
        while True:
            yield b"x" * 1000

    with pytest.raises(DocumentTooLarge):
        store("big.pdf", endless(), limit=5000)
    assert files(folder) == []
    assert Document.objects.count() == 0


def test_the_limit_of_a_kind_is_a_setting(put, settings):
    settings.GRIDHALL_DOCUMENT_LIMITS = {"proof": 0}

    with pytest.raises(DocumentTooLarge):
        put("a.pdf", PDF)


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("a.pdf", PDF, filetypes.PDF),
        ("a.PNG", PNG, filetypes.PNG),
        ("a.jpg", b"\xff\xd8\xff\xe0" + bytes(300), filetypes.JPEG),
        ("a.docx", archive("[Content_Types].xml", "word/document.xml"), filetypes.DOCX),
        ("a.xlsx", archive("_rels/.rels", "xl/workbook.xml"), filetypes.XLSX),
        ("发票.ofd", archive("OFD.xml", "Doc_0/Document.xml"), filetypes.OFD),
        ("a.txt", "尊敬的客户：".encode("gb18030") * 30, filetypes.TEXT),
        ("a.txt", "尊敬的客户：".encode() * 20000, filetypes.TEXT),
        ("没有后缀", PDF, filetypes.PDF),
    ],
)
def test_types_are_found_in_the_bytes(put, name, content, found):
    assert put(name, content).media_type == found


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("a.html", b"<!DOCTYPE html><script>alert(1)</script>", id="page"),
        pytest.param("a.svg", b'<svg xmlns="x"><script/></svg>', id="svg"),
        pytest.param("a.txt", b"\xef\xbb\xbf  <html>", id="page behind a mark"),
        pytest.param("a.pdf", b"MZ\x90\x00" + bytes(500), id="program called pdf"),
        pytest.param("a.zip", archive("a.txt"), id="archive"),
        pytest.param("a.docx", archive("a.txt"), id="archive called docx"),
        pytest.param("a.txt", bytes(range(256)), id="binary called text"),
    ],
)
def test_other_types_are_refused(put, folder, name, content):
    with pytest.raises(DocumentTypeNotAllowed) as refused:
        put(name, content)

    assert refused.value.params["name"] == name
    assert "PDF" in str(refused.value.params["allowed"])
    assert files(folder) == []


@pytest.mark.parametrize(
    ("name", "declared"),
    [("a.png", ""), ("a.exe", ""), ("a.pdf", "image/png"), ("a.pdf", "text/html; charset=utf-8")],
)
def test_name_and_sender_must_not_contradict_the_bytes(put, name, declared):
    with pytest.raises(DocumentTypeMismatch):
        put(name, PDF, declared=declared)


@pytest.mark.parametrize("declared", ["", "application/pdf", "application/octet-stream"])
def test_a_sender_that_is_right_or_says_nothing_is_fine(put, declared):
    assert put("a.pdf", PDF, declared=declared).media_type == filetypes.PDF


def test_an_empty_file_is_refused(put):
    with pytest.raises(DocumentEmpty):
        put("a.pdf", b"")


def test_a_broken_upload_leaves_nothing(folder):
    class Broken:
        def __iter__(self):
            yield b"%PDF-1.7"
            raise OSError

    with pytest.raises(OSError):  # noqa: PT011
        store("b.pdf", Broken())
    assert files(folder) == []


def test_others_on_the_machine_cannot_read(put, folder):
    put("a.pdf", PDF)

    assert all(file.stat().st_mode & 0o077 == 0 for file in files(folder))
    assert folder.stat().st_mode & 0o077 == 0


def test_what_is_not_what_was_stored_is_never_given(put, folder):
    document = put("a.pdf", PDF)
    (file,) = files(folder)
    whole = file.read_bytes()
    piece = 65536 + 16
    damaged = {
        "one bit": whole[:900] + bytes([whole[900] ^ 1]) + whole[901:],
        "cut in a piece": whole[:-1],
        "cut between pieces": whole[: 7 + piece],
        "pieces swapped": whole[:7] + whole[7 + piece : 7 + 2 * piece] + whole[7 : 7 + piece],
        "empty": b"",
        "no magic": whole[7:],
        "longer": whole + b"x",
    }

    assert is_sound(document)
    for content in damaged.values():
        file.write_bytes(content)
        assert not is_sound(document)
    file.unlink()
    assert not is_sound(document)
    with pytest.raises(BlobMissing):
        content_of(document=document)


def test_a_file_in_the_place_of_another_does_not_open(put, folder):
    one, other = put("a.pdf", PDF), put("b.pdf", PDF[:-5])
    path = {file.name: file for file in files(folder)}
    path[one.blob].write_bytes(path[other.blob].read_bytes())

    assert not is_sound(one)


def test_a_copy_for_readers_of_files_vanishes(put):
    copy = selectors.plain_copy(document=put("a.pdf", PDF))
    path = copy.path

    assert path.read_bytes() == PDF
    copy.file.close()
    assert not path.exists()
