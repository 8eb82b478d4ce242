"""One call on virtual time: nothing waits, nothing reads a clock, a minute of call takes as long as its arithmetic."""

from collections import deque
from dataclasses import dataclass, replace
from heapq import heappop, heappush
from typing import assert_never

from huashu.call import (
    Action,
    Adjust,
    CallLater,
    Connected,
    Done,
    DoNotContact,
    EndReason,
    Event,
    HangUp,
    Heard,
    Hold,
    HoldEnded,
    HoldStarted,
    HungUp,
    LookedUp,
    LookUp,
    Ms,
    Noise,
    Note,
    OpenOrder,
    OrderOpened,
    ReportCaller,
    Request,
    Resume,
    Ring,
    Said,
    Say,
    SendSms,
    Side,
    Silence,
    SmsSent,
    Tick,
    Transfer,
    Transferred,
    speech_ms,
)
from huashu.call.event import cut
from huashu.customer import Leave, Move, Quiet, Sound, Speak
from huashu.customer.moves import OnTheLine
from huashu.rehearsal.ports import Agent, Company, Customer, Played


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How fast a rehearsed call runs, and where it stops whatever happens. Milliseconds, except ``most_turns``."""

    answer: Ms = 500
    """From the customer's last word to the agent's first: recognition, decision, speech."""
    between_lines: Ms = 250
    audible: Ms = 300
    """A line that is cut off sooner than this was never heard."""
    patience: Ms = 3000
    """How often, while nobody speaks or while he is on hold, the customer may grow tired of waiting."""
    greeting: Ms = 1500
    """How long whoever picks up has to speak first. Who says hello is heard before the agent is told to begin."""
    tick: Ms = 500
    """How often the agent is told that time passes."""
    silence: Ms = 1500
    """The agent is told of every silence that has lasted a multiple of this; the log keeps one event for each."""
    longest: Ms = 15 * 60_000
    most_turns: int = 300
    """Utterances of the customer and lines of the agent together."""
    ring: Ms = 1000
    """How long the telephone rings at a time."""
    between_rings: Ms = 4000
    rings: int = 2
    """The agent answers after so many: within three, and not before the second has sounded (S1.2)."""


def play(
    agent: Agent,
    customer: Customer,
    company: Company | None = None,
    pace: Pace | None = None,
    *,
    answers: Side = Side.CUSTOMER,
) -> Played:
    """Let the two talk; ``answers`` is whose telephone rings: the customer's, or the agent's. ``company`` deals with
    what the agent asks of its systems. The call always ends."""
    line = _Line(agent, customer, company, pace or Pace())
    line.run(answers)
    return Played(events=tuple(line.events), done=tuple(line.done), capped=line.capped)


class _Line:
    """The line between the two: the clock, what was said, and what is about to happen.

    ``moves`` are the customer's next moves, in his order: all of them happen unless the call ends first, so that his
    n-th utterance in his truth is the n-th in the log. ``unheard`` is what the agent said since he last listened.
    ``coming`` are the company's answers that are on their way, each with when it is there.
    """

    def __init__(self, agent: Agent, customer: Customer, company: Company | None, pace: Pace) -> None:
        self.agent = agent
        self.customer = customer
        self.company = company
        self.pace = pace
        self.now: Ms = 0
        self.events: list[Event] = []
        self.done: list[Done] = []
        self.moves: deque[Move] = deque()
        self.unheard: list[Said] = []
        self.coming: list[tuple[Ms, int, Event]] = []
        self.asked = 0
        self.hang_up: HangUp | None = None
        self.last_word: Ms = 0
        self.quiet_since: Ms = 0
        self.silences = 0
        self.tired = 0
        self.held_since: Ms | None = None
        self.held_before: Ms = 0
        self.asked_on_hold: Ms = 0
        self.talked_over = False
        self.ended = False
        self.capped = False
        self.turns = 0

    def run(self, answers: Side) -> None:
        """From picking up to hanging up."""
        if answers is Side.AGENT:
            self._ring()
        else:
            self._pick_up()
        while not self.ended:
            if self._over_the_cap():
                self._stop()
            elif self.moves:
                self._move(self.moves.popleft())
            elif self.unheard:
                self._listen()
            else:
                self._wait()

    def _pick_up(self) -> None:
        self.events.append(Connected(at=0))
        self.moves.extend(self.customer.pick_up())
        first = self.moves[0] if self.moves else None
        if isinstance(first, Speak) and first.pause <= self.pace.greeting:
            self.moves.popleft()
            self.now = first.pause
            self._speak(first)
        else:
            self._react(Connected(at=0))

    def _ring(self) -> None:
        """The customer calls, the agent answers and speaks first."""
        for count in range(self.pace.rings):
            at = count * (self.pace.ring + self.pace.between_rings)
            self.now = at + self.pace.ring
            self._tell(Ring(at=at, end=self.now))
        self.moves.extend(self.customer.pick_up())
        self._tell(Connected(at=self.now))

    def _over_the_cap(self) -> bool:
        return self.now >= self.pace.longest or self.turns >= self.pace.most_turns

    def _stop(self) -> None:
        self.capped = True
        self.done.append(Done(at=self.now, action=HangUp(reason=EndReason.LIMIT, after=0)))
        self._end(Side.SYSTEM)

    def _listen(self) -> None:
        said, self.unheard, self.talked_over = self.unheard, [], False
        text = "".join(line.text for line in said)
        self.moves.extend(self.customer.hear(text, said[0].at, said[-1].end))
        if not self.moves:
            self._wait()

    def _wait(self) -> None:
        """Nobody has anything to say: time passes until somebody does."""
        if not self._pass(self.pace.tick) or self.moves or self.unheard or self.hang_up is not None:
            return
        quiet = self.now - self.quiet_since
        if self.held_since is not None:
            self._keep_waiting()
        elif quiet // self.pace.patience > self.tired:
            self.tired = quiet // self.pace.patience
            self.moves.extend(self.customer.agent_silent(quiet))

    def _keep_waiting(self) -> None:
        """The customer is on hold, and now and then he says something about it."""
        assert self.held_since is not None
        if isinstance(self.customer, OnTheLine) and self.now >= self.asked_on_hold + self.pace.patience:
            self.asked_on_hold = self.now
            self.moves.extend(self.customer.on_hold(self.held_before + self.now - self.held_since))

    def _move(self, move: Move) -> None:
        match move:
            case Speak():
                if self._pass(move.pause):
                    self._speak(move)
                elif not self.ended:
                    self.moves.appendleft(replace(move, pause=min(move.pause, self.pace.answer)))
            case Quiet():
                self._pass(move.ms)
            case Sound():
                noise = Noise(at=self.now, end=self.now + move.ms, text=move.text)
                self.now = noise.end
                self._tell(noise)
            case Leave():
                self._pass(move.pause, listening=False)
                if not self.ended:
                    self._end(Side.CUSTOMER)
            case _:
                assert_never(move)

    def _speak(self, move: Speak) -> None:
        lasts = speech_ms(move.text) if move.ms is None else move.ms
        heard = Heard(at=self.now, end=self.now + lasts, text=move.text, audio=move.audio)
        self.now = self.last_word = heard.end
        self.turns += 1
        self._tell(heard)

    def _pass(self, ms: Ms, *, listening: bool = True) -> bool:
        """Let ``ms`` pass; false when the agent spoke or the call ended before they were over."""
        until = self.now + ms
        while self.now < until:
            then = min(until, self.now + self.pace.tick)
            deadline = self._deadline()
            if deadline is not None and deadline < then:
                self.now = max(self.now, deadline)
                self._end(Side.AGENT)
                return False
            self.now = then
            spoken = len(self.unheard)
            if listening:
                self._answered()
            if listening and not self.ended and not self._tick(until):
                return False
            if self.ended or len(self.unheard) > spoken:
                return False
        return True

    def _answered(self) -> None:
        """What the company's systems have answered by now reaches the agent."""
        while self.coming and self.coming[0][0] <= self.now and not self.ended:
            _, _, answer = heappop(self.coming)
            answer = replace(answer, at=self.now)
            self.events.append(answer)
            self._react(answer)

    def _deadline(self) -> Ms | None:
        return None if self.hang_up is None else self.last_word + self.hang_up.after

    def _tick(self, until: Ms) -> bool:
        """Tell the agent that time passed; false once the cap is reached."""
        if self._over_the_cap():
            return False
        if self.hang_up is not None:
            return True
        quiet = self.now - self.quiet_since
        if quiet // self.pace.silence > self.silences and self.held_since is None:
            self.silences = quiet // self.pace.silence
            self._silence()
        elif self.now < until or not self.moves:
            self._react(Tick(at=self.now))
        return True

    def _silence(self) -> None:
        """The silence goes on: it is one event in the log, however often the agent is told of it, and before whatever
        the systems have answered in it."""
        silence = Silence(at=self.quiet_since, end=self.now)
        at = len(self.events)
        while at and isinstance(self.events[at - 1], LookedUp | OrderOpened | SmsSent):
            at -= 1
        before = at - isinstance(self.events[at - 1], Silence)
        self.events[before:at] = [silence]
        self._react(silence)

    def _tell(self, event: Event) -> None:
        """Something could be heard on the line: log it, and let the agent act on it."""
        self.events.append(event)
        self._sounded()
        self._react(event)

    def _sounded(self) -> None:
        """Whatever silence there was is over."""
        self.quiet_since, self.silences, self.tired = self.now, 0, 0

    def _react(self, event: Event) -> None:
        actions = deque(self.agent.step(event))
        pause = self.pace.answer
        while actions and not self.ended:
            action = actions.popleft()
            if isinstance(action, Say):
                actions.extend(() if self.talked_over else self._say(action, pause))
                pause = self.pace.between_lines
            else:
                actions.extend(self._act(action))
            if self._over_the_cap():
                return

    def _say(self, say: Say, pause: Ms) -> tuple[Action, ...]:
        """Speak a line, or as much of it as the customer stays for."""
        at = self.now + pause
        end = at + speech_ms(say.text)
        leaves = self._leaves_at()
        if leaves is not None and leaves - at < self.pace.audible:
            return ()
        text = say.text
        if leaves is not None and leaves < end:
            text, end = cut(text, (leaves - at) / (end - at)), leaves
            self.moves[0] = Leave(pause=0, why="")
        elif isinstance(self.customer, OnTheLine) and (share := self.customer.cuts_in(text)) is not None:
            text, end = cut(text, share), at + round(share * (end - at))
            self.talked_over = True
        said = Said(at=at, end=end, text=text, because=say.because)
        self.now = self.last_word = end
        self._sounded()
        self.turns += 1
        self.events.append(said)
        self.unheard.append(said)
        return self.agent.step(said)

    def _leaves_at(self) -> Ms | None:
        first = self.moves[0] if self.moves else None
        return self.now + first.pause if isinstance(first, Leave) else None

    def _act(self, action: Action) -> tuple[Action, ...]:
        """Do something beside the line; what the agent does about the outcome."""
        self.done.append(Done(at=self.now, action=action))
        match action:
            case HangUp():
                self.hang_up = action
            case LookUp() | OpenOrder() | SendSms():
                self._ask(action)
            case Hold():
                self.held_since = self.asked_on_hold = self.now
                self.events.append(HoldStarted(at=self.now))
                return self.agent.step(self.events[-1])
            case Resume():
                self._take_off_hold()
                self.events.append(HoldEnded(at=self.now))
                return self.agent.step(self.events[-1])
            case Transfer():
                self.events.append(Transferred(at=self.now, to=action.to))
                self._end(Side.AGENT)
            case Note() | DoNotContact() | CallLater() | Say() | Adjust() | ReportCaller():
                pass
            case _:
                assert_never(action)
        return ()

    def _take_off_hold(self) -> None:
        if self.held_since is not None:
            self.held_before += self.now - self.held_since
        self.held_since = None
        self._sounded()
        if isinstance(self.customer, OnTheLine):
            self.customer.off_hold()

    def _ask(self, request: Request) -> None:
        """Pass a request on; its answer will come, unless nobody is there to give one."""
        answer = self.company.answer(request, self.now) if self.company is not None else None
        if answer is not None:
            self.asked += 1
            heappush(self.coming, (answer.at, self.asked, answer))

    def _end(self, by: Side) -> None:
        """The call is over; what the agent still notes is kept, what it would still say is not."""
        if self.unheard and by is not Side.CUSTOMER:
            self.customer.hear("".join(line.text for line in self.unheard), self.unheard[0].at, self.unheard[-1].end)
        self.ended = True
        over = HungUp(at=self.now, by=by)
        self.events.append(over)
        for action in self.agent.step(over):
            if isinstance(action, Note | DoNotContact | CallLater | ReportCaller):
                self.done.append(Done(at=self.now, action=action))
        if by is not Side.CUSTOMER:
            self.customer.agent_left(self.now)
