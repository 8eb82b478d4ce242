"""A rehearsal as JUnit XML, which CI systems show: a test case for each document and for each threshold held."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from huashu.rehearsal.labels import CALLERS, PERSONAS
from huashu.rehearsal.summary import Summary
from huashu.rehearsal.thresholds import Check
from huashu.rehearsal.wording import bounds_in_words, missed_in_words

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold."""

MOST_REASONS = 5
"""Reasons that stand with a failure."""


def junit_xml(summary: Summary, measures: Mapping[str, Any], checks: Sequence[Check]) -> str:
    """The XML. ``measures`` is the JSON of ``summary``, ``checks`` what came of the thresholds.

    A document that could not be rehearsed and a run that failed are errors; a missed threshold is a failure; a
    threshold without a case is skipped.
    """
    suites = Element("testsuites", name="huashu rehearse")
    suite = SubElement(suites, "testsuite", name="huashu rehearse", time=f"{summary.seconds:.3f}")
    for name, row in measures["per_file"].items():
        _ran(suite, summary, name, row)
    for unusable in summary.unusable:
        case = _case(suite, unusable.name, "rehearsed", unusable.name)
        _add(case, "error", unusable.message.splitlines()[0], unusable.message)
    for check in checks:
        _held(suite, check, measures)
    if summary.partial:
        case = _case(suite, "rehearsal", "finished")
        _add(case, "error", f"中断了 (interrupted)：{measures['runs']} / {summary.planned} 通", "")
    cases = suite.findall("testcase")
    counts = {"tests": len(cases)} | {
        plural: sum(case.find(kind) is not None for case in cases)
        for plural, kind in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped"))
    }
    for element in (suites, suite):
        for key, count in counts.items():
            element.set(key, str(count))
    indent(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(suites, encoding="unicode") + "\n"


def _ran(suite: Element, summary: Summary, name: str, row: Mapping[str, Any]) -> None:
    case = _case(suite, name, "rehearsed", name)
    if row["crashes"]:
        known = [crash for crash in summary.crashes if crash.id == f"{name}#{crash.run}"]
        told = "\n".join(f"{crash.id} (seed {crash.seed}): {crash.message}" for crash in known)
        _add(case, "error", f"{row['crashes']} 通中途出错 (runs crashed)", told)


def _held(suite: Element, check: Check, measures: Mapping[str, Any]) -> None:
    threshold = check.threshold
    match threshold.scope:
        case "document":
            group, file = check.name, check.name
            reasons = _reasons(measures["per_file"][check.name], threshold.measure)
        case "temperament":
            group, file, reasons = f"temperament.{check.name} {PERSONAS.get(check.name, '')}".strip(), "", ""
        case "caller":
            group, file, reasons = f"caller.{check.name} {CALLERS.get(check.name, '')}".strip(), "", ""
        case _:
            group, file, reasons = "overall", "", ""
    case = _case(suite, group, f"{threshold.measure} {bounds_in_words(threshold)}", file)
    if check.value is None:
        _add(case, "skipped", "没有遇到这种情形 (no case)", "")
    elif check.missed:
        _add(case, "failure", missed_in_words(check), reasons)


def _reasons(row: Mapping[str, Any], measure: str) -> str:
    name = "violations" if measure.startswith("violations") else measure.partition(".")[0]
    found = [one for one in row["reasons"] if one["measure"] == name][:MOST_REASONS]
    return "\n".join(f"{one['text']}：{one['n']} 次，例如 {one['call']}" for one in found)


def _case(suite: Element, group: str, name: str, file: str = "") -> Element:
    told = {"classname": _clean(group), "name": _clean(name)} | ({"file": _clean(file)} if file else {})
    return SubElement(suite, "testcase", told)


def _add(case: Element, kind: str, message: str, text: str) -> None:
    element = SubElement(case, kind, message=_clean(message))
    element.text = _clean(text) or None


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
