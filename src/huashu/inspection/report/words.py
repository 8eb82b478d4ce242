"""How a report says things: names of areas, sides and kinds, times, and what a score looks like."""

from collections.abc import Mapping

from huashu.call import Ms
from huashu.inspection.score import PASS
from huashu.standard import Area

AREAS: Mapping[str, str] = {area.value: area.label for area in Area}
DIRECTIONS: Mapping[str, str] = {"inbound": "呼入", "outbound": "呼出"}
NATURES: Mapping[str, str] = {"harassment": "骚扰", "not_harassment": "不是骚扰"}
NO_AGENT = "未注明坐席"

_STEPS = (95, 90, 80, 70, PASS + 1)


def area_name(area: str) -> str:
    """The Chinese name of an area; one we do not know keeps its own."""
    return AREAS.get(area, area)


def clock(ms: Ms) -> str:
    """m:ss, with hours where there are any."""
    minutes, second = divmod(ms // 1000, 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02d}:{second:02d}" if hours else f"{minute}:{second:02d}"


def length(ms: Ms) -> str:
    """A stretch of time in words."""
    minutes, second = divmod(round(ms / 1000), 60)
    return f"{minutes} 分 {second} 秒" if minutes else f"{second} 秒"


def heat(score: float | None) -> int:
    """How warm a score is painted, rounded as it is shown: from 0 (95 and more) to 5 (no pass); ``-1`` without one."""
    if score is None:
        return -1
    return next((step for step, least in enumerate(_STEPS) if round(score) >= least), len(_STEPS))
