"""What he does with a question: answer it, keep it to himself, put it off, say it again, put right what was noted."""

import re
from dataclasses import replace
from typing import Final

from huashu.customer import invention, meaning
from huashu.customer.answers import answer
from huashu.customer.ears import Cue
from huashu.customer.facts import KIND, MEANT, Reply, Stance, labelled, subject
from huashu.customer.manner import pairs
from huashu.customer.persona import Temperament
from huashu.customer.questions import Ask
from huashu.customer.readback import misread, read_back
from huashu.customer.state import Intent, Situation

_PERSONAL: Final = frozenset(
    {Ask.PHONE, Ask.ACCOUNT, Ask.EMAIL, Ask.ADDRESS, Ask.AMOUNT, Ask.AGE, Ask.WORK, Ask.NUMBER}
)
_RETICENT: Final = {
    Temperament.RESISTANT: (0.5, 0.06),
    Temperament.BUSY: (0.08, 0.02),
    Temperament.HESITANT: (0.1, 0.02),
    Temperament.FRIENDLY: (0.03, 0.004),
    Temperament.ANALYTICAL: (0.1, 0.02),
    Temperament.DEMANDING: (0.12, 0.02),
}
"""How likely he keeps an answer to himself: personal data, anything else."""
_NEEDED: Final = frozenset({Ask.CONFIRM, Ask.CONSENT, Ask.OFFER, Ask.INFO, Ask.CHOICE, Ask.WHEN, Ask.YES_NO, Ask.NAME})
"""Questions that nobody leaves open when he goes on with the call (what is refused anyway is not in it twice)."""
_DECIDES: Final = frozenset({Ask.CONSENT, Ask.OFFER, Ask.CHOICE, Ask.WHEN})
_PAST: Final = re.compile(r"了[？?吗]|上次|之前|当时|最近一次|跟.{0,6}比|平时|一般|生日")
_TALKATIVE: Final = {Temperament.FRIENDLY: 0.22, Temperament.ANALYTICAL: 0.12, Temperament.DEMANDING: 0.08}


def said(reply: Reply) -> Intent:
    """The intent that speaks a reply; asked again, he says that he has told them already."""
    again = reply.again and reply.value and reply.category != "choice_other"
    lead = "said_before" if again else ""
    return Intent(category=reply.category, value=reply.value, word=reply.word, lead=lead, answer=reply)


def respond(s: Situation, *, aggrieved: float = 0.0) -> Intent:
    """His answer to what was asked, in the way of his temperament."""
    if s.state.facts.recalled(s.heard.ask, subject(s.heard)) is None:
        if (kept := _declined(s)) is not None:
            return kept
        if (later := _deferred(s)) is not None:
            return later
    if (told := _as_told(s)) is not None:
        return said(s.state.facts.keep(s.heard.ask, subject(s.heard), labelled(s.heard, told)))
    persona = s.persona
    reply = answer(s.heard, s.state.mood, s.state.facts, s.rng, aggrieved=aggrieved, told=persona.told)
    intent = replace(said(reply), first=_both(s, reply))
    if reply.value and not reply.again and s.chance(_TALKATIVE.get(persona.temperament, 0.03)):
        more = invention.added(s.heard.ask.value if s.heard.ask else "", s.heard.question, s.rng)
        if more and more not in s.state.added and not meaning.ends(more):
            s.state.added.append(more)
            return replace(intent, add=more)
    return intent


def _both(s: Situation, last: Reply) -> Reply | None:
    """Asked for two things in one breath, most answer both."""
    earlier = s.heard.earlier
    if earlier is None or last.again or last.stance not in _SETTLED or not s.chance(_BOTH[s.persona.temperament]):
        return None
    heard = replace(s.heard, ask=earlier.kind, question=earlier.text, options=earlier.options, earlier=None)
    reply = answer(heard, s.state.mood, s.state.facts, s.rng, told=s.persona.told)
    return reply if reply.value and reply.value != last.value else None


_SETTLED: Final = frozenset({Stance.GIVEN, Stance.YES, Stance.NO})
_BOTH: Final = {
    Temperament.RESISTANT: 0.15,
    Temperament.BUSY: 0.5,
    Temperament.HESITANT: 0.6,
    Temperament.FRIENDLY: 0.85,
    Temperament.ANALYTICAL: 0.85,
    Temperament.DEMANDING: 0.6,
}


def _as_told(s: Situation) -> Reply | None:
    """Asked for a time after he has told when he has time: that very time, or the choice that agrees with it."""
    early = s.state.early
    if not early or s.heard.ask not in (Ask.WHEN, Ask.CHOICE) or _PAST.search(s.heard.question):
        return None
    if s.heard.ask is Ask.WHEN:
        return Reply(category="value_plain", value=early)
    if not all(re.search(r"周|礼拜|星期|号|天", option) for option in s.heard.options):
        return None
    fits = next((option for option in s.heard.options if early[:2] in option), "")
    return Reply(category="choice", value=fits) if fits else Reply(category="choice_other", value=early)


