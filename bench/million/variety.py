"""What makes one copied case unlike the next: unit, account, people, kind, channel, words, moment.

Nothing is left to chance: the same dice are thrown again each time.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.db import connection

from bench.million import bulk
from bench.million.people import STREET_KINDS, STREETS, person
from gridhall.servicedesk.search_text import case_tokens

SUMMARIES = 5_000
YEARS, WEEKS, DAY = timedelta(days=625), timedelta(days=14), timedelta(days=1)
COMMON = 10  # of open complaints that nobody has begun, all copies are made; of others every tenth
KINDS = (
    ("CONSULTATION", 60), ("APPLICATION", 12), ("OPINION", 5), ("SUGGESTION", 5), ("PRAISE", 8),
    ("KEY_ACCOUNT", 4), ("HOME_SERVICE", 6),
)  # fmt: skip
CHANNELS = (
    ("PHONE", 60), ("APP", 12), ("WECHAT", 12), ("WEB", 6), ("HALL", 6), ("EMAIL", 2),
    ("LETTER", 1), ("SUPERIOR", 1),
)  # fmt: skip
AREAS = (("URBAN", 60), ("RURAL", 30), ("REMOTE", 10))
RATINGS = ((5, 70), (4, 17), (3, 7), (2, 3), (1, 3))
MATTERS = (
    "电压偏低空调无法启动", "整栋楼突然停电", "电费比上月多", "电表不走字", "抄表数据有误",
    "过户材料多次往返", "窗口排队时间过长", "充电桩报装进度慢", "计划停电未通知", "线路被树枝挂断",
    "变压器噪声扰民", "电杆倾斜有危险", "分时电价咨询", "光伏结算金额疑问", "缴费未到账",
    "发票抬头开错", "短信通知收不到", "表箱门损坏", "电缆沟盖板缺失", "复电太慢",
    "抢修师傅态度好", "希望增加自助终端", "增容手续咨询", "户名更改", "容量电费如何计算",
    "频繁跳闸", "零线断线电器烧坏", "邻居私拉电线", "路灯不亮", "电子账单打不开",
)  # fmt: skip

SUMMARY_TABLE = "CREATE TEMP TABLE bench_summary (n int PRIMARY KEY, summary text, tokens bigint[])"
VARIETY_TABLE = """
    CREATE TEMP TABLE bench_variety (
        k bigint PRIMARY KEY, shift interval, unit_id bigint, account_id bigint, person_id bigint,
        kind text, category text, topic_id bigint, complaint text, complaint_id bigint,
        channel text, area text, rating int, priority int, level int
    )
"""


def write_summaries() -> None:
    """Make the table of what the cases say: many a word in many, each name in few."""
    dice = random.Random(95598)
    rows = []
    for number in range(SUMMARIES):
        street = "".join(dice.choices(STREETS, k=2)) + dice.choice(STREET_KINDS)
        summary = f"{street}{dice.randint(1, 999)}号{dice.choice(MATTERS)}"
        name = person(number + 1).name
        rows.append((number, summary, case_tokens(summary=summary, name=name)))
    _execute(SUMMARY_TABLE)
    bulk.copy("bench_summary", "n, summary, tokens", rows)
    _execute("ANALYZE bench_summary")


def write_variety(*, over: range, standing: range) -> None:
    """Make the table of what differs from copy to copy, for those that are over and the others.

    Higher numbers are later cases. Those over are spread evenly over the years; of the others most
    are of the last days: complaints that nobody has begun come a day after the one they copy, which
    is older than that.
    """
    _execute(VARIETY_TABLE)
    columns = (
        "k, shift, unit_id, account_id, person_id, kind, category, topic_id, complaint, "
        "complaint_id, channel, area, rating, priority, level"
    )
    town = _Town()  # read before the connection is busy with COPY
    bulk.copy("bench_variety", columns, _rows(over, town, lambda k, age: -YEARS * age))
    bulk.copy("bench_variety", columns, _rows(
        standing, town, lambda k, age: DAY * bool(k % COMMON) - WEEKS * age**6
    ))  # fmt: skip
    _execute("ANALYZE bench_variety")


class _Town:
    """Accounts with their units, people, topics by kind."""

    def __init__(self) -> None:
        self.accounts = _all("SELECT organisation_id, id FROM customers_account ORDER BY id")
        users = _all("SELECT id FROM identity_user WHERE is_active ORDER BY id")
        self.people = [pk for (pk,) in users]
        self.topics: dict[str, list[tuple[str, int]]] = {}
        for kind, *topic in _all("SELECT kind, category, id FROM servicedesk_topic ORDER BY id"):
            self.topics.setdefault(kind, []).append((topic[0], topic[1]))


def _rows(
    numbers: range, town: _Town, shift: Callable[[int, float], timedelta]
) -> Iterator[bulk.Row]:
    dice, topics = random.Random(numbers.start), town.topics
    for k in numbers:
        age = (numbers.stop - k) / len(numbers)
        kind = _one(dice, KINDS)
        yield (
            k, shift(k, age) - timedelta(seconds=dice.randint(60, 600)),
            *dice.choice(town.accounts),
            dice.choice(town.people) if dice.random() < 0.6 else None,
            kind, *dice.choice(topics[kind]), *dice.choice(topics["COMPLAINT"]),
            _one(dice, CHANNELS), _one(dice, AREAS), _one(dice, RATINGS),
            int(dice.random() < 0.05), int(dice.random() < 0.02),
        )  # fmt: skip


def _one(dice: random.Random, weighed: tuple[tuple[Any, int], ...]) -> Any:
    return dice.choices([one for one, _ in weighed], [weight for _, weight in weighed])[0]


def _all(sql: str) -> list[bulk.Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def _execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
