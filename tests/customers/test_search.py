"""The one search box."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gridhall.customers import selectors
from gridhall.customers.models import Account
from gridhall.customers.search_text import spellings
from gridhall.foundation.identity.selectors import whole_company

from .builders import FIRM, account_row, person, put, scope_of


@pytest.fixture
def town(organisations):
    """Return account numbers by a short name: four households and a firm in two halls."""
    zhejiang, hubei = organisations["11"], organisations["21"]
    rows = {
        "zhao": account_row(1, zhejiang),
        "qian": account_row(2, zhejiang, party=person("钱某乙", 2), contact_name="钱某乙",
                            address="浙江省示范市荷花街22号2单元0303室"),
        "shan": account_row(3, zhejiang, party=person("单雄", 3), contact_name="单雄",
                            address="浙江省示范市桂花巷9号"),
        "lv": account_row(4, hubei, party=person("吕某丁", 4), contact_name="吕某丁",
                          address="湖北省样板市梅花路5号"),
        "firm": account_row(5, hubei, party=FIRM, contact_name="孙某丙", phone="15400070005",
                            address="湖北省样板市工业路88号"),
    }  # fmt: skip
    put(*rows.values())
    return {name: row.account_no for name, row in rows.items()}


def _found(text, scope=None, limit=20):
    result = selectors.search_accounts(scope=scope or whole_company(), text=text, limit=limit)
    return {hit.account_no for hit in result.hits}


@pytest.mark.requirement("R11")
def test_by_account_number_whole_beginning_and_end(town):
    number = town["zhao"]

    assert _found(number) == {number}
    assert _found("33110000") == set(town.values())
    assert _found(number[-6:]) == {number}
    assert _found(" ".join((number[:4], number[4:]))) == {number}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("15400000001", {"zhao"}),  # whole phone
        ("154 0000 0001", {"zhao"}),
        ("+86 154-0000-0001", {"zhao"}),
        ("70005", {"firm"}),  # its end
        ("赵某", {"zhao"}),  # two characters of a name
        ("赵", {"zhao"}),  # one: the surname
        ("甲", set()),
        ("梅花路 吕", {"lv"}),
        ("某甲", {"zhao"}),
        ("精密", {"firm"}),
        ("孙某丙", {"firm"}),  # the contact
        ("梅花路", {"zhao", "lv"}),  # an address
        ("花路", {"zhao", "lv"}),
        ("22号", {"qian"}),
        ("zhaomoujia", {"zhao"}),  # pinyin, whole and in part
        ("zhaomou", {"zhao"}),
        ("moujia", {"zhao"}),
        ("jingmijixie", {"firm"}),
        ("zmj", {"zhao"}),  # initials
        ("sfjm", {"firm"}),
        ("lvmou", {"lv"}),
        ("lümou", {"lv"}),
        ("shanxiong", {"shan"}),  # the surname's own reading
        ("danxiong", {"shan"}),
        ("梅花路 zhao", {"zhao"}),  # mixed words: all must fit
        ("梅花路 某丁", {"lv"}),
        ("赵jia", {"zhao"}),
        ("荷花街 0303", {"qian"}),
        ("ＺＭＪ", {"zhao"}),  # full-width forms
        ("２２号", {"qian"}),
        ("SP{zhao}", {"zhao"}),  # supply point
        ("赵钱", set()),
        ("梅花路 钱某", set()),
    ],
)
def test_by_whatever_is_typed(town, text, names):
    text = text.format(**town)

    assert _found(text) == {town[name] for name in names}


def test_a_letter_a_short_number_or_nothing_is_too_short(town):
    for text in ("", "   ", "7", "z", "37"):
        result = selectors.search_accounts(scope=whole_company(), text=text)
        assert (result.hits, result.how) == ((), "TOO_SHORT")


def test_says_by_what_it_was_found(town):
    for text, how in (
        (town["zhao"], "ACCOUNT_NO"), ("15400000001", "PHONE"), ("赵某", "NAME"),
        ("孙某", "CONTACT"),
        ("荷花", "ADDRESS"), ("zmj", "PINYIN"), (f"sp{town['zhao']}", "SUPPLY_POINT"),
    ):  # fmt: skip
        assert selectors.search_accounts(scope=whole_company(), text=text).how == how


def test_hits_are_masked(town):
    (hit,) = selectors.search_accounts(scope=whole_company(), text="赵某甲").hits

    assert (hit.name, hit.phone, hit.address) == ("赵**", "154****0001", "浙江省示范市梅花路***")


@pytest.mark.requirement("R61")
def test_only_the_own_organisations_are_searched(town, organisations):
    zhejiang = scope_of(organisations["10"], organisations["11"])

    assert _found("梅花路", zhejiang) == {town["zhao"]}
    assert _found(town["lv"], zhejiang) == set()
    lv = Account.objects.get(account_no=town["lv"])
    result = selectors.search_accounts(scope=zhejiang, text="x", extra_account_ids=[lv.pk])
    assert result.hits == ()


def test_says_when_there_are_too_many(town):
    result = selectors.search_accounts(scope=whole_company(), text="3311", limit=2)
    assert len(result.hits) == 2
    assert result.too_many


def test_a_common_word_is_found_in_full_when_the_index_hands_over_a_share(town, monkeypatch):
    monkeypatch.setattr("gridhall.customers.selectors._search.COMMON", 1)

    assert _found("示范市") == {town["zhao"], town["qian"], town["shan"]}


def test_hash_collisions_and_scattered_pairs_are_sorted_out(town):
    Account.objects.filter(account_no=town["qian"]).update(
        search_tokens=Account.objects.get(account_no=town["zhao"]).search_tokens
    )

    assert _found("赵某甲") == {town["zhao"]}


def test_meters_found_elsewhere_come_first_and_once(town):
    zhao = Account.objects.get(account_no=town["zhao"])

    result = selectors.search_accounts(
        scope=whole_company(), text="赵某甲", extra_account_ids=[zhao.pk]
    )

    assert [hit.matched for hit in result.hits] == ["METER"]


def test_a_new_name_is_found_and_the_old_is_not(town, organisations):
    row = account_row(1, organisations["11"], party=person("王某戊", 11), contact_name="王某戊")
    put(replace(row))

    assert _found("王某戊") == {town["zhao"]}
    assert _found("wmw") == {town["zhao"]}
    assert _found("赵某") == set()


def test_rare_characters_are_found(organisations):
    put(account_row(1, organisations["11"], party=person("𠮷某", 1), contact_name="𠮷某"))

    assert len(_found("𠮷某")) == 1


def test_spells_names():
    assert spellings("赵某甲") == {("zhao", "mou", "jia")}
    assert ("shan", "mou") in spellings("单某")
    assert spellings("ABC公司") == {("a", "b", "c", "gong", "si")}
    assert spellings("123") == set()


@pytest.mark.requirement("R11")
@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("赵谋甲", {"zhao"}),  # a homophone
        ("赵木甲", {"zhao"}),  # another character
        ("钱乙某", {"qian"}),  # two swapped
        ("单熊", {"shan"}),  # two characters: by sound only
        ("单狗", set()),
        ("示范精蜜机械", {"firm"}),
        ("梅花桂路", {"zhao", "lv"}),  # one too many
        ("花梅路", {"zhao", "lv"}),  # not the same, so only as similar
        ("荷花街22浩", {"qian"}),
        ("zhaomoujai", {"zhao"}),  # pinyin with two letters swapped
        ("jingmijixei", {"firm"}),
        ("zhaoxxjia", set()),  # two slips are another name
        ("王大明", set()),
        ("赵谋甲 桂花路", {"zhao"}),  # the other words may have a slip too
        ("赵谋甲 工业路", set()),
    ],
)
def test_a_slip_of_the_pen_still_finds(town, text, names):
    result = selectors.search_accounts(scope=whole_company(), text=text)

    assert {hit.account_no for hit in result.hits} == {town[name] for name in names}
    assert result.how == ("SIMILAR" if names else "")


def test_a_number_with_one_wrong_or_two_swapped_digits_is_found(town):
    number = town["firm"]
    wrong = number[:5] + str((int(number[5]) + 1) % 10) + number[6:]
    swapped = number[:-2] + number[-1] + number[-2]

    assert number in _found(wrong)
    assert number in _found(swapped)
    assert _found(number) == {number}


def test_a_slip_finds_nothing_outside_the_scope(town, organisations):
    assert _found("赵谋甲", scope_of(organisations["21"])) == set()
