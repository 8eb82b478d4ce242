"""Cues applied: which acts an utterance's words give away, and what the agent's question makes of a bare answer."""

import re
from dataclasses import dataclass
from functools import cache

from huashu.call import Act
from huashu.language.asking import Asked
from huashu.language.cue import MACHINE, REPORTED, Cue
from huashu.language.cues_ending import ENDING_CUES
from huashu.language.cues_matter import MATTER_CUES
from huashu.language.normalise import tidy

CUES: tuple[Cue, ...] = (*ENDING_CUES, *MATTER_CUES)
"""All cues, one for each act."""

_PAUSES = "，。！？…、 "
_HANDED_ON = re.compile(
    r"(?:(?<![不必用别想多再])[说讲]|以为|回我|告诉我)$"
)  # what follows the pause is somebody's words
_BEFORE = 10  # characters before a match in which a quotation or denial is looked for


@dataclass(frozen=True, slots=True)
class Signs:
    """What the words show of one act: a sure wording, a hint, or that they take it back."""

    sure: bool
    hint: bool
    denied: bool


@dataclass(frozen=True, slots=True)
class _Compiled:
    act: Act
    sure: re.Pattern[str] | None
    hint: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    quoted: re.Pattern[str]


def _join(patterns: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns)) if patterns else None


@cache
def _compiled() -> tuple[_Compiled, ...]:
    return tuple(
        _Compiled(
            cue.act,
            _join(cue.sure),
            _join(cue.hint),
            _join(cue.unless),
            re.compile(rf"(?:{cue.quoted})[^，。？！]{{0,3}}$"),
        )
        for cue in CUES
    )


def _found(pattern: re.Pattern[str] | None, quoted: re.Pattern[str], text: str) -> tuple[bool, bool]:
    """Whether ``pattern`` matches anywhere unquoted, and whether it matches anywhere quoted."""
    inside = False
    for match in pattern.finditer(text) if pattern else ():
        before = text[max(0, match.start() - _BEFORE) : match.start()]
        begins = text[match.start()] in _PAUSES  # what the clause before says is then not said of this one
        if not (_HANDED_ON.search(before) if begins else quoted.search(before)):
            return True, inside
        inside = True
    return False, inside


def signs(text: str) -> dict[Act, Signs]:
    """What the words of the tidied ``text`` show, for every act they show anything of."""
    shown = {}
    for cue in _compiled():
        sure, taken_back = _found(cue.sure, cue.quoted, text)
        hint = sure or bool(cue.hint and cue.hint.search(text))
        if not (hint or taken_back):
            continue
        denied = taken_back and not sure
        if cue.unless is not None and cue.unless.search(text):
            sure, denied = False, True
        shown[cue.act] = Signs(sure, hint, denied)
    return shown


@cache
def _machine() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in MACHINE))


def is_machine(text: str) -> bool:
    """Whether ``text`` is what only a machine says: the network's announcement, voicemail, a voice assistant."""
    tidied = tidy(text)
    return bool(_machine().search(tidied)) and not re.search(REPORTED, tidied)


_YES = (
    r"(?:嗯|对|是|是的|对的|好|好的|行|可以|没错|好吧|行吧|可以的|成|中|得|要得|没问题|ok|嗯嗯|对对|好好|对啊|是啊|行啊|好啊|"
    r"可以啊|是我|对呀|是呀|嗯对|嗯好|嗯行|嗯是|系|系啊|诶|欸|诶对|对头|方便|要|需要|有|听得到|清楚|明白)"
)
_NO = r"(?:没有|没|不|不是|没有了|没了|没得|莫得|冇|木有|没有啊|没啊|不是的|不是啊|没有没有|不是不是|唔系|没有的)"
_DECLINE = (
    r"(?:不用|不用了|不要|不要了|不必|不必了|不需要|算了|免了|不了|不用不用|不要不要|不行|不方便|不可以|不好|不想)"
)
_END = r"(?:[，。！ ]*(?:啊|呀|吧|了|的|哈|呢|嘛|哦|谢谢|谢谢啊|谢谢了))?[，。！ ]*"
_BARE_YES = re.compile(rf"(?:{_YES}[，。！ ]*)+{_END}")
_BARE_NO = re.compile(rf"(?:嗯|呃|啊|哦)?[，。]*(?:{_NO}[，。！ ]*)+{_END}")
_BARE_DECLINE = re.compile(rf"(?:嗯|呃|啊|哦|那)?[，。]*(?:{_DECLINE}[，。！ ]*)+{_END}")

_YES_IS = {Asked.IDENTITY: Act.AFFIRM_IDENTITY, Asked.NOTHING: Act.BACKCHANNEL, Asked.STATEMENT: Act.BACKCHANNEL}
_NO_IS = {Asked.IDENTITY: Act.DENY_IDENTITY, Asked.FEEDBACK: Act.FEEDBACK_MINIMAL, Asked.CONVENIENT: Act.BUSY}
_DECLINE_IS = {Asked.ANYTHING_ELSE: Act.NEGATE, Asked.CLEAR: Act.NEGATE, Asked.IDENTITY: Act.REFUSE}


def bare_answer(text: str, question: Asked) -> Act | None:
    """What a bare yes, no or no-thanks does as the answer to ``question``; ``None`` when ``text`` is more than that.

    没有 to "are you Mr Zhang" denies, to "anything else" is a plain no, to "any remarks" is a minimal answer; 不用 to
    an offer refuses, to "anything else" is a plain no.
    """
    if _BARE_NO.fullmatch(text):
        return _NO_IS.get(question, Act.NEGATE)
    if _BARE_DECLINE.fullmatch(text):
        if question is Asked.CONVENIENT and "方便" in text:
            return Act.BUSY
        return _DECLINE_IS.get(question, Act.REFUSE)
    if _BARE_YES.fullmatch(text):
        listening = re.fullmatch(r"[嗯哦噢，。]+", text) and question not in (
            Asked.IDENTITY,
            Asked.CONVENIENT,
            Asked.YES_NO,
        )
        if question in (Asked.NOTHING, Asked.STATEMENT) and not re.fullmatch(r"[嗯哦噢，。诶欸]+", text):
            return Act.AFFIRM
        if listening and question not in (Asked.OFFER, Asked.HEARING, Asked.CLEAR):
            return Act.BACKCHANNEL
        return _YES_IS.get(question, Act.AFFIRM)
    return None
