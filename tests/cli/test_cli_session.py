"""The line between an agent and a customer outside: times, order, the record."""

from collections.abc import Callable

from huashu.call import (
    Action,
    Connected,
    DoNotContact,
    EndReason,
    Event,
    HangUp,
    Heard,
    HungUp,
    Note,
    NoteKind,
    Said,
    Say,
    Side,
    Tick,
    speech_ms,
)
from huashu.call.codec import log_from_json, log_to_json
from huashu.cli.session import ANSWER, BETWEEN_LINES, Session


class Scripted:
    """An agent that does what a function says, and remembers what it was told."""

    def __init__(self, decide: Callable[[Event], tuple[Action, ...]]) -> None:
        self.decide = decide
        self.told: list[Event] = []

    def step(self, event: Event) -> tuple[Action, ...]:
        self.told.append(event)
        return self.decide(event)


def greets_and_closes(event: Event) -> tuple[Action, ...]:
    match event:
        case Connected():
            return (Say(text="您好，请问是王女士吗？", because=("S0.7",)), Say(text="我是清河宽带周敏。"))
        case Heard(text="别再打了"):
            return (
                DoNotContact(text=event.text, heard_at=event.at),
                Say(text="好的，不打扰您了。"),
                HangUp(reason=EndReason.DO_NOT_CONTACT, after=2000),
            )
        case Heard():
            return (Note(kind=NoteKind.FEEDBACK, text=event.text, heard_at=event.at),)
        case _:
            return ()


def test_the_agent_is_told_every_line_it_spoke_with_the_time_it_took() -> None:
    agent = Scripted(greets_and_closes)
    Session(agent).feed(Connected(at=0))
    first, second = (event for event in agent.told if isinstance(event, Said))
    assert (first.at, first.end) == (ANSWER, ANSWER + speech_ms("您好，请问是王女士吗？"))
    assert first.because == ("S0.7",)
    assert second.at == first.end + BETWEEN_LINES


def test_an_event_that_comes_while_a_line_lasts_cuts_the_line_short() -> None:
    session = Session(Scripted(greets_and_closes))
    session.feed(Connected(at=0))
    begun = session.events[-1].at
    session.feed(Heard(at=begun + 100, end=begun + 900, text="谁啊"))
    line = session.events[-2]
    assert isinstance(line, Said) and line.end == begun + 100
    assert session.now == begun + 900


def test_an_event_from_the_past_is_set_to_the_present() -> None:
    session = Session(Scripted(greets_and_closes))
    session.feed(Connected(at=0))
    session.feed(Heard(at=0, end=1, text="喂"))
    times = [event.at for event in session.events]
    assert times == sorted(times)
    assert log_from_json(log_to_json(session.log())).events == session.log().events


def test_the_agents_hang_up_takes_effect_after_the_quiet_it_asked_for() -> None:
    session = Session(Scripted(greets_and_closes))
    session.feed(Connected(at=0))
    session.feed(Heard(at=session.now, end=session.now + 500, text="别再打了"))
    assert session.hung_up and not session.over
    closed = session.now
    session.hang_up(Side.CUSTOMER)
    assert session.events[-1] == HungUp(at=closed + 2000, by=Side.AGENT)
    assert session.record()["end_reason"] == "do_not_contact"
    assert session.record()["do_not_contact"] is True


def test_a_last_word_of_the_customer_puts_the_agents_hang_up_off() -> None:
    session = Session(Scripted(greets_and_closes))
    session.feed(Heard(at=0, end=500, text="别再打了"))
    session.feed(Heard(at=9000, end=9800, text="再见"))
    session.hang_up(Side.CUSTOMER)
    assert session.events[-1] == HungUp(at=11_800, by=Side.AGENT)


def test_time_passes_without_leaving_a_trace_in_the_log() -> None:
    session = Session(Scripted(greets_and_closes))
    session.feed(Connected(at=0))
    lines = session.events
    session.feed(Tick(at=60_000))
    assert session.events == lines
    assert session.now == 60_000


def test_the_customers_hang_up_is_his_when_the_agent_did_not_close() -> None:
    session = Session(Scripted(greets_and_closes))
    session.feed(Connected(at=0))
    session.hang_up(Side.CUSTOMER)
    assert session.record()["end_reason"] == "customer_hung_up"
    assert session.events[-1].by is Side.CUSTOMER  # type: ignore[union-attr]


def test_nothing_happens_on_a_dead_line() -> None:
    agent = Scripted(greets_and_closes)
    session = Session(agent)
    session.feed(HungUp(at=0, by=Side.CUSTOMER))
    told = len(agent.told)
    assert session.feed(Heard(at=5, end=6, text="喂")) == ()
    assert len(agent.told) == told


def test_what_the_agent_notes_is_in_the_log_with_its_time() -> None:
    session = Session(Scripted(greets_and_closes), "c7", {"姓名": "王女士"})
    session.feed(Connected(at=0))
    session.feed(Heard(at=9000, end=9900, text="等太久了"))
    log = session.log()
    assert log.id == "c7" and log.profile == {"姓名": "王女士"}
    assert [(done.at, done.action.text) for done in log.done if isinstance(done.action, Note)] == [(9900, "等太久了")]
    assert log.record is not None and log.record["feedback"] == [{"text": "等太久了", "at": 9.0}]
