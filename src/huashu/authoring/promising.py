"""Lines that promise or raise what the customer, or the document itself, has ruled out."""

import re
from collections.abc import Iterator

from huashu.authoring.advice import Found
from huashu.authoring.draft import Draft, short, words
from huashu.call import Act
from huashu.dialogue.conditions import read_condition
from huashu.dialogue.script.lines import Does, does, sentences
from huashu.playbook.model import ScriptLine

_CHANNELS = ("call", "sms", "visit", "wechat")
"""Ways to get in touch, each with what forbids and what promises it in ``wording.yaml``."""

_NO = frozenset({Act.REFUSE, Act.DO_NOT_CONTACT})


def forbidden_contact(draft: Draft) -> Iterator[Found]:
    """A promise to call, write or come, when the profile says that he does not want that."""
    rules = _rules(draft)
    for channel in _CHANNELS:
        rule = next((text for text, _ in rules if words(f"forbids_{channel}").search(text)), "")
        if not rule:
            continue
        for line in draft.spoken():
            if promise := _promised(channel, line.text):
                at = next(no for text, no in rules if text == rule)
                yield Found(line=line.line, words={"promise": promise, "rule": short(rule), "at": at})


def call_after_refusal(draft: Draft) -> Iterator[Found]:
    """A promise to call again made to somebody who has just said no, or asked not to be called."""
    for line in _to_a_no(draft):
        if promise := _promised("call", line.text):
            yield Found(line=line.line, words={"when": line.when, "promise": promise})


def _to_a_no(draft: Draft) -> Iterator[ScriptLine]:
    """The lines kept for a customer who refuses or asks not to be called."""
    for line in draft.spoken():
        if line.when is None or words("lets_go").search(line.when):
            continue
        cues = read_condition(line.when)
        whole = cues.ends or words("plain_no").search(line.when)
        if whole and cues.acts & _NO and not words("soft_no").search(line.when):
            yield line


def _promised(channel: str, text: str) -> str:
    """The words by which ``text`` promises to get in touch, or ""."""
    for clause in re.split(r"[，,。！!？?；;]", text):
        found = words(f"promises_{channel}").search(clause)
        if found and not words("not_promised").search(clause):
            return short(clause, 14)
    return ""


def _rules(draft: Draft) -> tuple[tuple[str, int], ...]:
    """What is known of the customer and the task, piece by piece, with the line of each."""
    caller = draft.caller
    known = [(f"{item.key}：{item.value}" if item.key else item.value, item.line) for item in caller.profile]
    said = [*known, (caller.role.text, caller.role.line), (caller.task.text, caller.task.line)]
    return tuple((piece, line) for text, line in said for piece in re.split(r"[。；;\n]", text) if piece.strip())


def forbidden_topic(draft: Draft) -> Iterator[Found]:
    """A line told to everybody that raises what the document says is not to be raised."""
    barred = {topic: (rule, no) for rule, no in _rules(draft) for topic in _topics(rule)}
    for line in draft.told():
        for topic, (rule, no) in barred.items():
            if _raises(topic, line.text):
                yield Found(line=line.line, words={"topic": topic, "rule": short(rule), "at": no})
                break


def _topics(rule: str) -> Iterator[str]:
    """What a rule says not to speak of (“不提分期和办卡” → 分期, 办卡)."""
    for found in words("not_to_raise").finditer(rule):
        for part in re.split(r"[、/和与或及]|以及", found["topics"]):
            topic = words("topic_edge").sub("", part)
            if 2 <= len(topic) <= 8 and not words("vague_topic").search(topic):
                yield topic


def _raises(topic: str, text: str) -> bool:
    clauses = re.split(r"[，,。！!？?；;]", text)
    return any(topic in clause and not words("denies").search(clause) for clause in clauses)


def unwelcome_selling(draft: Draft) -> Iterator[Found]:
    """A line told to everybody that sells, to a customer who is known not to want that, or after “no selling”."""
    disclaimed = next((line for line in draft.spoken() if any(_disclaims(one) for one in sentences(line.text))), None)
    if not draft.script.upgrade_unwelcome and disclaimed is None:
        return
    for line in draft.told():
        selling = next((one for one in sentences(line.text) if words("sells").search(one)), "")
        if selling and not _disclaims(selling):
            yield Found(line=line.line, words={"text": short(selling)})


def _disclaims(sentence: str) -> bool:
    return Does.NOT_SELLING in does(sentence)
