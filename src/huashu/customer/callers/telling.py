"""Telling what he wants: a need in his own words, whole or in halves, alone or with others."""

import re
from random import Random
from typing import Final

from huashu.customer.callers.kinds import Moment
from huashu.customer.callers.person import Need, Wish
from huashu.customer.callers.scene import Progress, Scene
from huashu.customer.callers.values import plain
from huashu.customer.callers.voice import everyday, tidy
from huashu.customer.moves import Move
from huashu.customer.paraphrase import paraphrase
from huashu.playbook.desk.model import Item, ItemKind

_P = re.compile
_HELLO: Final = _P(
    r"^(?:(?:喂|你好|您好|哎|诶|嗯|呃|那个|就是|那什么|我看看啊|我跟你说|你听好了|是这样的?|是这么回事|不好意思打扰了|辛苦您了?)+"
    r"(?:啊|呀)?[，！。]+)+|^(?:你好|您好|喂)+[，！]?"
)
_BEFORE: Final = _P(
    r"^(?:查询|查|办理|申请|修改|变更|更改|更换|开通|取消|预约|补办|打印|登记|反映|投诉|咨询|受理|开具|退订|注销|关闭|设置)+(?=.{2,})"
)
_AFTER: Final = _P(
    r"(?:查询|办理|申请|业务|报修|报障|登记|预约|变更|修改|更改|取消|开通|补办|打印|设置|咨询|服务|处理|受理|注销|更换|投诉|反映|建议)+$"
)
_DOES: Final = (
    (_P(r"变更|修改|更改|改|更换|换"), ("改", "换")),
    (_P(r"开通|开"), ("开通", "开", "办")),
    (_P(r"取消|退订|关闭|停|注销|退"), ("取消", "退掉", "关掉")),
    (_P(r"预约|约"), ("约", "预约")),
    (_P(r"补办|补"), ("补", "补办")),
    (_P(r"打印"), ("打印", "打")),
    (_P(r"维修|报修|修"), ("修", "修修")),
)
_REASONS: Final = (
    (_P(r"价|贵|费|钱|资费|便宜"), "reason_price"),
    (_P(r"丢|遗失|被盗|被偷"), "reason_lost"),
    (_P(r"服务|态度|质量|不满|信号"), "reason_service"),
    (_P(r"多|闲置|用不上|不用|重复"), "reason_spare"),
)
_BREAKS: Final = frozenset("，的个是想要把下我了那这给")
_SUGGESTED: Final = (ItemKind.SERVICE, ItemKind.LOOK_UP)
_IDEA: Final = _P(r"内容|建议|想法|意见")
_SUGGESTS: Final = _P(r"建议|意见")
_LEAVES: Final = _P(r"^(?:销|退|注销|解|停)")
_LEAST: Final = 3
_DESKS: Final = 0.8
"""How often he puts it in words after those of the desk's document."""
_TRIES: Final = 8
_KEEPS: Final = 5
"""A wording of the document of more characters than that must not be said as it stands."""
_OWN: Final = 0.5
_ASKING: Final = _P(r"怎么|咋|什么|啥|多少|多久|几|哪|吗$|能不能|可不可以|是不是|有没有|为")
_PARTICLES: Final = frozenset("吗呢啊呀吧么嘛了的")


def thing_of(name: str) -> str:
    """What a matter is about: its name without what is done."""
    bare = _AFTER.sub("", _BEFORE.sub("", name)).strip("的")
    clear = len(bare) >= _LEAST or (len(bare) >= 2 and not name.endswith(("业务", "服务")))
    return bare if clear and not bare.endswith(("和", "与", "及")) else name


def briefly(words: str) -> str:
    """``words`` without the greeting before them."""
    return tidy(_HELLO.sub("", words)) or words


