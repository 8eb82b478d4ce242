"""The document's own facts, for questions that its Q&A list lacks: told only where they answer (S0.2-S0.4, S3.21)."""

import re
from collections import OrderedDict
from dataclasses import dataclass, replace

from huashu.language import Embedder
from huashu.playbook.model import Playbook
from huashu.playbook.own_reading import Asked, Form, Kind, groups_in, has_unit, kinds_in, read_question, spans_of, table
from huashu.playbook.own_sources import Fact, Piece, pieces_of, told

__all__ = ["Fact", "OwnFacts"]

_CACHE = 10_000
_NEAR, _IN_SENTENCE, _SAME, _AROUND, _SUBJECT, _SINGLE = 1.0, 0.9, 0.9, 0.7, 0.55, 0.5
_SINGLE_AROUND, _SAME_IN_SENTENCE = 0.35, 0.82
_WITH_MODIFIER, _OTHER_THING = (
    (3, 4),
    0.7,
)  # “季卡” and “年卡”, “新合同” and “合同”: the first character tells them apart
_WORD = 2  # in a word of two characters neither alone stands for a thing
"""What a character of the topic counts for that stands in the clause, the sentence, is meant by a word for the same
thing, stands around the sentence, elsewhere in the document, or only by itself."""

_COVERED = {Form.VALUE: 0.6, Form.WHETHER: 0.8, Form.WHAT: 0.8, Form.REASON: 0.9, Form.MANNER: 0.85}
_MEANING = 0.25  # what the likeness of meanings counts against coverage
_APART = 0.85  # what is left where the figure and the topic stand in different clauses
_LATER = 0.03  # what a part of an entry loses to the part before it
_CONDITION = 0.1  # what a line loses that holds only in a state of affairs the question does not speak of


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scored:
    """``at`` is the last of the piece's clauses that the answer needs."""

    piece: Piece
    covered: float
    score: float
    at: int


class OwnFacts:
    """What the profile, the steps and the role of ``playbook`` have to say to a question. A fact without a value of the
    kind that is asked for, about what is asked about, is no answer."""

    def __init__(self, playbook: Playbook, embedder: Embedder) -> None:
        self._pieces = pieces_of(playbook)
        self._embedder = embedder
        self._subject = _subject(playbook)
        self._known: OrderedDict[str, Fact | None] = OrderedDict()

    def answer(self, question: str) -> Fact | None:
        """The fact that answers ``question``, if any. Pure; the last 10,000 answers are remembered."""
        if question not in self._known:
            self._known[question] = self._answer(question)
            if len(self._known) > _CACHE:
                self._known.popitem(last=False)
        return self._known[question]

    def _answer(self, question: str) -> Fact | None:
        either = [part for part in re.split(r"还是", question) if len(part) > 1]
        if len(either) > 1 and read_question(question).form is Form.WHETHER:
            return next((fact for part in either if (fact := self._find(f"{part}吗", question))), None)
        return self._find(question, question)

    def _find(self, question: str, whole: str) -> Fact | None:
        """The fact that answers ``question``, which is the ``whole`` or one of the things it gives to choose from."""
        asked = read_question(question)
        if asked.form is Form.NONE or not self._pieces:
            return None
        fitting = [piece for piece in self._pieces if _fits(piece, asked, whole)]
        if not asked.topic:
            return _length(fitting, asked, question) if asked.kinds & _VAGUE else _only(fitting)
        scored = [each for piece in fitting if (each := self._score(piece, asked)).covered >= _COVERED[asked.form]]
        if not scored:
            return None
        likeness = self._likeness(question, [each.piece for each in scored])
        best = max(zip(scored, likeness, strict=True), key=lambda each: each[0].score + _MEANING * each[1])[0]
        return told(best.piece, best.at) if asked.form is Form.VALUE else best.piece.fact

    def _score(self, piece: Piece, asked: Asked) -> _Scored:
        """How much of the topic the piece is about."""
        measured = asked.kinds & kinds_in(piece.text) <= _MEASURES
        covered, last = max(
            (_covered(asked.topic, clause, piece, self._subject) + _has_value(clause, asked), -at)
            for at, clause in enumerate(piece.clauses)
        )
        if measured and asked.kinds and piece.fact.source == "step" and not self._together(piece, asked):
            covered *= _APART
        valued = [at for at, clause in enumerate(piece.clauses) if _has_value(clause, asked)]
        unsaid = _CONDITION if piece.when and not set(piece.when) & set("".join(asked.topic)) else 0.0
        return _Scored(
            piece=piece, covered=covered, score=covered - unsaid - _LATER * piece.rank, at=_end(-last, valued)
        )

    def _together(self, piece: Piece, asked: Asked) -> bool:
        """Whether a clause with the value has itself some of the topic."""
        return any(
            _has_value(clause, asked) and _covered(asked.topic, clause, replace(piece, clauses=(clause,), about=""), "")
            for clause in piece.clauses
        )

    def _likeness(self, question: str, pieces: list[Piece]) -> list[float]:
        rows = self._embedder.embed([question, *(f"{piece.title}{piece.text}" for piece in pieces)])
        return [float(row @ rows[0]) for row in rows[1:]]


