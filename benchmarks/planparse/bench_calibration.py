"""How often an item is right, by the confidence its rule gives.

usage: python benchmarks/planparse/bench_calibration.py

The promise: of the items given 0.9 or more, at least nine in ten are right.
"""

from collections import defaultdict

from corpora import every, own
from scoring import judge

BINS = (0.9, 0.8, 0.7, 0.0)


def main() -> None:
    for name, corpus in every().items():
        told: dict[float, list[bool]] = defaultdict(list)
        for text, label in corpus:
            for one in judge(label, own(text), text):
                if one.right is not None:
                    floor = next(low for low in BINS if one.item["confidence"] >= low)
                    told[floor].append(one.right)
        print(f"{name}: {sum(map(len, told.values()))} items judged")
        for floor in BINS:
            if rights := told[floor]:
                print(f"  from {floor:.1f}: {sum(rights)}/{len(rights)} right")


if __name__ == "__main__":
    main()
