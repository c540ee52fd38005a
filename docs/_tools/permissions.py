"""Write docs/reference/permissions.md: who may open which address.

The addresses and their rules come from the program itself (``gridhall.config.addresses``), the
roles of an action from ``foundation/identity/roles.py``, their Chinese names from the catalogue.
``tests/security`` asks every address as everybody and proves that the rules hold.

Run ``python docs/_tools/permissions.py``; with ``--check`` nothing is written and the exit code is
1 when the page is out of date.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import polib

sys.path.insert(0, str(Path(__file__).parent))
from pages import ROOT, run

PAGE = ROOT / "docs" / "reference" / "permissions.md"
CATALOGUE = ROOT / "src/gridhall/foundation/identity/locale/zh_Hans/LC_MESSAGES/django.po"

HEAD = """<!-- Written by docs/_tools/permissions.py: change the rule of the view or roles.py. -->

# 权限表 · Permissions

每个网址谁能打开。没有规则的页面一律拒绝；角色只在所任职的单位及其下级单位内有效，范围以外的客户、账单、收据一律“找不到”。
本表由程序生成，`tests/security` 用每种身份逐一访问每个网址来证明。

Who may open which address. A page without a rule is closed. A role counts for the unit where it
is held and all below it: what lies outside is “not found”. This page is written from the program;
`tests/security` asks every address as everybody. Where it says “demo”, the address is open to
everybody in the demo only, and elsewhere to staff.

"""
KINDS = {
    "public": "所有人 everybody",
    "signed_in": "已登录者 everybody signed in",
    "customer": "客户本人 the customer, her own accounts",
    "own_check": "自行验证 proves itself",
}
ANY_EMPLOYEE = "全体员工 all staff"
SITES = (
    ("", "门户之外 · Outside the sites"), ("ui", "组件陈列 · Gallery (demo)"),
    ("portal", "网上营业厅 · Portal"), ("workbench", "工作台 · Workbench"),
    ("api-v1", "接口 · API"),
)  # fmt: skip


def prepare() -> None:
    """This will start Django with settings that touch no database and no secret."""
    os.environ["GRIDHALL_ENV"] = "check"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridhall.config.settings")
    import django

    django.setup()


def role_names() -> dict[str, str]:
    """This will return the name of each role in both languages."""
    from django.utils.translation import override

    from gridhall.foundation.identity.roles import Role

    words = {entry.msgid: entry.msgstr for entry in polib.pofile(str(CATALOGUE))}
    with override("en"):
        english = {role.value: str(role.label) for role in Role}
    return {value: f"{words[label]} {label}" for value, label in english.items()}


def render() -> str:
    """This will return the page."""
    from gridhall.config.addresses import every_address

    names, addresses = role_names(), every_address()
    parts = [HEAD.rstrip(), "", *_actions(names)]
    for site, title in SITES:
        parts += ["", f"## {title}", "", "| 名称 Name | 网址 Address | 动作 Action | 谁 Who |"]
        parts.append("|---|---|---|---|")
        for one in addresses:
            if one.name.rpartition(":")[0] == site:
                verbs = f"{' '.join(one.methods)} " if one.methods else ""
                rule = one.rule
                action = f"`{rule.action}`" if rule and rule.kind == "employee" else ""
                who = _who(rule.kind, rule.action, names) if rule else "**无人 nobody**"
                cells = (f"`{one.name}`", f"{verbs}`/{one.route}`", action.replace("``", ""), who)
                parts.append(f"| {' | '.join(cells)} |")
    return "\n".join(parts) + "\n"


def _actions(names: dict[str, str]) -> Iterator[str]:
    """This will yield the table of roles and what each may do."""
    from gridhall.foundation.identity.roles import ACTIONS

    yield "## 角色 · Roles"
    yield ""
    yield "| 角色 Role | 可做 May |"
    yield "|---|---|"
    for role, actions in ACTIONS.items():
        yield f"| {names[role]} | {', '.join(f'`{action}`' for action in sorted(actions))} |"


def _who(kind: str, action: str, names: dict[str, str]) -> str:
    from gridhall.foundation.identity.roles import roles_allowing

    if kind != "employee":
        return KINDS[kind]
    if not action:
        return ANY_EMPLOYEE
    return "、".join(names[role] for role in roles_allowing(action))


def main(argv: list[str] | None = None) -> int:
    """Write the page, or with ``--check`` say whether it is current."""
    prepare()
    return run(PAGE, render, description=__doc__, argv=argv)


if __name__ == "__main__":
    raise SystemExit(main())
