"""A simulated customer on the line: his moves become lines in their time."""

from huashu.call import Connected, HangUp, Heard, HungUp, Said, Say, Side, Silence, Tick
from huashu.customer import Leave, Quiet, Sound, Speak
from huashu.voice.browser.practice import SimulatedPeer


class Scripted:
    def __init__(self, *answers, picks_up=()):
        self.answers = list(answers)
        self.picks_up = picks_up
        self.heard = []
        self.waited = []
        self.left_at = None

    def pick_up(self):
        return self.picks_up

    def hear(self, text, at, end):
        self.heard.append(text)
        return self.answers.pop(0) if self.answers else ()

    def agent_silent(self, ms):
        self.waited.append(ms)
        return (Speak(text="喂？"),)

    def agent_left(self, at):
        self.left_at = at

    def truth(self):
        return {}


def heard(at, text="您好"):
    return Heard(at=at, end=at + 1000, text=text)


def test_he_speaks_first_when_he_picks_up():
    peer = SimulatedPeer(Scripted(picks_up=(Speak(text="喂，哪位？", pause=400),)))
    assert peer.step(Connected(at=0)) == (Say(text="喂，哪位？"),)


def test_he_takes_the_time_that_he_wants_before_he_answers():
    peer = SimulatedPeer(Scripted((Speak(text="嗯……让我想想。", pause=2400),)))
    assert peer.step(heard(0)) == ()
    assert peer.step(Tick(at=3000)) == ()
    assert peer.step(Tick(at=3400)) == (Say(text="嗯……让我想想。"),)


def test_he_says_one_line_at_a_time():
    peer = SimulatedPeer(Scripted((Speak(text="行。"), Speak(text="还有一件。"))))
    assert peer.step(heard(0)) == (Say(text="行。"),)
    assert peer.step(Said(at=1500, end=2000, text="行。")) == (Say(text="还有一件。"),)


def test_what_is_described_is_not_spoken():
    peer = SimulatedPeer(
        Scripted((Speak(text="（孩子在哭）等一下啊"), Sound(text="[关门声]", ms=1000), Speak(text="好了")))
    )
    assert peer.step(heard(0)) == (Say(text="等一下啊"),)
    assert peer.step(Said(at=1500, end=2000, text="等一下啊")) == ()
    assert peer.step(Tick(at=3000)) == (Say(text="好了"),)


def test_speech_of_which_no_word_arrives_is_a_pause():
    peer = SimulatedPeer(Scripted((Speak(text="", ms=2000), Speak(text="听见了吗？"))))
    assert peer.step(heard(0)) == ()
    assert peer.step(Tick(at=4000)) == (Say(text="听见了吗？"),)


def test_he_hangs_up_after_his_last_word():
    peer = SimulatedPeer(Scripted((Speak(text="再见。"), Leave(pause=700, why="refusal"))))
    peer.step(heard(0))
    (left,) = peer.step(Said(at=1500, end=2000, text="再见。"))
    assert isinstance(left, HangUp)
    assert left.after == 700


def test_he_grows_tired_of_waiting_every_three_seconds():
    person = Scripted()
    peer = SimulatedPeer(person)
    for end in (1500, 3000, 4500, 6000):
        peer.step(Silence(at=0, end=end))
    assert person.waited == [3000, 6000]


def test_his_own_silence_is_not_the_trainees():
    person = Scripted()
    SimulatedPeer(person).step(Silence(at=0, end=9000, side=Side.AGENT))
    assert person.waited == []


def test_a_new_line_of_the_trainee_takes_the_place_of_what_he_would_have_said():
    peer = SimulatedPeer(Scripted((Quiet(ms=5000), Speak(text="我说")), (Speak(text="您讲"),)))
    assert peer.step(heard(0)) == ()
    assert peer.step(heard(2000, "您还在吗？")) == (Say(text="您讲"),)


def test_he_is_told_when_the_trainee_hangs_up_and_only_then():
    person, other = Scripted(), Scripted()
    SimulatedPeer(person).step(HungUp(at=5000, by=Side.CUSTOMER))
    SimulatedPeer(other).step(HungUp(at=5000, by=Side.AGENT))
    assert person.left_at == 5000
    assert other.left_at is None
