"""What his own words plainly mean: the check that the ground truth says what a human listener would say."""

import re
from functools import lru_cache

_P = re.compile
_CONDITIONAL = _P(r"(再|要是|如果|不然|否则)[^，。！]{0,10}(挂|投诉|拉黑)|只能(直接)?挂|我(可)?就挂")
_GOING = _P(r"，(我这边|我先|我|先)?挂了")
_DNC = _P(
    r"(别|不要|甭|勿|不用|莫)(再|老|总)?(给我|给咱|来|往我这|继续)?(打(?!扰|断|岔|听|算)|联系|来电|致电|骚扰)(我|给我|过来|来|电话|这种电话|了|扰)*(?!误)"
    r"|(删|删掉|删了|拉黑|去掉).{0,3}(号码|电话)|(号码|电话).{0,4}(删|去掉|拉黑)"
)
_DNC_SCOPE = _P(r"以后|再|别(打|联系)|骚扰|删|去掉|不要(打|联系)|别(给我)?打|往后")
_REPORTED = _P(r"不是说|说过|早(就)?说|上次说")
_END = _P(
    r"挂了|挂吧|结束(了|吧)|别再(说|讲|问|烦|推)|挂断了|直接挂|先挂|得挂|不(说|聊|讲|谈)了|别(说|讲|问|聊|介绍|推)了|(先|就|那)这样(吧|了|$|，)|到(这|此)(儿|里|为止)|到此为止"
    r"|拜拜|再见|免谈|不(太)?想(再)?(听|聊|说|谈|参加|接受)|我不想|不参加了|没(了|有了|别的了)，(就这些|都挺好)|懒得(聊|说|参加|配合|接受)"
)
_REFUSE = _P(
    r"没兴趣|不感兴趣|没必要|不必(聊|说|问)|(?<!要)不需要|(不用(?!钱|担|怕|排|等))(了|谢|再|聊|介绍|说|讲|回访|跟我|不用|给我|推|$|，)|算了(吧|，)?(?=$|，不|，挂|，谢|，就)|不听|跟我说没用|免了"
    r"|别给我推|还是不用|就不用"
)
_BUSY = _P(
    r"没(空|时间)(?!看|管)|(在|正)(忙|开会|开车|上课|上班|干活|吃饭|接待|带娃|接孩子|哄孩子|喂孩子|装货|盘货|开着)|开着(会|车)|正忙|忙着|忙不过来|走不开|在外(面|头)(忙|办事)|，不方便(说|接|聊|$)|抽不开身|(现在|这会儿|眼下|今天|这阵子).{0,4}不方便|(手头|手上|这边)(正)?有事|(?<!不)会上(?!市|网|线)|没法(说|聊)|高速上"
)
_LATER = _P(
    r"(晚点|回头|过会儿|过一阵|改天|晚些时候|待会儿?|下午|晚上|上午|中午|明天|后天|下周|周[一二三四五六日]|[点半])[^，。]{0,8}((再)?(打|联系)|再说)"
)
_LATER_TIME = _P(r"[一二三四五六七八九十两\d]+点|明天|后天|周[一二三四五六日]|下周|上午|下午|中午|晚上")
_HURRY = _P(r"长话短说|快(点)?(说|讲|问)|(说|讲)重点|直(接)?说")
_BYE_OUT = _P(
    r"打错|找错人|(他|她|人)(这会儿|现在|正好)?(不|没)在(?!乎|意|线)|(他|她|人)出去了|不是本人|留言|稍后再拨|信箱|找他本人|自己打给他"
)


def asks_no_more_calls(text: str) -> bool:
    """Whether it plainly asks never to be called again; only reminding of an earlier request is not enough."""
    return bool(_DNC.search(text)) and bool(_DNC_SCOPE.search(text)) and not _REPORTED.search(text)


def is_threat(text: str) -> bool:
    """Whether it only threatens to hang up ("再说我就挂了"): not yet an end signal."""
    return bool(_CONDITIONAL.search(text)) and not _REFUSE.search(text) and not _GOING.search(text)


def asks_later(text: str) -> bool:
    """Whether it plainly asks to be called at another time."""
    return bool(_LATER.search(text)) and not asks_no_more_calls(text)


def names_time(text: str) -> bool:
    """Whether a time stands in it."""
    return bool(_LATER_TIME.search(text))


def is_busy(text: str) -> bool:
    """Whether it plainly says that he cannot talk now; "busy, be quick" still lets the other speak."""
    return bool(_BUSY.search(text)) and not _HURRY.search(text)


@lru_cache(maxsize=16384)
def ends(text: str) -> bool:
    """Whether a listener would take it as the end of the talk: refusal, no more calls, busy, later, hanging up."""
    text = text.strip("。！!…~ ")
    if asks_no_more_calls(text):
        return True
    if is_threat(text):
        return False
    return bool(_END.search(text) or _REFUSE.search(text) or is_busy(text) or asks_later(text) or _BYE_OUT.search(text))
