"""A small service line, and a caller whose words are given: what the agent says and does, on a clock that events bring."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from functools import cache

from huashu.call import (
    Action,
    Connected,
    Event,
    Heard,
    Hold,
    HoldEnded,
    HoldStarted,
    LookedUp,
    LookUp,
    Ms,
    Note,
    OpenOrder,
    OrderOpened,
    Resume,
    Said,
    Say,
    Tick,
    speech_ms,
)
from huashu.dialogue.desk import DeskCall, DeskContext, Incoming, make_desk_context, start, step
from huashu.language import default_understander
from huashu.playbook.desk.model import Counter, Desk, Item, ItemKind, Limit, Offer, RecordField, Risk, Term, Want
from huashu.playbook.model import QA
from huashu.standard import load_standard

BEGAN = datetime(2026, 11, 20, 10, 0, tzinfo=timezone(timedelta(hours=8)))
RECORD = {"姓名": "王建国", "登记手机号": "13800012345", "余额": "36.5元", "套餐": "畅听59"}
PRIVATE = ("36.5", "畅听59", "13800012345", "王建国")


def _want(name: str, ask: str, kind: str) -> Want:
    return Want(name=name, ask=ask, kind=kind, line=1)


DESK = Desk(
    title="青禾宽带客服",
    organisation="青禾宽带",
    department="客户服务中心",
    agent_id="0612",
    items=(
        Item(
            kind=ItemKind.LOOK_UP,
            name="查询账户余额",
            line=1,
            asked=("我还有多少话费", "余额还剩多少", "查下欠没欠费"),
            verify=True,
            fields=(RecordField(name="余额", samples=("36元",), line=1),),
            answer="您账户目前的余额是{余额}。",
            self_service="在掌上营业厅首页点我的余额",
        ),
        Item(
            kind=ItemKind.ORDER,
            name="宽带报修",
            line=1,
            asked=("宽带上不去网", "家里断网了", "光猫亮红灯"),
            wants=(
                _want("故障现象", "请问具体是什么现象？", "text"),
                _want("开始时间", "请问是什么时候开始的？", "time"),
            ),
            department="网络维护部",
            within="24小时",
            why="需要维护人员检测线路",
            interim="把光猫断电半分钟再插上",
        ),
        Item(
            kind=ItemKind.SERVICE,
            name="停机保号",
            line=1,
            asked=("我想把号码停一下但是保留", "办停机保号"),
            verify=True,
            effect="停机期间不能打电话和上网，号码保留。",
            fee="每月5元",
            department="业务受理组",
            within="2小时",
        ),
        Item(
            kind=ItemKind.COUNTER,
            name="过户",
            line=1,
            asked=("号码过给我老婆", "我想把号码转到别人名下"),
            documents=("双方身份证",),
            fee="不收费",
        ),
        Item(
            kind=ItemKind.CANCEL,
            name="销号",
            line=1,
            asked=("我要销户", "这个号我不用了要注销"),
            verify=True,
            effect="销号后号码不能恢复。",
            within="3个工作日",
        ),
        Item(kind=ItemKind.SMS, name="取消营销短信", line=1, asked=("老给我发短信烦死了", "别再给我发广告短信")),
    ),
    knowledge=(
        QA(question="宽带多少钱一个月", answer="家庭宽带100兆每月59元，300兆每月89元。", line=1),
        QA(question="营业厅几点上班", answer="营业厅每天上午9点到下午6点营业。", line=1),
    ),
    counters=(
        Counter(name="人民路营业厅", address="人民路18号", area="城东区", line=1),
        Counter(name="西湖营业厅", address="西湖大道5号", area="西湖区", line=1),
    ),
    limits=(
        Limit(
            what="减免违约金",
            line=1,
            asked=("违约金能不能给我免了",),
            why="违约金的减免需要主管审批",
            department="客户关怀部",
            within="2个工作日",
        ),
    ),
    keeping=(Offer(reason="资费太贵", text="我们有每月19元的省心套餐。", line=1),),
    messages=(Offer(reason="营销", text="主要是告诉您新的优惠。", line=1),),
    terms=(Term(term="光猫", meaning="运营商装的那个把光纤接成网线的小盒子", line=1),),
)


@cache
def context(risk: Risk = Risk.BALANCED) -> DeskContext:
    """What the agent of the small line needs."""
    return make_desk_context(DESK, default_understander(), load_standard(), risk)


@dataclass
class DeskLine:
    """One call. ``slow``: how long the company's systems take (ms); ``down``: they do not answer."""

    slow: Ms = 800
    down: bool = False
    number: str = "13800012345"
    record: Mapping[str, str] = field(default_factory=lambda: RECORD)
    ctx: DeskContext = field(default_factory=context)
    now: Ms = 0
    tick: Ms = 500
    log: list[Event] = field(default_factory=list)
    lines: list[Said] = field(default_factory=list)
    done: list[tuple[Ms, Action]] = field(default_factory=list)
    orders: dict[str, OpenOrder] = field(default_factory=dict)
    owed: list[tuple[Ms, Event]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.call: DeskCall = start(self.ctx, Incoming(number=self.number, began=BEGAN))
        self.event(Connected(at=0))

    def event(self, event: Event) -> None:
        """Something happens, and the agent acts on it."""
        self.log.append(event)
        decided = step(self.call, event, self.ctx)
        self.call = decided.call
        for action in decided.actions:
            self._carry_out(action)

    def _carry_out(self, action: Action) -> None:
        self.done.append((self.now, action))
        match action:
            case Say():
                said = Said(at=self.now + 400, end=self.now + 400 + speech_ms(action.text), text=action.text)
                self.now = said.end
                self.lines.append(said)
                self.event(said)
            case LookUp():
                right = all(self.record.get(name, value) == value for name, value in action.given.items())
                found = dict(self.record) if right and not self.down else None
                self._later(LookedUp(at=0, query=action.query, found=found, failed=self.down))
            case OpenOrder():
                number = "" if self.down else f"1120{len(self.orders) + 1:04d}"
                if number:
                    self.orders[number] = action
                promised = "" if self.down else "2026-11-21T10:00:00+08:00"
                self._later(OrderOpened(at=0, ref=action.ref, number=number, promised=promised, failed=self.down))
            case Hold():
                self.event(HoldStarted(at=self.now))
            case Resume():
                self.event(HoldEnded(at=self.now))
            case _:
                pass

    def _later(self, answer: LookedUp | OrderOpened) -> None:
        due = self.now + self.slow
        self.owed.append((due, replace(answer, at=due)))

    def wait(self, ms: Ms) -> None:
        """Time passes, and what the company's systems owe comes when it is due."""
        until = self.now + ms
        while self.now < until:
            self.now = min(until, self.now + self.tick)
            due = [pair for pair in self.owed if pair[0] <= self.now]
            self.owed = [pair for pair in self.owed if pair not in due]
            for _, event in due:
                self.event(replace(event, at=self.now))
            self.event(Tick(at=self.now))

    def hear(self, *utterances: str) -> str:
        """The caller says one thing after another; what the agent answers to the last."""
        before = 0
        for text in utterances:
            before = len(self.lines)
            begins = self.now + 600
            self.now = begins + speech_ms(text)
            self.event(Heard(at=begins, end=self.now, text=text))
            if self.owed and self.slow < 2500:
                self.wait(self.slow)
                self.wait(self.slow if self.owed else 0)
        return "".join(line.text for line in self.lines[before:])

    def actions(self, kind: type[Action]) -> list[Action]:
        """The actions of a kind, in order."""
        return [action for _, action in self.done if isinstance(action, kind)]

    def noted(self, key: str) -> list[str]:
        """The values noted under ``key``."""
        return [str(one.value) for _, one in self.done if isinstance(one, Note) and one.key == key]

    def texts(self) -> list[str]:
        """Everything the agent said."""
        return [line.text for line in self.lines]


def call_with(utterances: Iterable[str], **options: object) -> DeskLine:
    """A call in which the caller says ``utterances``."""
    line = DeskLine(**options)  # type: ignore[arg-type]
    line.hear(*utterances)
    return line