def deed_of(name: str, draws: Random) -> str:
    """What is to be done with it, in everyday words."""
    bare = thing_of(name)
    around = name.replace(bare, "", 1) if bare != name else ""
    found = next((words for pattern, words in _DOES if pattern.search(around)), ("办", "办理", "弄"))
    return draws.choice(found)


def in_own_words(asked: str, draws: Random) -> str:
    """A wording of the desk's document in his own words; "" when nothing of it would change."""
    bare = asked.strip().strip('“”"「」').rstrip("。？?！! ")
    for share in (0.6, 1.0):
        spoken = everyday(bare, draws, share)
        if _ASKING.search(spoken) and spoken[-1] not in _PARTICLES and draws.random() < 0.4:
            spoken += draws.choice("啊呀呢")
        if bare not in spoken:
            return spoken
    parts = [part for part in re.split(r"[，,]", bare) if part]
    return "，".join(reversed(parts)) if len(parts) == 2 and min(map(len, parts)) >= _LEAST else ""


def words_of(scene: Scene, need: Need) -> str:
    """How he puts ``need`` now; never as the desk's document has it."""
    draws = scene.draws
    if need.says:
        return draws.choice(need.says)
    if need.item is not None:
        tries = (_of_item(scene, need, need.item) for _ in range(_TRIES))
        return next((words for words in tries if not _verbatim(words, need.item)), scene.words("need_plain"))
    slots = slots_of(scene, need)
    if need.qa is not None:
        wording = draws.choice((need.qa.question, *need.qa.phrasings))
        return scene.words("need_knowledge", {"v": in_own_words(wording, draws) or paraphrase(wording, draws, keep=0)})
    if need.limit is not None:
        asked = in_own_words(draws.choice(need.limit.asked), draws) if need.limit.asked else ""
        return scene.words("need_limit", {"v": asked}) if asked else scene.words("need_limit_of", slots)
    if need.name not in scene.state.spoken:
        scene.state.spoken[need.name] = _of_no_item(scene, need, slots)
    return scene.state.spoken[need.name]


def _of_item(scene: Scene, need: Need, item: Item) -> str:
    """One way to put a matter that the desk serves."""
    draws = scene.draws
    idea = next((value for name, value in need.details.items() if _IDEA.search(name)), "")
    if _SUGGESTS.search(item.name) and idea and draws.random() < _OWN:
        return scene.words("need_suggestion", {"wish": idea})
    share = 1.0 if item.name.endswith("投诉") else _DESKS
    own = in_own_words(draws.choice(item.asked), draws) if item.asked and draws.random() < share else ""
    return own or scene.words(_told_as(item), slots_of(scene, need))


def _verbatim(words: str, item: Item) -> bool:
    """Whether one of the document's wordings stands in ``words``, punctuation aside."""
    spoken = plain(words)
    return any(len(plain(asked)) > _KEEPS and plain(asked) in spoken for asked in item.asked)


def _of_no_item(scene: Scene, need: Need, slots: dict[str, str]) -> str:
    """A complaint, a suggestion, unknown business: what it is about stays the same."""
    if need.wish is Wish.SUGGESTION_TAKEN:
        return scene.words("need_suggestion", {"wish": scene.words("wish", slots)})
    if need.wish is Wish.COMPLAINT_TAKEN:
        return scene.words("need_complaint", slots)
    return scene.words("need_unknown", slots)


def _told_as(item: Item) -> str:
    """The table of wordings that fits a matter, by what it is called when that says more than its kind."""
    if item.name.endswith("投诉"):
        return "need_complaint"
    if _SUGGESTS.search(item.name):
        return "need_idea"
    if item.kind is ItemKind.CANCEL and _LEAVES.search(item.name):
        return "need_leave"
    return f"need_{item.kind.value}"


def slots_of(scene: Scene, need: Need) -> dict[str, str]:
    """What the wordings of a need speak of."""
    name = need.name.removeprefix("投诉") or need.name
    if need.wish is Wish.SUGGESTION_TAKEN or not name or _SUGGESTS.search(name):
        names = [item.name for item in scene.desk.items if item.kind in _SUGGESTED]
        name = scene.draws.choice(names) if names else "业务"
    return {"thing": thing_of(name), "do": deed_of(name, scene.draws), "name": name}


