"""Write docs/reference/register-of-processing.md: which personal data are held, and why.

The lines come from the program itself: every context declares its fields in ``personal_data.py``,
the times of retention stand in ``foundation/personal_data/rules.yaml``. A test fails when a field
is declared nowhere.

Run ``python docs/_tools/processing.py``; with ``--check`` nothing is written and the exit code is
1 when the page is out of date.
"""

import os
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from pages import ROOT, run

PAGE = ROOT / "docs" / "reference" / "register-of-processing.md"

HEAD = """<!-- Written by docs/_tools/processing.py: change a personal_data.py or rules.yaml. -->

# 个人信息处理情况清单 · Register of processing

本系统保存的每一项个人信息：是谁的、为什么处理、依据什么、多敏感、保存多久、怎样存放。由程序生成；有未登记的字段时测试不通过。
“未核实”表示我们没有对照官方文本核对过出处的措辞，使用前请由本单位法务确认。

Every personal value the program keeps: whose, why, by which right, how sensitive, how long, stored
how. Written from the program; a field that is declared nowhere fails the tests. “not verified”
means that we did not compare the source's wording with its official text: have your counsel do so.

Masked, a value may be seen by whoever may open the page it stands on; in full only with a reason,
by roles whose clearance reaches its sensitivity, and each look is kept.

"""
RULES = """
## 保存期限 · Retention

| 代码 Code | 规则 Rule | 出处 Source |
|---|---|---|
"""


def prepare() -> None:
    """This will start Django with settings that touch no database and no secret."""
    os.environ["GRIDHALL_ENV"] = "check"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridhall.config.settings")
    import django

    django.setup()


def both(text: Any) -> str:
    """Return a text in Chinese and English, once if they are the same."""
    from django.utils import translation

    with translation.override("zh-hans"):
        zh = str(text)
    with translation.override("en"):
        en = str(text)
    return zh if zh == en else f"{zh} {en}"


def render() -> str:
    """Return the page."""
    from gridhall.foundation.personal_data import register

    lines = [HEAD]
    for about in register.About:
        rows = [one for one in register.all_fields() if one.about == about]
        if rows:
            lines.append(f"## {both(about.label)}\n\n")
            lines.append(
                "| 信息 Data | 目的 Purpose | 依据 Legal basis | 敏感度 Sensitivity | 保存 Kept "
                "| 存放 Stored | 字段 Column |\n|---|---|---|---|---|---|---|\n"
            )
            lines += [row(one) for one in rows]
            lines.append("\n")
    return "".join(lines).rstrip("\n") + "\n" + retention()


def row(one: Any) -> str:
    """Return one line of the table."""
    stored = "加密 encrypted" if one.is_encrypted else "明文 in clear"
    return (
        f"| {both(one.label)} | {both(one.purpose)} | {both(one.basis.label)} "
        f"| {both(one.sensitivity.label)} | `{one.retention}` | {stored} | `{one.name}` |\n"
    )


def retention() -> str:
    """Return the table of the times of retention."""
    from django.utils import timezone

    from gridhall.foundation.personal_data import rules

    today = timezone.localdate()
    lines = [RULES]
    for code in rules.retention_codes():
        rule = rules.retention(code, on=today)
        mark = "" if rule.verified else "（未核实 not verified）"
        lines.append(f"| `{code}` | {rule.zh} {rule.en} | {rule.source}{mark} |\n")
    return "".join(lines)


def main(argv: list[str] | None = None) -> int:
    """Write the page, or with ``--check`` say whether it is current."""
    prepare()
    return run(PAGE, render, description=__doc__, argv=argv, tool="processing")


if __name__ == "__main__":
    raise SystemExit(main())
