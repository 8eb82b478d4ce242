"""The call log: one call, in order, whoever wrote it. The narrow waist that every other room reads."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from huashu.call.action import Action
from huashu.call.event import Event, Ms


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """An action the agent took off the line (a note, a mark in the record) and when."""

    at: Ms
    action: Action


@dataclass(frozen=True, slots=True, kw_only=True)
class CallLog:
    """One call. ``events`` is what could be heard on the line; ``done`` is what the agent did beside it.

    ``profile`` is what the agent knows of the customer, ``records`` the company's facts. ``record`` and ``truth`` are
    side channels: what the agent took away, and what a simulated customer really meant. ``extra`` keeps the keys of
    the file that we do not know, so that nothing is lost.
    """

    id: str
    direction: Literal["inbound", "outbound"] = "outbound"
    agent: Literal["human", "robot"] = "robot"
    kind: str = ""
    profile: Mapping[str, Any] = field(default_factory=dict)
    records: Mapping[str, Any] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    done: tuple[Done, ...] = ()
    record: Mapping[str, Any] | None = None
    truth: Mapping[str, Any] | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
