"""`make bench`: measure, print figures and ratios, judge nothing else."""

from __future__ import annotations

import argparse
import subprocess
import sys

from bench import report, section


def main() -> int:
    """Run the chosen sections, each in a process of its own; 1 when one could not run."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    section.add_options(parser)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args()
    figures: list[report.Figure] = []
    for name in options.sections or section.NAMES:
        print(f"bench: {name}", file=sys.stderr, flush=True)
        command = [sys.executable, "-m", "bench.section", name, *section.as_arguments(options)]
        child = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
        if child.returncode:
            print(f"bench: {name} could not run (see above)", file=sys.stderr)
            return 1
        figures += report.from_json(child.stdout)
    print(report.as_json(figures) if options.json else report.table(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
