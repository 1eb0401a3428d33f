"""How parsing time grows on texts that no office wrote: one pattern repeated for megabytes.

usage: python benchmarks/planparse/bench_pathological.py [--sizes MB ...] [--workers N] [NAME ...]

Prints processor seconds for each size and the seconds per megabyte; linear work keeps the
latter level. The last column divides the dearest megabyte by the cheapest.
"""

import argparse
import time
from concurrent.futures import ProcessPoolExecutor

from bihuan.planparse.parse import parse_text

HEAD = "序号\t工作任务\t责任单位\t完成时限\n"
UNITS = {
    "all digits": "1234567890",
    "all headings": "一、目标\n二、任务\n",
    "deep nesting": "一、甲\n(一)乙\n1.丙\n(1)丁\n①戊\n",
    "one endless line": "各镇要在7月底前完成排查,每月检查2次,整改率达到95%,",
    "all quotes": "“”“",
    "open quotes": "“甲",
    "table rows": "1\t每月检查2次\t各镇\t6月底前\n",
    "no punctuation": "全面加强安全生产工作组织领导",
    "blanks": "全 县 ",
}
MEGABYTE = 1_000_000
SIZES = (1, 2, 5, 10)


def text_of(name: str, megabytes: int) -> str:
    """Return so many megabytes (in UTF-8) of one pattern."""
    unit = UNITS[name]
    text = unit * (megabytes * MEGABYTE // len(unit.encode()))
    return HEAD + text if name == "table rows" else text


def seconds(name: str, megabytes: int) -> float:
    """Return the processor time of parsing it once."""
    text = text_of(name, megabytes)
    start = time.process_time()
    parse_text(text)
    return time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("names", nargs="*", choices=[*UNITS, []])
    args = parser.parse_args()
    names = args.names or list(UNITS)
    with ProcessPoolExecutor(args.workers, max_tasks_per_child=1) as pool:
        waiting = {
            (name, size): pool.submit(seconds, name, size) for name in names for size in args.sizes
        }
        for name in names:
            took = {size: waiting[name, size].result() for size in args.sizes}
            each = [took[size] / size for size in args.sizes]
            row = "  ".join(f"{size} MB {took[size]:7.2f} s" for size in args.sizes)
            print(
                f"{name:18s} {row}  {each[-1]:6.2f} s/MB  x{max(each) / min(each):.2f}", flush=True
            )


if __name__ == "__main__":
    main()
