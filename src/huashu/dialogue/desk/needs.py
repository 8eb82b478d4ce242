"""Hearing what he wants: one matter or several, complaints, suggestions, what nobody here knows (S1.4, S1.6)."""

import re
from dataclasses import replace

from huashu.call import Act, Note, NoteKind, OrderKind, Say
from huashu.dialogue.desk import particulars
from huashu.dialogue.desk.finding import Matter, Topic
from huashu.dialogue.desk.state import (
    Asked,
    Decision,
    DeskCall,
    DeskContext,
    DeskMoment,
    Need,
    Onward,
    Pending,
    Status,
    after_doing,
)
from huashu.dialogue.desk.wording import joined, line, listed

_ASKS = frozenset({Act.QUESTION, Act.REQUEST, Act.CANCEL_SERVICE, Act.COMPLAINT, Act.SUGGESTION, Act.FEEDBACK_NEGATIVE})
_HOT = frozenset({Act.ANGER, Act.ABUSE, Act.ESCALATION_THREAT})
_TYPES = {
    Matter.LOOK_UP: "咨询",
    Matter.KNOWLEDGE: "咨询",
    Matter.UNKNOWN: "咨询",
    Matter.COUNTER: "业务变更",
    Matter.SERVICE: "业务变更",
    Matter.CANCEL: "业务变更",
    Matter.SMS: "业务变更",
    Matter.ORDER: "业务变更",
    Matter.LIMIT: "咨询",
    Matter.COMPLAINT: "投诉",
    Matter.SUGGESTION: "建议",
    Matter.CALL_BACK: "咨询",
}
_SUGGESTS = re.compile(
    r"(?:提|有)(?:个|一个|点|一点|条|几)?(?:小)?(?:建议|意见|想法)|建议(?:你们|您们|咱们|能|可以|增加|加)|(?:能不能|要是能|最好能)[^，。]{0,12}(?:就好|方便)"
)
_NO_CONTENT = re.compile(
    r"^[\s，。,.]*(?:，|喂|你好|您好|哎|诶|那个|嗯|呃|我|想|要|就|问|咨询|反映|了解|一下|个|点|事|问题|情况|你们|这边|请|帮我|啊|呀|哈|呗|吧|吗|办|查)*[\s，。,.？?]*$"
)
MOST_GUESSES = 3
"""How often in a call he is asked whether he means this or that."""

MOST_UNCLEAR = 2
"""How often he is asked to say it again before it is recorded for somebody who knows (S3.18, S3.21)."""


def topics_of(moment: DeskMoment) -> tuple[Topic, ...]:
    """What he brings: matters of the desk, else a complaint or a suggestion as such."""
    heard = moment.heard
    if heard.has(Act.SUGGESTION) and (_SUGGESTS.search(moment.text) or not (moment.topics or moment.guess)):
        return (Topic(matter=Matter.SUGGESTION, name="建议"),)
    if moment.topics:
        return moment.topics
    if heard.has(Act.COMPLAINT, Act.ESCALATION_THREAT):
        return (Topic(matter=Matter.COMPLAINT, name="投诉"),)
    return ()


def brings(call: DeskCall, moment: DeskMoment, ctx: DeskContext) -> Decision | None:
    """He wants something: it is taken down, and dealt with in its turn."""
    topics = tuple(topic for topic in topics_of(moment) if not _has(call, topic))
    if not topics:
        return None
    if (story := _more_of_story(call, moment, topics)) is not None:
        return story
    if (other := _not_again(call, moment, topics, ctx)) is not None:
        return other
    again = [topic for topic in topics if _ordered(call, topic)]
    if len(again) == len(topics):
        return Onward(call=call, text=line("already", call.said, name=again[0].name))
    topics = tuple(topic for topic in topics if topic not in again)
    heated = bool(_HOT & set(moment.heard.acts))
    needs = tuple(_need(topic, moment, ctx, alone=len(topics) == 1) for topic in topics)
    kinds = call.kinds | {_type_of(topic, moment) for topic in topics} | ({"情绪激动"} if heated else set())
    busy = call.need is not None and call.need.status is Status.OPEN
    lead = empathy(call, moment, topics)
    call = replace(
        call,
        needs=(*call.needs, *needs),
        kinds=kinds,
        unclear=0,
        empathised=call.empathised + bool(lead),
    )
    notes = tuple(_note(need, moment) for need in needs)
    if busy:
        names = "、".join(topic.name for topic in topics)
        text = joined(lead, line("also", call.said, name=names))
        return Onward(call=call, text=text, actions=notes)
    if len(needs) > 1:
        return _which_first(call, lead, notes)
    return Onward(call=replace(call, current=len(call.needs) - 1), text=lead, actions=notes)


