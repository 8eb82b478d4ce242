"""A spoken call measured by what was really said over which line: what was recognised, how the turns were taken, and
how bad lines were told from good ones (S3.2-S3.7, S4.10)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from huashu.call import CallLog, Ms
from huashu.rehearsal.score import Fault, Hits, SoundScore
from huashu.rehearsal.sound.account import Account, Spoken
from huashu.rehearsal.sound.conduct import handled, let_be
from huashu.rehearsal.sound.lines import FAINT_DBFS, LOST, NOISY_DB, QUIET_DBFS, Ail
from huashu.rehearsal.sound.party import Kind
from huashu.rehearsal.words import letters

STOPS_IN: Final[Ms] = 200
"""How soon we fall silent when he talks over us."""

LATE: Final[Ms] = 2_000
"""From his last word to our first: more is too late."""

_REACTS: Final[Ms] = 1_200
"""A line that falls silent so soon after a hum did so because of it."""

_INSIDE: Final[Ms] = 150
"""So far from either end of an utterance is in the middle of it."""

_SPEAKS: Final = frozenset({Kind.SPEECH, Kind.AGAIN, Kind.UNHEARD})


def measured(log: CallLog, account: Account, end_reason: str) -> SoundScore:
    """Measure one call. ``end_reason``: by its record."""
    faults: list[Fault] = []
    spread = {"response_ms": tuple(_responses(account)), "stop_ms": tuple(_stops(account))}
    rates = {
        "characters_heard": _characters(account),
        "lines_told": Hits.of(told for one in account.spoken if (told := _is_told(one)) is not None),
        "lines_not_suspected": Hits.of(told for one in account.spoken if (told := _is_trusted(one)) is not None),
        "hums_ignored": _hums(account, log, faults),
        "hums_unnoticed": Hits.of(not _in(account.pauses, one) for one in _hummed(account)),
        "stopped_in_time": Hits.of(ms <= STOPS_IN for ms in spread["stop_ms"]),
        "heard_out": _heard_out(account, log, faults),
        "answered_soon": Hits.of(ms <= LATE for ms in spread["response_ms"]),
        **_conduct(log, account, end_reason, faults),
    }
    return SoundScore(rates=rates, spreads=spread, faults=tuple(faults))


def _conduct(log: CallLog, account: Account, end_reason: str, faults: list[Fault]) -> dict[str, Hits]:
    """What was done about the line as a whole; by what ailed it, too."""
    if account.clear:
        return {"lines_let_be": Hits.of([let_be(log, account, faults)])}
    if account.ail is Ail.NOTHING:
        return {}
    well = Hits.of([handled(log, account, end_reason, faults)])
    return {"lines_handled": well, f"lines_handled/{account.ail.value}": well}


def distance(said: str, heard: str) -> int:
    """How many letters have to be changed, dropped or added to make one of the other."""
    row = list(range(len(heard) + 1))
    for i, one in enumerate(said, 1):
        last, row[0] = row[0], i
        for j, other in enumerate(heard, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (one != other))
    return row[-1]


def _characters(account: Account) -> Hits:
    """Letters that were recognised rightly, of those he spoke: 1 minus the character error rate, 0 at worst."""
    hit = n = 0
    for place, group in _hearings(account).items():
        said = letters("".join(one.text for one in group))
        heard = letters(group[0].heard) if place is not None else ""
        n += len(said)
        hit += max(0, len(said) - distance(said, heard))
    return Hits(hit=hit, n=n)


def _hearings(account: Account) -> Mapping[int | None, Sequence[Spoken]]:
    """What he said, by where the log has it."""
    found: dict[int | None, list[Spoken]] = {}
    for one in account.spoken:
        if one.kind in _SPEAKS:
            found.setdefault(one.place, []).append(one)
    return found


def _is_told(one: Spoken) -> bool | None:
    """Whether what was measured says what ails the line; ``None`` where nothing does that can be measured."""
    audio = one.audio
    if audio is None or one.kind not in _SPEAKS or not one.whole:
        return None
    match one.ail:
        case Ail.QUIET:
            return audio.level_dbfs is not None and audio.level_dbfs <= QUIET_DBFS
        case Ail.NOISY:
            return audio.snr_db is not None and audio.snr_db < NOISY_DB
        case Ail.ECHO:
            return bool(audio.echo)
        case Ail.CLIPPED:
            return bool(audio.clipped)
        case Ail.LOSSY:
            return audio.lost is not None and audio.lost >= LOST
        case _:
            return None


def _is_trusted(one: Spoken) -> bool | None:
    """Whether nothing was measured to be wrong with a good line; ``None`` on a bad one."""
    audio = one.audio
    if audio is None or not one.clear or one.kind not in _SPEAKS or not one.whole:
        return None
    quiet = audio.level_dbfs is not None and audio.level_dbfs < FAINT_DBFS
    noisy = audio.snr_db is not None and audio.snr_db < NOISY_DB
    return not (quiet or noisy or audio.echo or audio.clipped)


def _hums(account: Account, log: CallLog, faults: list[Fault]) -> Hits:
    """Hums and noises during our lines after which we spoke on, at once or after a moment."""
    outcomes = []
    for one in _hummed(account):
        stopped = _in(account.cuts, one)
        outcomes.append(not stopped)
        if stopped:
            faults.append(_fault(log, one, "hums_ignored", f"客户只是应声，话却停了：{one.text}", "客户应声，话停了"))
    return Hits.of(outcomes)


def _hummed(account: Account) -> list[Spoken]:
    return [one for one in account.spoken if one.kind in (Kind.HUM, Kind.NOISE) and one.over]


def _in(times: Sequence[Ms], one: Spoken) -> bool:
    return any(one.began <= at <= one.ended + _REACTS for at in times)


def _responses(account: Account) -> Iterator[int]:
    """From the end of what he said to our first sound, wherever we were silent and he said nothing more before it."""
    for one, after in _followed(account):
        begins = next((began for began, _ in account.spans if began >= one.ended - _INSIDE), None)
        if begins is None or (after is not None and after.began < begins) or _sounds(account, one.ended):
            continue
        yield max(0, begins - one.ended)


def _followed(account: Account) -> Iterator[tuple[Spoken, Spoken | None]]:
    spoken = [one for one in account.spoken if one.kind in _SPEAKS]
    for index, one in enumerate(spoken):
        yield one, spoken[index + 1] if index + 1 < len(spoken) else None


def _sounds(account: Account, at: Ms) -> bool:
    return any(began < at < ended for began, ended in account.spans)


def _stops(account: Account) -> Iterator[int]:
    """How long we went on once he talked over us; only where we fell silent before the end of it."""
    for one in account.spoken:
        if not one.over or one.kind not in _SPEAKS:
            continue
        ended = next((ended for began, ended in account.spans if began < one.began < ended), None)
        if ended is not None:
            yield ended - one.began


def _heard_out(account: Account, log: CallLog, faults: list[Fault]) -> Hits:
    """His utterances into which we did not speak; nobody can hear out what makes no sound here."""
    outcomes = []
    for one in account.spoken:
        if one.kind not in _SPEAKS or one.over or one.ail is Ail.SILENT:
            continue
        into = any(one.began + _INSIDE < began < one.ended - _INSIDE for began, _ in account.spans)
        outcomes.append(not into)
        if into:
            faults.append(_fault(log, one, "heard_out", f"客户还没说完就开口了：{one.text}", "客户还没说完就开口了"))
    return Hits.of(outcomes)


def _fault(log: CallLog, one: Spoken, name: str, text: str, kind: str) -> Fault:
    event = next((index for index, event in enumerate(log.events) if event.at >= one.began), None)
    return Fault(event=event, measure=name, text=text, kind=kind)
