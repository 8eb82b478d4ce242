"""Lines, and whole scripts, that take longer to say than is promised or can be listened to."""

from collections.abc import Iterator
from math import ceil

from huashu.authoring.advice import Found
from huashu.authoring.draft import Draft, short, words
from huashu.call import Ms, speech_ms
from huashu.dialogue.script.lines import sentences
from huashu.dialogue.script.model import Script

LONGEST: Ms = 12_000
"""How long one line may take to say; longer ones lose the listener."""

REPLY: Ms = 5_000
"""What a question is taken to cost besides its own words: the answer, and the pauses around it."""


def long_line(draft: Draft) -> Iterator[Found]:
    """A line that takes too long to say."""
    for line in draft.spoken():
        took = speech_ms(line.text)
        if took > LONGEST:
            yield Found(
                line=line.line,
                words={"seconds": ceil(took / 1000), "most": LONGEST // 1000, "text": short(line.text)},
                suggestion=_halved(line.text),
            )


def _halved(text: str) -> str:
    """The line in two, cut after the sentence that ends nearest to its middle."""
    pieces = sentences(text)
    if len(pieces) < 2:
        return ""
    lengths = [len("".join(pieces[:at])) for at in range(1, len(pieces))]
    cut = min(range(len(lengths)), key=lambda at: abs(2 * lengths[at] - len(text))) + 1
    return f"“{''.join(pieces[:cut])}” / “{''.join(pieces[cut:])}”"


def over_promised_time(draft: Draft) -> Iterator[Found]:
    """A script that cannot be through in the time it promises: the talking alone takes longer, or twice as long with
    the answers, which is when the agent stops."""
    script = draft.script
    if script.budget is None:
        return
    talking = sum(speech_ms(move.text) for move in script.moves)
    whole = talking + REPLY * sum(max(1, len(move.inquiries)) for move in script.moves if move.asks)
    if talking > script.budget or whole > 2 * script.budget:
        yield Found(line=_promise(draft, script), words={"whole": _spell(whole), "budget": _spell(script.budget)})


def _promise(draft: Draft, script: Script) -> int:
    """The first line that promises a time."""
    first = next((line.line for line in draft.spoken() if words("minutes").search(line.text)), None)
    return first or script.moves[0].line


def _spell(time: Ms) -> str:
    seconds = round(time / 1000)
    return f"{seconds} 秒" if seconds < 60 else f"{seconds / 60:.1f} 分钟".replace(".0 ", " ")
