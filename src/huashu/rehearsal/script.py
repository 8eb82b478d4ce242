"""What the document asks the agent to say: the steps it owes, its closing lines, its answers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from huashu.call import Act
from huashu.playbook.model import Callee, Playbook, Step
from huashu.rehearsal.occasions import occasion_of
from huashu.rehearsal.words import SHORTEST_FRAGMENT, has_closing_words, letters, overlap, sentences, speaks

_SITUATIONAL = re.compile(
    r"客户如|客户若|如客户|若客户|如对方|若对方|如有|如遇|如果|一旦|遇到|若(?:有|无|其)|当.{0,12}时|随时|任何时候|视情况|必要时|结束信号|异常|投诉处理"
)
_FAREWELL_STEP = re.compile(r"结束|收尾|致谢|道别|告别|结语|挂机|感谢")
_PITCH = re.compile(r"升级|推介|推荐|推销|介绍|营销|优惠|套餐|增值|活动|新功能|新服务")
_OFFER_STEP = re.compile(
    r"升级|推介|推荐|营销|优惠|套餐|增值|促销|新功能|新服务|(?<!自我)介绍(?!自己|身份|来意|目的|公司|一下自己)"
)
_DISTINCT = 0.6
"""A sentence belongs to one step alone when no line of another step has this share of its letter pairs."""

_REJECTS = re.compile(r"绝不|拒绝|不接受|不想听|排斥|反感|抵触|抗拒|讨厌|厌烦|冷下脸|打断|挂断|别")


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedStep:
    """A step that the agent owes. ``lines`` are those without a condition; one of ``accepted`` spoken is enough to have
    delivered it (its own lines, and the opening for the first step), and so is one of ``parts``, the sentences that
    stand in no other step. ``acts``: the step has conditional lines only, and is owed when the customer did one of
    these; empty for a step that is owed in every call that lasts long enough."""

    number: int
    title: str
    lines: tuple[str, ...]
    accepted: tuple[str, ...]
    parts: tuple[str, ...] = ()
    acts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """The document's lines as the measures need them. ``answers`` maps the Q&A questions to their answers."""

    steps: tuple[OwedStep, ...]
    closings: tuple[str, ...]
    answers: Mapping[str, str]
    conditional: tuple[OwedStep, ...] = ()
    """Steps that are owed only when their condition occurred."""

    def is_closing(self, said: str) -> bool:
        """Whether the utterance is one of the document's closing lines."""
        return any(speaks(said, line) for line in self.closings)


def script_of(playbook: Playbook) -> Script:
    """Read the script out of a playbook.

    A step is not owed when it is situational (its title says when, or every line has a condition), or when it offers
    something and the callee's half rejects offers (S0.10).
    """
    caller = playbook.caller
    closings = tuple(passage.text for passage in caller.closings)
    rejects_offers = playbook.callee is not None and _rejects_offers(playbook.callee)
    owed = [step for step in caller.steps if _is_owed(step, rejects_offers)]
    conditional = ((step, occasion_of(step)) for step in caller.steps if step not in owed)
    return Script(
        steps=tuple(
            _owed(step, index == 0, index == len(owed) - 1, playbook, closings) for index, step in enumerate(owed)
        ),
        closings=closings,
        answers={entry.question: entry.answer for entry in caller.qa},
        conditional=tuple(_conditional(step, acts) for step, acts in conditional if acts),
    )


def _owed(step: Step, first: bool, last: bool, playbook: Playbook, closings: tuple[str, ...]) -> OwedStep:
    lines = tuple(line.text for line in step.lines if line.when is None)
    opening = playbook.caller.opening
    extra: tuple[str, ...] = (opening.text,) if first and opening else ()
    if last and _FAREWELL_STEP.search(step.title):
        extra += closings
    every = tuple(line.text for line in step.lines)
    return OwedStep(
        number=step.number, title=step.title, lines=lines, accepted=every + extra, parts=_parts(step, playbook)
    )


def _parts(step: Step, playbook: Playbook) -> tuple[str, ...]:
    """Sentences of the step's lines by which it can be told from all others."""
    others = [line.text for other in playbook.caller.steps if other.number != step.number for line in other.lines]
    found = (sentence.strip("“”\"'「」 ") for line in step.lines for sentence in sentences(line.text))
    return tuple(
        sentence
        for sentence in found
        if len(letters(sentence)) >= SHORTEST_FRAGMENT
        and not has_closing_words(sentence)
        and all(overlap(sentence, other) < _DISTINCT for other in others)
    )


def _conditional(step: Step, acts: frozenset[Act]) -> OwedStep:
    lines = tuple(line.text for line in step.lines)
    return OwedStep(
        number=step.number, title=step.title, lines=(), accepted=lines, acts=frozenset(act.value for act in acts)
    )


def _is_owed(step: Step, rejects_offers: bool) -> bool:
    unconditional = [line for line in step.lines if line.when is None]
    if not unconditional or _SITUATIONAL.search(step.title):
        return False
    return not (rejects_offers and _OFFER_STEP.search(step.title))


def _rejects_offers(callee: Callee) -> bool:
    passages = (*callee.concerns, *callee.behaviours, *callee.end_conditions)
    clauses = (clause for passage in passages for clause in re.split(r"[。；;\n]", passage.text))
    return any(_PITCH.search(clause) and _REJECTS.search(clause) for clause in clauses)
