"""What the agent does in each kind of situation, in the order in which the kinds take precedence.

The first behaviour that decides, decides: refusal beats every script (D2).
"""

from collections.abc import Callable

from huashu.dialogue.behaviours.ending import ending
from huashu.dialogue.behaviours.etiquette import etiquette
from huashu.dialogue.behaviours.hold import hold
from huashu.dialogue.behaviours.identity import identity
from huashu.dialogue.behaviours.line import line
from huashu.dialogue.behaviours.questions import questions, word_for_word
from huashu.dialogue.behaviours.steps import steps
from huashu.dialogue.state import CallState, Context, Moment, Step

Behaviour = Callable[[CallState, Moment, Context], Step | None]
"""Decides what to do about an utterance, or leaves it to the next."""

ORDER: tuple[Behaviour, ...] = (word_for_word, ending, line, hold, identity, questions, etiquette, steps)
"""Every kind of situation, first come first served; ``steps`` always decides."""
