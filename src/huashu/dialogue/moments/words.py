"""Words that did not come through, or did not make sense to one of the two; words that need time (S3.7, S3.8, S3.11,
S3.12, S3.18)."""

import re
from dataclasses import replace

from huashu.call import Act, Heard, Ms, Say
from huashu.dialogue.moments.clock import spoke
from huashu.dialogue.moments.model import Care, Occasion, Offer, Patience, Tended
from huashu.dialogue.moments.sound import bare, close, understood
from huashu.dialogue.moments.thresholds import Thresholds
from huashu.dialogue.moments.wording import fixed_lines, line, wordings
from huashu.dialogue.script.lines import sentences

_GAP = re.compile(
    r"[（(\[【](?:听不清|不清|听不见|没听清|含糊|模糊|断续|断断续续|缺|[?？.…]+)[）)\]】]|[□×＊*]{1,}|[?？]{2,}"
)
_PAUSED = re.compile(r"([^\s，。…]{2})(?:…+|\.{3,})(?=[^\s，。…]{3})")
_NO_WORDS = re.compile(r"^[\s（(\[【]*(?:听不清|不清|含糊|模糊|断断续续|无法识别|没听清)[）)\]】\s。]*$")
_DIALECTS = (
    "粤语|广东话|(?<!大)白话|四川话|闽南语|闽南话|上海话|客家话|潮汕话|温州话|湖南话|东北话|河南话|陕西话|山东话|藏语|维语|"
    "蒙语|英语|英文|方言|家乡话|本地话|土话"
)
_ASKS_DIALECT = re.compile(
    rf"(?:能|会|可以|可不可以|有没有|用|讲|说|换)[^，。？?]{{0,8}}(?:{_DIALECTS})|(?:听不懂|不会(?:讲|说))普通话"
)
_IN_DIALECT = re.compile(
    r"[唔嘅佢哋冇嚟咗喺乜咁啲嘢睇俾攞]|系咪|点解|边度|阿拉|侬|弗|呒|汝|袂|毋|伊讲|俺不晓|啷个|咋个|晓不晓得|啥子|莫得"
)
_MEANING = re.compile(
    r"(?:什么|啥)(?:是|叫|意思)|(?:是|叫)(?:什么|啥)(?:意思|东西|呀|啊)?|怎么讲|什么来的|(?:什么|啥)玩意"
)
_PEN = re.compile(r"(?:找|拿|取)(?!到|好|着)[^，。]{0,4}(?:笔|纸)|我记一?下$")
_SHORT = 16
"""Characters up to which a plea or an announcement is all that an utterance does."""

_ANNOUNCEMENT = 8
"""Characters up to which what is left of an announcement names nothing."""

_ANNOUNCED = re.compile(
    r"^(?:[嗯哦诶哎呃啊咧]|对了|先?别(?:挂|收线|急着?挂|讲再见)了?|等一?下|另外|除了这个?|第[二三四五]点?|"
    r"还有?(?:一[点个件条句])?|再[一有]个?|其实|那个|我|你|也|想|要|[，,、。\s])+"
)
_A_MATTER = re.compile(r"事|问题|情况|问|说|讲|咨询|请教|麻烦|补充|没完|一[条句点]|^(?:个|件|条|点|句)$")
_NAMED = re.compile(r"^(?!这|那|你|您|刚)")
_OF_OTHERS = frozenset({Act.SUGGESTION, Act.FEEDBACK_NEGATIVE, Act.FEEDBACK_POSITIVE, Act.THIRD_PARTY, Act.ASK_HUMAN})
"""What makes words about a dialect no wish for one here."""
_UNFINISHED = re.compile(r"(?:…|\.{2,}|——|就是那个|然后那个|[呃嗯额]+)[\s。]*$")
_BROKEN_OFF = re.compile(r"(?:…|\.{3}|——)\s*$")
_PERSONS = {"我们": "您", "我": "您", "你们": "我们", "您": "我", "你": "我"}


