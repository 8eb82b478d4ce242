"""A small scenario, ears that are told what to hear, and a way to play a call turn by turn."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from huashu.call import (
    Act,
    Action,
    Connected,
    EndReason,
    Event,
    HangUp,
    Heard,
    HungUp,
    Ms,
    Note,
    Said,
    Say,
    Side,
    speech_ms,
)
from huashu.call.event import end_of
from huashu.dialogue import CallState, Context, Limits, compile_script, start, step
from huashu.language import Understanding
from huashu.language.slots import find_slots
from huashu.playbook import parse
from huashu.playbook.knowledge import Match
from huashu.playbook.model import Playbook

SCENARIO = """# 电话拨打方
## 角色
周敏——晨光宽带的客户回访专员，女，30岁，说话干脆。
## 核心任务
回访上门维修的感受，记录真实意见，客户不想聊就礼貌收尾。
## 目标客户画像
- 姓名：何立先生
- 最近服务：3月2日上门维修
## 分步流程和话术
1. **确认身份**
   - “您好，请问是何立先生吗？”
   - 客户问是谁：“我是晨光宽带的周敏，做个简短回访，不推销。”
2. **说明来意**
   - “3月2日师傅上门修过网络，想听听您的真实感受，一分钟就好。”
3. **了解感受**
   - “您觉得这次维修有哪里不满意吗？”
   - 客户没兴趣：“没关系，您不方便细说也可以。”
4. **约定复查**
   - “我们可以安排师傅免费复查一次，您看需要吗？”
   - 客户不需要：“好的，那就不安排了。”
5. **服务升级**
   - “另外我们新上线了小程序报修，比打电话快一些。”
## 问答知识库
- Q：复查要钱吗？
  A：复查是免费的，不收任何费用。
- Q：你们是推销的吧？
  A：您放心，这次只做回访，不推销任何产品。
## 开场白
“您好，请问是何立先生吗？我是晨光宽带的周敏，做个简短回访，不推销，占用您一分钟，方便吗？”
## 结束条件
1. 客户明确拒绝
2. 客户说忙
## 结束语
- “谢谢您的反馈，祝您生活愉快，再见。”
- “明白了，不打扰您了，感谢接听。”
- “您先忙，改天再联系，谢谢您。”
"""


def playbook(text: str = SCENARIO) -> Playbook:
    """The scenario parsed; fails when it has errors."""
    parsed = parse(text)
    assert parsed.playbook is not None, parsed.errors
    return parsed.playbook


TOLD: dict[str, tuple[Act, ...]] = {}
"""What the ears of the tests were told about the words they hear."""


def tell(text: str) -> str:
    """“行，你说|affirm”: the words before the bar mean the acts behind it. Gives the words."""
    words, _, names = text.partition("|")
    TOLD[words] = tuple(act for act in Act if act in names.split(","))
    return words


def told(text: str, context: str = "") -> Understanding:
    """Ears that know what they were told, and nothing else."""
    acts = TOLD.get(text, ())
    return Understanding(text=text, acts=acts, scores=dict.fromkeys(acts, 0.9), slots=find_slots(text))


def context(script: Playbook | None = None, *, limits: Limits | None = None) -> Context:
    """A context on told ears; the knowledge finds the entry whose question stands in the utterance."""
    book = script or playbook()

    def match(question: str) -> Match:
        found = next((qa for qa in book.caller.qa if qa.question[:4] in question), None)
        return Match(entry=found, score=0.95 if found else 0.0, candidates=())

    return Context(
        script=compile_script(book),
        understand=told,
        match=match,
        faults=lambda line, heard, before: (),
        limits=limits or Limits(),
    )


@dataclass
class Stage:
    """One call, played by hand. ``lines`` is what the agent said."""

    ctx: Context
    call: CallState = field(default_factory=CallState)
    now: Ms = 0
    lines: list[str] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)

    def feed(self, event: Event) -> tuple[Action, ...]:
        """One event in; what the agent does about it."""
        decided = step(self.call, event, self.ctx)
        self.call, self.now = decided.call, max(self.now, end_of(event))
        self.actions += decided.actions
        for action in decided.actions:
            if isinstance(action, Say):
                self.lines.append(action.text)
                spoken = Said(at=self.now, end=self.now + speech_ms(action.text), text=action.text)
                self.call, self.now = step(self.call, spoken, self.ctx).call, spoken.end
        return decided.actions

    def connect(self) -> "Stage":
        """Somebody picks up."""
        self.feed(Connected(at=0))
        return self

    def hear(self, *utterances: str) -> "Stage":
        """The customer says these, one after the other."""
        for told_text in utterances:
            text = tell(told_text)
            at = self.now + 500
            self.feed(Heard(at=at, end=at + speech_ms(text), text=text))
        return self

    def hang_up(self) -> None:
        """The customer is gone."""
        self.feed(HungUp(at=self.now, by=Side.CUSTOMER))

    @property
    def reason(self) -> EndReason | None:
        """Why the agent hung up, if it has."""
        return next((action.reason for action in self.actions if isinstance(action, HangUp)), None)

    @property
    def notes(self) -> Sequence[Note]:
        """What was written down."""
        return [action for action in self.actions if isinstance(action, Note)]


def stage(**options: Limits) -> Stage:
    """A call on the small scenario, just connected."""
    ctx = context(**options)
    return Stage(ctx=ctx, call=start(ctx)).connect()


__all__ = ["SCENARIO", "Stage", "context", "playbook", "stage", "tell"]
