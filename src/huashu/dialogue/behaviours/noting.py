"""What goes into the record from an utterance: feedback in the customer's own words, and answers to the script."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from huashu.call import Action, EndReason, Note, NoteKind
from huashu.dialogue.attitude import CONTENT
from huashu.dialogue.behaviours.answering import answer_notes, loosely, noted, settles
from huashu.dialogue.state import CallState, Context, Moment, Taken
from huashu.language import Point, Understanding, feedback_points

_ASKS_OPINION = re.compile(
    r"感受|意见|建议|不满|满意|体验|看法|评价|反馈|觉得|改进|耽误|问题|印象|哪一?(?:点|处|环|里|块|方面|步)|怎样|怎么看|实话|着急|想法|效果|怎么样|咋样|如何"
)
_INVITES = re.compile(_ASKS_OPINION.pattern + r"|听您|回访|调查")
_EDGES = re.compile(
    r"^(?:[嗯呃哦啊唉哎诶欸哼]|那个|就是|就是说|怎么说呢|我跟你说|[，,。、\s…])+|[，,。、\s…啊呀嘛哈]+$"
)


@dataclass(frozen=True, slots=True)
class _Ears:
    """The policy's ears, asked for several clauses at once."""

    understand: Callable[[str, str], Understanding]

    def understand_all(self, said: Sequence[tuple[str, str]]) -> tuple[Understanding, ...]:
        return tuple(self.understand(text, before) for text, before in said)


def points_of(call: CallState, text: str, ctx: Context) -> tuple[Point, ...]:
    """What ``text`` tells about the service; once he is known, or was asked for his opinion, he may at any time."""
    invited = call.identified or any(_INVITES.search(line) for line in call.said)
    return feedback_points(text, call.last_said, _Ears(ctx.understand), invited=invited)


def notes(
    call: CallState, moment: Moment, *, end: EndReason | None = None
) -> tuple[tuple[Action, ...], CallState, Taken]:
    """The notes an utterance is worth, the call that has taken them, and the answers in it: every point it makes about
    the service, and what it answers of the script. ``end``: the call ends with this utterance."""
    found = feedback_notes(moment)
    answers = loosely(call, moment) if end is None else moment.answers
    given = answers.all if end is None else settles(answers, end)
    words = trimmed(moment.text) or moment.text
    content = bool(set(moment.heard.acts) & CONTENT)
    after = noted(call, given) if given else replace(call, contributions=call.contributions + content)
    return (*found, *answer_notes(given, moment, words)), after, answers


def feedback_notes(moment: Moment) -> tuple[Note, ...]:
    """A note for every point that an utterance makes about the service."""
    return tuple(
        Note(kind=NoteKind.FEEDBACK, text=point.text, heard_at=moment.at, because=("S0.2", "S0.9"))
        for point in moment.points
    )


_WISH = re.compile(r"能不能|可不可以|是不是可以|要是能|最好能?|希望|应该|建议")
_FOR_ME = re.compile(r"[帮给]我|查|发(?:我|给)|告诉我")


def wishes(moment: Moment) -> bool:
    """Whether words in the shape of a question are a wish how things should be (“能不能先抽血”), not a thing to do for
    him now."""
    return bool(_WISH.search(moment.text)) and not _FOR_ME.search(moment.text) and moment.match.entry is None


def asks_opinion(call: CallState) -> bool:
    """Whether the question that is pending asks what he thinks or went through."""
    return call.pending is not None and bool(_ASKS_OPINION.search(call.pending.text))


def trimmed(text: str) -> str:
    """The customer's words without the fillers at their edges."""
    return _EDGES.sub("", text).strip()
