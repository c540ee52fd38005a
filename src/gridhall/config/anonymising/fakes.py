"""People who do not exist: the same real value always becomes the same invented one in one copy.

The choice is made by a keyed hash whose key is thrown away with the process, so nobody can go back
from an invented value or make the same copy again. Numbers have valid check digits but lie in
ranges that are given to nobody: area 990000, mobile numbers 154, area code 0990.
"""

from __future__ import annotations

import hmac
import os
from dataclasses import dataclass, field
from hashlib import sha256

from gridhall.kernel.codes import organisation_check_character

SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章云苏潘葛范彭郎"
)
GIVEN = (
    "安邦宝斌博昌超晨诚川聪丹德冬芳飞峰福钢桂国海涵航豪和红洪华欢辉慧吉佳坚建江洁静军俊凯康乐力立丽莉良林玲龙璐"
    "梅美敏明娜宁鹏平萍奇琪强勤青庆荣瑞森珊诗爽思松涛天婷彤伟文武霞翔晓欣兴秀旭雪勋雅艳阳怡艺英永勇宇玉媛悦云泽"
    "哲珍志中竹卓"
)
STREETS = (
    "东湖", "南浦", "西园", "北苑", "青松", "翠竹", "红梅", "白杨", "桂花", "金桥", "银河", "长兴",
    "永安", "和平", "建设", "光明", "幸福", "丰收",
)  # fmt: skip
TRADES = (
    "机械", "电子", "纺织", "食品", "建材", "物流", "商贸", "化工", "医药", "园林", "印刷", "五金",
)  # fmt: skip
RESIDENT_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
HIDDEN = "〔已脱敏〕"


@dataclass(slots=True)
class Fakes:
    """Invented values for one copy; none of them is a value of the source (``real``)."""

    real: set[str] = field(default_factory=set, repr=False)
    _key: bytes = field(default_factory=lambda: os.urandom(32), repr=False)
    _made: dict[tuple[str, str], str] = field(default_factory=dict, repr=False)
    _used: set[str] = field(default_factory=set, repr=False)

    def of(self, kind: str, value: str) -> str:
        """Return the invented value for a real one; the empty one stays empty."""
        if not value:
            return value
        if (kind, value) not in self._made:
            self._made[kind, value] = self._new(kind, value)
        return self._made[kind, value]

    def _new(self, kind: str, value: str) -> str:
        make = {"name": _name, "phone": _phone, "document": _document, "address": _address}[kind]
        for turn in range(10_000):
            number = self._number(kind, value, turn)
            made = make(value, number)
            alone = kind in {"document", "phone"} and made in self._used
            if made not in self.real and not alone:
                self._used.add(made)
                return made
        return HIDDEN  # never: each kind has millions of values

    def _number(self, kind: str, value: str, turn: int) -> int:
        message = f"{kind}\x00{turn}\x00{value}".encode()
        return int.from_bytes(hmac.new(self._key, message, sha256).digest(), "big")


def _name(value: str, number: int) -> str:
    """Return a name of a person, or of a firm when it is as long as that of a firm."""
    if len(value) > 4:
        number, trade = divmod(number, len(TRADES))
        return f"示例{TRADES[trade]}第{number % 10**7:07d}号单位"
    number, surname = divmod(number, len(SURNAMES))
    given = ""
    for _letter in range(max(len(value) - 1, 1)):
        number, letter = divmod(number, len(GIVEN))
        given += GIVEN[letter]
    return SURNAMES[surname] + given


def _phone(value: str, number: int) -> str:
    if "@" in value:
        return f"u{number % 10**9:09d}@example.invalid"
    if value.startswith("0") or len(value) < 11:
        return f"0990{number % 10**7:07d}"
    return f"154{number % 10**8:08d}"


def _document(value: str, number: int) -> str:
    """Return an identity number with the year of birth kept to the decade, or a credit code."""
    if len(value) == 18 and value[:17].isdigit() and not value.startswith("9"):
        return _resident(value, number)
    if len(value) == 18 and value[:17].isdigit() and value[6:8] in {"19", "20"}:
        return _resident(value, number)
    return _credit_code(number)


def _resident(value: str, number: int) -> str:
    number, day = divmod(number, 28)
    number, month = divmod(number, 12)
    number, year = divmod(number, 10)
    body = f"990000{value[6:9]}{year}{month + 1:02d}{day + 1:02d}{number % 1000:03d}"
    total = sum(int(d) * w for d, w in zip(body, RESIDENT_WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def _credit_code(number: int) -> str:
    organisation = ""
    for _place in range(8):
        number, digit = divmod(number, len(USCC_ALPHABET))
        organisation += USCC_ALPHABET[digit]
    body = "91990000" + organisation + organisation_check_character(organisation)
    total = sum(USCC_ALPHABET.index(c) * pow(3, n, 31) for n, c in enumerate(body))
    return body + USCC_ALPHABET[-total % 31]


def _address(value: str, number: int) -> str:
    number, street = divmod(number, len(STREETS))
    number, house = divmod(number, 999)
    number, block = divmod(number, 60)
    number, room = divmod(number, 3000)
    place = f"示范省虚拟市{STREETS[street]}路{house + 1}号{block + 1}幢{room + 101}室"
    return place if len(value) > 8 else f"{STREETS[street]}路{house + 1}号{room + 101}室"