def reason_of(scene: Scene, need: Need) -> str:
    """Why he leaves, as he says it."""
    category = next((name for pattern, name in _REASONS if pattern.search(need.reason)), "reason_plain")
    return scene.words("cancel_reason", {"v": scene.words(category, {"v": need.reason})})


def tell(scene: Scene, progress: Progress, *, further: bool = False) -> tuple[Move, ...]:
    """He says what he wants; ``further``: after another need. The moments of speaking come about here."""
    words = words_of(scene, progress.need)
    if further and scene.chance(0.7):
        words = scene.words("more_need", {"v": briefly(words)})
    category = category_of(progress.need)
    if scene.person.style == "odd_true_story" and "story" not in scene.state.done:
        scene.state.done.add("story")
        words = f"{words}，" + scene.words("true_story")
    if scene.has(Moment.THIRD_PARTY) and not further:
        scene.provoke(Moment.THIRD_PARTY)
        words = scene.words("third_need", {"who": scene.person.relation, "v": briefly(words)})
    progress.told = scene.ledger.turns
    if scene.has(Moment.UNCLEAR):
        scene.provoke(Moment.UNCLEAR)
        scene.state.pending.append(words)
        return (scene.say("unclear"),)
    if scene.has(Moment.STOPS_MIDWAY):
        return _halved(scene, words)
    if scene.has(Moment.MISSED_WORDS):
        return _gapped(scene, words, category)
    if scene.has(Moment.DIALECT) or scene.person.kind == "dialect_speaker":
        scene.provoke(Moment.DIALECT)
    return (scene.speak(words, category),)


def category_of(need: Need) -> str:
    """What telling ``need`` is, for the truth."""
    if need.item is not None and need.wish is not Wish.COMPLAINT_TAKEN:
        return f"need_{need.item.kind.value}"
    return {
        Wish.ANSWERED: "need_knowledge",
        Wish.REFUSED_WITH_WAY: "need_limit",
        Wish.SUGGESTION_TAKEN: "need_suggestion",
        Wish.COMPLAINT_TAKEN: "need_complaint",
    }.get(need.wish, "need_unknown")


def _halved(scene: Scene, words: str) -> tuple[Move, ...]:
    """Half of it; the rest comes when he is told that somebody listens."""
    scene.provoke(Moment.STOPS_MIDWAY)
    middle = next((at for at in range(len(words) // 2, len(words) - 2) if words[at - 1] in _BREAKS), 0)
    started = bool(middle) and scene.chance(0.65)
    first = scene.speak(f"{words[:middle].rstrip('，')}……", "half_need") if started else scene.say("lost_for_words")
    scene.state.pending.append(tidy(words[middle:]) if started and scene.chance(0.4) else words)
    scene.state.said = words
    return (first,)


def _gapped(scene: Scene, words: str, category: str) -> tuple[Move, ...]:
    """What he says arrives with a word or two missing."""
    scene.provoke(Moment.MISSED_WORDS)
    start = max(1, len(words) // 2 - 1)
    speak = scene.speak(words[:start] + "……" + words[start + 3 :], category)
    scene.state.said = words
    return (speak,)


def tell_all(scene: Scene) -> tuple[Move, ...]:
    """He lists all of his needs in one breath (S1.6)."""
    needs = scene.state.needs
    said = [briefly(words_of(scene, progress.need)) for progress in needs]
    third = "，" + scene.words("list_third", {"v": said[2]}) if len(said) > 2 else ""
    words = scene.words("list_needs", {"a": said[0], "b": said[1], "c": third, "v": "，还有".join(said)})
    for progress in needs:
        progress.told = scene.ledger.turns
    return (scene.speak(words, "list_needs"),)
