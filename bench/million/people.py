"""Names, streets and numbers of customers who do not exist, always the same ones."""

from __future__ import annotations

import random
from dataclasses import dataclass

from gridhall.kernel import codes

SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章"
    "云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞袁柳"
)
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国文斌波辉鹏飞宇晨佳怡欣悦子涵浩然"
    "梓萱雨桐诗思源志远海燕春生秋月冬雪夏荷东西南北安宁康健福寿"
)
STREETS = "梅花竹林松柏桂香荷塘柳荫桃源杏坛枫叶银玉兰海棠紫薇芙蓉牡丹茉莉石榴樱花杜鹃百合"
STREET_KINDS = ("路", "街", "巷", "大道", "里")
HALLS = ("21", "22", "23")
FIRST_SERIAL = 50_000_000  # above every serial of the demo town


@dataclass(frozen=True, slots=True)
class Person:
    """One invented customer."""

    number: int
    account_no: str
    hall: str
    name: str
    id_document: str
    phone: str
    address: str
    monthly_kwh: int


def person(number: int) -> Person:
    """Return the customer with that running number, always the same one."""
    dice = random.Random(2_026_000_003 + number)
    hall = HALLS[number % len(HALLS)]
    name = dice.choice(SURNAMES) + "".join(dice.choices(GIVEN, k=dice.choice((1, 2, 2, 2))))
    street = "".join(dice.choices(STREETS, k=2)) + dice.choice(STREET_KINDS)
    address = (
        f"湖北省示范市{street}{dice.randint(1, 999)}号{dice.randint(1, 30)}幢"
        f"{dice.randint(1, 4)}单元{dice.randint(1, 33):02}0{dice.randint(1, 4)}室"
    )
    return Person(
        number=number,
        account_no=codes.make_account_no(f"42{hall}{FIRST_SERIAL + number:08}"),
        hall=hall,
        name=name,
        id_document=f"B{number:017}",
        phone=f"154{number:08}",
        address=address,
        monthly_kwh=dice.randint(40, 900),
    )
