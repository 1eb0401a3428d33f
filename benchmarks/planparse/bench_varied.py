"""Precision and recall on the repository's own short texts of many hands.

usage: python benchmarks/planparse/bench_varied.py [--errors]

Two counts: whole items as ``brief`` writes them, and only their dates, amounts and
frequencies.
"""

import sys
from collections import Counter
from collections.abc import Callable

from bihuan.planparse.tests.varied import cases, core, lines_of


def whole(line: str) -> str:
    """Return a line as it stands."""
    return line


def main(argv: list[str]) -> None:
    measures: dict[str, Callable[[str], str]] = {"whole items": whole, "dates and amounts": core}
    totals = {name: [0, 0, 0] for name in measures}
    for case in cases():
        got = lines_of(case.text, like=case.expected)
        for name, measure in measures.items():
            expected, found = Counter(map(measure, case.expected)), Counter(map(measure, got))
            both = sum((expected & found).values())
            totals[name][0] += both
            totals[name][1] += sum(found.values()) - both
            totals[name][2] += sum(expected.values()) - both
        if "--errors" in argv and sorted(got) != sorted(case.expected):
            print(case.name)
            print(
                "".join(f"  - {one}\n" for one in (Counter(case.expected) - Counter(got))), end=""
            )
            print(
                "".join(f"  + {one}\n" for one in (Counter(got) - Counter(case.expected))), end=""
            )
    print(f"texts: {len(cases())}")
    for name, (right, wrong, missed) in totals.items():
        precision, recall = right / (right + wrong), right / (right + missed)
        print(f"{name}: precision {precision:.3f}, recall {recall:.3f}, items {right + missed}")


if __name__ == "__main__":
    main(sys.argv[1:])
