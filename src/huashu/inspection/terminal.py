"""An inspection for the terminal: the point first, then each breach beside its words, then what went well."""

from rich.console import Group, RenderableType
from rich.text import Text

from huashu.inspection.inspect import Finding, Inspection
from huashu.inspection.special import BEST, Halves

_GOOD, _FAIR = 90, 76


def render(inspection: Inspection) -> RenderableType:
    """``inspection`` as something that rich prints."""
    parts: list[RenderableType] = [_headline(inspection)]
    if inspection.split:
        parts.append(_halves(inspection.split))
    if inspection.areas:
        parts.append(_areas(inspection))
    parts.extend(_finding(finding) for finding in inspection.findings)
    if inspection.satisfied:
        parts.append(Text.assemble(("做到了 ", "green"), "、".join(inspection.satisfied)))
    if inspection.unscored:
        parts.append(Text(f"未能判定 {len(inspection.unscored)} 条：{'、'.join(inspection.unscored)}", style="dim"))
    return Group(*parts)


def _headline(inspection: Inspection) -> Text:
    if inspection.score is None:
        return Text(f"{inspection.id}  未评分：记录里没有可判定的内容 (unscored)", style="bold yellow")
    text = Text.assemble(
        (f"{inspection.score} 分", f"bold {_colour(inspection.score)}"),
        "  " + ("合格" if inspection.passed else "不合格"),
        f"  {inspection.id}" if inspection.id else "",
    )
    if not inspection.findings:
        return text.append("  没有发现问题")
    worst = max(inspection.findings, key=_gravity)
    return text.append(f"  {len(inspection.findings)} 处问题，最要紧的是：{worst.why}（{_clock(worst)}）")


def _halves(split: Halves) -> Text:
    return Text(
        f"骚扰来电，分两段评分再取平均：性质清楚之前 {split.first} 分，之后 {split.second} 分，每段最多 {BEST} 分"
    )


def _areas(inspection: Inspection) -> Text:
    text = Text()
    for area, points in inspection.areas.items():
        text.append(f"{area.label} ").append(f"{points}", style=_colour(points)).append("  ")
    return text


def _finding(finding: Finding) -> Text:
    return Text.assemble(
        "\n",
        (f"✗ {_clock(finding)} ", "bold red"),
        finding.why,
        (f"  {finding.clause.id} {'、'.join(finding.clause.source)}", "dim"),
        "\n    原话  ",
        (finding.evidence, "italic"),
        ("\n    宜作  ", "green"),
        f"“{finding.rewrite}”" if finding.rewrite else finding.better,
    )


def _gravity(finding: Finding) -> tuple[bool, int, int]:
    score = finding.clause.score
    return (score.critical, score.weight, -finding.at) if score else (False, 0, -finding.at)


def _clock(finding: Finding) -> str:
    minutes, seconds = divmod(finding.time // 1000, 60)
    return f"{minutes:02d}:{seconds:02d}"


def _colour(points: int) -> str:
    if points >= _GOOD:
        return "green"
    return "yellow" if points >= _FAIR else "red"
