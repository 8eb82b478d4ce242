"""Voices by name, and the fallback voice that is always there."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

pytest.importorskip("espeakng_loader")

from huashu.voice.audio import level_dbfs
from huashu.voice.ports import VoiceError
from huashu.voice.speaking import CachedVoice, FallbackVoice, Sex, open_voice, voices
from huashu.voice.speaking.espeak import EspeakVoice
from huashu.voice.speaking.shaping import median_pitch


@pytest.mark.parametrize(
    ("spec", "sex", "name"),
    [
        ("trial", None, "trial:female/"),
        ("trial", Sex.MALE, "trial:male/"),
        ("trial:male-2", None, "trial:male-2/"),
        ("trial:female-3", Sex.MALE, "trial:female-3/"),
        ("espeak", Sex.MALE, "espeak:male/"),
        (" espeak:female ", None, "espeak:female/"),
    ],
)
@pytest.mark.usefixtures("trial_weights")
def test_a_name_is_a_voice(spec: str, sex: Sex | None, name: str) -> None:
    assert open_voice(spec, sex).name.startswith(name)


def test_without_the_weights_somebody_of_the_same_sex_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huashu.voice.speaking.weights.trial_weights_present", lambda: False)

    assert open_voice("trial", Sex.MALE).name.startswith("espeak:male/")
    assert open_voice("trial:female-4").name.startswith("espeak:female-2/")


@pytest.mark.usefixtures("trial_weights")
def test_several_names_stand_in_for_each_other() -> None:
    voice = open_voice("trial|espeak:male", Sex.FEMALE)

    assert isinstance(voice, FallbackVoice)
    assert voice.name.startswith("trial:female/") and "|espeak:male/" in voice.name


def test_a_voice_may_be_had_with_its_cache() -> None:
    assert isinstance(open_voice("espeak", kept=True), CachedVoice)
    assert open_voice("espeak", kept=True).name == open_voice("espeak").name


@pytest.mark.parametrize("spec", ["", "nobody", "trial:nobody", "espeak:nobody", "sherpa:", "ftp://host/v1#m"])
def test_a_name_that_means_nothing_is_told_of(spec: str) -> None:
    with pytest.raises(VoiceError):
        open_voice(spec)


@pytest.mark.usefixtures("trial_weights")
def test_every_packaged_voice_that_is_offered_can_be_opened() -> None:
    packaged = [offer for offer in voices() if offer.sex is not None]

    assert {offer.sex for offer in packaged} == {Sex.FEMALE, Sex.MALE}
    for offer in packaged:
        assert open_voice(offer.spec).name.startswith(f"{offer.spec}/")


def test_the_licence_of_the_trial_voice_is_said() -> None:
    assert all("非商业" in offer.licence for offer in voices() if offer.spec.startswith("trial"))


def test_the_fallback_has_women_and_men() -> None:
    line = "您好，这里是客服中心，请问现在方便吗？"

    pitches = {}
    for person in ("female", "female-2", "male", "male-2"):
        voice = EspeakVoice(person)
        pcm = voice.speak(line)
        assert level_dbfs(pcm) > -35
        pitches[person] = median_pitch(pcm.astype(np.float32) / 32768, voice.rate)

    assert min(pitches["female"], pitches["female-2"]) > 1.3 * max(pitches["male"], pitches["male-2"])


def test_threads_do_not_mix_their_fallback_voices() -> None:
    people = ["female", "male", "female-2", "male-2"] * 3
    alone = {person: EspeakVoice(person).speak("好的，请稍等。") for person in set(people)}

    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda person: EspeakVoice(person).speak("好的，请稍等。"), people))

    for person, pcm in zip(people, together, strict=True):
        assert len(pcm) == pytest.approx(len(alone[person]), rel=0.015)


def test_the_fallback_reads_numbers_and_bears_odd_text() -> None:
    voice = EspeakVoice()

    assert abs(len(voice.speak("等2天")) - len(voice.speak("等两天"))) < voice.rate // 100
    assert len(voice.speak("a\0b")) > 0
    assert [len(voice.speak(text)) for text in ("", "👍", "。。。")] == [0, 0, 0]
