"""Damage plans many times over and check that every draft still keeps its promises.

usage: python benchmarks/planparse/bench_fuzz.py [--rounds N] [--workers N] [FILE ...]   (default: 10,000 damaged forms of the golden plans)

Stops at the first broken promise with the seed that shows it.
"""

import argparse
import os
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from corpora import GOLDEN

from bihuan.planparse.parse import parse_text
from bihuan.planparse.sentences import sentences
from bihuan.planparse.tests.mutate import mutated

DOCUMENTS, AT_A_TIME = 10_000, 100


def check(text: str) -> int:
    """Return how many items were found; raise at a broken promise."""
    items = 0
    for draft in parse_text(text):
        for span in draft.spans():
            assert text[span.start_char : span.end_char] == span.quote
            items += 1
        for phase in draft.phases:
            assert phase.start is None or phase.end is None or phase.start <= phase.end
    for one in sentences(text):
        assert text[one.start_char : one.end_char] == one.text
    return items


def damage(job: tuple[Path, int, int]) -> int:
    """Check the damaged forms of one file from one seed up to another; return the items found."""
    path, low, high = job
    text = path.read_text("utf-8")
    total = 0
    for seed in range(low, high):
        try:
            total += check(mutated(text, seed))
        except Exception as error:
            error.add_note(f"{path} seed {seed}")
            raise
    return total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, help="per file; by default 10,000 documents in all")
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    parser.add_argument("files", nargs="*", type=Path)
    args = parser.parse_args()
    paths = args.files or sorted(GOLDEN.glob("*/plan.txt"))
    rounds = args.rounds or -(-DOCUMENTS // len(paths))
    jobs = [
        (path, low, min(rounds, low + AT_A_TIME))
        for path in paths
        for low in range(0, rounds, AT_A_TIME)
    ]
    start = time.perf_counter()
    with ProcessPoolExecutor(args.workers) as pool:
        total = sum(pool.map(damage, jobs))
    took = time.perf_counter() - start
    print(f"{rounds * len(paths)} damaged documents from {len(paths)} files in {took:.0f} s")
    print(f"{total} items, every quote exact")


if __name__ == "__main__":
    main()
