"""The most used pages with a million customers in the database, through the real web server."""

from __future__ import annotations

import argparse
import http.client
import random
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import quote

from django.urls import reverse
from pypinyin import lazy_pinyin

from bench.installation import fresh_tables, say
from bench.million.people import person
from bench.report import Figure, percentile
from gridhall.config.processes import gridhall_command

PORT = 8971
REQUESTS = 120
TARGET_MS = 100.0
TEMPLATE_PRICE_CLASS = "ZJ-RES-TIER-TOU"

Path_ = Callable[[random.Random], str]


def measure(options: argparse.Namespace) -> list[Figure]:
    """Build the company if it is not there yet, then time each page."""
    _ensure_company(options.customers)
    staff, clerk, customer = _sessions()
    with _web_server():
        floor = _times(lambda dice: "/healthz", staff, options.clients)
        figures = [Figure(name="healthz p50", value=percentile(floor, 0.5), unit="ms")]
        for name, path, session in _pages(options.customers, staff, clerk, customer):
            times = _times(path, session, options.clients)
            p50, p95 = percentile(times, 0.5), percentile(times, 0.95)
            figures += [
                Figure(
                    name=f"{name} p50", value=p50, unit="ms",
                    ratio=p50 / percentile(floor, 0.5), against="healthz (the framework's floor)",
                ),
                Figure(
                    name=f"{name} p95", value=p95, unit="ms",
                    target=f"< {TARGET_MS:.0f} ms", met=p95 < TARGET_MS,
                ),
            ]  # fmt: skip
    return figures


def _pages(customers: int, staff: str, clerk: str, customer: str) -> list[tuple[str, Path_, str]]:
    def someone(dice: random.Random) -> str:
        return person(dice.randint(1, customers)).account_no

    def neighbour(dice: random.Random) -> str:
        """An account of hall 21, where the clerk works."""
        return person(dice.randint(1, customers // 3) * 3).account_no

    def name(dice: random.Random) -> str:
        return quote(person(dice.randint(1, customers)).name)

    def pinyin(dice: random.Random) -> str:
        return "".join(lazy_pinyin(person(dice.randint(1, customers)).name))

    def bill(dice: random.Random) -> str:
        return f"B{someone(dice)}"

    def page(name: str, *parts: str, query: str = "") -> str:
        return reverse(name, args=parts) + query

    return [
        ("workbench home", lambda dice: page("workbench:home"), staff),
        ("search by name", lambda dice: page("workbench:search", query=f"?q={name(dice)}"), staff),
        (
            "search by pinyin",
            lambda dice: page("workbench:search", query=f"?q={pinyin(dice)}"),
            staff,
        ),
        ("customers list", lambda dice: page("workbench:customers"), staff),
        ("customer 360", lambda dice: page("workbench:customer", someone(dice)), staff),
        ("bills list", lambda dice: page("workbench:bills"), staff),
        ("bill explained", lambda dice: page("workbench:bill", bill(dice)), staff),
        ("payments list", lambda dice: page("workbench:payments"), staff),
        ("take payment", lambda dice: page("workbench:take_payment", neighbour(dice)), clerk),
        ("portal home", lambda dice: page("portal:home"), customer),
        ("portal bills", lambda dice: page("portal:bills"), customer),
        ("portal usage", lambda dice: page("portal:usage"), customer),
    ]


def _ensure_company(customers: int) -> None:
    fresh_tables()
    from django.db import connection

    from bench.million.build import build
    from bench.town import billed_town

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM customers_account WHERE id > 1000000")
        if cursor.fetchone()[0] >= customers:
            return
    say("the demo town, billed")
    billed_town()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.account_no FROM customers_account a JOIN contracts_customeragreement c "
            "ON c.account_id = a.id JOIN billing_bill b ON b.account_id = a.id "
            "WHERE c.price_class = %s AND b.status = 'ISSUED' ORDER BY 1 LIMIT 1",
            [TEMPLATE_PRICE_CLASS],
        )
        (template,) = cursor.fetchone()
    say(f"{customers:,} customers (some minutes)")
    build(customers, template, say)


def _sessions() -> list[str]:
    """Return the session cookies of a director, a clerk of the halls used, and a customer."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from gridhall.foundation.identity.selectors import user_by_username

    cookies = []
    for username in ("director", "clerk-hb", "home"):
        user = user_by_username(username=username)
        store = SessionStore()
        store[SESSION_KEY] = str(user.pk)
        store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        store[HASH_SESSION_KEY] = user.get_session_auth_hash()
        store.create()
        cookies.append(f"sessionid={store.session_key}")
    return cookies


@contextmanager
def _web_server() -> Iterator[None]:
    with subprocess.Popen(
        gridhall_command("serve", "--port", str(PORT), "--workers", "2")
    ) as server:
        try:
            for _ in range(300):
                if server.poll() is not None:
                    raise SystemExit("bench: the web server ended")
                try:
                    _get(http.client.HTTPConnection("127.0.0.1", PORT, timeout=5), "/healthz", "")
                    break
                except OSError:
                    time.sleep(0.1)
            yield
        finally:
            server.terminate()
            server.wait(30)


def _times(path: Path_, cookie: str, clients: int) -> list[float]:
    """Return the milliseconds of each request: ``clients`` at a time, after a short warm-up."""
    times: list[float] = []
    faults: list[str] = []

    def client(number: int) -> None:
        dice = random.Random(number)
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        for turn in range(REQUESTS // clients + 5):
            address = path(dice)
            begun = time.perf_counter()
            status = _get(connection, address, cookie)
            if status != 200:
                faults.append(f"{address}: {status}")
            if turn >= 5:
                times.append((time.perf_counter() - begun) * 1000)

    threads = [threading.Thread(target=client, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise SystemExit(f"bench: {faults[0]} (and {len(faults) - 1} more)")
    return times


def _get(connection: http.client.HTTPConnection, path: str, cookie: str) -> int:
    connection.request("GET", path, headers={"Cookie": cookie, "Accept-Language": "zh-CN"})
    answer = connection.getresponse()
    answer.read()
    return answer.status
