"""Bihuan's parser against existing libraries wired to the same contract, in one run.

usage: python benchmarks/planparse/bench_baseline.py

The libraries are those of ``requirements.txt`` beside this file; one that is not installed is
said to be missing.
"""

import time
from collections import Counter
from collections.abc import Callable

from baselines import draft_by, jionlp_reader, recognizers_reader
from corpora import Draft, every, own
from heldout import cores, expected, heldout
from scoring import KINDS, counts, scores


def readers() -> dict[str, Callable[[str], Draft]]:
    """Return the parsers that can run here."""
    found: dict[str, Callable[[str], Draft]] = {"bihuan": own}
    for name, make in (("jionlp", jionlp_reader), ("recognizers", recognizers_reader)):
        try:
            reader = make()
        except ImportError as missing:
            print(f"{name}: {missing.name} is not installed; see requirements.txt beside this file")
        else:
            found[name] = lambda text, reader=reader: draft_by(reader, text)
    return found


def main() -> None:
    parsers = readers()
    own("预热")
    for name, corpus in every().items():
        if not corpus:
            print(f"{name}: none at hand")
            continue
        chars = sum(len(text) for text, _ in corpus)
        print(f"{name}: {len(corpus)} texts, {chars:,} characters")
        for parser, parse in parsers.items():
            told: Counter[str] = Counter()
            start = time.perf_counter()
            drafts = [parse(text) for text, _ in corpus]
            took = time.perf_counter() - start
            for (text, label), draft in zip(corpus, drafts, strict=True):
                told += counts(label, draft, text)
            row = "  ".join(
                f"{kind} P {precision:.2f} R {recall:.2f} F1 {f1:.2f}"
                for kind in KINDS
                for precision, recall, f1 in [scores(told, kind)]
            )
            print(f"  {parser:12s} {row}  {chars / took / 1000:7.1f} k chars/s")
    unseen = heldout()
    print(f"held-out cases: {len(unseen)} texts, days, amounts and frequencies")
    for parser, parse in parsers.items():
        right = wrong = missed = 0
        for case in unseen:
            wanted, found = expected(case), Counter(told for told, _ in cores(parse(case.text)))
            both = sum((wanted & found).values())
            right, wrong = right + both, wrong + sum(found.values()) - both
            missed += sum(wanted.values()) - both
        precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
        print(f"  {parser:12s} P {precision:.2f} R {recall:.2f}")


if __name__ == "__main__":
    main()
