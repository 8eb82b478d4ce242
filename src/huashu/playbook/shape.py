"""Which lines of a section begin its items: headings, numbers, bold words or bullets, whichever the writer used."""

import itertools
from collections.abc import Callable, Sequence

from huashu.playbook.layout import Line

Test = Callable[[Line], bool]


def visible(lines: Sequence[Line]) -> list[Line]:
    """The lines that carry text."""
    return [line for line in lines if line.text and not line.rule]


def starts(lines: Sequence[Line], *, label: Test, speech: Test) -> list[int]:
    """The positions at which items begin, in order; empty when nothing marks them.

    ``label`` tells lines that belong to an item whatever they look like (conditions, “话术：”), ``speech`` lines
    that are something said. Tried from the outside in: headings, bold numbers, numbers, bold words, bullets.
    """
    able = [at for at, line in enumerate(lines) if line.text and not line.rule and not line.table and not label(line)]
    for choose in (_headings, _bold_numbers, _numbers, _bold, _wrapped):
        if found := choose(lines, able):
            return found
    return _bullets(lines, able, speech)


def _headings(lines: Sequence[Line], able: list[int]) -> list[int]:
    levels = [lines[at].level for at in able if lines[at].level]
    if not levels:
        return []
    found = [at for at in able if lines[at].level == min(levels)]
    first = next((at for at in able if not lines[at].level), None)
    return found if len(found) > 1 or first is None or first > found[0] else []


def _bold_numbers(lines: Sequence[Line], able: list[int]) -> list[int]:
    """Bold numbered titles; a title somebody forgot to make bold still counts when its number continues the row."""
    bold = [at for at in able if lines[at].strong and lines[at].number is not None]
    if not bold:
        return []
    indent, style = min(lines[at].indent for at in bold), lines[bold[0]].style
    row = [
        at
        for at in able
        if lines[at].number is not None and lines[at].indent <= indent + 1 and lines[at].style == style
    ]
    strict = [at for at in row if lines[at].strong]
    if _rising([lines[at].number for at in row]):
        return row
    return strict if len(strict) > 1 or len(row) == 1 else []


def _rising(numbers: Sequence[int | None]) -> bool:
    return all(b is not None and a is not None and b == a + 1 for a, b in itertools.pairwise(numbers))


def _numbers(lines: Sequence[Line], able: list[int]) -> list[int]:
    """The outermost numbering: the first style that occurs, unless its numbers start again under bold titles."""
    numbered = [at for at in able if lines[at].number is not None]
    numbered = [at for at in numbered if not lines[at].style.startswith("1.1")] or numbered
    if not numbered:
        return []
    indent = min(lines[at].indent for at in numbered)
    numbered = [at for at in numbered if lines[at].indent <= indent + 1]
    style = lines[numbered[0]].style
    row = [at for at in numbered if lines[at].style == style]
    numbers = [lines[at].number or 0 for at in row]
    restarts = any(b <= a for a, b in itertools.pairwise(numbers)) and len(set(numbers)) > 1
    if restarts and (titles := _bold(lines, able) or _wrapped(lines, able)):
        return titles
    titles = _bold(lines, able) or _wrapped(lines, able)
    if len(titles) > 1 and titles[0] < row[0] and lines[titles[0]].indent <= indent:
        return titles
    return row


def _bold(lines: Sequence[Line], able: list[int]) -> list[int]:
    bold = [at for at in able if lines[at].strong and lines[at].number is None]
    if not bold:
        return []
    indent = min(lines[at].indent for at in bold)
    found = [at for at in bold if lines[at].indent <= indent + 1]
    whole = [at for at in found if lines[at].all_strong]
    if len(whole) > 1 and len(whole) < len(found):
        marked = {bool(lines[at].mark) for at in whole}
        found = whole if len(marked) == 1 and whole[0] <= found[0] else found
    return found if len(found) > 1 else []


def _wrapped(lines: Sequence[Line], able: list[int]) -> list[int]:
    found = [at for at in able if lines[at].text[0] in "【〖《" and lines[at].indent <= 1]
    return found if len(found) > 1 else []


def _bullets(lines: Sequence[Line], able: list[int], speech: Test) -> list[int]:
    marked = [at for at in able if lines[at].mark]
    if marked:
        indent = min(lines[at].indent for at in marked)
        outer = [at for at in marked if lines[at].indent <= indent + 1]
        titles = [at for at in outer if not speech(lines[at])]
        return titles if titles and titles[0] == outer[0] else outer
    titles = [at for at in able if not speech(lines[at])]
    return titles if titles and titles[0] == able[0] else able
