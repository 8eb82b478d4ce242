"""A playbook made ready to be spoken: its ``Script``."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from huashu.call import Ms
from huashu.dialogue.answers import known
from huashu.dialogue.conditions import read_condition
from huashu.dialogue.outcome import read_ending
from huashu.dialogue.script.asking import Wants, questions_in
from huashu.dialogue.script.lines import Does, does, does_all, is_closing, is_question, sentences
from huashu.dialogue.script.manner import Trait, known_traits
from huashu.dialogue.script.model import Branch, Closing, Inquiry, Move, Script
from huashu.dialogue.script.opening import because_of, open_with
from huashu.dialogue.script.slots import bare_name, customer_name, fill, slots_of
from huashu.playbook.model import Playbook, ProfileItem, Role, Step

ONE_TURN = 80
"""Statements of one step are spoken together up to so many characters."""


def compile_script(playbook: Playbook) -> Script:
    """The script of a playbook. Pure; never raises on a playbook that the parser accepted."""
    slots = slots_of(playbook)
    addressed = customer_name(playbook)
    name = bare_name(addressed)
    traits = known_traits(playbook)
    moves = _moves(playbook, slots, addressed, traits)
    return Script(
        name=addressed,
        who=_who(playbook, moves, slots, name),
        why=_why(moves),
        moves=moves,
        branches=tuple(_branches(playbook.caller.steps, slots)),
        closings=tuple(
            Closing(text=fill(closing.text, slots), cues=read_condition(closing.when) if closing.when else None)
            for closing in playbook.caller.closings
        ),
        endings=tuple(read_ending(condition) for condition in playbook.caller.end_conditions),
        task=playbook.caller.task.text,
        traits=traits,
        upgrade_unwelcome=_upgrade_unwelcome(playbook),
        budget=_budget(playbook),
        slots=slots,
    )


def _moves(playbook: Playbook, slots: Mapping[str, str], addressed: str, traits: frozenset[Trait]) -> tuple[Move, ...]:
    """Identity, then who I am, then the steps (D9). The last step's leave-taking is left to the closing when others
    follow it."""
    name = bare_name(addressed)
    by_step = [list(_moves_of(step, slots, name)) for step in playbook.caller.steps]
    if Trait.ANALYTICAL in traits:
        by_step = [_facts_first(moves) for moves in by_step]
    profile = playbook.caller.profile
    moves = [_confirming(move, profile) for move in _unlimited([move for moves in by_step for move in moves])]
    opening = fill(playbook.caller.opening.text, slots) if playbook.caller.opening else ""
    moves = open_with(moves, opening, addressed)
    moves = _told_apart(moves)
    last = len(moves) - 1
    return tuple(
        move
        for index, move in enumerate(moves)
        if index == last or not is_closing(move.text) or len(sentences(move.text)) > 1 or Does.UPGRADE in move.does
    )


def _told_apart(moves: list[Move]) -> list[Move]:
    """The moves with every question under a key of its own: a second one of the same name is numbered."""
    seen: Counter[str] = Counter()
    told = []
    for move in moves:
        inquiries = []
        for inquiry in move.inquiries:
            key = inquiry.question.key
            seen[key] += 1
            if seen[key] > 1:
                inquiry = replace(inquiry, question=replace(inquiry.question, key=f"{key}{seen[key]}"))
            inquiries.append(inquiry)
        told.append(replace(move, inquiries=tuple(inquiries)))
    return told


_SOURCED = re.compile(
    r"\d|[一二三四五六七八九十百千万]+(?:%|％|元|块|天|年|倍|家|人|次)|百分之|根据|依据|数据|报告|标准|规定|条款"
)


def _facts_first(moves: list[Move]) -> list[Move]:
    """Within a step, figures and sources before what only argues; questions stay where they are."""
    argues = [move for move in moves if Does.PERSUADE in move.does and not move.asks and not _SOURCED.search(move.text)]
    facts = [move for move in moves if not move.asks and _SOURCED.search(move.text)]
    if not argues or not facts or moves.index(argues[0]) > moves.index(facts[0]):
        return moves
    at, other = moves.index(argues[0]), moves.index(facts[0])
    if any(move.asks for move in moves[at:other]):
        return moves
    return [*moves[:at], moves[other], *moves[at:other], *moves[other + 1 :]]


def _unlimited(moves: list[Move]) -> list[Move]:
    """What several steps speak of is the matter of the call, no upgrade mentioned in passing (S0.10)."""
    if len({move.step for move in moves if move.is_upgrade}) < 2:
        return moves
    return [replace(move, does=move.does & ~Does.UPGRADE) for move in moves]


_TOLD_TO_ANYBODY = frozenset({Wants.TIME, Wants.DURATION, Wants.PLACE, Wants.COUNT, Wants.CHOICE})


def _confirming(move: Move, profile: Sequence[ProfileItem]) -> Move:
    """The move with a question that the profile settles put as one to say yes to (S1.8). Numbers by which somebody
    proves who he is are asked for as written."""
    text, inquiries = move.text, []
    for inquiry in move.inquiries:
        asked = inquiry.question
        value = known(asked, profile) if asked.wants in _TOLD_TO_ANYBODY else ""
        bare = asked.text.rstrip("，。？?！! ")
        if value and bare in text:
            confirm = f"{asked.key}登记的是{value}，对吗"
            text = text.replace(bare, confirm)
            inquiry = replace(inquiry, question=replace(asked, text=f"{confirm}？", wants=Wants.YES_NO, options=()))
        inquiries.append(inquiry)
    return replace(move, text=text, inquiries=tuple(inquiries))


def _moves_of(step: Step, slots: Mapping[str, str], name: str) -> Iterator[Move]:
    """The unconditional lines of a step; statements are joined with what follows while they stay short."""
    pending = ""
    started_at = step.line
    lines = [line for line in step.lines if line.when is None]
    for index, line in enumerate(lines):
        text = fill(line.text, slots)
        if not text:
            continue
        started_at = started_at if pending else line.line
        joined = f"{pending}{text}" if pending else text
        follows = index + 1 < len(lines)
        if follows and not is_question(joined) and len(joined) + len(lines[index + 1].text) <= ONE_TURN:
            pending = joined if joined[-1] in "。！？!?~" else f"{joined}。"
            continue
        yield _move(joined, step, started_at, name)
        pending = ""
    if pending:
        yield _move(pending, step, started_at, name)


def _move(text: str, step: Step, line: int, name: str = "") -> Move:
    found = does_all(text, name)
    if re.search(r"升级|点到为止", step.title) and Does.ASK_IDENTITY not in found:
        found |= Does.UPGRADE
    return Move(
        text=text,
        step=step.number,
        line=line,
        key=_key(step.title),
        does=found,
        asks=is_question(text),
        because=because_of(found),
        inquiries=tuple(Inquiry(step=step.number, question=asked) for asked in questions_in(text, step.title)),
    )


_KEY_NOISE = re.compile(r"^第?[一二三四五六七八九十\d]+(?:步|、|\.|：|:)?[:：、.]?\s*|[（(].*?[)）]")


def _key(title: str) -> str:
    """A short readable name for what a step finds out, from its title."""
    plain = _KEY_NOISE.sub("", title).strip()
    return re.split(r"[，,；;。：:]", plain)[0][:16] or title[:16]


def _branches(steps: tuple[Step, ...], slots: Mapping[str, str]) -> Iterator[Branch]:
    for step in steps:
        for line in step.lines:
            if line.when is not None and (text := fill(line.text, slots)):
                yield Branch(move=_move(text, step, line.line), cues=read_condition(line.when, text))


def _who(playbook: Playbook, moves: tuple[Move, ...], slots: Mapping[str, str], name: str) -> str:
    """The sentence that says who calls, in the scenario's words if it has one."""
    opening = fill(playbook.caller.opening.text, slots) if playbook.caller.opening else ""
    texts = [opening, *(move.text for move in moves)]
    texts += [fill(line.text, slots) for step in playbook.caller.steps for line in step.lines]
    for text in texts:
        for sentence in sentences(text):
            found = does(sentence, name)
            if Does.SAY_WHO in found and Does.ASK_IDENTITY not in found:
                return sentence if sentence[-1] in "。！？!?" else f"{sentence}。"
    return _introduce(playbook.caller.role)


