"""The virus scanner, against a server that speaks clamd's protocol."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator

import pytest

from gridhall.foundation.audit.models import AuditEvent
from gridhall.foundation.documents import services
from gridhall.foundation.documents.models import Document
from gridhall.foundation.documents.scanning import ScannerDown, VirusFound
from gridhall.foundation.documents.selectors import DocumentInQuarantine, content_of
from tests.foundation.documents.conftest import AT, PDF

# the harmless file that every scanner takes for a virus (eicar.org), in two parts so that no
# scanner of the developer's machine takes this file for it
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
LARGEST = 2_000_000


class Clamd(socketserver.StreamRequestHandler):
    """Speaks INSTREAM: lengths and pieces, a zero, then one answer."""

    def handle(self) -> None:
        if self.rfile.read(10) != b"zINSTREAM\0":
            self.wfile.write(b"UNKNOWN COMMAND\0")
            return
        content = b""
        while size := int.from_bytes(self.rfile.read(4), "big"):
            content += self.rfile.read(size)
            if len(content) > LARGEST:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        found = EICAR in content
        self.wfile.write(b"stream: Eicar-Signature FOUND\0" if found else b"stream: OK\0")


@pytest.fixture
def scanner(settings, tmp_path) -> Iterator[None]:
    path = str(tmp_path / "clamd.ctl")
    with socketserver.ThreadingUnixStreamServer(path, Clamd) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.GRIDHALL_SCANNER = path
        yield
        server.shutdown()


@pytest.fixture
def no_scanner(settings, tmp_path) -> None:
    settings.GRIDHALL_SCANNER = str(tmp_path / "nobody.ctl")


def test_a_clean_file_is_taken(put, scanner):
    assert put("a.pdf", PDF, PDF).scan == Document.Scan.CLEAN


def test_without_a_scanner_the_row_says_so(put):
    assert put("a.pdf", PDF).scan == Document.Scan.NONE


def test_an_infected_file_is_refused_and_leaves_nothing(put, scanner, folder):
    with pytest.raises(VirusFound) as refused:
        put("信.txt", EICAR[:20], EICAR[20:])

    assert refused.value.params == {"name": "信.txt", "virus": "Eicar-Signature"}
    assert [path for path in folder.rglob("*") if path.is_file()] == []
    assert Document.objects.count() == 0


def test_a_scanner_over_tcp_is_asked_too(put, settings):
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Clamd) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.GRIDHALL_SCANNER = f"127.0.0.1:{server.server_address[1]}"
        with pytest.raises(VirusFound):
            put("信.txt", EICAR)
        server.shutdown()


def test_when_it_is_down_files_are_refused(put, no_scanner):
    with pytest.raises(ScannerDown):
        put("a.pdf", PDF)


def test_a_file_that_it_will_not_look_at_is_refused(put, scanner):
    with pytest.raises(ScannerDown):
        put("a.pdf", *[PDF] * 20)


def test_when_it_is_down_files_may_wait_in_quarantine(put, no_scanner, settings, request):
    settings.GRIDHALL_SCANNER_DOWN = "quarantine"
    clean, infected = put("a.pdf", PDF), put("信.txt", EICAR)

    with pytest.raises(DocumentInQuarantine):
        content_of(document=clean)
    assert services.scan_quarantined(at=AT) == (0, 0)
    request.getfixturevalue("scanner")
    assert services.scan_quarantined(at=AT) == (1, 1)

    clean.refresh_from_db()
    assert b"".join(content_of(document=clean)) == PDF
    infected.refresh_from_db()
    assert (infected.erased_at, infected.data_key) == (AT, "")
    assert AuditEvent.objects.get().changes["virus"] == "Eicar-Signature"
