"""What an utterance gives a condition to hold on to: the yes or no, the option chosen, the matter spoken of."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from huashu.call import Act
from huashu.dialogue.conditions.table import Matter, Stance, table
from huashu.dialogue.script.lines import is_interrogative, sentences
from huashu.language import Understanding

_FILLER = r"^(?:[嗯呃哦啊唉诶那，。、…\s]|这个|那个|我|现在|目前|暂时|这次|还|都|最好|尽量|其实|应该|当然)*"
_LEADING_NO = re.compile(
    _FILLER
    + r"(?:没(?!错|问题|事|关系|意见)|不(?!错|好意思|知道|清楚|确定|是不|用说|一定|过[，。]|大|急)|[别无否非]|[算免]了)"
)
_LEADING_YES = re.compile(
    _FILLER
    + r"(?:对(?!不|方)|(?<!我)是(?!不|谁|什么)|有(?!没|什么|啥|多|人说|话)|要(?!不|是|多|等|带|交)|[能会行](?!不)|"
    r"好(?!多|几|像|不|贵)|可以(?!不)|成(?!不)|没错|没问题|方便|需要|愿意|同意|随时|参加|得(?!了)|中)"
)
_NO_BEFORE = re.compile(r"(?:没(?:有|来得及)?|不|未|别|无|非|莫|甭|零)[^，。！？]{0,3}$")
_NO_AFTER = re.compile(r"^[^，。！？]{0,2}(?:不(?:了|上|来|到|动|开|成|行|出)|没有)")
_DODGE = re.compile(r"不(?:太)?(?:想|愿意?|便|方便|好|能)(?:多)?(?:说|讲|谈|透露|聊|告诉|提供|评)|懒得|保密|机密")
_CHOICE = re.compile(r"还是|或者?|、|和|与|跟")
_PICK = re.compile(r"还是|或者|哪(?:个|种|天|一|款|项|边|里)|选")
_LEADING_UP = re.compile(r"^.*(?:是|成|选择?|用|看|想|要|您|在)(?=.)")
_POLAR = re.compile(
    r"[吗么吧][？?。]?$|是否|是不是|有没有|能不能|要不要|可不可以|行不行|好不好|对不对|方不方便|愿不愿意|需不需要|会不会|没有?[？?]?$|了没|[\u4e00-\u9fff]不$"
)
_FACT = re.compile(
    r"[了过][^，。]{0,8}(?:没有?|吗|么)|有没有|是否已|是不是|对[吗吧]|[您你]?本人|还(?:在|有)|正常|满意|多少|哪|什么|以前|之前|曾|毛病|故障|闹|平时|目前|一般|在家|是您|[您你]是|家里|用的"
)
_OFFER = re.compile(
    r"需要|要不要|愿意|考虑|可以|方便|能[^，。]{0,12}吗|[行好想]|同意|报名|参加|[给帮为]您|邀请|安排|加一?下|约|转给|试|续"
)
_VALUED = re.compile(r"正常|满意|习惯|适应|舒服|怎么样|顺利|清楚|合适|合理|认可")
_ACCEPTS = re.compile(_FILLER + r"(?:好(?:的|嘞|啊|吧)|行|可以|成|中|没问题|听清|哦|谢谢|知道)")
_DECLINES = re.compile(_FILLER + r"(?:不用|不要|不需要|不必|算了|免了|不了)")
_AUDIBLE = 0.3  # an act below says neither yes nor no
_BY_MEANING = 0.8  # a matter found by likeness alone is less sure than one named
_SINGLE = 0.9  # a matter of one character found is a little less sure
YES = (Act.AFFIRM, Act.AFFIRM_IDENTITY)
NO = (Act.NEGATE, Act.REFUSE, Act.DENY_IDENTITY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """An utterance as conditions are held against it: plain words of both sides, and the stance he takes, how surely
    (0..1)."""

    said: str
    asked: str
    question: str
    polar: bool
    heard: Understanding
    stance: Stance | None
    sure: float
    likeness: Callable[[str, str], float] | None

    @property
    def is_offer(self) -> bool:
        """Whether the question offers something or asks for his consent."""
        return bool(_OFFER.search(self.question))

    @property
    def is_fact(self) -> bool:
        """Whether the question is a plain one of fact."""
        return is_fact(self.question)


def evidence(
    heard: Understanding, said: str, asked: str, likeness: Callable[[str, str], float] | None = None
) -> Evidence:
    """Read an utterance once for all conditions."""
    plain, before = table().plain(said), table().plain(asked)
    pieces = sentences(before)
    question = next((piece for piece in reversed(pieces) if is_interrogative(piece)), pieces[-1] if pieces else "")
    polar = bool(_POLAR.search(question.rstrip("。？?！!"))) and not _PICK.search(question)
    stance, sure = _stance(plain, question, heard, polar)
    return Evidence(
        said=plain,
        asked=before,
        question=question,
        polar=polar,
        heard=heard,
        stance=stance,
        sure=sure,
        likeness=likeness,
    )


def is_fact(question: str) -> bool:
    """Whether a question asks how something is, not what he would like."""
    return bool(_FACT.search(question)) and not _OFFER.search(question)


def _answers_an_offer(said: str, question: str) -> bool:
    """Whether he takes or declines what nobody offered: “好的”, “不用了” to a question of fact."""
    taken = _ACCEPTS.search(said) and not _VALUED.search(question)
    return is_fact(question) and bool(taken or _DECLINES.search(said))


def _stance(said: str, question: str, heard: Understanding, polar: bool) -> tuple[Stance | None, float]:
    """The yes or no in an utterance: by its first words, by its acts, or by the predicate of the question repeated."""
    yes, no = (
        max((s for act in acts if act in heard.acts and (s := heard.scores.get(act, 0.0)) >= _AUDIBLE), default=0.0)
        for acts in (YES, NO)
    )
    if polar and not yes and not no and heard.has(Act.BACKCHANNEL):
        yes = heard.scores.get(Act.BACKCHANNEL, 0.0) * 0.7
    if _DODGE.search(said) or (polar and _answers_an_offer(said, question)):
        return None, 0.0
    if polar or yes or no:
        if _LEADING_NO.search(said):
            no = max(no, 0.8)
        elif _LEADING_YES.search(said):
            yes = max(yes, 0.8)
    if polar and not yes and not no:
        yes, no = _echo(said, question)
    if max(yes, no) == 0.0 or yes == no:
        return None, 0.0
    return (Stance.YES, yes) if yes > no else (Stance.NO, no)


def _echo(said: str, question: str) -> tuple[float, float]:
    """Yes or no from a piece of the question said again, with or without a negation."""
    for size in (4, 3, 2):
        for at in range(len(question) - size, -1, -1):
            piece = question[at : at + size]
            place = said.find(piece) if re.fullmatch(r"[\u4e00-\u9fff]+", piece) else -1
            if place >= 0:
                return (0.0, 0.6) if is_denied(said, (place, place + size)) else (0.6, 0.0)
    return 0.0, 0.0


def is_denied(said: str, span: tuple[int, int]) -> bool:
    """Whether what stands at ``span`` is negated where it stands."""
    return bool(_NO_BEFORE.search(said[: span[0]]) or _NO_AFTER.search(said[span[1] :]))


def alike(gist: str, seen: Evidence) -> float:
    """How much of a matter the utterance names by its meaning as a whole, 0 without a likeness to judge by."""
    return _BY_MEANING * seen.likeness(gist, seen.said) if seen.likeness is not None and gist else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """How much of a matter some words name, 0..1, and whether they deny it."""

    share: float
    denied: bool = False


def mention(matters: Sequence[Matter], rest: Sequence[str], text: str) -> Mention:
    """How much of a condition's matter ``text`` names: known matters by their words, the rest by what is shared."""
    spans = [span for matter in matters if (span := matter.within(text))]
    known = 1.0 if spans else 0.0
    shared = [_shared(piece, text) for piece in rest]
    spans = spans or [span for _, span in shared if span]
    letters = sum(map(len, rest))
    other = (
        sum(share * len(piece) for (share, _), piece in zip(shared, rest, strict=True)) / letters if letters else 0.0
    )
    share = max(0.75 * known + 0.25 * other, 0.7 * other) if matters and rest else known if matters else other
    return Mention(share=share, denied=any(is_denied(text, span) for span in spans))


