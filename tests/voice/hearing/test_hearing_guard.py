import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pytest

from huashu.voice.hearing.breaker import Breaker
from huashu.voice.hearing.guard import Bounds, Guarded, GuardedStreaming, guarded, without_garbage
from huashu.voice.hearing.workers import TooMuchWaitsError, Workers
from huashu.voice.ports import RecogniserError, RecognitionStream, Transcript

if TYPE_CHECKING:
    from huashu.voice.audio import Pcm

SECOND = np.zeros(8_000, np.int16)


class Told:
    """A recogniser that does what it is told, in order; the last for ever."""

    def __init__(self, *does: Callable[[], str], name: str = "told") -> None:
        self.does = list(does)
        self.name = name
        self.asked = 0

    def recognise(self, pcm: "Pcm", rate: int, hot_words: tuple[str, ...] = ()) -> Transcript:
        self.asked += 1
        does = self.does[min(self.asked, len(self.does)) - 1]
        return Transcript(text=does(), confidence=0.9)


def says(text: str) -> Callable[[], str]:
    return lambda: text


def breaks() -> str:
    raise ZeroDivisionError("inside the engine")


def test_what_was_recognised_is_passed_on_with_its_confidence() -> None:
    assert Guarded(Told(says("好的"))).recognise(SECOND, 8_000) == Transcript(text="好的", confidence=0.9)


def test_any_failure_of_an_engine_is_a_failed_recogniser() -> None:
    with pytest.raises(RecogniserError, match="ZeroDivisionError: inside the engine"):
        Guarded(Told(breaks)).recognise(SECOND, 8_000)


def test_an_engine_that_hangs_fails_in_time_and_holds_up_nobody_after() -> None:
    never = threading.Event()

    def hangs() -> str:
        never.wait(30)
        return "太晚了"

    guard = Guarded(Told(hangs, hangs, says("在的")), Bounds(within_s=0.05, at_once=1, failures=9))
    for _ in range(2):
        with pytest.raises(RecogniserError, match="no result in time"):
            guard.recognise(SECOND, 8_000)
    assert guard.recognise(SECOND, 8_000).text == "在的"
    never.set()


class Loads(Told):
    def warm(self) -> None:
        time.sleep(0.2)
        self.loaded = True


def test_loading_a_model_does_not_count_as_time_for_a_piece_of_speech() -> None:
    told = Loads(says("好"))
    assert Guarded(told, Bounds(within_s=0.15)).recognise(SECOND, 8_000).text == "好"
    assert told.loaded


def test_a_service_that_keeps_failing_is_left_alone_for_a_while_and_then_tried_once() -> None:
    now = [0.0]
    told, other = Told(breaks), Told(says("备用"))
    guard = Guarded(told, Bounds(failures=2, rest_s=10), fallback=other, now_s=lambda: now[0])
    for _ in range(5):
        assert guard.recognise(SECOND, 8_000).text == "备用"
    assert told.asked == 2
    now[0] = 10.0
    told.does = [says("好了")]
    assert guard.recognise(SECOND, 8_000).text == "好了"
    assert guard.recognise(SECOND, 8_000).text == "好了"


def test_the_only_ears_there_are_are_asked_however_often_they_failed() -> None:
    told = Told(breaks)
    guard = Guarded(told, Bounds(failures=2, rest_s=1000))
    for _ in range(4):
        with pytest.raises(RecogniserError):
            guard.recognise(SECOND, 8_000)
    told.does = [says("听到了")]
    assert guard.recognise(SECOND, 8_000).text == "听到了"


def test_while_a_service_rests_one_attempt_at_a_time_is_let_through() -> None:
    breaker = Breaker(failures=1, rest=100).refused(0)
    assert not breaker.allows(99)
    assert breaker.allows(100)
    assert not breaker.asked(100).allows(150)
    assert breaker.asked(100).answered().allows(150)


def test_a_success_forgets_the_failures_before_it() -> None:
    breaker = Breaker(failures=2, rest=100).refused(0).answered().refused(1)
    assert breaker.allows(2)


