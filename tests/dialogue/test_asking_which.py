from dataclasses import replace

import pytest
from stage import SCENARIO, Stage, context, playbook

from huashu.call import NoteKind
from huashu.dialogue import phrases, start
from huashu.dialogue.behaviours.questions import offered
from huashu.playbook.knowledge import Match

BOOK = playbook(SCENARIO)
FREE, SELLING = BOOK.caller.qa
VAGUE = "那个到时候是怎么个说法"


def unsure(question: str) -> Match:
    """Finds an entry by its very words, and wavers between the two for anything else that is vague."""
    own = next((qa for qa in BOOK.caller.qa if qa.question.strip("？") in question), None)
    if own is not None:
        return Match(entry=own, score=1.0, candidates=(own,))
    return Match(entry=None, score=0.25, candidates=(FREE, SELLING), ambiguous=question.startswith(VAGUE))


@pytest.fixture
def asked() -> Stage:
    """A call in which the agent has just asked which of the two is meant."""
    ctx = replace(context(BOOK), match=unsure)
    call = Stage(ctx=ctx, call=start(ctx)).connect()
    call.hear("对，是我|affirm_identity", f"{VAGUE}|question")
    return call


def test_when_two_entries_are_about_equally_likely_the_agent_asks_which(asked: Stage) -> None:
    assert asked.lines[-1] == "您是想问复查要钱吗，还是你们是推销的吧？"
    assert offered(asked.lines[-1]) == ("复查要钱吗", "你们是推销的吧")


def test_the_better_of_two_is_answered_once_it_stands_out_saying_which_question_is_meant() -> None:
    def clearer(question: str) -> Match:
        return replace(unsure(question), score=0.5) if question.startswith(VAGUE) else unsure(question)

    ctx = replace(context(BOOK), match=clearer)
    call = Stage(ctx=ctx, call=start(ctx)).connect().hear("对，是我|affirm_identity", f"{VAGUE}|question")
    assert call.lines[-1].startswith(f"您是问复查要钱，{FREE.answer}")


@pytest.mark.parametrize("said", ["第一个", "前面那个吧", "就是复查那个", "对|affirm"])
def test_the_first_of_the_two_is_answered_by_its_place_or_its_words(asked: Stage, said: str) -> None:
    asked.hear(said)
    assert FREE.answer in asked.lines[-1]


@pytest.mark.parametrize("said", ["第二个", "后面那个", "推销的那个"])
def test_the_second_of_the_two_is_answered_by_its_place_or_its_words(asked: Stage, said: str) -> None:
    asked.hear(said)
    assert SELLING.answer in asked.lines[-1]


def test_neither_of_the_two_is_noted_and_an_answer_promised(asked: Stage) -> None:
    asked.hear("都不是|negate")
    assert asked.lines[-1] in phrases.UNKNOWN
    assert asked.notes[-1].kind is NoteKind.OPEN_QUESTION


def test_the_agent_does_not_ask_which_twice_running(asked: Stage) -> None:
    asked.hear(f"{VAGUE}呀|question")
    assert offered(asked.lines[-1]) is None


def test_a_clear_question_after_it_is_answered_as_ever(asked: Stage) -> None:
    asked.hear("我就问你们是推销的吧|doubt_sales")
    assert SELLING.answer in asked.lines[-1]


def test_a_statement_is_never_asked_back_about() -> None:
    ctx = replace(context(BOOK), match=unsure)
    call = Stage(ctx=ctx, call=start(ctx)).connect()
    call.hear("对，是我|affirm_identity", f"{VAGUE}|feedback_negative")
    assert offered(call.lines[-1]) is None


def test_other_lines_of_ours_offer_nothing() -> None:
    assert offered("您好，请问是何立先生吗？") is None
