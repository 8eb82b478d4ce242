"""The report of a rehearsal: one HTML file that needs nothing else."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from huashu.call import CallLog
from huashu.call.codec import log_from_json
from huashu.rehearsal.labels import CALLERS, CAUSES, MOODS, PERSONAS, SORTS
from huashu.rehearsal.labels import END_REASONS as END_REASONS
from huashu.rehearsal.labels import RATES as RATES
from huashu.rehearsal.plots import histogram, interval, mood_strip
from huashu.rehearsal.rates import REPORT_ONLY, SOUND_RATES, Sort, rates_for
from huashu.rehearsal.summary import Exhibit, Summary, worst_callers
from huashu.rehearsal.tally import Tally, quantile
from huashu.rehearsal.transcript import SPEAKERS, Row, clock, rows_of
from huashu.rehearsal.truth import read_truth

COLUMNS: Mapping[Sort, tuple[str, ...]] = {
    Sort.SCENARIO: (
        "goal_reached",
        "steps_delivered",
        "steps_in_order",
        "answers_recorded",
        "questions_right",
        "closed_in_turn",
    ),
    Sort.DESK: ("needs_met", "promises_exist", "holds_kept", "moments_handled", "satisfied", "record_complete"),
}
"""The rates of the tables by document and kind of customer."""

MOST_REASONS = 6
"""Reasons that stand with a document; the JSON has all."""

FEWEST_SHOWN = 3
"""With fewer faulty calls than this, good ones are shown too, and called so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RateCard:
    """A headline rate. ``low`` and ``high`` bound the 95 % interval; all in percent, ``None`` without cases."""

    name: str
    meaning: str
    n: int
    hit: int
    judged: bool = True
    """Whether a low rate is the agent's fault; a customer may refuse whatever it does."""
    percent: float | None = None
    low: float = 0.0
    high: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A labelled part of a whole, for a bar of text and colour."""

    label: str
    n: int
    percent: float
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """A reason of a document; ``shown`` is the number of its call among those to read, 0 when it is not there."""

    text: str
    n: int
    run: int
    shown: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredRow:
    """One row of a table of measures: of a document or a temperament."""

    title: str
    name: str
    runs: int
    crashes: int
    cards: tuple[RateCard, ...]
    violations: int
    seconds: int | None
    reasons: tuple[Why, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """One row of a transcript with what went wrong in it."""

    row: Row
    time: str
    speaker: str
    faults: tuple[str, ...]
    breaches: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A call to read."""

    number: int
    title: str
    file: str
    run: int
    wrong: tuple[str, ...]
    general: tuple[str, ...]
    speeches: tuple[Speech, ...]
    length: str
    end: str
    persona: str


def write_report(summary: Summary, path: Path) -> None:
    """Write the report to ``path`` (UTF-8). Its size does not grow with the number of runs."""
    path.write_text(render_report(summary), encoding="utf-8", newline="\n")


def render_report(summary: Summary) -> str:
    """The report as one HTML page."""
    room = files("huashu.rehearsal")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(room.joinpath("report.html.j2").read_text(encoding="utf-8"))
    whole = summary.whole
    shown = (*rates_for(summary.kinds), *(SOUND_RATES if whole.spreads else ()))
    cards = [
        rate_card(whole, name)
        for name in RATES
        if name in shown or (name in REPORT_ONLY and Sort.SCENARIO in summary.kinds)
    ]
    weakest = min(
        (card for card in cards if card.n and card.judged), key=lambda card: card.percent or 0.0, default=None
    )
    readings = [_reading(number, shown, summary) for number, shown in enumerate(chosen(summary.exhibits), start=1)]
    return template.render(
        css=Markup(room.joinpath("report.css").read_text(encoding="utf-8")),  # our own file, not input
        summary=summary,
        whole=whole,
        cards=cards,
        lead=cards[0],
        desks_only=summary.kinds == (Sort.DESK,),
        weakest=weakest if weakest is not None and weakest.percent is not None and weakest.percent < 100 else None,
        faulty=sum(1 for shown in summary.exhibits if shown.badness),
        violations=[
            Share(label=whole.explains.get(clause) or clause, n=n, percent=100 * n / whole.runs, note=clause)
            for clause, n in whole.violations.most_common(15)
        ],
        quality=histogram(whole.quality, "分", "质检得分"),
        ends=_shares(((END_REASONS.get(key, key), n) for key, n in whole.end_reasons.most_common()), whole.runs),
        causes=_causes(whole),
        lengths=histogram(whole.seconds, "秒", "通话时长"),
        turns=histogram(whole.turns, "轮", "轮次"),
        responses=histogram(_in_tenths(whole.spreads["response_ms"]), "百毫秒", "接话快慢") if whole.spreads else "",
        moods=[(MOODS.get(key, key), mood_strip(counts, MOODS.get(key, key))) for key, counts in whole.mood.items()],
        middle={side: (_middle(whole.words, side), _middle(whole.talk, side)) for side in ("agent", "customer")},
        typical=[quantile(counts, share) for counts in (whole.seconds, whole.turns) for share in (0.5, 0.95)],
        per_file=[
            (SORTS[sort], [_file_row(summary, name, readings) for name in summary.files_of(sort)])
            for sort in summary.kinds
        ],
        per_group=[
            ("客户", [_row(PERSONAS.get(n, n) or "未注明", "", t) for n, t in summary.per_temperament.items()]),
            ("来电者", [_row(CALLERS.get(n, n), "", t, Sort.DESK) for n, t in worst_callers(summary)]),
        ],
        readings=readings,
    )


