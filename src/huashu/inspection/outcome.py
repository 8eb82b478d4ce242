"""How a call ended for the customer: one of the four ways of S2.17, or none of them."""

import re
from enum import StrEnum
from itertools import pairwise

from huashu.call import Act, Side, Transferred
from huashu.inspection.questions import asked_in
from huashu.standard.scene import Scene
from huashu.standard.text import plain


class Ending(StrEnum):
    """The four ways a call may end (S2.17). Values never change once released."""

    RESOLVED = "resolved"
    """Done in this call."""
    REFERRED = "referred"
    """Done as far as the telephone goes; the customer goes online or to a counter."""
    CALL_BACK = "call_back"
    """Not done; reported, and somebody calls back."""
    PASSED_ON = "passed_on"
    """Passed to the back office or to a colleague, who takes it from there."""

    @property
    def label(self) -> str:
        """What it is called in Chinese."""
        return {
            "resolved": "当场办妥",
            "referred": "转网上或柜台办理",
            "call_back": "上报后回电",
            "passed_on": "转后台处理",
        }[self]


_NOT_YET = re.compile(
    r"如果|要是|假如|也可以|需要的话|^以后|下次|如有|欢迎|还没|没有?办|办不了|不能|无法|没法|等.{0,6}才"
)
_CALL_BACK = re.compile(
    r"(?:回|致)(?:个|您|给您)?电(?!子)|回(?:个|您)?电话|回拨|(?:再|会|来)回访|(?:给|跟|和|与)您(?:回|打|联系|去?电)|(?:再|会|稍后|尽快|之内|以内|小时内|天内|前|点)(?:给)?(?:答复|回复|联系)您|等(?:我|我们)?(?:的)?(?:电话|回复|答复|通知)"
)
_PASSED_ON = re.compile(
    r"(?:转|交|派|报|递|提交|移交|升级)(?:给|到|至|去|由|接)?[^，?]{0,8}(?:后台|专员|专家|主管|部门|工程师|技术|师傅|网点|同事|班长|人工|值班|科室|物业|门店|运维)|工单|(?:帮|为|给)您转(?!账|发|入|出)|(?:安排|派)[^，?]{0,6}(?:师傅|工程师|人员|专员|同事)"
)
_REFERRED = re.compile(
    r"(?:到|去|前往|来|带[^，?]{0,12}(?:到|去|来))[^，?]{0,14}(?:营业厅|柜台|网点|门店|大厅|窗口|服务站|支行|现场|分店|挂号处)|(?:登录|打开|下载|进入|在|通过|用|上)[^，?]{0,10}(?:官网|app|小程序|公众号|网站|掌厅|网厅|自助机|手机银行|网页|客户端)"
)
_RESOLVED = re.compile(
    r"已经?(?:[给帮为替]您)?[^，?]{0,8}(?:办|取消|关|开通|改|退|解|恢复|处理|登记|核实|更新|补|发|查|完成|预约|挂失|停|注销|绑定|激活|调整|设置|续|订|到账|生效)|(?:办|处理|取消|修改|退|开通|设置|恢复|登记|挂失|预约|关闭|提交|改|调整|解决)(?:好|成功|完成|完毕|妥)了?|(?:办|查|改|退|关|取消|解绑|恢复|修)好了|(?:帮|给|为)您(?:查|看)(?:到|了)|(?:当场|马上|立刻|即时)生效"
)
_ANYTHING_ELSE = re.compile(r"(?:还有|其他|其它|别的)[^?]{0,10}(?:帮|需要|问题|疑问|吗|没)")
_NOTHING = re.compile(r"^(?:嗯|好|那)?，?(?:没|不用|不需要|暂时没|就这|可以了|行了|好了|没事)")
_STATES = re.compile(r"是[^，?]{2,}|[^，?]*(?:\d|[一二两三四五六七八九十百千]+)(?:元|块|天|点|号|个|分|月|年|兆|日)")


def ending_of(scene: Scene) -> tuple[Ending, int] | None:
    """How the call ended and the event that shows it; ``None`` when the log shows none of the four ways (refused, cut
    off, nobody there, or a caller without a need)."""
    for index, event in enumerate(scene.events):
        if isinstance(event, Transferred):
            return Ending.PASSED_ON, index
    said = [line for line in scene.lines if line.who is Side.AGENT]
    for line in reversed(said):
        if (ending := _told(plain(line.text))) is not None:
            return ending, line.index
    answers = [line for line in said if not asked_in(line.text) and _asked(scene, line.turn)]
    stated = [line for line in answers if _STATES.search(plain(line.text))] or answers
    if stated and _content(scene):
        return Ending.RESOLVED, stated[-1].index
    return _nothing_left(scene)


def _told(words: str) -> Ending | None:
    """The way out that a line announces. What must still happen counts before what is done."""
    pieces = [piece for piece in words.split("，") if not _NOT_YET.search(piece)]
    ways = (
        (Ending.PASSED_ON, _PASSED_ON),
        (Ending.CALL_BACK, _CALL_BACK),
        (Ending.RESOLVED, _RESOLVED),
        (Ending.REFERRED, _REFERRED),
    )
    found = {way for way, pattern in ways if any(pattern.search(piece) and piece[-1:] != "?" for piece in pieces)}
    if {Ending.PASSED_ON, Ending.CALL_BACK} <= found:
        return Ending.CALL_BACK
    return next((way for way, _ in ways if way in found), None)


def _nothing_left(scene: Scene) -> tuple[Ending, int] | None:
    """The question whether there is anything else, where the customer needs nothing any more."""
    for one, other in pairwise(scene.lines):
        offered = one.who is Side.AGENT and _ANYTHING_ELSE.search(plain(one.text))
        if offered and other.who is Side.CUSTOMER and _NOTHING.search(plain(other.text)):
            return Ending.RESOLVED, one.index
    return None


def _asked(scene: Scene, turn: int) -> bool:
    """Whether the turn before ``turn`` is the customer's and asks for something."""
    if turn == 0:
        return False
    before = scene.turns[turn - 1]
    asks = (Act.QUESTION, Act.REQUEST)
    return before[0].who is Side.CUSTOMER and any(scene.does(line, act) is True for line in before for act in asks)


def _content(scene: Scene) -> bool:
    """Whether the customer takes leave, thanks or agrees at the end."""
    last = [line for line in scene.lines if line.who is Side.CUSTOMER][-1:]
    acts = (Act.THANKS, Act.FAREWELL, Act.PRAISE, Act.FEEDBACK_POSITIVE)
    return any(scene.does(line, act) is True for line in last for act in acts)
