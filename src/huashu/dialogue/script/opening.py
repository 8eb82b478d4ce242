"""How a call begins: the identity question, then who calls, each said once (S0.7, D9)."""

import re
from collections.abc import Iterable
from dataclasses import replace

from huashu.dialogue.script.lines import Does, does, does_all, is_question, overlap, sentences
from huashu.dialogue.script.model import OPENING_STEP, Move
from huashu.dialogue.script.slots import bare_name


def because_of(found: Does) -> tuple[str, ...]:
    names = (
        (Does.ASK_IDENTITY | Does.SAY_WHO | Does.NOT_SELLING | Does.ONE_MINUTE | Does.ASK_CONSENT, "S0.7"),
        (Does.SAY_WHY, "S0.8"),
        (Does.ASK, "S0.9"),
        (Does.UPGRADE, "S0.10"),
        (Does.RECORDED, "S0.11"),
    )
    return ("S0.4", *(clause for acts, clause in names if found & acts))


def open_with(moves: list[Move], opening: str, addressed: str) -> list[Move]:
    """The moves with their beginning: a greeting, the identity question, the introduction, each once (S3.1, D9)."""
    begun = _greeted_once(_begun(moves, opening, addressed))
    if not begun or Does.GREET in begun[0].does or "好" in begun[0].text[:GREETED]:
        return begun
    return [replace(begun[0], text=f"您好，{begun[0].text}", does=begun[0].does | Does.GREET), *begun[1:]]


def _greeted_once(moves: list[Move]) -> list[Move]:
    """The moves without the greeting of the first one said again by the next ones."""
    first = re.match(r"[^，,。！!？?]{1,8}[，,！!]", moves[0].text) if moves else None
    if first is None or "好" not in first[0]:
        return moves
    return [
        replace(move, text=move.text.removeprefix(first[0]))
        if 0 < at < NEXT and len(move.text) > 2 * len(first[0])
        else move
        for at, move in enumerate(moves)
    ]


GREETED = 8
"""Characters within which a first line greets, if it does."""


def _begun(moves: list[Move], opening: str, addressed: str) -> list[Move]:
    """Put the identity question first and the introduction second, each said once whichever of the opening line and
    the first steps brings it."""
    name = bare_name(addressed)
    if any(Does.ASK_CONSENT in move.does for move in moves[:NEXT]):
        opening = "".join(piece for piece in sentences(opening) if not _only_consent(does(piece, name)))
    head, rest = (moves[0], moves[1:]) if moves else (None, [])
    if head is not None and Does.ASK_IDENTITY in head.does:
        identity, tail = _split_identity(head, name)
        introduction = tail or _opening_rest(opening, moves, name)
        return [identity, *([introduction] if introduction else []), *rest]
    start = _opening_move(opening) if opening else None
    if start is not None and Does.ASK_IDENTITY in does_all(opening, name):
        identity, tail = _split_identity(start, name)
        keep = [identity] if tail is None or _is_covered(tail.text, moves[:2]) else [identity, tail]
        return [*keep, *moves]
    if start is not None and not _is_covered(start.text, moves[:2]):
        moves = [start, *moves]
    if addressed and moves and not _names_the_customer(moves[:2], name):
        return [_ask_for(addressed), *moves]
    return moves


NEXT = 4
"""Moves after the opening among which the question whether he is free need not be asked before them."""


def _only_consent(found: Does) -> bool:
    return Does.ASK_CONSENT in found and not found & (Does.ASK_IDENTITY | Does.SAY_WHO | Does.SAY_WHY)


def _opening_move(opening: str) -> Move:
    found = does_all(opening)
    return Move(
        text=opening,
        step=OPENING_STEP,
        line=0,
        key="开场",
        does=found,
        asks=is_question(opening),
        because=("S0.6", *because_of(found)[1:]),
    )


def _ask_for(addressed: str) -> Move:
    return Move(
        text=f"您好，请问是{addressed}吗？",
        step=OPENING_STEP,
        line=0,
        key="确认本人",
        does=Does.ASK_IDENTITY | Does.GREET,
        asks=True,
        because=("S0.7", "D9"),
    )


def _names_the_customer(moves: Iterable[Move], name: str) -> bool:
    return any(Does.ASK_IDENTITY in move.does for move in moves) or any(name and name in move.text for move in moves)


def _split_identity(move: Move, name: str) -> tuple[Move, Move | None]:
    """An opening in two: up to the identity question, and the rest; short ones stay whole (D9)."""
    pieces = sentences(move.text)
    asked = next((i for i, piece in enumerate(pieces) if Does.ASK_IDENTITY in does(piece, name)), None)
    if asked is None or asked + 1 >= len(pieces):
        return replace(move, does=does_all(move.text, name), because=_dated(move)), None
    first, second = "".join(pieces[: asked + 1]), "".join(pieces[asked + 1 :])
    later = tuple(inquiry for inquiry in move.inquiries if inquiry.question.text.rstrip("，。？?！! ") in second)
    earlier = tuple(inquiry for inquiry in move.inquiries if inquiry not in later)
    return (
        replace(move, text=first, does=does_all(first, name), asks=True, because=_dated(move), inquiries=earlier),
        replace(
            move,
            text=second,
            does=does_all(second),
            asks=is_question(second),
            because=because_of(does_all(second)),
            inquiries=later,
        ),
    )


def _dated(move: Move) -> tuple[str, ...]:
    return ("S0.4" if move.step else "S0.6", "S0.7", "D9")


def _opening_rest(opening: str, moves: list[Move], name: str) -> Move | None:
    """What the opening line adds to the identity question, unless the next steps say it themselves."""
    if not opening:
        return None
    rest = [s for s in sentences(opening) if not does(s, name) & Does.ASK_IDENTITY and len(s) > 4]
    text = "".join(rest)
    if not text or _is_covered(text, moves[:3]):
        return None
    return _opening_move(text)


def _is_covered(text: str, moves: list[Move]) -> bool:
    """Whether the following moves introduce us already, or say nearly the same."""
    said = "".join(move.text for move in moves)
    if overlap(text, said) >= 0.6:
        return True
    return Does.SAY_WHO in does_all(text) and any(Does.SAY_WHO in move.does for move in moves[:2])
