"""Hand-made playbooks, logs, agents and customers."""

from collections.abc import Mapping
from random import Random
from typing import Any

from huashu.call import (
    Action,
    CallLog,
    Connected,
    EndReason,
    Event,
    HangUp,
    Heard,
    HungUp,
    Ms,
    Note,
    NoteKind,
    Said,
    Say,
    Side,
    speech_ms,
)
from huashu.customer import Leave, Move, Speak
from huashu.playbook.model import QA, Callee, Caller, Passage, Playbook, Role, ScriptLine, Step
from huashu.rehearsal.ports import Player
from huashu.rehearsal.scenario import DeskScenario
from huashu.rehearsal.score import Breach, Inspected

OPENING = "您好，请问是周先生吗？我是安居宽带的回访员小陈。"
VISIT = "上周三师傅上门给您修过宽带，想问问您当时的感受。"
SPEED = "那网速现在跟您办的套餐对得上吗？"
GOODBYE = "多谢您抽空接听，祝您一切顺心，再见。"
SORRY = "明白，那我不打扰您了，谢谢接听。"
FREE = "上门检修是免费的，不收任何费用。"
HOURS = "客服每天早上八点到晚上十点都有人。"


def passage(text: str) -> Passage:
    return Passage(text=text, line=1)


def step(number: int, title: str, *lines: str, when: str | None = None) -> Step:
    return Step(
        number=number, title=title, line=number, lines=tuple(ScriptLine(text=text, line=1, when=when) for text in lines)
    )


def playbook(*steps: Step, callee: Callee | None = None) -> Playbook:
    flow = steps or (
        step(1, "确认身份", OPENING),
        step(2, "说明来意", VISIT),
        step(3, "问网速", SPEED),
        step(4, "客户如有疑问，耐心回应", "您的意见我都记下了。"),
    )
    return Playbook(
        title="宽带回访",
        caller=Caller(
            role=Role(text="小陈，安居宽带回访员", line=1, name="小陈"),
            task=passage("回访上门检修"),
            steps=flow,
            qa=(
                QA(question="上门修要钱吗", answer=FREE, line=1),
                QA(question="客服几点上班", answer=HOURS, line=1),
            ),
            opening=passage(OPENING),
            closings=(passage(GOODBYE), passage(SORRY)),
        ),
        callee=callee or Callee(role=passage("周先生，装修公司老板")),
    )


def call_log(
    *lines: str,
    by: Side | None = Side.AGENT,
    truth: Mapping[str, Any] | None = None,
    record: Mapping[str, Any] | None = None,
    gap: Ms = 400,
) -> CallLog:
    """``坐：`` and ``客：`` lines, spoken one after the other with ``gap`` ms between them."""
    now = 0
    events: list[Event] = [Connected(at=0)]
    for line in lines:
        who, text = line.split("：", 1)
        end = now + speech_ms(text)
        events.append(Said(at=now, end=end, text=text) if who == "坐" else Heard(at=now, end=end, text=text))
        now = end + gap
    if by is not None:
        events.append(HungUp(at=now, by=by))
    return CallLog(id="c", events=tuple(events), truth=truth or {}, record=record or {})


class ScriptedAgent:
    """Says its lines in turn, one for each time the customer has spoken; then hangs up."""

    def __init__(self, lines: tuple[str, ...] = (OPENING, VISIT, SPEED, GOODBYE)) -> None:
        self.lines = list(lines)
        self.seen: list[Event] = []

    def step(self, event: Event) -> tuple[Action, ...]:
        self.seen.append(event)
        if not isinstance(event, Connected | Heard) or not self.lines:
            return ()
        line = self.lines.pop(0)
        note = (Note(kind=NoteKind.FEEDBACK, text=event.text, heard_at=event.at),) if isinstance(event, Heard) else ()
        if self.lines:
            return (*note, Say(text=line, because=("S0.4",)))
        return (*note, Say(text=line, because=("S0.12",)), HangUp(reason=EndReason.COMPLETED, after=2000))


class DrawnCustomer:
    """Answers with one of a few lines, drawn; sometimes refuses and leaves. Keeps his truth."""

    def __init__(self, draws: Random) -> None:
        self.draws = draws
        self.turn = 0
        self.signals: list[dict[str, Any]] = []
        self.left: dict[str, Any] | None = None

    def pick_up(self) -> tuple[Move, ...]:
        return (self._speak("喂，哪位？", 300),)

    def hear(self, text: str, at: Ms, end: Ms) -> tuple[Move, ...]:
        if "再见" in text:
            return ()
        if self.draws.random() < 0.2:
            self.signals.append({"turn": self.turn, "act": "refuse", "cause": "没耐心"})
            self.left = {"by": "customer", "why": "没耐心"}
            return self._speak("不用了，别打了", 500), Leave(pause=4000, why="没耐心")
        return (self._speak(self.draws.choice(["嗯，你说", "还行吧", "师傅来得挺准时"]), self.draws.randint(200, 900)),)

    def _speak(self, text: str, pause: Ms) -> Speak:
        self.turn += 1
        return Speak(text=text, pause=pause)

    def agent_silent(self, ms: Ms) -> tuple[Move, ...]:
        return (Leave(pause=0, why="没人说话"),) if ms > 8000 else ()

    def agent_left(self, at: Ms) -> None:
        self.left = self.left or {"by": "agent", "why": ""}

    def truth(self) -> Mapping[str, Any]:
        return {
            "persona": "周先生", "temperament": "busy" if self.signals else "friendly", "mood": {"patience": round(self.draws.random(), 2)},
            "end_signals": self.signals, "left": self.left,
        }  # fmt: skip


class FakeCast:
    """Scripted agents, drawn customers."""

    def agent(self, playbook: Playbook) -> ScriptedAgent:
        return ScriptedAgent()

    def customer(self, playbook: Playbook, draws: Random) -> DrawnCustomer:
        return DrawnCustomer(draws)

    def record(self, log: CallLog) -> Mapping[str, Any]:
        reasons = [done.action.reason.value for done in log.done if isinstance(done.action, HangUp)]
        return {"end_reason": reasons[0] if reasons else "customer_hung_up", "feedback": []}

    def inspect(self, log: CallLog) -> Inspected:
        long = len(log.events) > 8
        return Inspected(score=80 if long else 100, breaches=(Breach(clause="too-long", event=2, why="太长"),) * long)

    def desk(self, subject: DeskScenario) -> Player:
        raise NotImplementedError("these tests take no calls")


class UnluckyCast(FakeCast):
    """One customer in five cannot be built."""

    def customer(self, playbook: Playbook, draws: Random) -> DrawnCustomer:
        if draws.random() < 0.2:
            raise ValueError("造不出这个客户")
        return DrawnCustomer(draws)