def _shared(piece: str, text: str) -> tuple[float, tuple[int, int] | None]:
    """The share of ``piece`` that stands in ``text`` in runs of two characters or more, and where the longest does."""
    if len(piece) == 1:
        at = text.find(piece)
        return (_SINGLE, (at, at + 1)) if at >= 0 else (0.0, None)
    covered: set[int] = set()
    longest: tuple[int, int] | None = None
    for start in range(len(piece) - 1):
        for end in range(len(piece), start + 1, -1):
            at = text.find(piece[start:end])
            if at >= 0:
                covered.update(range(start, end))
                if longest is None or end - start > longest[1] - longest[0]:
                    longest = (at, at + end - start)
                break
    return len(covered) / len(piece), longest


def options(question: str) -> tuple[str, ...]:
    """The options a question leaves open (“短信还是电话？” → 短信, 电话), each in the question's words."""
    if not _PICK.search(question):
        return ()
    joined = re.sub(r"[，,](?=还是|或)", "", question)
    clause = next((part for part in re.split(r"[，,：:]", joined) if "还是" in part or "或" in part), joined)
    found = [part.strip("？?。吗呢") for part in _CHOICE.split(clause)]
    found[:1] = [_LEADING_UP.sub("", part) for part in found[:1]]
    return tuple(part for part in found if part) if len(found) > 1 else ()


def named(choices: Sequence[str], words: str) -> int | None:
    """Which of ``choices`` some words name, by the longest piece they share; ``None``: none, or several."""
    return _only([_longest(choice, words) for choice in choices])


def chosen(choices: Sequence[str], said: str) -> int | None:
    """Which of ``choices`` a customer takes; a character that only one of them has is enough (“我去拿”)."""
    if _LEADING_NO.search(said):
        return None
    at = named(choices, said)
    return _only([_apart(which, choices, said) for which in range(len(choices))]) if at is None else at


def _only(counts: Sequence[int]) -> int | None:
    best = max(counts, default=0)
    return counts.index(best) if best and counts.count(best) == 1 else None


_COMMON = frozenset("的了是我您你们吧呢啊吗一来去在就这那有个要不没想还都也很")


def _apart(at: int, choices: Sequence[str], words: str) -> int:
    """How many characters that only choice ``at`` has stand in ``words``."""
    others = "".join(choices[:at]) + "".join(choices[at + 1 :])
    return sum(letter in words for letter in set(choices[at]) - set(others) - _COMMON)


def _longest(choice: str, words: str) -> int:
    """The length of the longest piece of two characters or more in both, or of a one-character choice."""
    if len(choice) == 1:
        return int(choice in words)
    pieces = (choice[at : at + size] for size in range(len(choice), 1, -1) for at in range(len(choice) - size + 1))
    return max((len(piece) for piece in pieces if piece in words), default=0)
