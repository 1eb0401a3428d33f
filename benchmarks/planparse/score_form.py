"""Write drafts in the form the plan scorer reads.

usage: python benchmarks/planparse/score_form.py PLANS OUT

PLANS holds <id>.txt (+ <id>.json labels) in one or more folders below it, and seeds/*.txt
as raw source files. Three folders come out below OUT: one per labelled folder, and
``raw`` with the plans found in the raw sources, moved to the offsets of the labelled texts.
"""

import json
import sys
from pathlib import Path

from bihuan.planparse.parse import parse_text
from bihuan.planparse.schema import PlanDraft

LISTS = ("phases", "targets", "recurring_duties", "deliverables", "anomalies")


def form(draft: PlanDraft, shift: int = 0) -> dict[str, object]:
    """Return a draft as the scorer's dictionary, with every span moved by ``-shift``."""
    data = draft.model_dump(mode="json", by_alias=True)
    out: dict[str, object] = {
        "title": draft.title,
        "issued_year": draft.year,
        "check_items_count": len(draft.check_items),
        "leading_group": draft.organisation.leading_group,
    }
    for name in LISTS:
        out[name] = [
            {**item, "start_char": item["start_char"] - shift, "end_char": item["end_char"] - shift}
            for item in data[name]
        ]
    return out


def write(folder: Path, name: str, content: dict[str, object]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps(content, ensure_ascii=False, indent=1), "utf-8")


def labelled(source: Path, out: Path) -> None:
    """Parse every labelled text; each is taken to hold one plan."""
    for path in sorted(source.glob("*.txt")):
        drafts = parse_text(path.read_text("utf-8"), file=path.name)
        if len(drafts) != 1:
            print(f"{path.name}: {len(drafts)} plans found in a text labelled as one")
        if drafts:
            write(out, path.stem, form(drafts[0]))


def raw(seeds: Path, labels: Path, out: Path) -> int:
    """Parse raw sources and give every plan the id and offsets of its labelled text."""
    count = 0
    for path in sorted(seeds.glob("*.txt")):
        text = path.read_text("utf-8")
        drafts = parse_text(text, file=path.name)
        count += len(drafts)
        prefix = path.name.split("_")[0]
        texts = {p.stem: p.read_text("utf-8") for p in sorted(labels.glob(f"{prefix}*.txt"))}
        places = {
            name: text.find(own.strip()[:200]) - (len(own) - len(own.lstrip()))
            for name, own in texts.items()
        }
        for draft in drafts:
            begin, end = draft.bounds()
            best = max(
                texts,
                key=lambda name: (
                    min(end, places[name] + len(texts[name])) - max(begin, places[name])
                ),
            )
            write(out, best, form(draft, places[best]))
    return count


def main(argv: list[str]) -> None:
    plans, out = Path(argv[0]), Path(argv[1])
    labelled(plans / "labelled-seeds", out / "seeds")
    labelled(plans / "dev", out / "dev")
    found = raw(plans / "seeds", plans / "labelled-seeds", out / "raw")
    print(f"plans found in the raw sources: {found}")


if __name__ == "__main__":
    main(sys.argv[1:])
