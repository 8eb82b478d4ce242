"""Our own Pipecat frames: what the line tells (``SignalFrame``) and what is wanted of it (``OrderFrame``)."""

from dataclasses import dataclass

from pipecat.frames.frames import SystemFrame

from huashu.voice.talk.signals import Order, Signal


@dataclass
class SignalFrame(SystemFrame):
    """Something happened on the line. Goes in either direction to the ``DialogueProcessor``, which keeps it."""

    signal: Signal


@dataclass
class OrderFrame(SystemFrame):
    """Something is to be done on the line.

    ``Speak``, ``Pause``, ``Continue`` and ``Stop`` go downstream to the ``Mouth``, which keeps them; ``HoldLine``,
    ``PassOn`` and ``End`` go downstream to the output transport; ``Mend`` and ``TurnOver`` go upstream to the ``Ear``.
    Whoever does not know an order passes it on.
    """

    order: Order


@dataclass
class SoonFrame(SystemFrame):
    """Lines that will probably be said next: the ``Mouth`` has their beginnings rendered. Goes downstream."""

    texts: tuple[str, ...]
