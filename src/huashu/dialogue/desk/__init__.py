"""The agent at a service line: it takes calls as a desk document and the standard ask (S1, S2, S3)."""

from huashu.dialogue.desk.policy import start, step
from huashu.dialogue.desk.state import DeskCall, DeskContext, DeskStep, Incoming
from huashu.dialogue.desk.wiring import make_desk_context

__all__ = ["DeskCall", "DeskContext", "DeskStep", "Incoming", "make_desk_context", "start", "step"]
