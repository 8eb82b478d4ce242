"""``answer-line --jsonl``, line by line: who answers the agent's requests, and when."""

import io
import json
from typing import Any

import pytest

from huashu.call import (
    Action,
    Connected,
    EndReason,
    Event,
    HangUp,
    Heard,
    LookedUp,
    LookUp,
    Ms,
    OpenOrder,
    OrderKind,
    OrderOpened,
    Request,
    Ring,
    Say,
    SendSms,
    SmsSent,
    Tick,
)
from huashu.cli.protocol import serve
from huashu.cli.session import Session


class Desk:
    """Greets; looks up, opens an order, sends a message; says so when the wait is long."""

    def __init__(self) -> None:
        self.seen: list[Event] = []
        self.asked: Ms | None = None

    def step(self, event: Event) -> tuple[Action, ...]:
        self.seen.append(event)
        match event:
            case Connected():
                return (Say(text="您好，请讲。"),)
            case Heard():
                self.asked = event.end
                return (Say(text="请稍等。"), LookUp(query="客户资料", given={"姓名": "卢文博"}))
            case Tick() if self.asked is not None and event.at - self.asked > 30_000:
                return (Say(text="还在查。"),)
            case LookedUp():
                return (OpenOrder(ref="1", kind=OrderKind.FAULT, subject="漏水"),)
            case OrderOpened():
                return Say(text=f"单号{event.number}。"), SendSms(ref="2", to="139", text="好")
            case SmsSent():
                return Say(text="再见。"), HangUp(reason=EndReason.COMPLETED)
            case _:
                return ()


class Company:
    """Answers everything at once."""

    def answer(self, request: Request, at: Ms) -> LookedUp | OrderOpened | SmsSent:
        match request:
            case LookUp():
                return LookedUp(at=at, query=request.query, found={"余额": "8元"})
            case OpenOrder():
                return OrderOpened(at=at, ref=request.ref, number="77", promised="2026-03-03T10:00:00+08:00")
            case SendSms():
                return SmsSent(at=at, ref=request.ref)


def talk(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], session: Session, *lines: str
) -> list[dict[str, Any]]:
    data = "".join(line + "\n" for line in lines).encode()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    serve(session)
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def kinds(replies: list[dict[str, Any]]) -> list[str]:
    return [reply["type"] for reply in replies if reply["type"] != "turn_end"]


BEGIN = ('{"type":"ring"}', '{"type":"connected"}', '{"type":"heard","text":"漏水了"}')


def test_a_company_at_hand_answers_at_once_and_its_answers_are_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    session = Session(Desk(), direction="inbound", company=Company())
    replies = talk(monkeypatch, capsys, session, *BEGIN)
    assert kinds(replies) == [
        "say", "say", "look_up", "looked_up", "open_order", "order", "say", "send_sms", "sms", "say", "hang_up", "record",
    ]  # fmt: skip
    answered = {reply["type"]: reply for reply in replies}
    assert answered["looked_up"]["found"] == {"余额": "8元"}
    assert answered["order"]["number"] == "77"
    log = session.log()
    assert log.direction == "inbound"
    assert isinstance(log.events[0], Ring)
    assert [type(done.action) for done in log.done] == [LookUp, OpenOrder, SendSms, HangUp]


def test_behind_a_pipe_the_other_side_answers_when_it_likes_and_ticks_carry_the_time(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    replies = talk(
        monkeypatch,
        capsys,
        Session(Desk(), direction="inbound"),
        *BEGIN,
        '{"type":"tick","t":20}',
        '{"type":"tick","t":60}',
        '{"type":"looked_up","query":"客户资料","found":null}',
        '{"type":"order","ref":"1","number":"88","promised":"2026-03-03T10:00:00+08:00"}',
        '{"type":"sms","ref":"2"}',
    )
    assert kinds(replies) == [
        "say",
        "say",
        "look_up",
        "say",
        "open_order",
        "say",
        "send_sms",
        "say",
        "hang_up",
        "record",
    ]
    assert [reply["text"] for reply in replies if reply["type"] == "say"] == [
        "您好，请讲。",
        "请稍等。",
        "还在查。",
        "单号88。",
        "再见。",
    ]


def test_an_answer_that_comes_while_the_agent_speaks_does_not_cut_its_line() -> None:
    session = Session(Desk(), direction="inbound")
    session.feed(Connected(at=0))
    spoken = session.events[-1]
    session.feed(LookedUp(at=1, query="客户资料"))
    assert session.events[1] == spoken
    assert session.events[2].at == session.now >= 400


def test_the_call_is_kept_before_anything_is_printed_that_rests_on_what_was_noted() -> None:
    kept: list[int] = []
    session = Session(Desk(), direction="inbound", company=Company(), keeper=lambda log: kept.append(len(log.done)))
    session.feed(Connected(at=0))
    assert kept == []
    session.feed(Heard(at=9000, end=9500, text="漏水了"))
    assert kept == [4]
