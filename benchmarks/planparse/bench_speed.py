"""How long parsing takes at 1, 10 and 100 times a plan's length.

usage: python benchmarks/planparse/bench_speed.py [FILE ...]   (default: the golden plans)

Prints seconds per pass and characters per second; linear work keeps the last column level.
"""

import sys
import time
from pathlib import Path

from bihuan.planparse.command import parse_bytes
from bihuan.planparse.parse import parse_text

GOLDEN = Path(__file__).resolve().parents[2] / "bihuan" / "planparse" / "tests" / "golden"
TIMES = (1, 10, 100)


def seconds(text: str) -> float:
    start = time.perf_counter()
    parse_text(text)
    return time.perf_counter() - start


def main(argv: list[str]) -> None:
    paths = [Path(name) for name in argv] or sorted(GOLDEN.glob("*/plan.txt"))
    parse_text("预热")
    for path in paths:
        text = parse_bytes(path.read_bytes(), name=path.name)[0].text
        row = []
        for times in TIMES:
            took = seconds("\n".join([text] * times))
            row.append(f"{times:>4}x {took:8.3f} s {len(text) * times / took / 1000:8.1f} k/s")
        print(f"{path.parent.name + '/' + path.name:40s} {len(text):6d} chars  " + "   ".join(row))


if __name__ == "__main__":
    main(sys.argv[1:])
