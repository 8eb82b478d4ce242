"""The shape of a cue, and what only a machine says on the telephone."""

from dataclasses import dataclass

from huashu.call import Act

_QUOTED = (
    r"没说(?:过)?(?:要|不|别|以后|让)?|没有说|不是说|没讲|又没|谁说|没让你|没叫你|不是(?:不|要|想|让|叫)|没想|没要|不想让|"
    r"别人(?:说|都)|(?:他|她|我妈|我爸|我老公|我老婆|人家|你们|客服|同事|上次|之前)(?:跟我|还|就|都)?(?:说|让我)|以为我?|怕|担心|万一|如果|要是"
)
"""What quotes, denies or supposes what follows, searched right before a match."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """How one act shows. ``sure``: enough by itself. ``hint``: a sign among others. ``unless``: the whole utterance
    is then not that act by these words. ``quoted``: a match right after a quotation or a denial does not count."""

    act: Act
    sure: tuple[str, ...] = ()
    hint: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    quoted: str = _QUOTED


MACHINE: tuple[str, ...] = (
    r"您(?:好[，。 ]?)?(?:所)?拨(?:打|叫)的(?:用户|号码|电话|机主|分机|客户)",
    r"(?:您|你)呼叫的(?:用户|号码|电话)",
    r"滴(?:的一)?声(?:之)?后",
    r"(?:嘟|哔|提示音)(?:的一)?(?:声)?(?:之)?后.{0,4}(?:留言|录音|说)",
    r"请(?:您)?(?:稍后|稍候|过会儿?)(?:再|重)拨",
    r"(?:语音|电话|智能|通话|来电|ai|手机)(?:助手|助理|秘书|管家|代接|小秘书)",
    r"机主(?:的|现在|暂时|正|不方便|正在|设置|开启)",
    r"(?:正在|已为您|为您|已经)?转(?:接|到|入)(?:至|到)?(?:语音)?(?:信箱|留言)",
    r"语音信箱|留言信箱|呼叫(?:转移|保持)中|来电提醒(?:服务|业务)|短信(?:的方式|形式)?(?:通知|提醒)(?:机主|对方|用户)",
    r"(?:is|has been) (?:powered off|not available|busy|turned off)|the (?:number|subscriber|user) you|leave a message|"
    r"please (?:redial|try again) later|sorry[，,! ]*the",
    r"(?:我会|帮您|为您|会)(?:如实)?转(?:告|达)(?:给)?(?:机主|主人|他本人|她本人)",
    r"请(?:直接)?(?:留言|说出来电(?:意图|事由))|请问(?:您)?找(?:他|她|机主)有什么事.{0,6}(?:转告|转达|记录)",
    r"(?:已关机|是空号|暂时无法接通|无人接听|已停机|不在服务区|正在通话中)[，。]?(?:请|sorry|$)",
)
"""What only a machine says on the telephone: the network's announcements, voicemail, a voice assistant."""
