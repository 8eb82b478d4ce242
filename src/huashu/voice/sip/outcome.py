"""What became of a call that was dialled, out of what the network said of it. Tables, nothing else.

Sources: status codes of RFC 3261 section 21, RFC 8197 (607) and RFC 8688 (608); causes of ITU-T Q.850; the Reason
header of RFC 3326; how the two worlds answer to one another, RFC 3398 sections 7.2.4.1 and 8.2.6.1.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from huashu.call import EndReason, Side


class Ended(StrEnum):
    """How a line ended. Values never change once released."""

    BY_US = "by_us"
    BY_PEER = "by_peer"
    TRANSFERRED = "transferred"
    LOST = "lost"
    """The line dropped: nothing more was received, or the network failed."""
    REFUSED = "refused"
    """Never connected: the network or the other side said why in a status."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Close:
    """The end of a line as the network told it: the SIP status of a call that never connected, a Q.850 cause, words."""

    ended: Ended
    status: int | None = None
    cause: int | None = None
    phrase: str = ""


STATUS: Mapping[int, EndReason] = MappingProxyType(
    {
        301: EndReason.WRONG_NUMBER,
        401: EndReason.NETWORK,
        402: EndReason.NETWORK,
        403: EndReason.REJECTED,
        404: EndReason.WRONG_NUMBER,
        407: EndReason.NETWORK,
        408: EndReason.NO_ANSWER,
        410: EndReason.WRONG_NUMBER,
        416: EndReason.WRONG_NUMBER,
        433: EndReason.REJECTED,
        480: EndReason.NO_ANSWER,
        484: EndReason.WRONG_NUMBER,
        485: EndReason.WRONG_NUMBER,
        486: EndReason.LINE_BUSY,
        487: EndReason.NO_ANSWER,
        600: EndReason.LINE_BUSY,
        603: EndReason.REJECTED,
        604: EndReason.WRONG_NUMBER,
        606: EndReason.NETWORK,
        607: EndReason.REJECTED,
        608: EndReason.REJECTED,
    }
)
"""What a final status means (RFC 3261). A redirection is not followed: who else may be called is not the network's to
say; so 302 means that he himself was not reached."""

STATUS_CLASS: Mapping[int, EndReason] = MappingProxyType(
    {3: EndReason.NO_ANSWER, 4: EndReason.NETWORK, 5: EndReason.NETWORK, 6: EndReason.REJECTED}
)
"""What any other status means, by its first digit."""

CAUSE: Mapping[int, EndReason] = MappingProxyType(
    {
        1: EndReason.WRONG_NUMBER,
        17: EndReason.LINE_BUSY,
        18: EndReason.NO_ANSWER,
        19: EndReason.NO_ANSWER,
        20: EndReason.NO_ANSWER,
        21: EndReason.REJECTED,
        22: EndReason.WRONG_NUMBER,
        23: EndReason.WRONG_NUMBER,
        28: EndReason.WRONG_NUMBER,
        55: EndReason.REJECTED,
        87: EndReason.REJECTED,
    }
    | dict.fromkeys(
        (2, 3, 6, 26, 27, 29, *range(34, 55), 57, 58, 63, *range(65, 80), 88, 95, *range(96, 104), 111),
        EndReason.NETWORK,
    )
)
"""What a Q.850 cause means. It knows more than the status it came with (RFC 3398), unless it says nothing: 16 (normal
clearing), 31 (normal, unspecified) and 127 (interworking) are not here."""


ANNOUNCED: tuple[tuple[re.Pattern[str], EndReason], ...] = (
    (re.compile("空号|不存在|号码有误|有误请|已升位|改号"), EndReason.WRONG_NUMBER),
    (re.compile("正在通话|通话中|占线|正忙"), EndReason.LINE_BUSY),
    (re.compile("拒接|拒绝接听|设置了?来电"), EndReason.REJECTED),
    (re.compile("关机|停机|不在服务区|无法接通|无人接听|无应答|暂停服务|信号弱"), EndReason.NO_ANSWER),
    (re.compile("网络(?:忙|故障|拥塞)|线路(?:忙|故障)"), EndReason.NETWORK),
)
"""What announcements of networks in Mandarin mean, the first that fits."""

_VAGUE = frozenset({None, 408, 480, 487})
"""Statuses behind which an announcement knows more."""


def reason_of(close: Close, announced: str = "") -> EndReason:
    """Why a call that never connected ended: by its cause, else by what was ``announced`` where the status is vague,
    else by the status; without any of them the network failed, or we gave up ringing."""
    if close.cause is not None and close.cause in CAUSE:
        return CAUSE[close.cause]
    if close.status in _VAGUE:
        told = next((reason for words, reason in ANNOUNCED if words.search(announced)), None)
        if told is not None:
            return told
    if close.status is not None:
        return STATUS.get(close.status) or STATUS_CLASS.get(close.status // 100, EndReason.NETWORK)
    return EndReason.NO_ANSWER if close.ended is Ended.BY_US else EndReason.NETWORK


def hung_up_by(close: Close) -> Side:
    """Whose doing the end of the line was; the network's own is the system's."""
    match close.ended:
        case Ended.BY_US | Ended.TRANSFERRED:
            return Side.AGENT
        case Ended.BY_PEER:
            return Side.CUSTOMER
        case Ended.LOST:
            return Side.SYSTEM
        case Ended.REFUSED:
            return Side.CUSTOMER if reason_of(close) is EndReason.REJECTED else Side.SYSTEM


_STATUS = re.compile(r"([3-6]\d\d)(?: (.*))?", re.DOTALL)
_REASON = re.compile(r",\s*(?:Q\.850|SIP)\s*;.*", re.IGNORECASE | re.DOTALL)
_CAUSE = re.compile(r"Q\.850\s*;[^,]*?\bcause\s*=\s*(\d{1,3})", re.IGNORECASE)


def read_close(text: str, *, connected: bool, by_us: bool) -> Close:
    """The end of a line out of the stack's ``text``: “486 Busy Here”, behind a comma the Reason header if there was
    one. ``connected``: whether somebody had picked up; ``by_us``: whether we had hung up ourselves."""
    found = _CAUSE.search(text)
    cause = int(found[1]) if found else None
    text = _REASON.sub("", text)
    status = _STATUS.fullmatch(text)
    if status is not None and not connected:
        ended = Ended.BY_US if by_us else Ended.REFUSED
        return Close(ended=ended, status=int(status[1]), cause=cause, phrase=status[2] or "")
    return Close(ended=_ended(text, connected, by_us), cause=cause, phrase=text)


def _ended(text: str, connected: bool, by_us: bool) -> Ended:
    if text == "Call transfered":  # the stack's own spelling
        return Ended.TRANSFERRED
    if by_us:
        return Ended.BY_US
    if connected and text.startswith("Connection reset by peer"):  # the stack's word for a BYE
        return Ended.BY_PEER
    return Ended.LOST if connected else Ended.REFUSED
