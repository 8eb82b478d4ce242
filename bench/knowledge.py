"""How well questions find their entry, on lists that were left out: the matcher is learned anew from the other fields
of ``data/knowledge`` each time. Prints, list by list, how often the right entry is first, among the first two, given
outright, asked about, how often a wrong one is given, and how often a question that no entry answers is answered.

Run: ``python bench/knowledge.py`` (``--verbose`` prints every question that went wrong; takes some minutes).
"""

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from huashu.language import BothEncoders, CachedEmbedder
from huashu.playbook.knowledge import is_ambiguous, sure_from
from huashu.training.knowledge import Judged, fit_chance, folds_of, judge, load, read_list, scale_of

DATA = Path(__file__).parents[1] / "data" / "knowledge"


def figures(judged: Sequence[Judged], chances: dict[int, tuple[float, float]]) -> Counter[str]:
    """What became of the askings."""
    count: Counter[str] = Counter()
    for each in judged:
        first, two = chances[id(each)]
        sure = first >= sure_from(each.asking.text, each.read.source.entries[each.order[0]])
        asks = not sure and is_ambiguous(two, float(each.features[1] / each.features[0]))
        if each.asking.entry is None:
            count.update(strangers=1, answered=sure, bothered=asks)
            continue
        count.update(known=1, first=each.right(1), near=each.right(2), given=sure and each.right(1))
        count.update(wrong=sure and not each.right(1), asks=asks and each.right(2))
    return count


def show(name: str, count: Counter[str]) -> None:
    """One line of the table."""
    known, strangers = max(1, count["known"]), max(1, count["strangers"])
    shares = "  ".join(f"{what} {count[what] / known:.2f}" for what in ("first", "near", "given", "wrong", "asks"))
    print(
        f"{name}\t{shares} (n = {known})  strangers answered {count['answered'] / strangers:.2f}"
        f" asked back {count['bothered'] / strangers:.2f} (n = {strangers})"
    )


def main(verbose: bool) -> None:
    """Learn, ask, print."""
    lists = load(DATA)
    embedder = CachedEmbedder(BothEncoders(), 100_000)
    scale = scale_of(lists, embedder)
    reads = [read_list(each, embedder, scale) for each in lists]
    judged = judge(reads)
    chances: dict[int, tuple[float, float]] = {}
    for left_out in folds_of(reads):
        kept = [each for each in judged if each.read not in left_out]
        first, two = fit_chance(kept, 1), fit_chance(kept, 2)
        for each in judged:
            if each.read in left_out:
                chances[id(each)] = first.of(each.features), two.of(each.features)
    whole: Counter[str] = Counter()
    for read in reads:
        count = figures([each for each in judged if each.read is read and not each.asking.added], chances)
        show(read.source.name, count)
        whole.update(count)
    show("all", whole)
    for each in judged if verbose else ():
        if each.asking.entry is not None and not each.right(1) and not each.asking.added:
            entry = each.read.source.entries[each.order[0]].question
            print(f"  {chances[id(each)][0]:.2f} {each.read.source.name}: {each.asking.text} -> {entry}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--verbose", action="store_true", help="print what went wrong")
    main(parser.parse_args().verbose)
