"""The agent: a pure policy over a scenario. ``step`` takes an event and gives actions; floor 3, sans-IO."""

from huashu.dialogue.policy import start, step
from huashu.dialogue.script.compiler import compile_script
from huashu.dialogue.script.model import Script
from huashu.dialogue.state import CallState, Context, Limits, Phase, Step
from huashu.dialogue.wiring import make_context

__all__ = [
    "CallState",
    "Context",
    "Limits",
    "Phase",
    "Script",
    "Step",
    "compile_script",
    "make_context",
    "start",
    "step",
]
