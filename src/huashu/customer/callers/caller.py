"""The simulated caller of a desk: a person, a seeded random source, and the truth of his call (S0.14, S1-S3)."""

from collections.abc import Mapping
from random import Random
from typing import Any, Final

from huashu.call import Ms
from huashu.customer.callers import genuine, harassing, holding
from huashu.customer.callers.casting import cast
from huashu.customer.callers.hearing import listen
from huashu.customer.callers.kinds import Moment, Nature
from huashu.customer.callers.line import trouble_of
from huashu.customer.callers.person import Person, Systems
from huashu.customer.callers.scene import Scene
from huashu.customer.callers.truth import truth_of
from huashu.customer.callers.voice import regions
from huashu.customer.moves import Move, Quiet
from huashu.playbook.desk.model import CallerCard, Desk

_LONG: Final = 26
"""A line of so many characters is one that an impatient caller talks over."""


class SimulatedCaller:
    """Somebody who calls the desk. He fulfils the rehearsal's ``Customer`` and ``OnTheLine``.

    ``card``: one of the desk's own callers; without it he is made up from the desk's items. ``kind``: one of
    ``kinds_for(desk)``; drawn when neither is given. ``noise`` (0..1): errors of a recogniser in what he says.
    Everything random comes from ``draws``: the same seed and the same lines of the agent give the same caller.
    Raises ``ValueError`` for a kind that this desk cannot have.
    """

    def __init__(
        self,
        desk: Desk,
        draws: Random,
        card: CallerCard | None = None,
        kind: str | None = None,
        noise: float = 0.0,
    ) -> None:
        self._desk = desk
        self._draws = draws
        self._person = cast(desk, draws, card, kind)
        self._scene = Scene(desk, self._person, draws, noise)
        state = self._scene.state
        state.trouble = trouble_of(self._scene)
        if Moment.DIALECT in self._person.moments or "dialect_speaker" in (self._person.kind, self._person.style):
            state.region = draws.choice(regions())

    @property
    def person(self) -> Person:
        """Who he is."""
        return self._person

    @property
    def number(self) -> str:
        """The number from which he calls."""
        return self._person.number

    def records(self) -> Mapping[str, str]:
        """What the company has of the customer concerned, by the desk's names of fields; empty: nothing."""
        return dict(self._person.records)

    def profile(self) -> Mapping[str, str]:
        """What the company knows by the number alone, before anybody speaks: nothing that is private."""
        known = self._person.number in self._person.records.values()
        return {"来电号码": self._person.number, "老客户": "是" if known else "否"}

    def systems(self) -> Systems:
        """How slow or broken the company's systems are in this call."""
        return self._person.systems

    def pick_up(self) -> tuple[Move, ...]:
        """His call is answered: he waits for the greeting, a little impatiently on a line without a sound."""
        if self._scene.state.trouble is None and self._draws.random() < 0.05:
            return (Quiet(ms=self._scene.ms(300, 1200)), self._scene.say("greet"))
        return ()

    def hear(self, text: str, at: Ms, end: Ms) -> tuple[Move, ...]:
        """The agent said ``text`` from ``at`` to ``end`` (ms since the call began)."""
        scene, state = self._scene, self._scene.state
        if state.gone or not text.strip():
            return ()
        hearing = listen(text, at, end, state.before)
        state.before = hearing.text
        state.heard += 1
        state.silent = 0
        if self._person.nature is Nature.HARASSING:
            return harassing.hear(scene, hearing)
        return genuine.hear(scene, hearing)

    def agent_silent(self, ms: Ms) -> tuple[Move, ...]:
        """He has waited ``ms`` for the agent to say something."""
        if self._scene.state.gone:
            return ()
        if self._person.nature is Nature.HARASSING:
            return harassing.agent_silent(self._scene, ms)
        return genuine.agent_silent(self._scene, ms)

    def cuts_in(self, text: str) -> float | None:
        """The share of ``text`` after which he talks over it; see ``OnTheLine``."""
        if self._scene.state.gone or not self._scene.has(Moment.INTERRUPTS) or len(text) < _LONG:
            return None
        if self._scene.state.heard < 1 or self._draws.random() < 0.4:
            return None
        self._scene.provoke(Moment.INTERRUPTS)
        self._scene.state.cutting = True
        return 0.3 + 0.4 * self._draws.random()

    def on_hold(self, ms: Ms) -> tuple[Move, ...]:
        """He has been on hold for ``ms``."""
        if self._scene.state.gone:
            return ()
        if self._person.nature is Nature.HARASSING:
            return harassing.agent_silent(self._scene, ms) if ms > 30_000 else ()
        return holding.on_hold(self._scene, ms)

    def off_hold(self) -> None:
        """The agent took him off hold."""
        self._scene.state.on_hold = False
        self._scene.state.complained = 0

    def agent_left(self, at: Ms) -> None:
        """The agent hung up at ``at``."""
        if self._scene.state.gone:
            return
        self._scene.state.gone = True
        why = "after_closing" if self._scene.state.closed else "agent_hung_up"
        self._scene.ledger.left = {"by": "agent", "why": why}

    def truth(self) -> dict[str, Any]:
        """The ground truth so far, JSON-ready; ``turn`` is the n-th of his utterances (``Speak`` moves) from 0."""
        return truth_of(self._scene)