def test_the_fallback_is_asked_when_the_recogniser_fails_or_rests() -> None:
    fallback = Told(says("备用的听到了"))
    guard = Guarded(Told(breaks), Bounds(failures=1), fallback=fallback)
    assert [guard.recognise(SECOND, 8_000).text for _ in range(3)] == ["备用的听到了"] * 3


@pytest.mark.parametrize(
    "garbage",
    [
        "\x00\x07",
        "谢谢谢谢谢谢谢谢谢谢谢谢",
        "Спасибо за просмотр",
        "ご視聴ありがとうございました",
        "<|zh|><|NEUTRAL|>",
        "。。。",
        "\ufffd\ufffd",
        "好" * 60,
    ],
)
def test_what_nobody_can_have_said_is_no_words(garbage: str) -> None:
    assert without_garbage(Transcript(text=garbage, confidence=1.0), 1.0) == Transcript(text="")


@pytest.mark.parametrize(
    "words", ["嗯嗯嗯", "对对对对", "OK", "幺三八零零零零零零零零", "哈哈哈哈哈", "我的邮箱是abc123@example.com"]
)
def test_what_people_do_say_is_kept(words: str) -> None:
    assert without_garbage(Transcript(text=words), 4.0).text == words


def test_of_too_much_that_waits_the_oldest_is_given_up_and_the_newest_is_done_first() -> None:
    workers: Workers[str] = Workers("test", at_once=1, waiting=2)
    go, begun = threading.Event(), threading.Event()
    done: list[str] = []
    lost: list[str] = []

    def first() -> str:
        begun.set()
        go.wait(10)
        return "first"

    def note(name: str) -> str:
        done.append(name)
        return name

    def ask(name: str) -> None:
        try:
            workers.do(lambda: note(name), 10)
        except TooMuchWaitsError:
            lost.append(name)

    threads = [threading.Thread(target=lambda: workers.do(first, 10))]
    threads[0].start()
    assert begun.wait(10)
    for count, name in enumerate("abc", 1):
        threads.append(threading.Thread(target=ask, args=(name,)))
        threads[-1].start()
        while len(workers._jobs) < min(count, 2) or (count == 3 and not lost):
            time.sleep(0.001)
    go.set()
    for thread in threads:
        thread.join(10)
    assert lost == ["a"]
    assert done == ["c", "b"]


def test_fifty_calls_at_once_never_run_more_than_two_engines() -> None:
    running, most, lock = [0], [0], threading.Lock()

    def counts() -> str:
        with lock:
            running[0] += 1
            most[0] = max(most[0], running[0])
        time.sleep(0.002)
        with lock:
            running[0] -= 1
        return "好"

    guard = Guarded(Told(counts), Bounds(within_s=20, waiting=60))
    texts: list[str] = []
    threads = [threading.Thread(target=lambda: texts.append(guard.recognise(SECOND, 8_000).text)) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert texts == ["好"] * 50
    assert most[0] <= 2


class Following(Told):
    def stream(self, rate: int, hot_words: tuple[str, ...] = ()) -> RecognitionStream:
        return Stream(self)


class Stream:
    def __init__(self, told: Told) -> None:
        self.told = told

    def feed(self, pcm: "Pcm") -> str:
        return self.told.recognise(pcm, 8_000).text

    def finish(self) -> Transcript:
        return self.told.recognise(SECOND, 8_000)


def test_a_recogniser_that_follows_along_still_does_behind_the_guard() -> None:
    guard = guarded(Following(says("我想"), says("我想問一下"), breaks))
    assert isinstance(guard, GuardedStreaming)
    stream = guard.stream(8_000)
    assert stream.feed(SECOND) == "我想"
    assert stream.feed(SECOND) == "我想问一下"
    with pytest.raises(RecogniserError):
        stream.finish()


def test_a_recogniser_that_does_not_follow_along_offers_no_stream() -> None:
    assert not hasattr(guarded(Told(says("好"))), "stream")