def _end(best: int, valued: list[int]) -> int:
    """The last clause the answer needs: the one that is about it, and the nearest that has the value."""
    return best if not valued or best in valued else max(best, min(valued, key=lambda at: abs(at - best)))


def _length(pieces: list[Piece], asked: Asked, question: str) -> Fact | None:
    """How long the call takes: what a bare “how long” asks for, where the script says it once."""
    if Kind.DURATION not in asked.kinds or asked.unit or "次" in question:
        return None
    told = [piece for piece in pieces if _LENGTH.search(piece.text)]
    return told[0].fact if len(told) == 1 else None


def _only(pieces: list[Piece]) -> Fact | None:
    """What a question without a topic of its own can only be about: the one thing of that kind in the steps."""
    told = [piece for piece in pieces if piece.fact.source == "step" and not piece.when]
    return told[0].fact if len(told) == 1 else None


def _has_value(clause: str, asked: Asked) -> float:
    """A little more for the clause that has the value itself."""
    return 0.08 if asked.kinds & kinds_in(clause) and has_unit(clause, asked.unit) else 0.0


def _subject(playbook: Playbook) -> str:
    """What the whole call is about."""
    caller = playbook.caller
    return f"{playbook.title} {caller.task.text} {caller.role.employer or ''}"


def _fits(piece: Piece, asked: Asked, question: str) -> bool:
    """Whether the piece is of the sort that can answer at all."""
    profile = piece.fact.source == "profile"
    match asked.form:
        case Form.VALUE:
            offered = kinds_in(piece.text if _OF_THE_CALL.search(question) else _CALL_LENGTH.sub("，", piece.text))
            if asked.kinds & _PLACES and not _elsewhere(piece, asked):
                return False
            if Kind.NAME in asked.kinds and piece.fact.source != "role":
                return profile and any(chunk in piece.title for chunk in asked.topic)
            if piece.fact.source == "role" and Kind.NAME in asked.kinds | offered and "工号" not in question:
                return bool(asked.kinds & {Kind.NAME, Kind.WHO}) and (not asked.topic or "公司" in asked.topic)
            if not asked.kinds & offered or not has_unit(piece.text, asked.unit):
                return False
            if asked.kinds & offered <= _MEASURES and piece.when and not set(piece.when) & set("".join(asked.topic)):
                return False
            if not _named(piece, asked) and (asked.kinds & offered <= _MEASURES or not _near(piece, asked)):
                return False
            if asked.kinds >= _AT_LARGE and not profile and not _follows(piece, asked):
                return False
            return not (profile and _THEIRS.search(question) and not _MINE.search(question))
        case Form.WHAT:
            return profile and any(
                chunk[at : at + 2] in piece.title for chunk in asked.topic for at in range(len(chunk) - 1)
            )
        case Form.WHETHER:
            return piece.fact.source == "step" and not piece.asks
        case Form.REASON | Form.MANNER:
            tells = _WHY if asked.form is Form.REASON else _HOW
            return piece.fact.source == "step" and not piece.asks and bool(tells.search(piece.text))
        case Form.NONE:
            return False


_AT_LARGE = frozenset({Kind.AMOUNT, Kind.COUNT, Kind.PERCENT})


def _elsewhere(piece: Piece, asked: Asked) -> bool:
    """Whether the piece names a place beside the thing whose place is asked for (“to our shop” does not say where)."""
    left = piece.text
    for chunk in asked.topic:
        left = left.replace(chunk, "")
    return bool(kinds_in(left) & asked.kinds)


_PLACES = frozenset({Kind.PLACE, Kind.ONLINE})


def _near(piece: Piece, asked: Asked) -> bool:
    """Whether what stands around the piece has a word of the topic."""
    if asked.kinds & _PLACES and _ADDRESS.search(piece.text):
        return True
    return not asked.topic or any(_credit(chunk, "", piece, "") for chunk in asked.topic)


_ADDRESS = re.compile("^(?:地址|地点|位置)")


