"""Steps and questions that a customer cannot well answer."""

import re
from collections.abc import Iterator

from huashu.authoring.advice import Found
from huashu.authoring.draft import Draft, short, words
from huashu.dialogue.answers import known
from huashu.dialogue.script.asking import Question, Wants, questions_in
from huashu.dialogue.script.lines import ASKS, does_all
from huashu.playbook.model import Step


def title_without_question(draft: Draft) -> Iterator[Found]:
    """A step that by its title finds something out, in which nothing is asked."""
    for step in draft.caller.steps:
        if not step.lines or not words("title_asks").search(step.title) or words("title_tells").search(step.title):
            continue
        if not any(does_all(line.text) & ASKS or words("invites").search(line.text) for line in step.lines):
            yield Found(line=step.line, words={"step": step.number, "title": short(step.title)})


def several_questions(draft: Draft) -> Iterator[Found]:
    """A line with several questions: most people answer one."""
    for step, line in draft.lines():
        asked = tuple(dict.fromkeys(question.text for question in questions_in(line.text, step.title)))
        if len(asked) > 1:
            parts = "”“".join(short(text.strip("，。？?"), 14) for text in asked)
            yield Found(line=line.line, words={"n": len(asked), "parts": parts})


def choice_without_options(draft: Draft) -> Iterator[Found]:
    """A question which of several things he wants, when nothing has said which there are."""
    before = ""
    for step, line in draft.lines():
        for question in questions_in(line.text, step.title):
            if _chooses(question) and not words("lists").search(_context(before, step, line.text)):
                yield Found(line=line.line, words={"text": short(question.text)})
        before += line.text


_CONTEXT = 160
"""Characters said before a question in which its options may have been named."""


def _chooses(question: Question) -> bool:
    return (
        not question.options
        and question.wants in (Wants.OPEN, Wants.CHOICE)
        and bool(words("which").search(question.text))
    )


def _context(before: str, step: Step, text: str) -> str:
    notes = "".join(note.text for note in step.notes)
    return f"{before[-_CONTEXT:]}{text}{notes}"


def already_known(draft: Draft) -> Iterator[Found]:
    """A question for a value that the profile has."""
    for step, line in draft.lines():
        for question in questions_in(line.text, step.title):
            if value := known(question, draft.caller.profile):
                bare = re.sub(r"[。；;].*$", "", value)
                yield Found(
                    line=line.line,
                    words={"text": short(question.text), "value": value},
                    suggestion=f"{question.key}登记的是{bare}，对吗？",
                )
