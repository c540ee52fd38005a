"""Asking a virus scanner: clamd's INSTREAM protocol over a socket, fed while the file comes in.

The setting ``GRIDHALL_SCANNER`` is the path of a Unix socket, or ``host:port``; empty: there is no
scanner. ``GRIDHALL_SCANNER_DOWN`` says what happens when it does not answer: ``refuse`` the file,
or ``quarantine`` it: it is kept, nobody can open it, and a job asks again.
"""

from __future__ import annotations

import socket
from enum import StrEnum
from types import TracebackType

from django.conf import settings
from django.utils.translation import gettext_noop

from gridhall.kernel.errors import GridHallError

TIMEOUT_SECONDS = 20
LONGEST_ANSWER = 4096


class Verdict(StrEnum):
    """What is known of a file. NONE: there is no scanner here."""

    NONE = "NONE"
    CLEAN = "CLEAN"
    QUARANTINED = "QUARANTINED"


class VirusFound(GridHallError):
    """The scanner found something."""

    code = "DOCUMENT_INFECTED"
    template = gettext_noop(
        "{name}: the virus scanner found “{virus}”. The file was not taken. "
        "Do not send it on; tell your IT support."
    )


class ScannerDown(GridHallError):
    """The scanner did not answer, and unscanned files are not taken here."""

    code = "DOCUMENT_SCANNER_DOWN"
    template = gettext_noop(
        "{name}: the virus scanner does not answer, so no file is taken now. "
        "Try again in a few minutes."
    )
    status = 503


class Scan:
    """One file on its way through the scanner. Feed it the bytes, then ask for the verdict."""

    def __init__(self, *, name: str) -> None:
        self.name = name
        self._socket: socket.socket | None = None

    def __enter__(self) -> Scan:
        address = settings.GRIDHALL_SCANNER
        if address:
            try:
                self._socket = _connect(address)
                self._socket.sendall(b"zINSTREAM\0")
            except OSError:
                self._give_up()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        if self._socket is not None:
            self._socket.close()

    def feed(self, chunk: bytes) -> None:
        """Send some bytes on."""
        if self._socket is None or not chunk:
            return
        try:
            self._socket.sendall(len(chunk).to_bytes(4, "big") + chunk)
        except OSError:
            self._give_up()

    def verdict(self) -> Verdict:
        """Return what the scanner says. Raises VirusFound; ScannerDown by the setting."""
        if not settings.GRIDHALL_SCANNER:
            return Verdict.NONE
        answer = self._answer()
        if answer.endswith(" FOUND"):
            virus = answer.removesuffix(" FOUND").rpartition(": ")[2]
            raise VirusFound(name=self.name, virus=virus)
        if answer.endswith(": OK"):
            return Verdict.CLEAN
        if settings.GRIDHALL_SCANNER_DOWN == "quarantine":
            return Verdict.QUARANTINED
        raise ScannerDown(name=self.name)

    def _answer(self) -> str:
        if self._socket is None:
            return ""
        received = b""
        try:
            self._socket.sendall(bytes(4))
            while not received.endswith(b"\0") and len(received) < LONGEST_ANSWER:
                more = self._socket.recv(LONGEST_ANSWER)
                if not more:
                    break
                received += more
        except OSError:
            return ""
        return received.rstrip(b"\0\n").decode("utf-8", "replace")

    def _give_up(self) -> None:
        if self._socket is not None:
            self._socket.close()
        self._socket = None


def _connect(address: str) -> socket.socket:
    if address.startswith("/"):
        found = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        found.settimeout(TIMEOUT_SECONDS)
        found.connect(address)
        return found
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=TIMEOUT_SECONDS)
