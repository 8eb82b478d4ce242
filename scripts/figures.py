"""Print the figures that the installation must keep, and fail when one is over its limit.

Size: the files of huashu and of every package that the base installation pulls in, as installed here. Start: the median
time of importing the command line in a fresh interpreter.
"""

import re
import statistics
import subprocess
import sys
import time
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

SIZE_LIMIT_MB = 300
START_LIMIT_S = 0.5
STARTS = 9


def base_packages(name: str, seen: dict[str, Distribution]) -> dict[str, Distribution]:
    """Every distribution that ``name`` needs without extras, by name, itself included."""
    try:
        found = distribution(name)
    except PackageNotFoundError:  # needed on another platform only
        return seen
    seen[name] = found
    for requirement in found.requires or ():
        needed, _, marker = requirement.partition(";")
        if "extra ==" in marker:
            continue
        key = re.match(r"[\w.-]+", needed.strip())
        if key and (plain := re.sub(r"[-_.]+", "-", key[0]).lower()) not in seen:
            base_packages(plain, seen)
    return seen


def size_mb(package: Distribution) -> float:
    """Installed size of one distribution in megabytes."""
    files = [Path(str(package.locate_file(file))) for file in package.files or ()]
    return sum(file.stat().st_size for file in files if file.is_file()) / 1e6


def own_size_mb() -> float:
    """Size of our own package, which is installed as a link to the sources."""
    source = Path(__file__).parent.parent / "src"
    return sum(file.stat().st_size for file in source.rglob("*") if file.is_file()) / 1e6


def start_s() -> list[float]:
    """Seconds that ``import huashu.cli`` takes, each in a fresh interpreter, the interpreter's own start excluded."""
    code = "import time; t = time.perf_counter(); import huashu.cli; print(time.perf_counter() - t)"
    runs = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True) for _ in range(STARTS)
    ]
    return [float(run.stdout) for run in runs]


def main() -> int:
    began = time.perf_counter()
    packages = base_packages("huashu", {})
    size = own_size_mb() + sum(size_mb(package) for name, package in packages.items() if name != "huashu")
    starts = start_s()
    print(f"base installation: {size:.0f} MB in {len(packages)} packages (limit {SIZE_LIMIT_MB} MB)")
    print(
        f"import of huashu.cli: median {statistics.median(starts):.3f} s, {min(starts):.3f} to {max(starts):.3f} s, "
        f"n={STARTS} (limit {START_LIMIT_S} s)"
    )
    print(f"figures taken in {time.perf_counter() - began:.1f} s")
    return int(size > SIZE_LIMIT_MB or statistics.median(starts) > START_LIMIT_S)


if __name__ == "__main__":
    sys.exit(main())
