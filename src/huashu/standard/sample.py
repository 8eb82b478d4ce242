"""Short calls as they stand in a clause's examples.

A line is ``[+gap] speaker[(happening)|[acts]][{length, sound}][：words]``::

    坐席：您好，请问是林先生吗
    +1.5s 客户[busy]：在开会            1.5 s after the event before; known to be "busy"
    坐席(保持)   +28s 坐席：还在查   +26s 坐席(恢复)
    客户(沉默 4s)   客户(噪音 2s)   系统(响铃)   客户(挂断)   坐席(挂断)
    系统(接通)   坐席(转接 主管)   客户(按键 2#)
    坐席{95s}：…                        a line that takes 95 s
    客户{音量 -50, 噪声 -38, 信噪比 6, 削波, 回声}：…    what was measured while he spoke (dBFS, dB)
    坐席(登记勿扰)   坐席(记录反馈)      done beside the line: no event of the call

A customer's line with acts is taken to do exactly those; one without them is left to the ears, if there are any.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from huashu.call import (
    Act,
    Action,
    AudioFacts,
    CallLater,
    CallLog,
    Connected,
    Done,
    DoNotContact,
    Dtmf,
    Event,
    Heard,
    HoldEnded,
    HoldStarted,
    HungUp,
    Ms,
    Noise,
    Note,
    NoteKind,
    Ring,
    Said,
    Side,
    Silence,
    Transferred,
    speech_ms,
)
from huashu.call.event import end_of
from huashu.standard.ears import Ears, Understood

_LINE = re.compile(
    r"(?:(?P<gap>[+-]\d+(?:\.\d+)?)s\s*)?(?P<who>坐席|客户|系统)"
    r"(?:\((?P<happening>[^)]*)\)|\[(?P<acts>[^\]]*)\])?(?:\{(?P<facts>[^}]*)\})?\s*(?:[：:]\s*(?P<text>.*))?"
)
_LENGTH = re.compile(r"(?P<seconds>\d+(?:\.\d+)?)s")
_MEASURED = re.compile(r"(?P<what>音量|噪声|信噪比)\s*(?P<value>-?\d+(?:\.\d+)?)|(?P<fault>削波|回声)")
_HAPPENING = re.compile(r"(?P<what>\S+)(?:\s+(?P<length>\d+(?:\.\d+)?)s)?")
_PASSED = re.compile(r"转接(?:\s+(?P<to>.+))?")
_PRESSED = re.compile(r"按键\s+(?P<digits>[0-9*#]+)")
_SIDES: Mapping[str, Side] = {"坐席": Side.AGENT, "客户": Side.CUSTOMER, "系统": Side.SYSTEM}
_GAP: Ms = 700
_DEEDS: Mapping[str, Action] = {
    "登记勿扰": DoNotContact(text="例"),
    "约时": CallLater(when="例"),
    "记录反馈": Note(kind=NoteKind.FEEDBACK, text="例"),
    "记录回答": Note(kind=NoteKind.ANSWER, text="例"),
    "记录问题": Note(kind=NoteKind.OPEN_QUESTION, text="例"),
}


class SampleError(ValueError):
    """A line of a short call that cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A short call: the log, and what its customer's lines are known to do."""

    log: CallLog
    acts: Mapping[str, frozenset[Act]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    acts: frozenset[Act]

    def has(self, *acts: Act) -> bool:
        return all(act in self.acts for act in acts)

    @property
    def scores(self) -> Mapping[Act, float]:
        return dict.fromkeys(self.acts, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleEars:
    """Hears a sample's lines as annotated, and any other with ``others`` (without them: as doing nothing)."""

    known: Mapping[str, frozenset[Act]]
    others: Ears | None = None

    def understand(self, text: str, context: str = "") -> Understood:
        """What the sample says that ``text`` does."""
        if text in self.known or self.others is None:
            return _Known(acts=self.known.get(text, frozenset()))
        return self.others.understand(text, context)


def read_sample(
    lines: tuple[str, ...],
    *,
    agent: Literal["human", "robot"] = "robot",
    direction: Literal["inbound", "outbound"] = "outbound",
    kind: str = "",
    profile: Mapping[str, str] | None = None,
    records: Mapping[str, Any] | None = None,
) -> Sample:
    """The short call that ``lines`` write down. Raises ``SampleError``."""
    events: list[Event] = []
    done: list[Done] = []
    acts: dict[str, frozenset[Act]] = {}
    now: Ms = 0
    for line in lines:
        match = _LINE.fullmatch(line.strip())
        if match is None:
            raise SampleError(f"看不懂这一行 (cannot read): “{line}”。写成 坐席：…、客户[refuse]：… 或 坐席(挂断)")
        if (deed := _DEEDS.get(match["happening"] or "")) is not None:
            done.append(Done(at=now, action=deed))
            continue
        gap = round(float(match["gap"]) * 1000) if match["gap"] else None
        event = _event(match, line, now, gap)
        if match["acts"] is not None:
            acts[(match["text"] or "").strip()] = _acts(match["acts"], line)
        events.append(event)
        now = end_of(event)
    log = CallLog(
        id="例",
        agent=agent,
        direction=direction,
        kind=kind,
        profile=dict(profile or {}),
        records=dict(records or {}),
        events=tuple(events),
        done=tuple(done),
    )
    return Sample(log=log, acts=acts)


def _event(match: re.Match[str], line: str, now: Ms, gap: Ms | None) -> Event:
    side = _SIDES[match["who"]]
    if match["happening"] is not None:
        return _happening(match["happening"], side, now, gap, line)
    text = (match["text"] or "").strip()
    if not text or side is Side.SYSTEM:
        raise SampleError(f"这一行没有话 (nothing is said): “{line}”，请在冒号后写上 (add it after the colon)")
    at = max(0, now + (_GAP if gap is None and now else gap or 0))
    length, audio = _facts(match["facts"] or "", line)
    end = at + (speech_ms(text) if length is None else length)
    kind = Said if side is Side.AGENT else Heard
    return kind(at=at, end=end, text=text, audio=audio)


def _facts(written: str, line: str) -> tuple[Ms | None, AudioFacts | None]:
    """The length of a line and what was measured of its sound, each ``None`` when not given."""
    length: Ms | None = None
    measured: dict[str, float] = {}
    faults: set[str] = set()
    for part in filter(None, map(str.strip, re.split("[,，]", written))):
        if (found := _LENGTH.fullmatch(part)) is not None:
            length = round(float(found["seconds"]) * 1000)
        elif (found := _MEASURED.fullmatch(part)) is None:
            raise SampleError(
                f"看不懂“{part}” (cannot read): “{line}”；可写 (write) 95s、音量 -50、噪声 -38、信噪比 6、削波、回声"
            )
        elif found["fault"]:
            faults.add(found["fault"])
        else:
            measured[found["what"]] = float(found["value"])
    if not measured and not faults:
        return length, None
    return length, AudioFacts(
        level_dbfs=measured.get("音量"),
        noise_dbfs=measured.get("噪声"),
        snr_db=measured.get("信噪比"),
        clipped="削波" in faults,
        echo="回声" in faults,
    )


def _happening(words: str, side: Side, now: Ms, gap: Ms | None, line: str) -> Event:
    match = _HAPPENING.fullmatch(words.strip())
    at = now + (gap or 0)
    length = round(float(match["length"]) * 1000) if match and match["length"] else 1000
    if (passed := _PASSED.fullmatch(words.strip())) is not None:
        return Transferred(at=at, to=passed["to"] or "", by=side)
    if (pressed := _PRESSED.fullmatch(words.strip())) is not None:
        return Dtmf(at=at, digits=pressed["digits"], side=side)
    match match and match["what"]:
        case "沉默":
            return Silence(at=at, end=at + length, side=side)
        case "噪音":
            return Noise(at=at, end=at + length, side=side)
        case "响铃":
            return Ring(at=at, end=at + length)
        case "接通":
            return Connected(at=at)
        case "保持":
            return HoldStarted(at=at, by=side)
        case "恢复":
            return HoldEnded(at=at, by=side)
        case "挂断":
            return HungUp(at=now + (3000 if gap is None else gap), by=side)
        case _:
            known = f"沉默 4s、噪音 2s、响铃、接通、保持、恢复、转接 主管、按键 2#、挂断、{'、'.join(_DEEDS)}"
            raise SampleError(f"不认识“({words})” (unknown happening): “{line}”；可用 (use one of): {known}")


def _acts(written: str, line: str) -> frozenset[Act]:
    try:
        return frozenset(Act(name.strip()) for name in written.split(",") if name.strip())
    except ValueError as error:
        what = f"不认识的客户行为 (unknown act): {error}: “{line}”；可用的见 huashu understand (see docs/standard.md)"
        raise SampleError(what) from error
