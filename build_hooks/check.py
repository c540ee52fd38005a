"""Everything that is checked before the tests: `make check`, the commit hook and CI run this.

`python build_hooks/check.py` runs all steps and says at the end which failed; name steps to run
only those (`check.py types contracts`). `--fix` mends what can be mended: layout of code and
templates.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
FOLDERS = [
    name for name in ("src", "tests", "build_hooks", "docs", "bench") if (ROOT / name).exists()
]
DJADE = [str(BIN / "djade"), "--target-version", "5.2"]


@dataclass(frozen=True)
class Step:
    """One check: its name, its command, and the command that mends what it complains of."""

    name: str
    command: list[str]
    fix: list[str] | None = None


def steps() -> list[Step]:
    """Return the checks in order, the quick ones first."""
    python = sys.executable
    templates = [str(p.relative_to(ROOT)) for p in sorted(ROOT.glob("src/**/templates/**/*.html"))]
    ruff, djlint = str(BIN / "ruff"), str(BIN / "djlint")
    found = [
        Step(
            "layout", [ruff, "format", "--check", "--quiet", "."], [ruff, "format", "--quiet", "."]
        ),
        Step("lint", [ruff, "check", "--quiet", "."], [ruff, "check", "--fix-only", "."]),
        Step("contracts", [str(BIN / "lint-imports"), "--no-logo"]),
        Step("translations", [python, "build_hooks/messages.py", "check"]),
        Step("types", [str(BIN / "mypy")]),
        Step(
            "migrations", [python, "-m", "django", "makemigrations", "--check", "--dry-run", "-v1"]
        ),
        Step("settings", [python, "-m", "django", "check", "--fail-level", "WARNING"]),
    ]
    if templates:
        found.append(Step("templates", [*DJADE, "--check", *templates], [*DJADE, *templates]))
        found.append(Step("html", [djlint, "--lint", "--quiet", *templates]))
    if (ROOT / "docs/_tools/requirements.py").exists():
        found.append(Step("docs", [python, "docs/_tools/requirements.py", "--check"]))
    if (ROOT / "docs/_tools/processing.py").exists():
        found.append(Step("processing", [python, "docs/_tools/processing.py", "--check"]))
    if (ROOT / "docs/_tools/permissions.py").exists():
        found.append(Step("permissions", [python, "docs/_tools/permissions.py", "--check"]))
    return found


def run(command: list[str]) -> tuple[int, str]:
    """Run one command in the root, with settings that touch no database and no secret."""
    environ = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "gridhall.config.settings",
        "GRIDHALL_ENV": "check",
        "PYTHONWARNINGS": "ignore::RuntimeWarning",
    }
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


def main() -> int:
    """Run the chosen steps; return 1 if one failed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--fix", action="store_true", help="mend what can be mended")
    parser.add_argument("steps", nargs="*", help=", ".join(step.name for step in steps()))
    arguments = parser.parse_args()
    chosen = [step for step in steps() if not arguments.steps or step.name in arguments.steps]
    unknown = set(arguments.steps) - {step.name for step in chosen}
    if unknown:
        parser.error(f"no such step: {', '.join(sorted(unknown))}")
    failed = []
    for step in chosen:
        began = time.monotonic()
        if arguments.fix:
            if step.fix:
                run(step.fix)
            continue
        code, output = run(step.command)
        seconds = time.monotonic() - began
        print(f"check: {step.name:<13}{'ok' if code == 0 else 'FAILED'}  ({seconds:.1f} s)")
        if code != 0:
            failed.append(step.name)
            print(output.rstrip(), flush=True)
    if failed:
        print(f"check: failed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