def rate_card(tally: Tally, name: str) -> RateCard:
    """One rate of a tally, ready to be shown."""
    label, meaning = RATES[name]
    hit, n = tally.hits.get(name, (0, 0))
    judged = name != "goal_reached"
    if not n:
        return RateCard(name=label, meaning=meaning, n=0, hit=0, judged=judged)
    low, high = interval(hit, n)
    percent = 100 * hit / n
    return RateCard(
        name=label, meaning=meaning, n=n, hit=hit, judged=judged, percent=percent, low=100 * low, high=100 * high
    )


def _row(title: str, name: str, tally: Tally, sort: Sort = Sort.SCENARIO, reasons: tuple[Why, ...] = ()) -> MeasuredRow:
    return MeasuredRow(
        title=title,
        name=name or title,
        runs=tally.runs,
        crashes=tally.crashes,
        cards=tuple(rate_card(tally, key) for key in COLUMNS[sort]),
        violations=sum(tally.violations.values()),
        seconds=quantile(tally.seconds, 0.5),
        reasons=reasons,
    )


def _file_row(summary: Summary, name: str, readings: Iterable[Reading]) -> MeasuredRow:
    shown = {call.run: call.number for call in readings if call.file == name}
    reasons = (
        Why(text=one.text, n=one.n, run=one.run, shown=shown.get(one.run, 0))
        for one in summary.reasons.get(name, ())[:MOST_REASONS]
    )
    sort = summary.sort_of(name)
    return _row(summary.titles.get(name) or name, name, summary.per_file[name], sort, tuple(reasons))


def _in_tenths(times: Counter[int]) -> Counter[int]:
    """Milliseconds as whole tenths of a second."""
    tenths: Counter[int] = Counter()
    for ms, n in times.items():
        tenths[round(ms / 100)] += n
    return tenths


def _shares(counts: Iterable[tuple[str, int]], whole: int) -> list[Share]:
    return [Share(label=label, n=n, percent=100 * n / whole if whole else 0.0) for label, n in counts]


def _causes(tally: Tally) -> list[Share]:
    rows = sorted(tally.causes.items(), key=lambda row: (-row[1][1], row[0]))[:16]
    return [
        Share(
            label=CAUSES.get(cause) or CALLERS.get(cause, cause) or "未注明",
            n=n,
            percent=100 * hit / n,
            note=f"{hit}/{n}",
        )
        for cause, (hit, n) in rows
        if n
    ]


def _middle(table: Mapping[str, Counter[int]], side: str) -> int | None:
    return quantile(table.get(side, Counter()), 0.5)


def _persona(log: CallLog) -> str:
    """Who picked up and how he felt at the end, in one line."""
    truth = read_truth(log.truth)
    kind = PERSONAS.get(truth.persona) or CALLERS.get(truth.persona, truth.persona)
    mood = "，".join(f"{MOODS.get(key, key)} {level:.1f}" for key, level in truth.mood.items())
    return " · ".join(piece for piece in (f"{kind}客户" if kind else "", f"挂机时{mood}" if mood else "") if piece)


def chosen(exhibits: Iterable[Exhibit]) -> list[Exhibit]:
    """The calls to show: every faulty one that was kept, and good ones only where there are hardly any faulty."""
    kept = list(exhibits)
    faulty = [shown for shown in kept if shown.badness]
    return faulty if len(faulty) >= FEWEST_SHOWN else kept[:FEWEST_SHOWN]


def _reading(number: int, shown: Exhibit, summary: Summary) -> Reading:
    log = log_from_json(dict(shown.log), where=f"{shown.file}#{shown.run}")
    wrong = dict.fromkeys(RATES[measure][0] for _, measure, _ in shown.faults if measure in RATES)
    broken = len({clause for _, clause, _ in shown.breaches})
    reason = str((log.record or {}).get("end_reason") or "unknown")
    length = max((getattr(event, "end", event.at) for event in log.events), default=0)
    return Reading(
        number=number,
        title=summary.titles.get(shown.file) or shown.file,
        file=shown.file,
        run=shown.run,
        wrong=tuple(wrong) + ((f"违反 {broken} 条",) if broken else ()),
        general=tuple(text for event, _, text in shown.faults if event is None)
        + tuple(f"{clause}：{why}" for event, clause, why in shown.breaches if event is None),
        speeches=tuple(_speeches(log, shown)),
        length=clock(length),
        end=END_REASONS.get(reason, reason),
        persona=_persona(log),
    )


def _speeches(log: CallLog, shown: Exhibit) -> Iterable[Speech]:
    for row in rows_of(log):
        yield Speech(
            row=row,
            time=clock(row.at),
            speaker=SPEAKERS[row.side],
            faults=tuple(text for event, _, text in shown.faults if event == row.event),
            breaches=tuple((clause, why) for event, clause, why in shown.breaches if event == row.event),
        )
