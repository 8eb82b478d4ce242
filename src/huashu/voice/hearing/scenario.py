"""Hot words out of a document: the names, products and terms that a call about it may bring up."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from huashu.playbook import Playbook
from huashu.playbook.desk import Desk
from huashu.voice.hearing.lexicon import frequency, words_of

MOST = 60
"""Hot words of one document: more of them put nothing more right, and take longer."""

_PERSON = re.compile(
    r"姓名|称呼|客户名|联系人|户主|机主|业主|车主|收件人|持卡人|投保人|学员|患者|候选人|应聘者|对接人|名字|经办人"
)
_TITLE = re.compile(r"(?:先生|女士|小姐|老师|师傅|经理|总监|总|主任|同学|医生)?(?:[（(].*)?$")
_QUOTED = re.compile(r"[「『《]([\u3400-\u9fffA-Za-z0-9]{2,10})[」』》]")
_TALK = re.compile(r"[我你您他她们的了吗吧呢啊不没别谢这那哪几]|^[打发接回说告记]|[下来去]$")
"""What is said in a sentence, and is nobody's name."""

_NAME = re.compile(r"[\u3400-\u9fff]{2,8}")
_EVERYDAY = 1_000
"""Occurrences that make a word so common that no recogniser needs to be told of it."""


def hot_words_of(playbook: Playbook, *more: str) -> tuple[str, ...]:
    """The hot words of a scenario, those that matter most first: ``more`` (what the call itself knows, such as the
    customer's name), who is called and who calls (S0.1, S0.3), products and places, then terms of the trade."""
    caller = playbook.caller
    persons = [item.value for item in caller.profile if _PERSON.search(item.key)]
    names = [caller.role.name or "", *persons, caller.role.employer or ""]
    texts = [playbook.title, caller.task.text]
    texts += [line.text for step in caller.steps for line in step.lines]
    texts += [text for qa in caller.qa for text in (qa.question, qa.answer)]
    values = [item.value for item in caller.profile]
    return _chosen((*more, *names), values, [*texts, *values])


def hot_words_of_desk(desk: Desk, *more: str) -> tuple[str, ...]:
    """The hot words of a service line: its name, its matters, places and terms (S3.8), then terms of its answers."""
    names = [desk.organisation, *(item.name for item in desk.items), *(term.term for term in desk.terms)]
    places = [counter.name for counter in desk.counters] + [counter.address for counter in desk.counters]
    values = [option for item in desk.items for want in item.wants for option in want.options]
    values += [desk.department, *(item.department for item in desk.items), *desk.dialects, *places]
    texts = [text for item in desk.items for text in (item.answer, item.effect, *item.asked)]
    texts += [text for qa in desk.knowledge for text in (qa.question, qa.answer)]
    return _chosen((*more, *names), values, [*texts, *values])


def _chosen(names: Iterable[str], values: Iterable[str], texts: list[str]) -> tuple[str, ...]:
    ranked = [*_bare(names), *_whole(values), *_quoted(texts), *_terms(texts)]
    return tuple(dict.fromkeys(ranked))[:MOST]


def _bare(names: Iterable[str]) -> Iterator[str]:
    """Names without the titles after them."""
    for name in names:
        bare = _TITLE.sub("", name.strip())
        if _is_name(bare):
            yield bare


def _whole(values: Iterable[str]) -> Iterator[str]:
    """Short values that are a name by themselves, and no everyday word."""
    for value in values:
        bare = _TITLE.sub("", value.strip())
        if _is_name(bare) and frequency(bare) < _EVERYDAY:
            yield bare


def _is_name(text: str) -> bool:
    return _NAME.fullmatch(text) is not None and _TALK.search(text) is None


def _quoted(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        for found in _QUOTED.finditer(text):
            if frequency(found[1]) < _EVERYDAY:
                yield found[1]


def _terms(texts: list[str]) -> list[str]:
    """Words that the document uses again and again and that others seldom use."""
    counted: Counter[str] = Counter()
    for text in texts:
        counted.update(word for word in words_of(text) if _NAME.fullmatch(word))
    terms = [
        word for word, count in counted.items() if count > 1 and not _TALK.search(word) and frequency(word) < _EVERYDAY
    ]
    return sorted(terms, key=lambda word: (-counted[word] * len(word), word))
