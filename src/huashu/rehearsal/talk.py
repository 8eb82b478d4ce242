"""A log as talk: who spoke, in turns."""

from dataclasses import dataclass

from huashu.call import CallLog, Heard, HungUp, Ms, Said, Side

SAME_TURN: Ms = 1500
"""The agent's lines with no more than this between them are one turn, unless the customer speaks in between."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What one side said in one go. ``event`` is the index of its first event in the log."""

    side: Side
    at: Ms
    end: Ms
    lines: tuple[str, ...]
    event: int

    @property
    def text(self) -> str:
        """Everything said in the turn."""
        return "".join(self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """The turns of a call in order, where the customer's utterances stand in them, and who ended it when."""

    turns: tuple[Turn, ...]
    heard: tuple[int, ...]
    """The index into ``turns`` of the customer's n-th utterance."""
    ended_by: Side | None
    length: Ms

    def utterance(self, number: int) -> Turn | None:
        """The customer's utterance ``number`` (from 0), ``None`` when the call was over before he could make it."""
        return self.turns[self.heard[number]] if 0 <= number < len(self.heard) else None

    def after(self, number: int) -> tuple[Turn, ...]:
        """Everything said after the customer's utterance ``number``."""
        return self.turns[self.heard[number] + 1 :]

    def reply(self, number: int) -> Turn | None:
        """The agent's next turn after the customer's utterance ``number``."""
        return next((turn for turn in self.after(number) if turn.side is Side.AGENT), None)


def talk_of(log: CallLog) -> Talk:
    """The log's speech, grouped: every utterance of the customer is a turn, adjoining lines of the agent are one."""
    turns: list[Turn] = []
    heard: list[int] = []
    ended_by: Side | None = None
    length: Ms = 0
    for index, event in enumerate(log.events):
        length = max(length, getattr(event, "end", event.at))
        match event:
            case Heard():
                heard.append(len(turns))
                turns.append(Turn(side=Side.CUSTOMER, at=event.at, end=event.end, lines=(event.text,), event=index))
            case Said():
                _add_line(turns, event, index)
            case HungUp():
                ended_by = event.by
            case _:
                pass
    return Talk(turns=tuple(turns), heard=tuple(heard), ended_by=ended_by, length=length)


def _add_line(turns: list[Turn], said: Said, index: int) -> None:
    last = turns[-1] if turns else None
    if last is None or last.side is not Side.AGENT or said.at - last.end > SAME_TURN:
        turns.append(Turn(side=Side.AGENT, at=said.at, end=said.end, lines=(said.text,), event=index))
        return
    turns[-1] = Turn(side=Side.AGENT, at=last.at, end=said.end, lines=(*last.lines, said.text), event=last.event)
