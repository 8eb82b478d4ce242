"""What the agent's line before did for telling the caller's nature: probed, offered, refused, read the records."""

import re
from enum import StrEnum
from functools import lru_cache

from huashu.language.normalise import tidy

_DAYS = r"[一二两三四五六七八九十\d]+(?:个)?(?:工作日|小时|分钟|天)"


class AgentMove(StrEnum):
    """One thing an agent's line does. ``FOUND`` and ``MISSED`` tell what the company's records say to the story."""

    ASKED = "asked"
    OFFERED = "offered"
    REFUSED = "refused"
    CLOSING = "closing"
    FOUND = "found"
    MISSED = "missed"


_MOVES: tuple[tuple[AgentMove, re.Pattern[str]], ...] = (
    (
        AgentMove.ASKED,
        re.compile(
            r"请(?:您)?(?:报|提供|说|念|告诉|描述|核对)|请问|是哪|什么时(?:间|候)|多少|哪(?:里|个|一|位|张|天|家|条)|贵姓|怎么称呼|尾号|地址|"
            r"后四位|型号|颜色|户号|单号"
        ),
    ),
    (
        AgentMove.OFFERED,
        re.compile(
            r"(?:帮|给|为|替)您|可以(?:补|办|派|改|申请|先|登记|换|查|去|带|在|现在|退|开|约)|建议您|(?:需要|要|方便|愿意)[^，。]{0,8}(?:吗|？)|您带|您可以"
        ),
    ),
    (
        AgentMove.REFUSED,
        re.compile(
            r"(?:这|该|本|您的|此|其他人|别人|他人|那)[^，。]{0,12}(?:不属于|不在|无法|没办法|没有办法|不能|没法|满足不了|答复?不了|帮不(?:了|上)|"
            r"不受理|办不了|不予|给不了|安排不了|不提供|做不了)|(?:没有办法|无法|没法|不能|不便)(?:回答|答复|满足|受理|提供|回应|作答|安排|处理)|"
            r"(?:与|跟|和)[^，。]{0,8}(?:无关|没有关系)|业务(?:范围|以外|之外)"
        ),
    ),
    (
        AgentMove.CLOSING,
        re.compile(
            r"(?:没有|没|若|如果|要是)[^，。]{0,12}(?:业务|需要|需求|事|申请|意向|问题)[^。]{0,8}(?:挂|结束|到这|不打扰|不占用|不多|再见)|"
            r"先挂|挂断|挂机|结束(?:本次)?通话|通话[^，。]{0,4}(?:到|结束)|先到这|先这样|有[^，。]{0,6}(?:需要|业务|问题)[^，。]{0,6}再(?:打|来|联系)|"
            r"不(?:多|再)?(?:打扰|占用)您"
        ),
    ),
    (
        AgentMove.MISSED,
        re.compile(
            r"(?:没有|未)(?:登记|查到|找到|申请过|受理|这个|这样|任何|[^，。]{0,6}记录|[^，。]{0,4}发送)|查不到|查无|不存在|还在(?:使用|正常|上网|通话)|仍在|"
            r"(?:显示|检测|都是|还是|信号|线路|状态)[^，。]{0,8}正常|并没有|未通|不符|不一致|对不上|没有户主"
        ),
    ),
    (
        AgentMove.FOUND,
        re.compile(
            r"查到(?:了)?(?:[，。]|您)|对得上|核对(?:无误|一致)|吻合|(?<!不)一致|看到了|的?确实?是|您说得对|是我们[^，。]{0,4}(?:错|失误|原因|问题)|责任在我们|"
            r"正在(?:抢修|处理|修)|(?:已经|已)(?:停机|提交|登记|为您|给您|备注|挂失|安排|派|报|发送|办|停|通知)|工?单号(?:是|为)|编号(?:是|为)?\S|"
            rf"师傅[^，。]{{0,12}}(?:到|上门|联系|来|在路上)|记下了|{_DAYS}(?:内|以内|之内|到账|上门)|到账|马上(?:给您|恢复|叫|为您|派)|"
            r"我(?:来|现在|马上|这就)?给您(?:登记|关|办|停|恢复|补|改|退|派|换|转|安排)|跳闸|故障"
        ),
    ),
)


@lru_cache(maxsize=4096)
def agent_moves(line: str) -> frozenset[AgentMove]:
    """What the agent's ``line`` does; nothing for the empty line. A refusal outweighs whatever help it names."""
    tidied = tidy(line)
    moves = frozenset(move for move, pattern in _MOVES if pattern.search(tidied))
    return moves - {AgentMove.FOUND} if AgentMove.REFUSED in moves or AgentMove.MISSED in moves else moves


def found_words(line: str, move: AgentMove) -> str:
    """The words of ``line`` that make ``move``; empty when it does not."""
    pattern = dict(_MOVES)[move]
    match = pattern.search(tidy(line))
    return match.group() if match else ""
