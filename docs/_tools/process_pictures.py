"""Write docs/reference/processes.md and a picture of every process that comes with the program.

Run ``python docs/_tools/process_pictures.py``; with ``--check`` nothing is written and the exit
code is 1 when the page or a picture is out of date.
"""

import argparse
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "reference" / "processes.md"
FOLDER = ROOT / "docs" / "images" / "processes"
HEAD = """<!-- Written by docs/_tools/process_pictures.py from the process files. -->

# 流程图 · Processes

程序自带的流程，图由流程文件直接画出。公司可在工作台“流程”中另行发布版本，以发布的为准。
怎么看图、怎么改：[流程是怎么运行的](../explanation/processes.md)、[流程管理](../how-to/process-manager.md)。

The processes that come with the program, drawn from their files. The company may publish versions
of its own in the workbench; those hold then. How to read and change them:
[How processes work](../explanation/processes.md), [Process manager](../how-to/process-manager.md).
"""
STYLE = """<style>
svg{--ink:#1c2533;--muted:#566173;--line:#dfe4eb;--surface:#fff;--raised:#f8fafc;--flow:#475467;
background:var(--surface)}
text{font-family:"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
@media (prefers-color-scheme:dark){svg{--ink:#e3e9f2;--muted:#a3b0c2;--line:#2b384b;
--surface:#151e2d;--raised:#1a2536;--flow:#b9c4d3}}
.gh-flow-lane{fill:none;stroke:var(--line)}.gh-flow-lane-head{fill:var(--raised);stroke:var(--line)}
.gh-flow-role{font-size:12px;font-weight:600;fill:var(--muted)}
.gh-flow-way{fill:none;stroke:var(--muted);stroke-width:1.4}.gh-flow-timed{stroke-dasharray:4 3}
.gh-flow-head{fill:var(--muted)}.gh-flow-label{font-size:11px;fill:var(--muted)}
.gh-flow-shape{fill:var(--surface);stroke:var(--flow);stroke-width:1.4}.gh-flow-end{stroke-width:3}
.gh-flow-text{font-size:12.5px;fill:var(--ink)}
.gh-flow-sign{fill:none;stroke:var(--flow);stroke-width:1.2}.gh-flow-bold{stroke-width:2}
</style>"""


def prepare() -> None:
    """This will start Django with settings that touch no database and no secret."""
    os.environ["GRIDHALL_ENV"] = "check"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridhall.config.settings")
    import django

    django.setup()


def render() -> dict[Path, str]:
    """This will return the page and the pictures by their places."""
    from gridhall.foundation.processes import drawing, reading, registry

    parts = [HEAD]
    found: dict[Path, str] = {}
    for kind in registry.kinds():
        if kind.path is None:
            continue
        definition = reading.read_file(kind.path, gates=kind.gates)
        picture = drawing.svg(definition, language="zh-hans", name=kind.code)
        found[FOLDER / f"{kind.code}.svg"] = picture.replace("<title", f"{STYLE}<title", 1) + "\n"
        source = kind.path.relative_to(ROOT).as_posix()
        title = definition.title
        parts.append(
            f"\n## {title.zh} · {title.en}\n\n"
            f"[`{source}`](../../{source}) · {definition.source}\n\n"
            f"![{title.zh}](../images/processes/{kind.code}.svg)\n"
        )
    return {PAGE: "".join(parts), **found}


def main(argv: list[str] | None = None) -> int:
    """This will write the page and the pictures, or check them; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, fail when out of date")
    check = parser.parse_args(argv).check
    prepare()
    wanted = render()
    old = [path for path in FOLDER.glob("*.svg") if path not in wanted]
    if check:
        stale = old or [
            path for path, text in wanted.items()
            if not path.exists() or path.read_text(encoding="utf-8") != text
        ]  # fmt: skip
        if stale:
            sys.stderr.write("out of date: run python docs/_tools/process_pictures.py\n")
        return int(bool(stale))
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path in old:
        path.unlink()
    for path, text in wanted.items():
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
