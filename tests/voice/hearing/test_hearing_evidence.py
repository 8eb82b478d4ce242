import pytest

from huashu.voice.hearing.evidence import Evidence, confidence_of, was_said
from huashu.voice.hearing.tidy import tidied

PROMPT = "以下是普通话的电话录音。喂。嗯。"


def evidence(text: str, *, seconds: float = 2.0, log_probability: float = -0.3, no_speech: float = 0.02) -> Evidence:
    return Evidence(text=text, seconds=seconds, log_probability=log_probability, no_speech=no_speech, prompt=PROMPT)


@pytest.mark.parametrize("text", ["我要退货。", "嗯。", "对对对对", "13800001111", "喂。", "OK"])
def test_words_heard_clearly_were_said(text: str) -> None:
    assert was_said(evidence(text))


@pytest.mark.parametrize(
    "doubtful",
    [
        evidence("谢谢观看", log_probability=-0.5),
        evidence("字幕由志愿者提供", log_probability=-0.4),
        evidence("以下是普通话的电话录音。", no_speech=0.45, log_probability=-0.3),
        evidence("我们走吧", no_speech=0.7, log_probability=-0.1),
        evidence("随便什么", no_speech=0.4, log_probability=-1.2),
        evidence("一点五米", log_probability=-2.9),
        evidence("转车转车转车转车转车转车"),
        evidence("这一句话有太多的字不可能在这么短的时间里面说完", seconds=0.4),
        evidence("。？"),
        evidence(""),
    ],
)
def test_what_an_engine_makes_of_noise_was_not_said(doubtful: Evidence) -> None:
    assert not was_said(doubtful)


def test_confidence_falls_with_the_probability_of_the_tokens() -> None:
    assert 1.0 >= confidence_of(-0.05) > confidence_of(-0.5) > confidence_of(-3.0) > 0.0


@pytest.mark.parametrize(
    ("written", "tidy"),
    [
        ("我要退貨,謝謝.", "我要退货，谢谢。"),
        ("喂Ｇ哪位?", "喂G哪位？"),
        ("<|zh|><|HAPPY|>好 的", "好的"),
        ("138, 0000, 1234", "138, 0000, 1234"),
        ("价格是 3.5 元,对吗?", "价格是3.5元，对吗？"),
        ("，，好的。。", "好的。"),
        ("好\x00的\u200b", "好的"),
        ("...", ""),
    ],
)
def test_what_engines_write_is_tidied(written: str, tidy: str) -> None:
    assert tidied(written) == tidy
