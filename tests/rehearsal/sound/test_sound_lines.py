"""Which line a call has, what ails it, and who may be troubled about it."""

from random import Random

import pytest

from huashu.rehearsal.sound.lines import Ail, LineChoiceError, ail_of, at_level, draw_line, is_clear
from huashu.rehearsal.sound.requests import asks_again, asks_to_mend, takes_leave
from huashu.voice.line.spec import degradation_of


@pytest.mark.parametrize(
    ("spec", "ail"),
    [
        ("clean", Ail.NOTHING),
        ("mulaw,hiss:-66", Ail.NOTHING),
        ("level:-46", Ail.QUIET),
        ("level:-39", Ail.NOTHING),
        ("noise:babble:3", Ail.NOISY),
        ("noise:babble:20", Ail.NOTHING),
        ("speakerphone", Ail.ECHO),
        ("clip:14", Ail.CLIPPED),
        ("loss:10:2", Ail.LOSSY),
        ("cut:400", Ail.LOSSY),
        ("silent,level:-50", Ail.SILENT),
    ],
)
def test_a_line_is_named_by_what_has_to_be_done_about_it(spec: str, ail: Ail):
    assert ail_of(degradation_of(spec)) is ail


def test_between_good_and_bad_nothing_is_called_a_false_alarm():
    assert is_clear(degradation_of("mulaw,hiss:-66"))
    assert not is_clear(degradation_of("level:-39"))
    assert not is_clear(degradation_of("noise:babble:10"))


def test_the_same_seed_draws_the_same_line_and_mixed_lines_are_of_both_kinds():
    drawn = [draw_line("mixed", Random(seed)) for seed in range(40)]
    assert drawn == [draw_line("mixed", Random(seed)) for seed in range(40)]
    good = sum(line.ail is Ail.NOTHING for line in drawn)
    assert 8 < good < 32
    assert len({line.ail for line in drawn}) >= 5


def test_bad_lines_are_bad_and_some_never_get_better():
    drawn = [draw_line("bad", Random(seed)) for seed in range(60)]
    assert all(line.ail is not Ail.NOTHING for line in drawn)
    assert {line.cure for line in drawn} == {None, 1, 2}
    assert all(line.mended().ail is Ail.NOTHING for line in drawn)


def test_a_line_that_means_nothing_is_refused_with_what_can_be_written():
    with pytest.raises(LineChoiceError, match="mixed"):
        draw_line("underwater", Random(0))


def test_a_customers_own_trouble_makes_his_line_bad_while_he_speaks():
    good = draw_line("clean", Random(0))
    assert at_level(good, -48.0, None, echo=False).ail is Ail.QUIET
    assert at_level(good, -24.0, 4.0, echo=False).ail is Ail.NOISY
    assert at_level(good, -33.0, None, echo=True).ail is Ail.ECHO
    assert at_level(good, None, None, echo=False) is good


def test_he_understands_what_is_asked_of_his_line_and_what_takes_leave():
    assert asks_to_mend("抱歉，电话里声音有些小，请您声音大一些，好吗？")
    assert asks_to_mend("麻烦您把免提关掉，好吗？")
    assert asks_again("不好意思，刚才没有听清，请您再说一遍好吗？")
    assert not asks_to_mend("您的声音还是太小，请您大声一点或稍后再打来，再见。")
    assert takes_leave("先不打扰您了，再见。")
    assert not asks_to_mend("师傅声音大不大，态度好不好？")
