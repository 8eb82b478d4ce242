"""The answer to a yes-or-no question: the side taken, or the words that say how it is instead."""

import re
from collections.abc import Sequence

from huashu.dialogue.answers import contacts, values
from huashu.dialogue.answers.clauses import BLANK, Clause, Sort, han
from huashu.dialogue.answers.model import Answer, Stance, Turn, answered, says_something, stance_of, stated_in, value_of
from huashu.dialogue.answers.polarity import polarity
from huashu.dialogue.answers.values import Found, Said
from huashu.dialogue.answers.words import pattern
from huashu.dialogue.script.asking import Question

_SETTLES_FOR = re.compile(r"就(?:行|好|可以|够)")
_SHORT = 8
"""Characters of an utterance whose side the ears may tell where its words do not."""


def yes_or_no(question: Question, said: Said, turn: Turn) -> Answer | None:
    """The side he takes, by his words or, where they are few, by the ears; else his words themselves."""
    stated = stated_in(said)
    side = polarity(question.text, stated)
    if side is None:
        if (answer := stance_of(question, said)) is not None:
            return answer
        telling = [clause for clause in stated if says_something(clause.text)]
        if (
            telling
            and turn.side is not None
            and not any(pattern("<describes>").search(clause.text) for clause in telling)
            and not _SETTLES_FOR.search(said.open)
            and sum(han(clause.text) for clause in stated) <= _SHORT
        ):
            stance = Stance.YES if turn.side else Stance.NO
            return answered(question, stance, said, telling[0], "", until=telling[-1])
        if not telling or not (turn.free or pattern("<describes>").search(telling[0].text)):
            return None
        return answered(question, Stance.GIVEN, said, telling[0], value_of(said, telling))
    telling = [clause for clause in side.rest if says_something(clause.text)]
    if side.mixed and side.yes:
        return answered(question, Stance.GIVEN, said, telling[0], value_of(said, telling))
    own = Clause(text="", start=side.start, end=max([side.end, *(one.end for one in telling)]), sort=Sort.CONTENT)
    more = _remainder(said, telling) if turn.alone else ""
    return answered(question, Stance.YES if side.yes else Stance.NO, said, own, more)


_ASKS_CONTACT = re.compile(r"微信|qq|电话|手机|号码|尾号|邮箱|邮件|联系方式", re.IGNORECASE)
_EDGES = r"(?:那|就|改|换|约|但|不过|要不|还是|得|也|只能|在|到|成|最好|是|我|如果|要是)*"
_ENDS = r"(?:的话|就|比较|都|才|再|还|我|吧|行|可以|方便|有空|合适|好|来|过来|送|送来|上门|在家|的|了|呢|啊)*"


def _remainder(said: Said, telling: Sequence[Clause]) -> str:
    """What a yes or no brings with it: a whole value of some kind, else the words that say more."""
    readers = [contacts.email]
    if re.search(r"微信|qq", said.asked, re.IGNORECASE):
        readers.insert(0, contacts.account)
    if _ASKS_CONTACT.search(said.asked) or any(slot.kind == "phone" for slot in said.slots):
        readers.append(contacts.phone)
    if any(slot.kind == "address" for slot in said.slots):
        readers.append(values.place)
    for reader in readers:
        if (found := reader(said)) is not None and BLANK not in said.open[found.start : found.end]:
            return found.value
    for reader in (values.time, values.amount):
        found = reader(said)
        if found is not None and not found.refused and _is_whole(said, found):
            return found.value
    return value_of(said, telling)


def _is_whole(said: Said, found: Found) -> bool:
    """Whether the clauses that hold ``found`` say nothing else of weight."""
    if BLANK in said.open[found.start : found.end]:
        return False
    own = [one for one in stated_in(said) if one.start < found.end and found.start < one.end]
    before = "".join(said.open[one.start : found.start] for one in own[:1])
    after = "".join(said.open[found.end : one.end] for one in own[-1:])
    return bool(own) and bool(re.fullmatch(_EDGES, before) and re.fullmatch(_ENDS, after.rstrip("！!？?吗")))