_NOT_THAT = re.compile(
    r"^(?:哎呀?|啊|嗯|，)*(?:不是|不对|错了)|(?:跟|和)这个没(?:有)?关系|我(?:是|要)?(?:说|问|要|讲|办)的(?:是|不是)|不是(?:这个|那个|这事|问这)|"
    r"(?:搞|弄|听|理解)(?:错|岔|拧)了|答非所问|我没(?:问|说)(?:这|那)"
)


def protests(call: DeskCall, moment: DeskMoment, ctx: DeskContext) -> Decision | None:
    """He meant something else than what we have begun or told: that is let go, and what he means is taken up (S3.8)."""
    place = call.current if call.current is not None else len(call.needs) - 1
    if place < 0 or not _NOT_THAT.search(moment.text):
        return None
    if _corrects(call) and not _DIFFERENT.search(moment.text):
        return None
    need = call.needs[place]
    if need.order and need.status is not Status.OPEN:
        return None
    found = ctx.finder.find(_NOT_THAT.sub("", moment.text), call.denied | {need.topic.name})
    if not found.topics and not found.guess and not _DIFFERENT.search(moment.text):
        return None
    needs = (
        *call.needs[:place],
        replace(need, status=Status.REFUSED, result="客户说的不是这件事"),
        *call.needs[place + 1 :],
    )
    call = replace(call, needs=needs, current=None, denied=call.denied | {need.topic.name}, pending=None)
    sorry = line("sorry_wrong", call.said)
    moment = replace(moment, topics=found.topics, guess=found.guess)
    taken = brings(call, moment, ctx) or unclear(call, moment, ctx)
    return replace(taken, text=joined(sorry, taken.text)) if isinstance(taken, Onward) else taken


_DIFFERENT = re.compile(
    r"没(?:有)?关系|答非所问|(?:搞|弄|听|理解)(?:错|岔|拧)了|我没(?:问|说)|我(?:是|要)?(?:说|问|讲|办)的(?:是|不是)"
)
_READING_BACK = (Asked.CONFIRM, Asked.SAME_NUMBER, Asked.SATISFIED)


def _corrects(call: DeskCall) -> bool:
    """Whether a “no, not that” is about what we have read back or asked, not about the matter."""
    return call.pending is not None and call.pending.asked in _READING_BACK


def _type_of(topic: Topic, moment: DeskMoment) -> str:
    """Which of the five types of call a matter makes it (S1.12)."""
    kind = topic.item.order if topic.item else None
    if kind is OrderKind.COMPLAINT or moment.heard.has(Act.COMPLAINT, Act.ESCALATION_THREAT):
        return "投诉"
    return "建议" if kind is OrderKind.SUGGESTION else _TYPES[topic.matter]


_NEW_MATTER = (Act.QUESTION, Act.REQUEST, Act.MORE_TO_SAY, Act.CANCEL_SERVICE)


def _more_of_story(call: DeskCall, moment: DeskMoment, topics: tuple[Topic, ...]) -> Decision | None:
    """Somebody who complains goes on telling: what he says belongs to his complaint."""
    need = call.need
    complains = need is not None and need.topic.matter is Matter.COMPLAINT and need.status is Status.OPEN
    told = all(topic.matter in (Matter.ORDER, Matter.COMPLAINT, Matter.LIMIT) for topic in topics)
    if not complains or not told or moment.heard.has(*_NEW_MATTER):
        return None
    assert need is not None
    story = need.told.get(particulars.STORY, "")
    whole = f"{story}，{moment.text}".strip("，") if moment.text not in story else story
    return Onward(
        call=call.with_need(replace(need, told={**need.told, particulars.STORY: whole})), text=line("noted", call.said)
    )


def _not_again(call: DeskCall, moment: DeskMoment, topics: tuple[Topic, ...], ctx: DeskContext) -> Decision | None:
    """What he was told of already and asks again was not what he meant: the next likely ones are put to him."""
    told = {need.topic.name for need in call.needs if need.status is Status.DONE and not need.order}
    repeated = len(topics) == 1 and topics[0].name in told and topics[0].matter in _TOLD
    if not repeated or call.guessed >= MOST_GUESSES or _AGAIN.search(moment.text):
        return None
    others = ctx.finder.others(moment.text, call.denied | told)
    call = replace(call, denied=call.denied | {topics[0].name})
    return _is_it(call, moment, others[:2]) if others else None


_TOLD = (Matter.KNOWLEDGE, Matter.LIMIT, Matter.COUNTER)
_AGAIN = re.compile(r"再(?:说|讲|念|报|查)|重复|又|刚才")


