"""A condition taken apart: the attitude it waits for, the matter it names, yes or no, a number to compare with."""

import re
from dataclasses import dataclass
from functools import lru_cache

from huashu.dialogue.conditions.numbers import Comparison, compared
from huashu.dialogue.conditions.table import Attitude, Frame, Leaves, Matter, table


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """One thing a condition waits for. ``rest`` are the words for its matter that the table does not know; ``denied``
    that the matter is not so; ``done`` that it has happened already; ``quoted`` words of the customer; ``gist`` the
    condition without whom it speaks of, to compare meanings by."""

    words: str
    attitudes: tuple[Attitude, ...] = ()
    frames: frozenset[Frame] = frozenset()
    matters: tuple[Matter, ...] = ()
    rest: tuple[str, ...] = ()
    denied: bool = False
    done: bool = False
    comparison: Comparison | None = None
    quoted: str = ""
    gist: str = ""

    @property
    def is_about(self) -> bool:
        """Whether it names a matter, so that an attitude alone is not enough."""
        return bool(self.matters or self.rest)

    @property
    def is_silence(self) -> bool:
        """Whether it waits for no words at all."""
        return any(attitude.silence for attitude in self.attitudes)

    @property
    def is_busy(self) -> bool:
        """Whether he wants out only for want of time."""
        return any(attitude.leaves is Leaves.BUSY for attitude in self.attitudes)

    def leaves(self, condition: str) -> bool:
        """Whether it waits for a customer who wants out of the call, as ``condition`` as a whole puts it."""
        for attitude in self.attitudes:
            if attitude.leaves in (Leaves.ALWAYS, Leaves.BUSY):
                return not self.is_about or bool(table().leaving.search(condition))
            if attitude.leaves is Leaves.TALK:
                return bool(table().leaving.search(condition))
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Both:
    """Things a condition waits for together (“同意但时间不便”). ``turns``: the last is what matters."""

    parts: tuple[Wait, ...]
    turns: bool = False


_LEAD = re.compile(r"^(?:如果|如若|倘若|假如|假设|要是|一旦|万一|遇到|当|如(?!何)|若(?!干)|凡|在)+")
_TAIL = re.compile(r"(?:的?时候?|的话|的?情况下?|之?后|的?(?:客户|用户|(?<![患学记作])者)|的人)$")
_EITHER = re.compile(r"或者是?|或(?!以[上下]|更)是?|、|；|;|/|以及")
_TURN = re.compile(r"[，,]?(?:但是?|却|不过|然而|只是)")
_AND = re.compile(r"[，,]|并且?|而且|且|同时")
_QUOTED = re.compile(r"[“\"‘'「『]([^”\"’'」』]+)[”\"’'」』]")
_DONE = re.compile(r"已经?|早就|(?<=[\u4e00-\u9fff]{2})(?:过了?|了)$")
_NO = re.compile(r"(?:否认|尚未|还没有?|并?未|并?没有?|不|无(?!线|人机)|非(?!常)|别(?![的处家人]))")
_STOP = re.compile(
    r"[的了着]|主动|明确|直接|反复|比较|非常|一直|情况|方面|原因|因为|由于|目前|现在|自家|家中|家里|相关|具体|关于|问题|有(?!效|线|限)|"
    r"[|，,。！？“”\"'‘’：:（）()\s]"
)
_SPEAKS = re.compile(r"^(?:客户)?(?:主动)?(?:反映|反馈|提到|提及|表示|说|声称|告知|提出)+")
_EDGE = re.compile(
    r"^(?:那么|这么|什么)|^[到得地就还都也又再仍在是对于为把被给和与及等很太较会能可以时其这那此要]+|[得就是时等在为]+$"
)


def read_waits(words: str) -> tuple[Both, ...]:
    """What a condition's words wait for: any of these."""
    text = _LEAD.sub("", table().plain(words).strip(" ：:，,。"))
    return tuple(both for piece in _EITHER.split(text) if piece.strip() and (both := _both(piece.strip())).parts)


def _both(text: str) -> Both:
    if _QUOTED.search(text):
        return Both(parts=(_wait(text),))
    turned = _TURN.split(text)
    pieces = turned if len(turned) > 1 else _AND.split(text)
    return Both(parts=tuple(_wait(piece) for piece in pieces if piece.strip()), turns=len(turned) > 1)


def _wait(text: str) -> Wait:
    quoted = "".join(_QUOTED.findall(text))
    left = _QUOTED.sub("|", text)
    left = _TAIL.sub("", left)
    left = table().people.sub("|", left, count=1).lstrip("|")
    gist = _SPEAKS.sub("", left)
    comparison = compared(left)
    if comparison is not None:
        return Wait(words=text, comparison=comparison, denied=bool(_NO.search(re.sub("不[满足到低少超]", "", left))))
    attitudes, frames, left = _attitudes(left)
    attitudes += tuple(a for a in table().attitudes if quoted and a.frame is None and a.said and a.said.search(quoted))
    done = bool(_DONE.search(left))
    left = _DONE.sub("", left)
    matters, left = _matters(left)
    denied = bool(_NO.search(left))
    rest = tuple(bare for piece in _STOP.sub("|", _NO.sub("|", left)).split("|") if (bare := _EDGE.sub("", piece)))
    return Wait(
        words=text,
        attitudes=attitudes,
        frames=frames,
        matters=matters,
        rest=rest,
        denied=denied,
        done=done,
        quoted=quoted,
        gist=gist,
    )


def _attitudes(left: str) -> tuple[tuple[Attitude, ...], frozenset[Frame], str]:
    """The attitudes and frames named, and the words left without them."""
    found, frames = [], set()
    for attitude in table().attitudes:
        if not attitude.words.search(left):
            continue
        left = attitude.words.sub("|", left)
        if attitude.frame is None:
            found.append(attitude)
        else:
            frames.add(attitude.frame)
            if attitude.frame is not Frame.TELLS:
                found.append(attitude)
    return tuple(found), frozenset(frames), left


def _matters(left: str) -> tuple[tuple[Matter, ...], str]:
    """The matters named, which may share words, and the words left without them."""
    named = [(matter, found.span()) for matter in table().matters if (found := matter.words.search(left))]
    taken = {at for _, span in named for at in range(*span)}
    return tuple(matter for matter, _ in named), "".join("|" if at in taken else c for at, c in enumerate(left))


@lru_cache(maxsize=4096)
def read(words: str) -> tuple[Both, ...]:
    """``read_waits``, remembered: the conditions of a document are read for every call."""
    return read_waits(words)
