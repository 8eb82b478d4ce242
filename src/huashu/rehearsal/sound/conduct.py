"""What the agent did about a bad line, held against what really ailed it: mend first, ask second, leave last
(S3.2-S3.6, D1). Read from what was done and said and why, never from what the agent believed."""

from collections.abc import Iterator
from typing import Final

from huashu.call import Act, Adjust, Adjustment, CallLog, EndReason, Heard, Ms, Said
from huashu.rehearsal.score import Fault
from huashu.rehearsal.sound.account import Account
from huashu.rehearsal.sound.lines import Ail
from huashu.rehearsal.sound.party import Kind
from huashu.rehearsal.words import letters

ABOUT: Final = frozenset({"S3.3", "S3.4", "S3.5", "S3.6"})
"""Clauses of words about the line."""

_FIRST: Final = {
    Ail.QUIET: Adjustment.RECEIVE_GAIN,
    Ail.NOISY: Adjustment.NOISE_SUPPRESSION,
    Ail.DEAF: Adjustment.SEND_LEVEL,
}
"""What is done before he is troubled."""

_FITS: Final = {
    Ail.SILENT: frozenset({"S3.2", "S3.9"}),
    Ail.QUIET: frozenset({"S3.3", "S3.7", "S3.18"}),
    Ail.NOISY: frozenset({"S3.4", "S3.7", "S3.18"}),
    Ail.ECHO: frozenset({"S3.6", "S3.7", "S3.18"}),
    Ail.DEAF: frozenset({"S3.5"}),
    Ail.CLIPPED: frozenset({"S3.7", "S3.18"}),
    Ail.LOSSY: frozenset({"S3.5", "S3.7", "S3.18"}),
}
"""Which words go with which trouble; asking him to say it again goes with all."""

_LOST: Final = 3
"""So many utterances in a row of which no word arrived want something said."""
_ENDLESS: Final = 8
"""So many of them and the call should be over."""
_SHORTLY: Final[Ms] = 30_000
_OF_THE_LINE: Final = frozenset({Act.CANNOT_HEAR.value, Act.LINE_BAD.value})
_GONE: Final = frozenset({EndReason.LINE_UNUSABLE, EndReason.COLD, EndReason.VOICEMAIL})
_SHARE: Final = 0.3
"""Of his letters that must be there for an utterance to have arrived."""


def let_be(log: CallLog, account: Account, faults: list[Fault]) -> bool:
    """Whether a good line was neither mended nor talked about."""
    words = [index for index, event in _said(log) if ABOUT & set(event.because) and not _asked_for(log, event.at)]
    if words:
        faults.append(Fault(event=words[0], measure="lines_let_be", text="线路没有问题，却说了线路的事"))
    return not words


def handled(log: CallLog, account: Account, end_reason: str, faults: list[Fault]) -> bool:
    """Whether a bad line was dealt with as the clauses want it."""
    wrong = next(_wrongs(log, account, end_reason), None)
    if wrong is not None:
        event, text = wrong
        kind = f"{text}（{account.ail.value}）"
        faults.append(Fault(event=event, measure="lines_handled", text=f"{text}：{account.line}", kind=kind))
    return wrong is None


def _wrongs(log: CallLog, account: Account, end_reason: str) -> Iterator[tuple[int | None, str]]:
    ail = account.ail
    words = [(index, event) for index, event in _said(log) if (ABOUT | {"S3.2"}) & set(event.because)]
    fitting = _FITS[ail]
    for index, event in words:
        about = set(event.because) & ABOUT
        if about and not about & fitting and not _asked_for(log, event.at):
            yield index, "说的不是这条线路的毛病"
    first = _FIRST.get(ail)
    own = [(index, event) for index, event in words if fitting & set(event.because) & ABOUT]
    if first is not None and own and not _done_before(log, first, own[0][1].at):
        yield own[0][0], "还没有先调线路，就先麻烦客户"
    lost = _longest_loss(account)
    if lost >= _LOST and not words and not _any(log, fitting | {"S3.2"}):
        yield None, "一直听不清，却没有问一句"
    if lost >= _ENDLESS and end_reason not in _GONE:
        yield None, "线路一直没法用，没有礼貌结束"


def _asked_for(log: CallLog, at: Ms) -> bool:
    """Whether he had spoken of the line himself, shortly before: an answer to that is no false alarm."""
    rows = (log.truth or {}).get("utterances") or ()
    heard = [event for event in log.events if isinstance(event, Heard)]
    said = [row.get("acts") or () for event, row in zip(heard, rows, strict=False) if at - _SHORTLY <= event.at <= at]
    return any(act in _OF_THE_LINE for acts in said for act in acts)


def _said(log: CallLog) -> list[tuple[int, Said]]:
    return [(index, event) for index, event in enumerate(log.events) if isinstance(event, Said)]


def _any(log: CallLog, clauses: frozenset[str]) -> bool:
    return any(clauses & set(event.because) for _, event in _said(log))


def _done_before(log: CallLog, what: Adjustment, at: Ms) -> bool:
    return any(isinstance(done.action, Adjust) and done.action.what is what and done.at <= at for done in log.done)


def _longest_loss(account: Account) -> int:
    """How many of his utterances in a row did not arrive; everything he said while he heard nothing counts."""
    longest = row = 0
    for one in account.spoken:
        if one.kind in (Kind.HUM, Kind.NOISE):
            continue
        said, heard = letters(one.text), letters(one.heard) if one.place is not None else ""
        arrived = bool(said) and len(set(said) & set(heard)) >= _SHARE * len(set(said))
        row = 0 if arrived and one.kind is not Kind.UNHEARD else row + 1
        longest = max(longest, row)
    return longest