def _follows(piece: Piece, asked: Asked) -> bool:
    """Whether a figure stands soon after a word of the topic, as it does where it tells how much of it there is."""
    for clause in piece.clauses:
        for figure in re.finditer(table()["number"], clause):
            before = clause[max(0, figure.start() - _SOON) : figure.start()]
            if any(
                _covered((chunk,), before, replace(piece, clauses=(before,), about="", title=""), "") > _SINGLE
                for chunk in asked.topic
            ):
                return True
    return False


_SOON = 8  # characters


def _named(piece: Piece, asked: Asked) -> bool:
    """Whether the piece itself has a word of the topic: a figure belongs to what stands beside it."""
    loose = piece.fact.source == "profile" and not piece.title
    own = f"{piece.text} {piece.about if loose else piece.title} {piece.when}"
    if piece.fact.text.startswith("大概") or not asked.topic:
        return True
    if any(group in groups_in(own) for chunk in asked.topic for group in groups_in(chunk)):
        return True
    pairs = {chunk[at : at + 2] for chunk in asked.topic for at in range(max(1, len(chunk) - 1))}
    return any(pair in own for pair in pairs)


_WHY = re.compile("因为|由于|原因|所以|是因|为了")
_HOW = re.compile("可以|请|打开|点|登录|拨|联系|申请|办|在[^，]{1,8}里|发|凭")
_VAGUE = frozenset({Kind.DAY, Kind.DATE, Kind.CLOCK, Kind.DURATION})
_MEASURES = frozenset({Kind.DURATION, Kind.AMOUNT, Kind.COUNT, Kind.PERCENT, Kind.NUMBER, Kind.FREE})
_CALL_LENGTH = re.compile(r"(?:^|，)[大概约就只需要占用您]*[一两三半几十]{1,3}分钟[就好左右说完的]*(?=，|$)")
_LENGTH = re.compile(r"(?:问|题|访谈|调查|研究|聊|占用|大概|耽误)[^。]{0,12}(?:分钟|刻钟|小时)")
_OF_THE_CALL = re.compile(r"电话|通话|问卷|访谈|调查|回访|占用|耽误|聊|说|题|评|答|测")
_THEIRS = re.compile(r"你们|您们|贵公司|你家")
_MINE = re.compile(r"我")


def _covered(topic: tuple[str, ...], clause: str, piece: Piece, subject: str) -> float:
    """The share of the topic's characters that the clause and what surrounds it account for, 0..1."""
    size = sum(map(len, topic))
    if not size or any(_another(chunk, f"{piece.text} {piece.title}", piece.about) for chunk in topic):
        return 0.0
    return sum(_credit(chunk, clause, piece, subject) for chunk in topic) / size


def _another(chunk: str, text: str, about: str) -> bool:
    """Whether ``text`` speaks of another thing of the same sort: “winter term” where “summer term” is asked about."""
    if len(chunk) not in _WITH_MODIFIER or chunk in f"{text} {about}" or chunk[0] in _DOES:
        return False
    return bool(re.search(rf"[^\W\d{chunk[0]}的这那本一]{re.escape(chunk[1:])}", text))


_DOES = "修换装买卖送打做办退补交开查看学用改调洗拆约租加给领取寄存停缴付订"


def _credit(chunk: str, clause: str, piece: Piece, subject: str) -> float:
    """What the characters of ``chunk`` count for, together."""
    credit = [0.0] * len(chunk)
    named = f"{clause} {piece.title} {piece.when}"
    for place, worth in ((named, _NEAR), (piece.text, _IN_SENTENCE), (piece.about, _AROUND), (subject, _SUBJECT)):
        for start in range(len(chunk) - 1):
            if chunk[start : start + 2] in place:
                for at in (start, start + 1):
                    credit[at] = max(credit[at], worth)
    near, told, around = groups_in(named), groups_in(piece.text), groups_in(piece.about)
    for group, start, end in spans_of(chunk):
        if end - start == 1 and len(chunk) == _WORD:
            continue
        worth = _SAME if group in near else _SAME_IN_SENTENCE if group in told else _AROUND if group in around else 0.0
        for at in range(start, end):
            credit[at] = max(credit[at], worth)
    for at, character in enumerate(chunk):
        if not credit[at] and character in named:
            credit[at] = _SINGLE if len(chunk) > 1 else _AROUND
        elif not credit[at] and character in piece.about:
            credit[at] = _SINGLE_AROUND
    modified = len(chunk) in _WITH_MODIFIER and not credit[0] and all(credit[1:])
    return sum(credit) * (_OTHER_THING if modified else 1.0)
