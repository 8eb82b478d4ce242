"""Two desks made in code, and an agent who is simple but keeps the stages, for the tests of callers."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from huashu.customer import Leave, Move, SimulatedCaller, Sound, Speak
from huashu.playbook.desk.model import (
    CallerCard,
    Counter,
    Desk,
    Item,
    ItemKind,
    Limit,
    Offer,
    RecordField,
    Term,
    Verification,
    Want,
)
from huashu.playbook.model import QA


def want(name: str, kind: str, ask: str = "", options: tuple[str, ...] = ()) -> Want:
    return Want(name=name, ask=ask or f"请问{name}是什么？", kind=kind, line=1, options=options)


def record(name: str, *samples: str) -> RecordField:
    return RecordField(name=name, samples=samples, line=1)


WATER = Desk(
    title="水务热线",
    organisation="清源水务",
    verification=Verification(fields=("户号", "户主姓名", "登记手机号"), needed=2, attempts=3),
    items=(
        Item(
            kind=ItemKind.LOOK_UP,
            name="欠费查询",
            line=1,
            asked=("我家欠了多少水费", "查一下水费还欠多少"),
            verify=True,
            fields=(record("欠费金额", "128.60元", "45.20元"), record("最近抄表", "二月三日")),
            answer="您名下目前欠费{欠费金额}。",
            self_service="关注公众号，点缴费，再点查询",
        ),
        Item(
            kind=ItemKind.LOOK_UP,
            name="停水通知查询",
            line=2,
            asked=("今天是不是停水", "什么时候来水"),
            fields=(record("停水时段", "今天9点到17点"),),
            answer="您那一带的停水时间是{停水时段}。",
        ),
        Item(
            kind=ItemKind.SERVICE,
            name="修改账单地址",
            line=3,
            asked=("账单寄到新地址", "我要改地址"),
            verify=True,
            wants=(want("新地址", "place", "请问新的账单地址是哪里？"),),
            answer="账单地址已经改为{新地址}，下个月起生效。",
        ),
        Item(
            kind=ItemKind.ORDER,
            name="漏水报修",
            line=4,
            asked=("水管漏水了", "家里漏水"),
            wants=(
                want("漏水地址", "place", "请问是哪里漏水？"),
                want("漏水情况", "text", "请问漏得厉害吗，是什么情况？"),
                want("联系电话", "phone", "请留一个联系电话，好吗？"),
            ),
            department="抢修班",
            within="4小时",
            why="需要师傅上门检查",
            interim="先把总阀关上",
        ),
        Item(
            kind=ItemKind.COUNTER,
            name="过户",
            line=5,
            asked=("房子卖了水表过户", "改户主名字"),
            documents=("身份证", "房产证"),
        ),
        Item(kind=ItemKind.CANCEL, name="销户", line=6, asked=("水表不用了想销户",)),
        Item(kind=ItemKind.SMS, name="停发短信", line=7, asked=("不要给我发账单短信了",)),
    ),
    knowledge=(
        QA(question="水费怎么收", answer="居民用水按阶梯收费，第一档每吨两块八。", line=8, phrasings=("水多少钱一吨",)),
        QA(question="水压低怎么办", answer="先看看总阀有没有开足，再看看水龙头滤网有没有堵住。", line=9),
    ),
    terms=(Term(term="阶梯收费", meaning="用得越多单价越高", line=10),),
    counters=(Counter(name="城南营业厅", address="南门路12号", line=11, area="城南"),),
    limits=(
        Limit(
            what="减免违约金",
            line=12,
            asked=("滞纳金给我免了",),
            why="违约金由系统按规定计收，坐席改不了",
            way="可以为您提交减免申请，由财务审核",
        ),
    ),
    keeping=(Offer(reason="觉得贵", text="可以办理低保户优惠", line=13),),
    messages=(Offer(reason="账单短信", text="短信免费，用来提醒您按时缴费", line=14),),
)
BARE = Desk(
    title="社区服务",
    organisation="邻里社区",
    items=(Item(kind=ItemKind.ORDER, name="投诉噪音", line=1, asked=("楼上太吵",)),),
)
CARDS = (
    CallerCard(
        name="急着查欠费的房东",
        line=1,
        facts={"户号": "30011289", "户主姓名": "邵国平", "登记手机号": "13700000121"},
        records={"欠费金额": "76.30元"},
        needs=("欠费查询",),
        says={"欠费查询": ("租客要退房，我得知道水费清没清",)},
        moments=("hesitates_identity",),
        habits=("impatient",),
    ),
    CallerCard(
        name="捣乱的",
        line=2,
        kind="harassing",
        says={"": ("你们的水把我的金鱼淹死了",)},
        habits=("joking", "prompted"),
    ),
)
GREETING = "您好，这里是清源水务，001号为您服务，请问有什么可以帮您？"
CLOSING = "感谢您来电，祝您生活愉快，再见。"


@dataclass
class Agent:
    """Keeps the stages of a call by the book, as if it understood everything: it reads the caller's truth."""

    caller: SimulatedCaller
    desk: Desk
    clock: int = 0
    heard: list[str] = field(default_factory=list)
    lines: list[tuple[str, list[Move]]] = field(default_factory=list)
    gone: bool = False

    def say(self, text: str) -> list[Move]:
        if self.gone:
            return []
        end = self.clock + 220 * len(text)
        moves = list(self.caller.hear(text, self.clock, end))
        self.clock = end + 1000
        self.lines.append((text, moves))
        self.heard += [move.text for move in moves if isinstance(move, Speak)]
        self.gone = any(isinstance(move, Leave) for move in moves)
        return moves

    def start(self) -> None:
        moves = list(self.caller.pick_up())
        self.lines.append(("", moves))
        self.heard += [move.text for move in moves if isinstance(move, Speak)]
        self.say(GREETING)

    def verify(self) -> None:
        for name in self.desk.verification.fields[: self.desk.verification.needed]:
            self.say(f"为了保护您的信息安全，请您提供一下{name}，好吗？")
            self.say("好的，请您继续。") if not self._given(name) else None
            if not self._given(name):
                self.say(f"核实身份是为了保护您的资料，麻烦您报一下{name}可以吗？")

    def _given(self, name: str) -> bool:
        return any(entry["name"] == name for entry in self.caller.truth()["given"])

    def verified(self) -> bool:
        return self.caller.truth()["identity"]["may_be_told_from"] is not None

    def serve(self) -> None:
        """Handle every need that he has told."""
        for _ in range(5):
            need = next((n for n in self.caller.truth()["needs"] if n["turn"] is not None and not n["got"]), None)
            if need is None or self.gone:
                return
            self._handle(need)

    def _handle(self, need: dict[str, Any]) -> None:
        item = self.desk.item(need["item"]) if need["item"] else None
        if item is not None and item.verify:
            if not self.verified():
                self.verify()
            if not self.verified():
                self.say("抱歉，没有核实到您的身份，今天没法为您查询，请您带上证件到营业厅办理。")
                return
        for wanted in item.wants if item is not None else ():
            self.say(wanted.ask)
        right = need["right"]
        outcome = right["outcome"]
        if outcome == "record_told":
            self.say(
                "查到了，" + "，".join(f"{name}是{value}" for name, value in right.get("values", {}).items()) + "。"
            )
        elif outcome == "answered":
            self.say(right["answer"])
        elif outcome == "service_done":
            self.say("已经为您办好了。")
        elif outcome == "counter_told":
            self.say("这项业务要到城南营业厅办理，地址是南门路12号。")
        elif outcome == "refused_with_way":
            self.say(f"很抱歉，这超出了我的权限，{right['way']}。")
            self.say(f"您别着急，{right['way']}。")
        elif outcome == "sms_explained":
            self.say("这些短信是免费的，用来提醒您按时缴费。")
        elif outcome == "suggestion_taken":
            self.say("您的建议我已经记录下来，会反馈给产品部门，谢谢您。")
        elif outcome == "cancelled":
            self.say("请问您是什么原因想取消呢？")
            self.say("给您推荐一个更便宜的办法，您考虑一下好吗？")
            self.say("好的，已经为您取消了。")
        elif outcome == "call_back":
            self.say("这项业务我需要请教班长，稍后给您回电话，您看可以吗？")
            self.say("好的，24小时之内给您回电话。")
        else:
            self.say("工单已经建好了，工单号是GD20260001，4小时内会有师傅联系您。")

    def finish(self) -> None:
        for _ in range(4):
            before = len([n for n in self.caller.truth()["needs"] if n["turn"] is not None])
            self.say("请问还有其他可以帮您的吗？")
            self.say("好的，我在听，您请讲。") if self.heard and "还" in self.heard[-1] else None
            if len([n for n in self.caller.truth()["needs"] if n["turn"] is not None]) == before:
                break
            self.serve()
        self.say("请问您对这次服务满意吗？")
        self.say(CLOSING)


def call(caller: SimulatedCaller, desk: Desk, more: Callable[[Agent], None] | None = None) -> Agent:
    """A whole call."""
    agent = Agent(caller, desk)
    agent.start()
    if more is not None:
        more(agent)
    agent.serve()
    agent.finish()
    if not agent.gone:
        caller.agent_left(agent.clock)
    return agent


def transcript(agent: Agent) -> str:
    rows = []
    for line, moves in agent.lines:
        rows.append(f"坐席：{line}" if line else "")
        for move in moves:
            rows.append(f"    客户：{move.text}" if isinstance(move, Speak) else f"    {move}")
    return re.sub(r"\n+", "\n", "\n".join(rows))


__all__ = ["BARE", "CARDS", "CLOSING", "GREETING", "WATER", "Agent", "Sound", "call", "transcript"]
