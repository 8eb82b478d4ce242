"""Readers of times, lengths, counts, sums, marks, places and names: one value each out of what was said."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from huashu.dialogue.answers.clauses import BLANK, contents, han, open_text, plain
from huashu.dialogue.answers.words import pattern
from huashu.language.meaning import Slot
from huashu.language.surnames import COMPOUND, SINGLE
from huashu.language.time_grammar import SPAN


@dataclass(frozen=True, slots=True)
class Found:
    """A value and the stretch ``[start, end)`` of the utterance it was read from; ``refused`` where the words only say
    what does not suit (“周六不行”)."""

    value: str
    start: int
    end: int
    refused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """An utterance made ready for the readers: ``text`` as given, ``open`` folded with ``BLANK`` for whatever is no
    answer, ``slots`` those in what is left, ``asked`` the clause that asks."""

    text: str
    open: str
    slots: tuple[Slot, ...]
    asked: str = ""

    def without(self, found: Found) -> "Said":
        """What is left once ``found`` has been taken as an answer."""
        blanked = self.open[: found.start] + BLANK * (found.end - found.start) + self.open[found.end :]
        left = tuple(slot for slot in self.slots if slot.end <= found.start or found.end <= slot.start)
        return Said(text=self.text, open=blanked, slots=left, asked=self.asked)


def ready(text: str, slots: Sequence[Slot], asked: str = "", *, call: bool = False) -> Said:
    """``text`` with its ``slots``, ready for the readers; with ``call`` what speaks of the next call counts."""
    opened = open_text(text, call=call)
    kept = tuple(slot for slot in slots if BLANK not in opened[slot.start : slot.end])
    return Said(text=text, open=opened, slots=kept, asked=asked)


def _first(said: Said, template: str) -> Found | None:
    match = pattern(template).search(said.open)
    return Found(said.text[match.start() : match.end()], match.start(), match.end()) if match else None


_PAST = re.compile(
    r"上(?:上|个)*(?:周|星期|礼拜|月)|昨|前天|前两天|去年|前年|上次|上回|刚才|当时|那天|"
    r"(?<![天底点号初末日一二三四五六])(?:之前|以前)"
)
_ASKS_PAST = re.compile(
    r"的(?:时候|呢)?[？?]*$|第一次|当时|上次|过[^？?]{0,6}[？?]*$|了[？?]*$|发现|出现|以前|之前|最近|开始|哪年|购买"
)


def time(said: Said) -> Found | None:
    """When: the days and hours that suit, joined where they belong together; only those that do not suit if no other
    is named."""
    groups = [_with_side(said, group) for group in _together(said, _moments(said))]
    if not _ASKS_PAST.search(said.asked):
        groups = [group for group in groups if not _PAST.search(said.open[max(0, group.start - 4) : group.end])]
    suits = [group for group in groups if not group.refused]
    if not suits:
        return groups[0] if groups else None
    agreed = re.compile(r"(?:的话|那就|我|都|也|就|比较|应该)*(?:吧|行|可以|方便|有空|合适|好|最好|在)")
    return next((group for group in suits if agreed.match(said.open, group.end)), suits[-1])


def _moments(said: Said) -> list[tuple[int, int]]:
    """The places of all times, in order; those that overlap are one."""
    places = [(slot.start, slot.end) for slot in said.slots if slot.kind == "time"]
    places += [match.span() for match in pattern("<vague_time>").finditer(said.open)]
    joined: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if joined and start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


_JOINT = re.compile(r"[，,、的\s]*(?:或者?是?|和|跟|到|至|还是|要么|及|嗯|以及|又)?[，,、\s]*")


def _together(said: Said, places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    groups: list[tuple[int, int]] = []
    for start, end in places:
        if groups and _JOINT.fullmatch(said.open, groups[-1][1], start):
            groups[-1] = groups[-1][0], end
        else:
            groups.append((start, end))
    return groups


def _with_side(said: Said, group: tuple[int, int]) -> Found:
    start, end = group
    if re.search(r"过$", said.open[start:end]) and re.match(r"[来去]", said.open[end:]):
        end -= 1
    if side := pattern("<time_side>").match(said.open, end):
        end = side.end()
    before = pattern("(?:<denied_before>)$").search(said.open[:start])
    after = pattern("[，,]?<denied_after>").match(said.open, end)
    if after and not before:
        return Found(said.text[start : after.end()], start, after.end(), refused=True)
    return Found(said.text[start:end], start, end, refused=before is not None)


_UNIT_ASKED = re.compile(r"(?:几|多少)个?(分钟|小时|天|周|星期|月|年)")
_FRAME = re.compile(r"(?:里|下来|里头)?(?:也就|大概|差不多|平均|得|要|有|都|就|能|最多|顶多|才|没)")
"""What follows a stretch of time in which something else is counted (一年也就十来天)."""


def duration(said: Said) -> Found | None:
    """How long: a stretch of time in the unit asked for if one is said, or the point it runs from (“从去年三月”)."""
    lengths = _lengths(said)
    unit = _UNIT_ASKED.search(said.asked)
    counted = [
        one
        for one in lengths
        if plain(one.value) not in said.asked and (one is lengths[-1] or not _FRAME.match(said.open, one.end))
    ]
    in_unit = [one for one in counted if unit and unit[1] in one.value]
    if found := next(iter(in_unit or counted or lengths), None):
        return found
    return _first(said, "<vague_length>") or time(Said(text=said.text, open=said.open, slots=said.slots, asked="的？"))


def _lengths(said: Said) -> list[Found]:
    found: list[Found] = []
    for match in pattern(
        rf"(?:<bounds>|[大小](?=半))?(?:{SPAN})(?:(?:到|至|或者?)(?:{SPAN}))?(?:左右|以上|以内|之内)?"
    ).finditer(said.open):
        inside = any(slot.start < match.start() and match.end() <= slot.end for slot in said.slots)
        if not inside and not re.fullmatch(r"\d{4}年|[^个]{1,2}月", match.group()):
            found.append(Found(said.text[match.start() : match.end()], match.start(), match.end()))
    return found


_NUMERAL = r"(?:\d+(?:\.\d+)?|[零一二两俩仨三四五六七八九十百千万]+|几十|十几|百十|上百)[来多几]?"


def count(said: Said) -> Found | None:
    """How many, with what is counted: 三四个, 每周两次, 没几个, a bare 五."""
    own = re.search(r"(?:几|多少)(?!钱|号|点)([一-鿿])(?![一-鿿]?[？?]?么)", said.asked)
    unit = rf"(?:<measure>|{re.escape(own[1])})" if own else "<measure>"
    number = rf"(?<![第\d零一二两三四五六七八九十百千万]){_NUMERAL}(?:到|至|、|-|~)?(?:{_NUMERAL})?"
    exact = rf"(?:<bounds>[，,]?)*(?:{number}){unit}[来多]?(?:左右|以上|以内|上下|出头)?(?!一样)"
    share = r"百分之(?:[零一二两三四五六七八九十百]+|\d+)(?:点[零一二三四五六七八九\d])?(?:左右|以上)?"
    for template in (share, "就我(?:一个人?|自己)", exact, "<vague_count>"):
        if found := _first(said, template):
            return found
    return _bare(said, rf"{_NUMERAL}(?:到|至|、|-|~)?(?:{_NUMERAL})?[来多]?(?:左右|以上|以内|上下)?")


def _bare(said: Said, template: str) -> Found | None:
    """A clause that is nothing but the value, with 大概 before or 吧 after it."""
    for clause in contents(said.text):
        match = pattern(rf"(?:<near>|就|是|有|我|得|打|给)*(?P<value>{template})(?:<tail>)*").fullmatch(clause.text)
        if match and BLANK not in said.open[clause.start : clause.end]:
            start, end = clause.start + match.start("value"), clause.start + match.end("value")
            return Found(said.text[start:end], start, end)
    return None


def amount(said: Said) -> Found | None:
    """How much money, as said: 三百来块, 两三万, 不到五千, 没多少."""
    sums = [slot for slot in said.slots if slot.kind == "amount"]
    if sums:
        start, end = sums[-1].start, sums[-1].end
        if start and (bound := pattern("(?:<bounds>|从)$").search(said.open[:start])):
            start = bound.start()
        if about := re.compile(r"(?:左右|以上|以内|上下|出头|一个月|每月|一年)").match(said.open, end):
            end = about.end()
        return Found(said.text[start:end], start, end)
    large = r"(?:\d+(?:\.\d+)?|[一二两三四五六七八九十几\d])+[来多]?[十百千万亿][一二三四五六七八九十百千万来多几]*"
    for template in (rf"<bounds>?(?:{large})(?:块|元)?(?:钱)?(?:左右|以上|以内|上下)?(?!个|次|人)", "<vague_sum>"):
        if found := _first(said, template):
            return found
    return _bare(said, rf"{_NUMERAL}(?:块|元)?(?:钱)?(?:左右|以上|以内)?")


def rating(said: Said) -> Found | None:
    """A mark or a grade as said: 八分, 五星, 不太满意; a bare 八 where a mark was asked for."""
    if found := _first(said, "<rating>"):
        return found
    number = r"(?:\d{1,3}(?:\.\d)?|[零一二两三四五六七八九十]+)"
    if found := _bare(said, rf"{number}(?:到|至|、|-|~)?(?:{number})?(?:左右|以上)?"):
        return found
    return _first(said, "(?:<degree>)*<grade>")


def place(said: Said) -> Found | None:
    """Where: an address, a place without one (公司前台, 老地方), or what a clause with 送到 or 在 names."""
    held = [slot for slot in said.slots if slot.kind == "address"]
    if held:
        start, end = held[0].start, held[-1].end
        if BLANK in said.open[start:end] or end - start > 60:
            start, end = held[-1].start, held[-1].end
        if spot := pattern("(?:的|那个)?<place>").match(said.open, end):
            end = spot.end()
        return Found(said.text[start:end], start, end)
    vague = [
        match
        for match in pattern(r"<place>(?:的?(?:那个)?<place>)*(?!人|的人|忙|规定|电话)").finditer(said.open)
        if not pattern("(?:<denied_before>(?:送|寄|放|在)?(?:到)?)$").search(said.open[: match.start()])
    ]
    if vague:
        best = max(vague, key=lambda match: match.end() - match.start())
        return Found(said.text[best.start() : best.end()], best.start(), best.end())
    return _place_in_clause(said)


def _place_in_clause(said: Said) -> Found | None:
    for clause in contents(said.text):
        match = pattern(r"<place_verb>(?P<value>[\w·\-]{2,24}?)(?:就行|就可以|就好|<tail>)*").fullmatch(clause.text)
        other = any(slot.start < clause.end and clause.start < slot.end for slot in said.slots if slot.kind != "yes_no")
        if match is None or other or BLANK in said.open[clause.start : clause.end] or is_short_answer(clause.text):
            continue
        start, end = clause.start + match.start("value"), clause.start + match.end("value")
        if match.start("value") > 0 or (end - start <= 12 and not re.search(r"[我你您他不没]", match["value"])):
            return Found(said.text[start:end], start, end)
    return None


def is_short_answer(text: str) -> bool:
    """Whether the clause is a mere yes, no, nothing or whatever-you-like."""
    return pattern("(?:<yes>|<no>|<none>|<any>|<tail>)+").fullmatch(text) is not None


_CALLED = re.compile(
    r"(?:我|他|她|就|叫|是|姓|写|填|用|登记|找|名字|联系人)*(?P<value>[一-鿿·]{1,4})(?:就行|吧|好了|收|的)*"
)


def name(said: Said) -> Found | None:
    """Who: a name as said, or 本人."""
    held = [slot for slot in said.slots if slot.kind == "name"]
    if held:
        return Found(held[-1].text, held[-1].start, held[-1].end)
    for clause in contents(said.text):
        if pattern("<myself>").search(clause.text):
            return Found("本人", clause.start, clause.end)
        match = _CALLED.fullmatch(plain(clause.text))
        known = match and match["value"].startswith((*COMPOUND, *SINGLE)) and not is_short_answer(clause.text)
        if match and known and han(match["value"]) <= 4 and BLANK not in said.open[clause.start : clause.end]:
            start, end = clause.start + match.start("value"), clause.start + match.end("value")
            return Found(said.text[start:end], start, end)
    return None
