"""``call --jsonl``, line by line, with an agent of known behaviour."""

import io
import json
from typing import Any

import pytest

from huashu.call import (
    Action,
    CallLater,
    Connected,
    DoNotContact,
    EndReason,
    Event,
    HangUp,
    Heard,
    HungUp,
    Say,
    Silence,
)
from huashu.call.codec import LogError
from huashu.cli import protocol
from huashu.cli.protocol import event_of, serve
from huashu.cli.session import ANSWER, Session


class Polite:
    """Closes when the customer is busy; after that still takes in a wish not to be called."""

    def step(self, event: Event) -> tuple[Action, ...]:
        match event:
            case Connected():
                return (Say(text="您好，请问是王女士吗？", because=("S0.7",)),)
            case Heard(text="在忙"):
                return (Say(text="您先忙，再见。"), HangUp(reason=EndReason.BUSY))
            case Heard(text="以后别打了"):
                return (DoNotContact(text=event.text), Say(text="好的，再见。"))
            case Heard(text="三点再打"):
                return (CallLater(when="三点"),)
            case _:
                return ()


def talk(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *lines: str | bytes
) -> list[dict[str, Any]]:
    """What comes back for ``lines``."""
    data = b"".join((line.encode() if isinstance(line, str) else line) + b"\n" for line in lines)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    serve(Session(Polite()))
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def kinds(replies: list[dict[str, Any]]) -> list[str]:
    return [reply["type"] for reply in replies]


def test_every_event_is_answered_by_its_actions_and_a_turn_end(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    replies = talk(monkeypatch, capsys, '{"type":"connected"}', '{"type":"silence"}', '{"type":"hangup"}')
    assert kinds(replies) == ["say", "turn_end", "turn_end", "turn_end", "record"]
    assert replies[0] == {"type": "say", "text": "您好，请问是王女士吗？", "because": ["S0.7"]}
    assert replies[-1]["end_reason"] == "customer_hung_up"


def test_the_record_follows_the_turn_in_which_the_agent_hangs_up(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    replies = talk(monkeypatch, capsys, '{"type":"connected"}', '{"type":"heard","text":"在忙"}')
    assert kinds(replies) == ["say", "turn_end", "say", "hang_up", "turn_end", "record"]
    assert replies[-1] == {
        "type": "record",
        "outcome": "call_back",
        "end_reason": "busy",
        "do_not_contact": False,
        "call_later": None,
        "feedback": [],
        "answers": [],
        "open_questions": [],
        "goal": None,
        "end_condition": None,
        "agreed": {},
    }


def test_what_comes_after_the_closing_is_answered_and_a_changed_record_printed_last(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    replies = talk(
        monkeypatch,
        capsys,
        '{"type":"heard","text":"在忙"}',
        '{"type":"heard","text":"以后别打了"}',
        '{"type":"heard","text":"嗯"}',
    )
    assert kinds(replies) == [
        "say",
        "hang_up",
        "turn_end",
        "record",
        "do_not_contact",
        "say",
        "turn_end",
        "turn_end",
        "record",
    ]
    assert [reply["do_not_contact"] for reply in replies if reply["type"] == "record"] == [False, True]


def test_the_end_of_input_counts_as_the_customers_hang_up(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    replies = talk(monkeypatch, capsys, '{"type":"connected"}', '{"type":"heard","text":"三点再打"}')
    assert kinds(replies)[-2:] == ["turn_end", "record"]
    assert (replies[-1]["end_reason"], replies[-1]["call_later"]) == ("customer_hung_up", "三点")


def test_a_call_without_any_event_still_leaves_a_record(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert kinds(talk(monkeypatch, capsys)) == ["record"]


@pytest.mark.parametrize(
    "bad",
    [
        "{不是 JSON",
        "[1]",
        '"text"',
        b"\xff\xfe{}",
        "{}",
        '{"type":"explode"}',
        '{"type":["heard"]}',
        '{"type":"heard","text":3}',
        '{"type":"heard","t":"soon","text":"喂"}',
        '{"type":"silence","t":5,"end":2}',
        "[" * 100_000,
    ],
)
def test_a_bad_line_is_named_by_its_number_and_the_rest_goes_on(
    bad: str | bytes, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    replies = talk(monkeypatch, capsys, "", bad, '{"type":"connected"}')
    assert kinds(replies) == ["error", "turn_end", "say", "turn_end", "record"]
    assert replies[0]["line"] == 2
    assert "2" in replies[0]["message"]


def test_an_event_without_a_time_goes_on_from_where_the_call_stands() -> None:
    heard = event_of({"type": "heard", "text": "在忙"}, 7000, "")
    assert isinstance(heard, Heard) and heard.at == 7000 + ANSWER and heard.end > heard.at
    assert event_of({"type": "hangup"}, 7000, "") == HungUp(at=7000, by=protocol.Side.CUSTOMER)


def test_a_silence_without_an_end_lasts_three_seconds() -> None:
    silence = event_of({"type": "silence", "t": 10}, 0, "")
    assert isinstance(silence, Silence) and silence.end - silence.at == 3000


def test_a_given_time_is_taken_as_seconds() -> None:
    assert event_of({"type": "heard", "t": 1.25, "end": 2.5, "text": "喂"}, 0, "") == Heard(
        at=1250, end=2500, text="喂"
    )


def test_an_event_without_a_type_says_how_one_is_written() -> None:
    with pytest.raises(LogError, match=r"line 4.*type"):
        event_of({"text": "喂"}, 0, "第 4 行 (line 4)")