def hear(care: Care, occasion: Occasion, limits: Thresholds) -> Tended | None:
    """What is said to words that were missed, not understood, or not yet said."""
    event = occasion.event
    assert isinstance(event, Heard)
    if care.unsure:
        return _confirmed(care, occasion)
    if (said := missed(care, occasion, limits)) is not None:
        return said
    if occasion.matters:
        return None
    return (
        _of_dialect(care, occasion, event.text)
        or _puzzled(care, occasion, event.text)
        or _time(care, occasion, event.text, limits)
    )


def _confirmed(care: Care, occasion: Occasion) -> Tended | None:
    """His answer to “您是说……吗”."""
    heard, meant = occasion.heard, care.unsure
    care = replace(care, unsure="")
    if heard is not None and heard.has(Act.NEGATE, Act.CORRECT) and len(occasion_text(occasion)) <= _SHORT // 2:
        return _say(care, occasion, "say_again", "S3.7")
    if heard is not None and heard.has(Act.AFFIRM, Act.AFFIRM_IDENTITY, Act.BACKCHANNEL):
        return Tended(care=care, goes_on=True, words=meant)
    return Tended(care=care, goes_on=True)


def occasion_text(occasion: Occasion) -> str:
    """What was heard, or ""."""
    return getattr(occasion.event, "text", "").strip()


def missed(care: Care, occasion: Occasion, limits: Thresholds) -> Tended | None:
    """A few words missed: what we believe is put to him; all of them: he is asked again, with thanks."""
    event = occasion.event
    assert isinstance(event, Heard)
    text = event.text.strip()
    if _NO_WORDS.match(text) or (not bare(text) and (text or event.end - event.at >= limits.word)):
        only_noise = occasion.heard is not None and occasion.heard.has(Act.NON_SPEECH) and not _NO_WORDS.match(text)
        return None if only_noise else _missed_all(care, occasion, limits)
    guessed = not occasion.matters and _PAUSED.search(text) and not _informs(occasion)
    if not _GAP.search(text) and not guessed:
        return None
    rest = _PAUSED.sub(r"\1，", _GAP.sub("", text)).strip(" ，,。、…")
    if len(rest) < 4:
        return _missed_all(care, occasion, limits)
    said = line("you_mean", occasion.said, "S3.7", "S3.18", words=_turned(rest))
    return Tended(care=replace(spoke(care, (said,)), unsure=rest), actions=(said,))


def _informs(occasion: Occasion) -> bool:
    """Whether what came through says enough: a value, or that he is still thinking."""
    heard = occasion.heard
    return heard is not None and (bool(heard.slots) or heard.has(Act.HESITATE, Act.AFFIRM, Act.NEGATE, Act.HOLD_ON))


def _missed_all(care: Care, occasion: Occasion, limits: Thresholds) -> Tended:
    care = replace(care, line=replace(care.line, missed=care.line.missed + 1))
    if care.line.missed > limits.say_agains:
        return close(care, occasion, "close_unheard", "S3.18")
    return _say(care, occasion, "say_again", "S3.7", "S3.18")


def _turned(text: str) -> str:
    """His words as we say them back to him: “我想查……” → “您想查……”."""
    return re.sub("|".join(_PERSONS), lambda person: _PERSONS[person[0]], text.rstrip("。？?！!"))


def _of_dialect(care: Care, occasion: Occasion, text: str) -> Tended | None:
    """A wish for a dialect; words in one that we could not follow (S3.8, S3.18)."""
    of_others = occasion.heard is not None and occasion.heard.has(*_OF_OTHERS)
    if _ASKS_DIALECT.search(text) and not of_others:
        wanted = next((each for each in occasion.dialects if each in text), None)
        if wanted is None and re.search("方言|家乡话|本地话|土话", text) and occasion.dialects:
            wanted = occasion.dialects[0]
        if wanted is not None:
            said = line("dialect", occasion.said, "S3.8", dialect=wanted)
            return Tended(care=spoke(care, (said,)), actions=(said,), offer=Offer.DIALECT, dialect=wanted)
        return _say(care, occasion, "only_mandarin", "S3.8", "D5")
    in_dialect = len(_IN_DIALECT.findall(text)) >= 2
    if in_dialect and not understood(text, occasion.heard):
        return _say(care, occasion, "mandarin", "S3.18")
    return None