def _declined(s: Situation) -> Intent | None:
    """Now and then he keeps one answer to himself and goes on with the call."""
    kind = KIND.get(s.heard.ask) if s.heard.ask else None
    if kind is None or s.heard.ask in _NEEDED:
        return None
    personal, other = _RETICENT[s.persona.temperament]
    if not s.chance(personal if s.heard.ask in _PERSONAL else other):
        return None
    contact = s.heard.ask in (Ask.PHONE, Ask.ACCOUNT, Ask.EMAIL, Ask.ADDRESS)
    reply = labelled(s.heard, Reply(category="decline_contact" if contact else "decline"))
    return said(s.state.facts.keep(s.heard.ask, subject(s.heard), reply))


def _deferred(s: Situation) -> Intent | None:
    """Who cannot make up his mind puts a decision off, twice at most; asked once more he decides."""
    state = s.state
    if s.persona.temperament is not Temperament.HESITANT or s.heard.ask not in _DECIDES:
        return None
    if _PAST.search(s.heard.question) or state.deferred >= 2 or not s.chance(0.3):
        return None
    state.deferred += 1
    return said(labelled(s.heard, Reply(category="defer")))


_TAGS: Final = frozenset({None, Ask.CONFIRM, Ask.CONSENT, Ask.YES_NO, Ask.CLEAR, Ask.ANYTHING_ELSE})
"""Questions that may close a read-back."""


def put_right(s: Situation) -> Intent | None:
    """His answers said back: wrong ones he corrects, right ones he confirms."""
    if s.heard.ask is Ask.IDENTITY:
        return None
    if s.heard.ask in _TAGS and (wrong := misread(s.heard.text, s.state.facts)) is not None:
        reply = Reply(category="correct", value=wrong.value, kind=wrong.kind, stance=Stance.CORRECTED)
        return Intent(category="correct", value=wrong.value, answer=reply)
    read = read_back(s.heard.text)
    named = any(reply.value and reply.value in read for _, _, reply in s.state.facts.given)
    if s.heard.ask is None and named and s.heard.text.endswith(read) and not s.has(Cue.CLOSES) and s.chance(0.7):
        return Intent(category="confirm")
    return None


def once_more(s: Situation) -> Intent | None:
    """Asked to say it again, he says it again."""
    if s.heard.ask is not Ask.REPEAT or not s.state.said:
        return None
    if (reply := s.state.replied) is not None and reply.value:
        return Intent(category="again", value=reply.value, answer=reply)
    return Intent(category="again", value=s.state.said)


_CLAIMS: Final = re.compile(
    r"[\d一二三四五六七八九十百两]+(?:%|％|元|块|万|天|年|次|公里|小时|倍|[Gg]|兆|折|个工作日|家|户)|分之|保证|实测|提升|降低|节省|升级|优势"
)
"""What can be asked for figures and proof."""


def clarified(s: Situation) -> Intent | None:
    """Asked what he meant by his question: which of the things named it was, else he asks it again."""
    meant = MEANT.search(s.heard.text)
    if meant is None or not s.state.said:
        return None
    mine = pairs(s.state.said)
    named = [part.rstrip("吗呢？?，") for part in re.split(r"[，,]?还是", meant.group(1))]
    best = max(named, key=lambda option: len(mine & pairs(option)))
    if len(mine & pairs(best)) >= 2:
        return Intent(category="clarify", value=best)
    return Intent(category="again", value=s.state.said)


def not_clear(s: Situation) -> Intent | None:
    """The hesitant want things explained once more, the analytical want figures and proof."""
    state, temperament = s.state, s.persona.temperament
    if state.heard < 3 or s.heard.ask not in (None, Ask.CONSENT, Ask.OFFER, Ask.CLEAR) or len(s.heard.text) < 14:
        return None
    if temperament is Temperament.HESITANT and state.unclear < 2 and s.chance(0.16):
        state.unclear += 1
        return Intent(category="unclear")
    claims = s.heard.ask is not Ask.CLEAR and _CLAIMS.search(s.heard.text)
    if temperament is Temperament.ANALYTICAL and state.unclear < 3 and claims and s.chance(0.4):
        state.unclear += 1
        return Intent(category="evidence")
    return None


_ARRANGES: Final = re.compile(r"上门|安装|送货|配送|预约|约(?:个)?时间|复检|取件|检修")


def told_before(s: Situation) -> Intent | None:
    """Some say when they have time before anybody asks."""
    eager = s.persona.temperament in (Temperament.FRIENDLY, Temperament.BUSY)
    if not eager or s.state.early or s.heard.ask is not None or not _ARRANGES.search(s.heard.text):
        return None
    if not s.chance(0.12):
        return None
    s.state.early = s.rng.choice(("周六上午", "周三下午", "周五下午", "周日上午", "周四晚上"))
    return Intent(category="volunteer", value=s.state.early)
