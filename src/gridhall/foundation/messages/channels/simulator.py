"""A provider on this machine that answers over real HTTP: for tests and for trying things out.

It verifies signatures like a provider, drops what it has seen (``Idempotency-Key`` or
``webhook-id``), and can be told to misbehave for the next calls.
"""

from __future__ import annotations

import json
import threading
import time
from collections import Counter, deque
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from gridhall.foundation.messages.errors import SignatureInvalid

from . import signatures

#: What the next call can be told: fail for now, refuse, know no such address, answer too late
#: (after taking the message in), or break off without an answer (after taking it in).
FAIL, REFUSE, BOUNCE, TIME_OUT, BREAK_OFF = "fail", "refuse", "bounce", "time-out", "break-off"
STATUS = {FAIL: 503, REFUSE: 400, BOUNCE: 422}


@dataclass(kw_only=True)
class Simulator:
    """The provider's memory. ``accepted`` maps each token to its content; ``calls`` counts all."""

    key: str
    slow_seconds: float = 0.0
    late_seconds: float = 1.0
    clock: Any = lambda: datetime.now(UTC)
    accepted: dict[str, dict[str, Any]] = field(default_factory=dict)
    calls: Counter[str] = field(default_factory=Counter)
    forged: int = 0
    orders: deque[str] = field(default_factory=deque)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _server: ThreadingHTTPServer | None = None

    def tell(self, *orders: str) -> None:
        """Have the next calls answered so, one order a call."""
        self.orders.extend(orders)

    @property
    def url(self) -> str:
        """Return where it listens."""
        assert self._server is not None, "start it first"  # noqa: S101
        return f"http://127.0.0.1:{self._server.server_port}/"

    def __enter__(self) -> Simulator:
        handler = type("Handler", (_Handler,), {"simulator": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()

    def texts_to(self, address: str) -> list[str]:
        """Return the texts that somebody really got."""
        return [one["text"] for one in self.accepted.values() if one["to"] == address]

    def take(self, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, Any], str]:
        """Judge one call; return status, answer and the order that was followed."""
        at = self.clock()
        token = headers.get("idempotency-key") or headers.get("webhook-id", "")
        try:
            if "webhook-signature" in headers:
                signatures.verify_webhook(body, key=self.key, headers=headers, at=at)
            else:
                signature = headers.get("signature", "")
                signatures.verify(body, key=self.key, signature=signature, at=at)
        except SignatureInvalid:
            self.forged += 1
            return 401, {"error": "signature"}, ""
        content = json.loads(body)
        data = content.get("data") or {"to": content["to"], "body": content["text"]}
        with self._lock:
            self.calls[token] += 1
            order = self.orders.popleft() if self.orders else ""
            if order in STATUS:
                return STATUS[order], {"error": order}, order
            self.accepted.setdefault(token, {"to": data["to"], "text": data["body"]})
        return 202, {"id": f"p-{token}"}, order


class _Handler(BaseHTTPRequestHandler):
    simulator: Simulator
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """Answer one call."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        lowered = {name.lower(): value for name, value in self.headers.items()}
        status, answer, order = self.simulator.take(lowered, body)
        if order == BREAK_OFF:
            self.close_connection = True
            self.connection.close()
            return
        time.sleep(
            self.simulator.late_seconds if order == TIME_OUT else self.simulator.slow_seconds
        )
        content = json.dumps(answer).encode()
        try:
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
        except OSError:
            self.close_connection = True  # the caller did not wait

    def log_message(self, *_args: Any) -> None:
        """Say nothing: addresses do not belong into a log."""