def _puzzled(care: Care, occasion: Occasion, text: str) -> Tended | None:
    """He did not follow: the term explained, the line said again, plainer (S3.8)."""
    heard = occasion.heard
    puzzled = heard is not None and heard.has(Act.NOT_UNDERSTAND)
    if (puzzled or _MEANING.search(text)) and (term := occasion.terms(text)) is not None:
        return _explain(care, occasion, term)
    if heard is None or len(text) > _SHORT or not occasion.last_said:
        return None
    if puzzled:
        if _MEANING.search(text) and _NAMED.search(text):
            return None
        if (term := occasion.terms(occasion.last_said)) is not None and not care.explained:
            return _explain(care, occasion, term)
        plainer = occasion.plainer or _core(_of_the_matter(occasion))
        if care.explained or not plainer:
            return _say(care, occasion, "which_part", "S3.8")
        return _say(replace(care, explained=care.explained + 1), occasion, "plainer", "S3.8", words=plainer)
    if heard.has(Act.REPEAT_REQUEST):
        return _say(care, occasion, "once_more", "S3.8", words=_without_lead(_of_the_matter(occasion)))
    return None


def _explain(care: Care, occasion: Occasion, term: tuple[str, str]) -> Tended:
    care = replace(care, explained=care.explained + 1)
    return _say(care, occasion, "term", "S3.8", term=term[0], meaning=term[1].rstrip("。"))


def _core(text: str) -> str:
    """The sentence of a line that matters, when it has several; "" when it is one sentence already."""
    pieces = sentences(_without_lead(text))
    return max(pieces, key=len) if len(pieces) > 1 else ""


def _of_the_matter(occasion: Occasion) -> str:
    """Our last line that was about the matter, and not about the line or the waiting."""
    return next((text for text in reversed(occasion.said) if text not in fixed_lines()), occasion.last_said)


def _without_lead(text: str) -> str:
    """``text`` without the words that led it in the last time."""
    for key in ("once_more", "plainer"):
        for each in wordings()[key]["inbound"]:
            text = text.removeprefix(each.split("{")[0])
    return text


def _time(care: Care, occasion: Occasion, text: str, limits: Thresholds) -> Tended | None:
    """He has something to say and has not said it, or needs a moment."""
    heard = occasion.heard
    acts = set() if heard is None else set(heard.acts)
    announces = {Act.MORE_TO_SAY, Act.HOLD_ON, Act.AFFIRM, Act.QUESTION, Act.REQUEST}
    if Act.MORE_TO_SAY in acts and acts <= announces and _announces(text):
        said = line("go_ahead", occasion.said, "S3.11", name=occasion.name)
        return _patiently(care, said, limits.thinking)
    if (Act.HOLD_ON in acts or _PEN.search(text)) and len(text) <= _SHORT + 4:
        key = "tell_when_ready" if _PEN.search(text) else "will_wait"
        return _patiently(care, line(key, occasion.said, "S3.11", "S3.20"), limits.fetching)
    hesitates = Act.HESITATE in acts and acts <= {Act.HESITATE, Act.BACKCHANNEL} and len(text) <= _SHORT
    trails = bool(_BROKEN_OFF.search(text) or (_UNFINISHED.search(text) and Act.HESITATE in acts))
    if not (hesitates or trails) or care.hesitated > 1 or (heard is not None and heard.slots):
        return None
    key = "sort_out" if care.hesitated else "listening"
    said = line(key, occasion.said, "S3.12", name=occasion.name)
    return _patiently(replace(care, hesitated=care.hesitated + 1), said, limits.thinking)


def _announces(text: str) -> bool:
    """Whether “one more thing” names no thing yet."""
    rest = _ANNOUNCED.sub("", text).strip("，,。！!？? ")
    return not rest or (len(rest) <= _ANNOUNCEMENT and bool(_A_MATTER.search(rest)))


def _patiently(care: Care, said: Say, each: Ms) -> Tended:
    return Tended(care=replace(spoke(care, (said,)), patience=Patience(each=each)), actions=(said,))


def _say(care: Care, occasion: Occasion, key: str, *because: str, **slots: str) -> Tended:
    said = line(key, occasion.said, *because, direction=occasion.direction, **slots)
    return Tended(care=spoke(care, (said,)), actions=(said,))
