"""Renderings that are kept, by several processes, within a limit."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from huashu.playbook import parse
from huashu.playbook.desk.parse import read_desk
from huashu.voice.ports import VoiceError
from huashu.voice.speaking import CachedVoice, Renderings
from huashu.voice.speaking.ahead import lines_of, render_ahead
from huashu.voice.speaking.cache import spoken_units
from huashu.voice.speaking.places import cache_folder, write_whole

RATE = 1000


class Counting:
    """A voice that says each character for 10 ms, and counts what it was asked."""

    name = "counting/1"
    rate = RATE

    def __init__(self, fails: Callable[[str], bool] = lambda text: False) -> None:
        self.asked: list[str] = []
        self._fails = fails

    def speak(self, text: str) -> np.ndarray:
        self.asked.append(text)
        if self._fails(text):
            raise VoiceError("silent")
        return np.full(10 * len(text), ord(text[0]) % 1000 + 1, np.int16)


def test_what_was_spoken_once_is_not_made_again(tmp_path: Path) -> None:
    voice = Counting()

    first = CachedVoice(voice, tmp_path).speak("您好。")
    again = CachedVoice(voice, tmp_path).speak("您好。")

    assert np.array_equal(first, again)
    assert voice.asked == ["您好"]


def test_sentences_are_kept_apart_and_put_together_anew(tmp_path: Path) -> None:
    voice = Counting()
    kept = CachedVoice(voice, tmp_path)

    kept.speak("好的。给您办好了。")
    kept.speak("给您办好了。请问还有别的事吗？")

    assert voice.asked == ["好的", "给您办好了", "请问还有别的事吗？"]


def test_the_beginning_of_a_sentence_may_be_kept_and_its_end(tmp_path: Path) -> None:
    voice = Counting()
    kept = CachedVoice(voice, tmp_path)
    kept.speak("我再说一遍，")
    kept.speak("请问还有别的事吗？")

    assert kept.has("我再说一遍，请问还有别的事吗？")
    assert kept.parts("我再说一遍，明天上午来，请问还有别的事吗？") == (
        "我再说一遍，",
        "明天上午来，",
        "请问还有别的事吗？",
    )
    kept.speak("我再说一遍，明天上午来，请问还有别的事吗？")
    assert voice.asked[2:] == ["明天上午来"]


def test_a_number_is_kept_as_it_is_read(tmp_path: Path) -> None:
    voice = Counting()
    kept = CachedVoice(voice, tmp_path)

    kept.speak("等2天。")

    assert voice.asked == ["等两天"]
    assert kept.has("等两天。")


def test_voices_do_not_mix(tmp_path: Path) -> None:
    one, other = Counting(), Counting()
    other.name = "other/1"

    CachedVoice(one, tmp_path).speak("您好。")

    assert not CachedVoice(other, tmp_path).has("您好。")


@pytest.mark.parametrize("damage", [b"", b"RIFF", b"RIFF\x00\x00\x00\x00WAVEfmt ", None])
def test_a_damaged_file_is_made_again(tmp_path: Path, damage: bytes | None) -> None:
    voice = Counting()
    CachedVoice(voice, tmp_path).speak("您好。")
    (file,) = tmp_path.glob("??/*.wav")
    file.write_bytes(file.read_bytes()[:-7] if damage is None else damage)

    pcm = CachedVoice(voice, tmp_path).speak("您好。")

    assert len(pcm) == 20
    assert len(voice.asked) == 2
    assert CachedVoice(Counting(), tmp_path).speak("您好。").tolist() == pcm.tolist()


def test_a_folder_that_cannot_be_written_only_costs_speed(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    kept = CachedVoice(Counting(), tmp_path / "file")

    assert len(kept.speak("您好。")) == 20


def test_a_failing_voice_is_told_of_and_leaves_nothing(tmp_path: Path) -> None:
    kept = CachedVoice(Counting(fails=lambda text: True), tmp_path)

    with pytest.raises(VoiceError, match="silent"):
        kept.speak("您好。")
    assert list(tmp_path.glob("??/*")) == []


def test_what_was_not_heard_for_the_longest_goes_first(tmp_path: Path) -> None:
    renderings = Renderings(tmp_path, limit_bytes=5_000)
    for number in range(10):
        renderings.put("voice", f"line {number}", np.zeros(500, np.int16), RATE)
    now = time.time()
    files = {number: renderings._path(key_of("voice", f"line {number}")) for number in range(10)}
    for number, file in files.items():
        os.utime(file, (now - 1000 + number, now - 1000 + number))

    gone = renderings.sweep()

    left = [number for number, file in files.items() if file.exists()]
    assert gone == 10 - len(left) > 0
    assert left == list(range(10 - len(left), 10))
    assert sum(file.stat().st_size for file in tmp_path.glob("??/*")) <= 5_000


def test_within_its_limit_nothing_goes(tmp_path: Path) -> None:
    renderings = Renderings(tmp_path, limit_bytes=100_000)
    renderings.put("voice", "line", np.zeros(500, np.int16), RATE)

    assert renderings.sweep() == 0


def test_what_a_process_left_half_written_is_cleared_away(tmp_path: Path) -> None:
    (tmp_path / "ab").mkdir()
    old, fresh = tmp_path / "ab" / ".one.x", tmp_path / "ab" / ".two.x"
    for file in (old, fresh):
        file.write_bytes(b"half")
    os.utime(old, (0, 0))

    Renderings(tmp_path).sweep()

    assert not old.exists() and fresh.exists()


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    write_whole(tmp_path / "a" / "b", b"one")
    write_whole(tmp_path / "a" / "b", b"two")

    assert (tmp_path / "a" / "b").read_bytes() == b"two"
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b"]


def test_the_folder_is_where_the_user_wants_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUASHU_CACHE", str(tmp_path / "own"))
    assert cache_folder() == tmp_path / "own"

    monkeypatch.delenv("HUASHU_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert cache_folder() == tmp_path / "xdg" / "huashu"


SCENARIO = """# 回访

