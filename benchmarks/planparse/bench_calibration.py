"""How often an item is right, by the confidence its rule gives.

usage: python benchmarks/planparse/bench_calibration.py

The promise: of the items given 0.9 or more, at least nine in ten are right.
"""

from collections import defaultdict

from corpora import every, own
from heldout import cores, expected, heldout
from scoring import judge

BINS = (0.9, 0.8, 0.7, 0.0)


def main() -> None:
    for name, corpus in every().items():
        told: dict[float, list[bool]] = defaultdict(list)
        for text, label in corpus:
            for one in judge(label, own(text), text):
                if one.right is not None:
                    told[bin_of(one.item["confidence"])].append(one.right)
        report(name, told)
    told = defaultdict(list)
    for case in heldout():
        left = expected(case)
        for line, confidence in cores(own(case.text)):
            told[bin_of(confidence)].append(left[line] > 0)
            left[line] -= 1
    report("held-out cases", told)


def bin_of(confidence: float) -> float:
    """Return the lower bound of the bin a confidence falls in."""
    return next(low for low in BINS if confidence >= low)


def report(name: str, told: dict[float, list[bool]]) -> None:
    """Print how many are right in each bin."""
    print(f"{name}: {sum(map(len, told.values()))} items judged")
    for floor in BINS:
        if rights := told[floor]:
            print(f"  from {floor:.1f}: {sum(rights)}/{len(rights)} right")


if __name__ == "__main__":
    main()
