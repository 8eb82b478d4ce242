"""A call as its reviewer sees it: lines by meaning, the method by which it was ended, what showed the caller's kind."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from huashu.call import CallLog, Event, Heard, HungUp, Said, Side
from huashu.standard import Judgement, Meaning
from huashu.tracking import Nature, Signal

_LONGEST = 22


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Something said of one moment: ``at`` is the event (0-based), ``clause`` the requirement's number."""

    text: str
    at: int
    clause: str

    def to_json(self) -> dict[str, object]:
        """A point of the review's JSON."""
        return {"text": self.text, "at": self.at, "clause": self.clause}


def quoted(words: str) -> str:
    """``words`` in quotation marks, cut to what a reader takes in at a glance."""
    return f"“{words if len(words) <= _LONGEST else words[: _LONGEST - 1] + '…'}”"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """What a review is written from."""

    log: CallLog
    nature: Nature
    judgements: tuple[Judgement, ...]
    meanings: Mapping[str, Meaning]

    @property
    def events(self) -> tuple[Event, ...]:
        """The events of the call."""
        return self.log.events

    @property
    def turns_of_caller(self) -> int:
        """How often the caller said something."""
        return len(self.customer_lines(0, len(self.events)))

    def text_at(self, index: int) -> str:
        """The words of the event at ``index``; empty when nothing was said."""
        event = self.events[index]
        return event.text if isinstance(event, Said | Heard) else ""

    def agent_lines(self, start: int, stop: int) -> list[int]:
        """The agent's lines from event ``start`` to before ``stop``."""
        return [index for index in range(start, min(stop, len(self.events))) if isinstance(self.events[index], Said)]

    def customer_lines(self, start: int, stop: int) -> list[int]:
        """The caller's lines from event ``start`` to before ``stop``."""
        return [index for index in range(start, min(stop, len(self.events))) if isinstance(self.events[index], Heard)]

    def means(self, index: int, *names: str) -> bool:
        """Whether the line at ``index`` has one of the meanings; one that the standard does not define never."""
        text = self.text_at(index)
        return any(name in self.meanings and self.meanings[name].found_in(text) for name in names)

    def faulted(self, index: int, numbers: Iterable[str] = ()) -> bool:
        """Whether something (of ``numbers``, if given) is found at the event ``index``."""
        wanted = frozenset(numbers)
        return any(
            evidence.at == index and (not wanted or wanted.intersection(one.clause.source))
            for one in self.judgements
            for evidence in one.findings
        )

    def answer_to(self, index: int) -> int | None:
        """The agent's first line after the event ``index``, unless the caller speaks before it."""
        for later in range(index + 1, len(self.events)):
            if isinstance(self.events[later], Said):
                return later
            if isinstance(self.events[later], Heard):
                return None
        return None

    def shown_by(self, signals: Iterable[Signal]) -> str:
        """The caller's own words that show these signals most, quoted."""
        wanted = frozenset(signals)
        shown = [one for one in self.nature.evidence if one.signal in wanted]
        words: list[str] = []
        for one in sorted(shown, key=lambda one: -one.weight):
            line = self.text_at(one.turn) or one.words
            if line and line not in words:
                words.append(line)
        return "、".join(map(quoted, words[:2]))

    def matter(self) -> str:
        """What the caller says he wants: his first line of some length, greeting aside."""
        lines = [self.text_at(index) for index in self.customer_lines(0, len(self.events))]
        said = [line for line in lines if len(line) >= 6] or lines
        return quoted(said[0]).strip("“”") if said else ""

    def statements(self) -> dict[str, list[int]]:
        """The agent's lines since the nature was clear that belong to one of the three methods, by its number."""
        found: dict[str, list[int]] = {"S2.6": [], "S2.7": [], "S2.8": []}
        if self.nature.clear_at is None:
            return found
        for index in self.agent_lines(self.nature.clear_at, len(self.events)):
            if self.means(index, "special_warns"):
                found["S2.7"].append(index)
            elif not self.means(index, "special_unrelated", "special_cannot", "special_any_other"):
                continue
            elif self.means(index, "special_any_other"):
                found["S2.8"].append(index)
            else:
                found["S2.6"].append(index)
        return found

    def method_used(self) -> str | None:
        """The number of the method by which the agent ended the call, or tried to; ``None``: none of the three."""
        found = self.statements()
        if found["S2.7"] and (len(found["S2.7"]) > 1 or len(found["S2.8"]) < 2):
            return "S2.7"
        if found["S2.8"]:
            return "S2.8"
        return "S2.6" if found["S2.6"] and self.hung_up_by(Side.AGENT) else None

    def method_advised(self, usual: str) -> str:
        """The method for the next such call: the one used where nothing went wrong with it, the safest when he
        threatens to complain, ``usual`` otherwise."""
        used = self.method_used()
        if used is not None and not any(self.faulted(index) for index in self.statements()[used]):
            return used
        said = "".join(self.text_at(index) for index in self.customer_lines(0, len(self.events)))
        return "S2.8" if any(word in said for word in ("投诉", "曝光", "举报", "录音")) else usual

    def hung_up_by(self, side: Side) -> bool:
        """Whether ``side`` ended the call."""
        return any(isinstance(event, HungUp) and event.by is side for event in self.events)
