"""Damage plans many times over and check that every draft still keeps its promises.

usage: python benchmarks/planparse/bench_fuzz.py [--rounds N] [FILE ...]   (default: the golden plans)

Stops at the first broken promise with the seed that shows it.
"""

import argparse
from pathlib import Path

from bihuan.planparse.parse import parse_text
from bihuan.planparse.sentences import sentences
from bihuan.planparse.tests.mutate import mutated

GOLDEN = Path(__file__).resolve().parents[2] / "bihuan" / "planparse" / "tests" / "golden"


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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("files", nargs="*", type=Path)
    args = parser.parse_args()
    total = 0
    for path in args.files or sorted(GOLDEN.glob("*/plan.txt")):
        text = path.read_text("utf-8")
        for seed in range(args.rounds):
            try:
                total += check(mutated(text, seed))
            except Exception:
                print(f"{path} seed {seed}")
                raise
        print(f"{path}: {args.rounds} rounds")
    print(f"{total} items, every quote exact")


if __name__ == "__main__":
    main()
