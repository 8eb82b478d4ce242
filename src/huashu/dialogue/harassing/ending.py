"""Once it is clear that a caller harasses: one of three methods brings the call to a courteous end (S2.5-S2.8, S2.12).

Nothing else is said: no new topic, no argument, nobody else is called to the telephone.
"""

from dataclasses import replace
from typing import assert_never

from huashu.call import Act, EndReason, HangUp, Ms, ReportCaller
from huashu.dialogue.harassing.model import METHODS, Handled, Method, Occasion, Suspicion
from huashu.dialogue.harassing.probing import said
from huashu.dialogue.harassing.wordings import line, speaks_of

STATEMENTS = 3
"""How often method 2 says that the call will end (D8)."""

ANSWERS = 8
"""Sentences of method 3 after which method 2's ending is taken."""

PATIENCE: Ms = 180_000
"""How long method 3 goes on from when it was clear, before method 2's ending is taken."""

PAUSE: Ms = 2500
"""Quiet between the last word and hanging up; never under two seconds (D1)."""

_FACTS = 6
_FOLLOW_UPS = ("leader", "attitude", "number", "rules")
_CLAUSES = {Method.AT_ONCE: "S2.6", Method.STATEMENT: "S2.7", Method.ONE_SENTENCE: "S2.8"}


def towards_the_end(suspicion: Suspicion, occasion: Occasion) -> Handled:
    """The next step of the method by the desk's risk."""
    if suspicion.ended:
        return Handled(suspicion=suspicion, actions=(_hang_up("D1"),), ends=EndReason.HARASSMENT)
    method = suspicion.method or METHODS[occasion.risk]
    suspicion = replace(suspicion, method=method, serving=False)
    if _leaves(suspicion, occasion):
        return _reported(_goodbye(suspicion, occasion))
    match method:
        case Method.AT_ONCE:
            text = line("unrelated_goodbye", suspicion, occasion)
            return _reported(_ended(said(suspicion, text, _CLAUSES[method], "S2.12"), _CLAUSES[method]))
        case Method.STATEMENT:
            return _reported(_state(suspicion, occasion, STATEMENTS))
        case Method.ONE_SENTENCE:
            return _reported(_one_sentence(suspicion, occasion))
        case _:
            assert_never(method)


def nothing_more(suspicion: Suspicion, occasion: Occasion) -> Handled:
    """He does not answer any more: goodbye, unless nothing of the method was said to him yet."""
    begun = suspicion.statements or suspicion.answers
    return _reported(_goodbye(suspicion, occasion)) if begun else towards_the_end(suspicion, occasion)


def _state(suspicion: Suspicion, occasion: Occasion, most: int) -> Handled:
    if suspicion.statements >= most:
        return _goodbye(suspicion, occasion)
    told = replace(suspicion, statements=suspicion.statements + 1)
    return said(told, line("statement", suspicion, occasion), "S2.7", "S2.12")


def _one_sentence(suspicion: Suspicion, occasion: Occasion) -> Handled:
    since = suspicion.clear_since if suspicion.clear_since is not None else occasion.elapsed
    if suspicion.answers >= ANSWERS or (suspicion.answers and occasion.elapsed - since >= PATIENCE):
        return _state(suspicion, occasion, 1)
    follow_up = next((kind for kind in _FOLLOW_UPS if speaks_of(kind, occasion.text)), "one_sentence")
    if occasion.heard.has(Act.ASK_SUPERVISOR):
        follow_up = "leader"
    told = replace(suspicion, answers=suspicion.answers + 1)
    return said(told, line(follow_up, suspicion, occasion), "S2.8", "S2.12")


def _leaves(suspicion: Suspicion, occasion: Occasion) -> bool:
    """Whether he takes leave himself, or says that there is nothing else."""
    begun = suspicion.statements or suspicion.answers
    if occasion.heard.has(Act.FAREWELL, Act.END_CALL) or speaks_of("leaves", occasion.text):
        return True
    return bool(begun and speaks_of("nothing_else", occasion.text))


def _goodbye(suspicion: Suspicion, occasion: Occasion) -> Handled:
    return _ended(said(suspicion, line("goodbye", suspicion, occasion), "S2.12"), "S2.5")


def _ended(handled: Handled, clause: str) -> Handled:
    return replace(
        handled,
        suspicion=replace(handled.suspicion, ended=True),
        actions=(*handled.actions, _hang_up(clause, "D1")),
        ends=EndReason.HARASSMENT,
    )


def _hang_up(*because: str) -> HangUp:
    return HangUp(reason=EndReason.HARASSMENT, after=PAUSE, because=because)


def _reported(handled: Handled) -> Handled:
    """With a report to the responsible person, once a call: what shows his nature, weightiest first (S2.13)."""
    suspicion = handled.suspicion
    if suspicion.reported:
        return handled
    report = ReportCaller(facts=facts_of(suspicion))
    return replace(handled, suspicion=replace(suspicion, reported=True), actions=(report, *handled.actions))


def facts_of(suspicion: Suspicion) -> tuple[str, ...]:
    """What speaks for harassment, in words for a supervisor, weightiest first."""
    against = [item for item in suspicion.nature.evidence if item.signal.harassing and item.weight > 0]
    weighty = sorted(against, key=lambda item: -item.weight)
    return tuple(dict.fromkeys(item.text for item in weighty))[:_FACTS]