def _ordered(call: DeskCall, topic: Topic) -> bool:
    """Whether there is a work order for it already: one is enough."""
    return any(need.topic.name == topic.name and need.order and need.status is Status.DONE for need in call.needs)


def _has(call: DeskCall, topic: Topic) -> bool:
    """Whether it is being dealt with already."""
    return any(need.topic.name == topic.name and need.status in (Status.OPEN, Status.REQUESTED) for need in call.needs)


def _need(topic: Topic, moment: DeskMoment, ctx: DeskContext, *, alone: bool) -> Need:
    need = Need(topic=topic, words=moment.text.strip())
    return particulars.first_words(need, moment.text, moment.heard, ctx) if alone else need


def _note(need: Need, moment: DeskMoment) -> Note:
    return Note(
        kind=NoteKind.FACT,
        key="需求",
        text=moment.text,
        value=need.topic.name,
        heard_at=moment.at,
        because=("S1.5", "S1.11"),
    )


def _which_first(call: DeskCall, lead: str, notes: tuple[Note, ...]) -> Decision:
    """Several at once: listed, and the order agreed on (S1.6)."""
    names = [need.topic.name for need in call.needs if need.status is Status.OPEN]
    count = "两三四五六七八"[min(len(names), 8) - 2]
    text = line("several", call.said, count=count, list=listed(names))
    pending = Pending(asked=Asked.WHICH_FIRST, text=text)
    return after_doing(call, *notes, Say(text=joined(lead, text), because=("S1.6",)), pending=pending)


def answered_which_first(call: DeskCall, moment: DeskMoment, ctx: DeskContext) -> Decision:
    """Which one he wants first; without a clear word the first is taken."""
    opens = [at for at, need in enumerate(call.needs) if need.status is Status.OPEN]
    place = _chosen(call, moment, opens)
    text = line("first_then", call.said, first=call.needs[place].topic.name)
    return Onward(call=replace(call, current=place), text=text)


def _chosen(call: DeskCall, moment: DeskMoment, opens: list[int]) -> int:
    for topic in moment.topics:
        for at in opens:
            if call.needs[at].topic.name == topic.name:
                return at
    numbered = re.search(r"第?([一二三四1234])[个件]|([后末])[一面]", moment.text)
    if numbered and numbered[1]:
        return opens[min(len(opens) - 1, "一二三四1234".index(numbered[1]) % 4)]
    if numbered:
        return opens[-1]
    shared = [(sum(c in moment.text for c in call.needs[at].topic.name), -at) for at in opens]
    best, place = max(shared)
    return -place if best > 1 else opens[0]


def empathy(call: DeskCall, moment: DeskMoment, topics: tuple[Topic, ...]) -> str:
    """Feeling first, where there is something to feel with (S1.12): once or twice a call, not at every word."""
    heard, most = moment.heard, 3
    if call.empathised >= most:
        return ""
    if heard.has(Act.ANGER, Act.ABUSE, Act.ESCALATION_THREAT):
        return line("empathy_heated", call.said)
    if heard.has(Act.COMPLAINT) or any(topic.matter is Matter.COMPLAINT for topic in topics):
        return line("empathy_complaint", call.said)
    if heard.has(Act.ANXIOUS):
        return line("empathy_anxious", call.said)
    trouble = any(topic.matter in (Matter.ORDER, Matter.LIMIT) for topic in topics)
    if heard.has(Act.FEEDBACK_NEGATIVE) and (trouble or not topics):
        return line("empathy_trouble", call.said)
    return ""


def unclear(call: DeskCall, moment: DeskMoment, ctx: DeskContext) -> Decision:
    """Nothing of ours was found in it: he is asked again, then it is recorded for one who knows (S3.18, S3.21)."""
    guess = tuple(topic for topic in moment.guess if topic.name not in call.denied)
    if guess and call.guessed < MOST_GUESSES:
        return _is_it(call, moment, guess)
    if _NO_CONTENT.match(moment.text):
        return _ask_again(call, moment, "need")
    if call.identity.refused or call.identity.someone_else:
        return _stands(call)
    return _record(call, moment) if call.unclear >= MOST_UNCLEAR - 1 else _ask_again(call, moment, "not_found")


def _stands(call: DeskCall) -> Decision:
    """He presses for what cannot be told to one who has not shown who he is: it stays at that (S1.3, S3.16)."""
    text = line("identity_stands", call.said)
    more = line("more", call.said)
    said = Say(text=joined(text, more), because=("S1.3", "S3.16"))
    return after_doing(call, said, pending=Pending(asked=Asked.MORE, text=more))


