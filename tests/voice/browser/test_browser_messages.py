"""What the page may send."""

import json

import pytest

from huashu.voice.browser.house import Role
from huashu.voice.browser.messages import (
    MOST_BYTES,
    MOST_WORDS,
    Call,
    HangUp,
    MessageError,
    Noted,
    NoteOf,
    Offer,
    Pressed,
    Typed,
    read_message,
)


@pytest.mark.parametrize(
    ("told", "message"),
    [
        (
            {"type": "call", "subject": "s", "role": "agent", "secret": "x"},
            Call(subject="s", role=Role.AGENT, secret="x"),
        ),
        ({"type": "offer", "sdp": "v=0"}, Offer(sdp="v=0")),
        ({"type": "keys", "digits": "13*#"}, Pressed(digits="13*#")),
        ({"type": "text", "text": " 您  好\n"}, Typed(text="您 好")),
        ({"type": "note", "kind": "call_later", "text": "明天"}, Noted(kind=NoteOf.CALL_LATER, text="明天")),
        ({"type": "note", "kind": "do_not_contact"}, Noted(kind=NoteOf.DO_NOT_CONTACT, text="")),
        ({"type": "hang_up"}, HangUp()),
    ],
)
def test_the_page_says_what_it_wants(told, message):
    assert read_message(json.dumps(told)) == message


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        '{"type": "shutdown"}',
        '{"type": "call", "subject": "s", "role": "root", "secret": "x"}',
        '{"type": "call", "role": "agent", "secret": "x"}',
        '{"type": "keys", "digits": "12a"}',
        '{"type": "keys", "digits": "' + "1" * 33 + '"}',
        '{"type": "text", "text": 5}',
        '{"type": "text", "text": "   "}',
        '{"type": "note", "kind": "fire"}',
        '{"type": "offer", "sdp": "' + "x" * MOST_BYTES + '"}',
    ],
)
def test_anything_else_is_refused(text):
    with pytest.raises(MessageError):
        read_message(text)


def test_a_typed_speech_has_an_end():
    typed = read_message(json.dumps({"type": "text", "text": "说" * 5000}))
    assert isinstance(typed, Typed)
    assert len(typed.text) == MOST_WORDS
