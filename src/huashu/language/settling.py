"""From chances to acts: the one rule that is safer than the trained head, and the choice."""

from collections.abc import Mapping
from math import prod

from huashu.call import Act
from huashu.language.meaning import WANTS_OUT
from huashu.language.rules import is_machine

_MACHINE = 0.98
_LEAVING = 0.4
"""The chance that all ways out together need before anybody is taken to want out: a call that is ended, or a number
that is never dialled again, for nothing cannot be mended."""


def settle(text: str, chances: Mapping[Act, float]) -> dict[Act, float]:
    """``chances`` of the acts of ``text``, except that what only a machine says is said by a machine."""
    if is_machine(text):
        return {act: chance * (1 - _MACHINE) for act, chance in chances.items()} | {Act.NON_SPEECH: _MACHINE}
    return dict(chances)


def choose(chances: Mapping[Act, float], least: Mapping[Act, float]) -> tuple[Act, ...]:
    """The acts whose chance reaches ``least``, strongest first; the likeliest if none does. Ways out count only when
    they are likely enough together, and then the likeliest of them always does."""
    order = sorted(chances, key=lambda act: -chances[act])
    ways = [act for act in order if act in WANTS_OUT]
    leaves = 1 - prod(1 - chances[act] for act in ways) >= _LEAVING
    if not leaves:
        order = [act for act in order if act not in WANTS_OUT]
    chosen = tuple(act for act in order if chances[act] >= least[act] or (leaves and act is ways[0]))
    return chosen or tuple(order[:1])
