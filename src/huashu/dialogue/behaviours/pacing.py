"""How much is said in one turn: lines joined for somebody who presses or when turns run short, cut to what matters for
somebody in a hurry, and left out where their question is settled (S0.4, S0.9, S0.18)."""

from dataclasses import replace

from huashu.dialogue.behaviours.answering import unanswered
from huashu.dialogue.script.lines import Does, does, is_closing, is_question, sentences
from huashu.dialogue.script.manner import Trait
from huashu.dialogue.script.model import Move
from huashu.dialogue.state import CallState, Context

JOINED = 96
"""Characters up to which lines are joined for somebody busy; half as many again when turns run short."""

SHORT_ENOUGH = 28
"""Characters up to which a line is never cut."""

RESERVE = 2
"""Turns that are kept free for what the customer brings up."""

_ASKS = Does.ASK | Does.ASK_IDENTITY | Does.ASK_CONSENT
_KEEPS = Does.SAY_WHO | Does.SAY_WHY | Does.INFORM | Does.PROMISE | Does.READ_BACK | Does.SUMMARISE


def has(trait: Trait, call: CallState, ctx: Context) -> bool:
    """Whether the customer is known to be, or has shown himself, so."""
    return trait in ctx.script.traits or trait in call.traits


def turns_left(call: CallState, ctx: Context) -> int:
    """How many turns of ours the call's limit leaves, those kept free aside."""
    return (ctx.limits.utterances - 2 - call.utterances) // 2 - RESERVE


def to_the_point(move: Move, call: CallState) -> Move:
    """The move for somebody who presses for time: what it asks, else its first statement that tells something."""
    if Trait.BUSY not in call.traits or len(move.text) <= SHORT_ENOUGH:
        return move
    pieces = [(piece, does(piece)) for piece in sentences(move.text)]
    asking = [piece for piece, found in pieces if found & _ASKS]
    telling = [piece for piece, found in pieces if found & _KEEPS and not found & _ASKS]
    kept = [piece for piece, _ in pieces if piece in asking or piece in telling[:1]]
    return replace(move, text="".join(kept)) if kept else move


def without_settled(move: Move, call: CallState) -> Move | None:
    """The move without the sentences whose question he has answered already; ``None`` when nothing else is in it."""
    left = unanswered(move.inquiries, call)
    if len(left) == len(move.inquiries):
        return move
    settled = [inquiry.question.text.strip("，。？?！! ") for inquiry in move.inquiries if inquiry not in left]
    kept = [piece for piece in sentences(move.text) if not any(text in piece for text in settled)]
    text = "".join(kept)
    if not left and not any(does(piece) & _KEEPS for piece in kept):
        return None
    return replace(move, text=text, asks=is_question(text), inquiries=left)


def joins(move: Move, following: Move, call: CallState, ctx: Context, remaining: int) -> bool:
    """Whether ``following`` is said in the same breath as ``move``; ``remaining``: moves left, it included."""
    if (move.does | following.does) & Does.ASK_IDENTITY or following.is_upgrade or is_closing(following.text):
        return False
    short = remaining > turns_left(call, ctx)
    if move.asks and not (short and _only_questions(call, ctx, remaining)):
        return False
    length = len(move.text) + len(following.text)
    return length <= (3 * JOINED // 2 if short else JOINED) and (short or has(Trait.BUSY, call, ctx))


def _only_questions(call: CallState, ctx: Context, remaining: int) -> bool:
    """Whether even one turn for each question that is left would be too many."""
    left = ctx.script.moves[-remaining:] if remaining else ()
    return sum(move.asks for move in left) > turns_left(call, ctx)


def joined(move: Move, following: Move) -> Move:
    """Two moves as one, placed where the second one stands."""
    text = move.text if move.text[-1:] in "。！？!?~" else f"{move.text}。"
    return replace(
        following,
        text=f"{text}{following.text}",
        does=move.does | following.does,
        asks=move.asks or following.asks,
        because=tuple(dict.fromkeys((*move.because, *following.because))),
        inquiries=(*move.inquiries, *following.inquiries),
    )