def _is_it(call: DeskCall, moment: DeskMoment, guess: tuple[Topic, ...]) -> Decision:
    """What he likely means is put to him: nothing is done on a guess (S3.7, S3.18)."""
    names = [topic.name.rstrip("？?") for topic in guess]
    text = (
        line("which_one", call.said, first=names[0], second=names[1])
        if len(names) > 1
        else line("is_it", call.said, first=names[0])
    )
    key = "\n".join(topic.name for topic in guess)
    call = replace(call, guessed=call.guessed + 1, unheard=f"{call.unheard}，{moment.text.strip()}".strip("，"))
    said = Say(text=text, because=("S3.7", "S3.18"))
    return after_doing(call, said, pending=Pending(asked=Asked.WHICH_ONE, text=text, key=key))


def _ask_again(call: DeskCall, moment: DeskMoment, name: str) -> Decision:
    text = line(name, call.said)
    words = "" if name == "need" else f"{call.unheard}，{moment.text.strip()}".strip("，")
    call = replace(call, unclear=call.unclear + 1, unheard=words or call.unheard)
    pending = Pending(asked=Asked.NEED, text=text)
    return after_doing(call, Say(text=text, because=("S1.4",) if name == "need" else ("S3.18",)), pending=pending)


def _record(call: DeskCall, moment: DeskMoment) -> Decision:
    """What nobody here can place: a grievance goes to those who look into grievances, a question to one who knows."""
    words = f"{call.unheard}，{moment.text.strip()}".strip("，")
    aggrieved = moment.heard.has(Act.COMPLAINT, Act.FEEDBACK_NEGATIVE, Act.ANGER, Act.ESCALATION_THREAT)
    topic = (
        Topic(matter=Matter.COMPLAINT, name="投诉") if aggrieved else Topic(matter=Matter.UNKNOWN, name="您问的这件事")
    )
    need = Need(topic=topic, words=words, told={particulars.STORY: words} if aggrieved else {})
    call = replace(call, needs=(*call.needs, need), unclear=0, unheard="", kinds=call.kinds | {_TYPES[topic.matter]})
    lead = line("empathy_complaint", call.said) if aggrieved else ""
    return Onward(call=replace(call, current=len(call.needs) - 1), text=lead, actions=(_note(need, moment),))


def answered_which_one(call: DeskCall, moment: DeskMoment, ctx: DeskContext) -> Decision | None:
    """Whether it was what we thought, or which of the two; what it was not is not thought of again."""
    assert call.pending is not None
    names = call.pending.key.split("\n")
    chosen = next((topic for topic in moment.topics if topic.name in names), None) or _pointed_at(moment, names, ctx)
    if chosen is not None:
        words = call.unheard or moment.text
        call = replace(call, unheard="", pending=None)
        return brings(call, replace(moment, topics=(chosen,), text=words), ctx)
    call = replace(call, denied=call.denied | set(names))
    if moment.topics:
        return brings(replace(call, unheard=""), moment, ctx)
    if moment.heard.has(Act.NEGATE) and len(moment.text) <= SHORT_NO:
        return _ask_again(call, moment, "tell_me")
    return None


_WANTS_DONE = re.compile(r"办|弄|登记|申请|查|报|退|改|取消|开")

SHORT_NO = 6
"""Characters up to which a no says nothing else."""


def settle_for_first(call: DeskCall, moment: DeskMoment, ctx: DeskContext) -> Decision:
    """He does not choose between what he likely means: the likelier is taken."""
    assert call.pending is not None
    chosen = ctx.finder.named(call.pending.key.split("\n")[0])
    words = call.unheard or moment.text
    call = replace(call, unheard="", pending=None)
    taken = brings(call, replace(moment, topics=(chosen,), text=words), ctx) if chosen else None
    return taken or unclear(call, moment, ctx)


def _pointed_at(moment: DeskMoment, names: list[str], ctx: DeskContext) -> Topic | None:
    """The one that he points at: the first, the second, or yes to the only one."""
    if len(names) > 1 and re.search(r"后(?:一个|者|面)|第二", moment.text):
        return ctx.finder.named(names[1])
    if len(names) > 1 and re.search(r"前(?:一个|者|面)|第一", moment.text):
        return ctx.finder.named(names[0])
    near = [name for name in names if len(set(name) & set(moment.text)) >= min(3, len(set(name)))]
    if len(near) > 1 and _WANTS_DONE.search(moment.text):
        near = [name for name in near if not name.endswith(("吗", "吗？", "？", "?"))][:1] or near
    if len(names) > 1 and len(near) == 1:
        return ctx.finder.named(near[0])
    if moment.heard.has(Act.AFFIRM, Act.BACKCHANNEL) and not moment.heard.has(Act.NEGATE):
        return ctx.finder.named(names[0])
    return None