## 角色
你是清风水务的客服小林，工号 18。

## 任务
了解客户对抢修的满意度。

## 客户资料
- 姓名：何先生

## 流程
1. 开场
   “您好，请问是何先生吗？我是清风水务的小林。”
2. 评价
   “上周三的抢修，您打几分？”
   - 如果客户不满意：“很抱歉，我马上登记。”

## 问答
问：谁派的师傅？
答：是片区的抢修班，24小时值班。

## 结束语
“谢谢何先生，再见。”
"""


def test_the_lines_of_a_scenario_are_known_ahead() -> None:
    playbook = parse(SCENARIO, "own.md").playbook
    assert playbook is not None

    lines = lines_of(playbook)
    units = {unit for line in lines for unit in spoken_units(line)}

    assert "上周三的抢修，您打几分？" in lines
    assert "是片区的抢修班，二十四小时值班。" in units
    assert any(line.startswith("您好，请问是何先生") for line in lines)
    assert any("没关系" in line for line in lines)
    assert not any("{" in line for line in lines)
    assert len(lines) == len(set(lines))


def test_the_lines_of_a_desk_are_known_ahead() -> None:
    from huashu import library

    desk = read_desk(library.read("desk-appliances").decode(), "desk").desk
    assert desk is not None

    lines = lines_of(desk)

    assert any(desk.organisation in line and line.startswith("您好") for line in lines)
    answered = [qa.answer for qa in desk.knowledge]
    assert all(any(answer.startswith(line) for line in lines) for answer in answered)
    assert any("和".join(desk.verification.fields[:2]) in line for line in lines)
    assert not any("{" in line for line in lines)


def test_rendering_ahead_tells_how_far_it_has_come(tmp_path: Path) -> None:
    voice = Counting(fails=lambda text: "坏" in text)
    kept = CachedVoice(voice, tmp_path)
    kept.speak("您好。")

    told = list(render_ahead(["您好。请讲。", "坏了。", "请讲。"], kept, workers=2))

    assert [rendered.number for rendered in told] == [1, 2, 3]
    assert {rendered.text: (rendered.made, rendered.failure) for rendered in told} == {
        "您好。": (False, ""),
        "请讲。": (True, ""),
        "坏了。": (False, "silent"),
    }
    assert kept.has("请讲。您好。")


def test_units_are_the_sentences_of_what_is_read() -> None:
    units = spoken_units("您好！共2.5元（停顿）。好吗？")

    assert units == ("您好！", "共二点五元。", "好吗？")


def key_of(voice: str, text: str) -> str:
    from huashu.voice.speaking.cache import _key

    return _key(voice, text)
