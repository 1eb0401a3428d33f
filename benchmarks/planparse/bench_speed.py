"""How long parsing takes at 1, 10 and 100 times a plan's length, and over many plans in a row.

usage: python benchmarks/planparse/bench_speed.py [FILE ...]

Without files the golden plans and, where they are at hand, the labelled public plans are read.
Times are of the processor, on one core. Linear work keeps the columns of a plan level; the last
line is the speed on ordinary plans one after another, as bytes of UTF-8.
"""

import sys
import time
from pathlib import Path

from corpora import GOLDEN, PLANS

from bihuan.planparse.command import parse_bytes
from bihuan.planparse.parse import parse_text

TIMES = (1, 10, 100)
ROUNDS = 5


def seconds(text: str) -> float:
    start = time.process_time()
    parse_text(text)
    return time.process_time() - start


def text_of(path: Path) -> str:
    """Return the text of a plan in any format."""
    return parse_bytes(path.read_bytes(), name=path.name)[0].text


def main(argv: list[str]) -> None:
    golden = sorted(GOLDEN.glob("*/plan.txt"))
    paths = [Path(name) for name in argv] or golden
    ordinary = [Path(name) for name in argv] or [
        *golden,
        *sorted(PLANS.glob("dev/*.txt")),
        *sorted(PLANS.glob("labelled-seeds/*.txt")),
    ]
    parse_text("预热")
    for path in paths:
        text = text_of(path)
        row = []
        for times in TIMES:
            took = seconds("\n".join([text] * times))
            row.append(f"{times:>4}x {took:8.3f} s {len(text) * times / took / 1000:8.1f} k/s")
        print(f"{path.parent.name + '/' + path.name:40s} {len(text):6d} chars  " + "   ".join(row))
    texts = [text_of(path) for path in ordinary]
    best = min(sum(map(seconds, texts)) for _ in range(ROUNDS))
    size = sum(len(text.encode()) for text in texts)
    print(f"{len(texts)} plans, {size / 1000:.0f} kB: {best:.3f} s, {size / best / 1e6:.2f} MB/s")


if __name__ == "__main__":
    main(sys.argv[1:])
