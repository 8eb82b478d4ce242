"""The tables beside the report: agents and findings as CSV, everything counted as JSON."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from csv import writer
from io import StringIO

from huashu.inspection.report.masking import masked, masked_name, masked_number
from huashu.inspection.report.tally import Tally, group_json
from huashu.inspection.result import Found, Result
from huashu.standard import Area

AGENT_COLUMNS = ("坐席", "通数", "有评分", "合格", "合格率", "均分", "每通问题", "犯得最多的条款")
FINDING_COLUMNS = (
    *("通话", "文件", "坐席", "开始", "客户号码", "得分", "条款", "编号", "事件", "原话", "问题", "宜作"),
    *("状态", "复核人", "复核时间", "复核理由", "详细页"),
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Change = Callable[[str], str]


def csv_line(cells: Sequence[object]) -> str:
    """One line of CSV. A text that a spreadsheet would run as a formula is led by an apostrophe."""
    out = StringIO()
    writer(out, lineterminator="\r\n").writerow([_tame(cell) for cell in cells])
    return out.getvalue()


def _tame(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def agent_lines(tally: Tally, *, unmasked: bool = False) -> Iterator[str]:
    """``agents.csv``, a line an agent, the most calls first."""
    areas = [area for area in Area if area.value in tally.whole.areas]
    yield csv_line([*AGENT_COLUMNS, *(area.label for area in areas)])
    hide: Change = str if unmasked else masked
    for name, group in sorted(tally.agents.items(), key=lambda item: (-item[1].calls, item[0])):
        told = group_json(group)
        top = group.clauses.most_common(1)
        yield csv_line(
            [
                *(hide(name), group.calls, group.scored, group.passed, told["pass_rate"], told["mean"]),
                *(told["findings_per_call"], top[0][0] if top else ""),
                *(_round(group.area(area.value)) for area in areas),
            ]
        )


def _round(score: float | None) -> float | None:
    return None if score is None else round(score, 1)


def finding_lines(result: Result, href: str, *, unmasked: bool = False) -> Iterator[str]:
    """The lines of ``findings.csv`` for one call; ``href`` is its page, empty when there is none."""
    for one in result.findings:
        yield csv_line(_finding(one, result, href, unmasked))


def _finding(one: Found, result: Result, href: str, unmasked: bool) -> list[object]:
    hide: Change = str if unmasked else masked
    hide_name: Change = str if unmasked else masked_name
    hide_caller: Change = str if unmasked else masked_number
    edit = one.edit
    return [
        *(hide_name(result.id), hide_name(result.file), hide(result.agent)),
        *(result.started.isoformat() if result.started else "", hide_caller(result.customer_number)),
        *(result.score, one.clause, " ".join(one.source), one.at, hide(one.evidence), one.why, one.better),
        *(edit.do.label if edit else "", hide(edit.who) if edit else "", edit.when if edit else ""),
        *(hide(edit.why) if edit else "", href),
    ]


def summary_json(tally: Tally, *, unmasked: bool = False) -> Mapping[str, object]:
    """``summary.json``: counts, rates in percent, scores out of 100."""
    hide: Change = str if unmasked else masked
    hide_caller: Change = str if unmasked else masked_number
    return {
        **group_json(tally.whole),
        "clean": tally.clean,
        "unscored": tally.whole.calls - tally.whole.scored,
        "harassing": tally.harassing,
        "scores": {str(score): tally.scores[score] for score in sorted(tally.scores)},
        "agents": {hide(name): group_json(group) for name, group in sorted(tally.agents.items())},
        "by": {
            key: {name: group_json(group) for name, group in sorted(groups.items())}
            for key, groups in tally.kinds.items()
        },
        "trend": _trend(tally),
        "breaches": [
            {"clause": one.clause, "number": one.number, "why": one.why, "times": one.times, "calls": one.calls}
            for one in tally.top_breaches(len(tally.breaches))
        ],
        "recurring_callers": [
            {
                "number": hide_caller(number),
                "calls": caller.calls,
                "first": caller.first.isoformat() if caller.first else None,
                "last": caller.last.isoformat() if caller.last else None,
            }
            for number, caller in tally.recurring()
        ],
        "edits": dict(tally.edits),
        "overruled": dict(tally.overruled.most_common()),
        "edits_without_finding": tally.loose,
        "not_rescored": tally.not_rescored,
        "unscored_clauses": dict(tally.unscored_clauses.most_common()),
    }


def _trend(tally: Tally) -> Mapping[str, object]:
    period, points = tally.trend()
    told = [
        {"label": point.label, "calls": point.calls, "mean": point.score, "pass_rate": point.passed} for point in points
    ]
    return {"by": period, "points": told}