def _introduce(role: Role) -> str:
    of = f"{role.employer}的" if role.employer else ""
    who = "".join(part for part in (role.title, role.name) if part) or "客服人员"
    return f"我是{of}{who}。"


def _why(moves: tuple[Move, ...]) -> str:
    """The sentence that says why we call."""
    for move in moves:
        for sentence in sentences(move.text):
            found = does(sentence)
            if Does.SAY_WHY in found and Does.ASK_IDENTITY not in found:
                return sentence if sentence[-1] in "。！？!?" else f"{sentence}。"
    return "是跟您做一个简短的服务回访。"


_UNWELCOME = re.compile(
    r"(?:勿|别|不要|不接受|绝不|拒绝|排斥|反感|厌恶|讨厌|抗拒)[^。；\n]{0,12}(?:推销|推介|升级|营销|介绍|推荐|兜售)"
    r"|(?:推销|升级|营销|推介)[^。；\n]{0,10}(?:反感|抵触|抗拒|拒绝|敏感|冷)"
)


def _upgrade_unwelcome(playbook: Playbook) -> bool:
    """Whether the profile or the callee's half asks to be spared talk of upgrades (S0.10)."""
    known = [f"{item.key}：{item.value}" for item in playbook.caller.profile]
    if playbook.callee is not None:
        callee = playbook.callee
        known += [passage.text for passage in (*callee.concerns, *callee.behaviours, *callee.end_conditions)]
    return any(_UNWELCOME.search(text) for text in known)


_MINUTES = re.compile(r"(?P<number>[一1半两2三3])\s*(?:到[一二三两]|[-~至][23])?\s*分钟(?!前|后|内回)")
_MINUTE_VALUE = {"半": 0.5, "一": 1, "1": 1, "两": 2, "2": 2, "三": 3, "3": 3}


def _budget(playbook: Playbook) -> Ms | None:
    """The shortest time that the caller's own lines promise."""
    caller = playbook.caller
    texts = [caller.opening.text if caller.opening else "", caller.task.text]
    texts += [line.text for step in caller.steps for line in step.lines]
    found = [_MINUTE_VALUE[match["number"]] for text in texts for match in _MINUTES.finditer(text)]
    return round(min(found) * 60_000) if found else None
