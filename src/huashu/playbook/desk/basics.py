"""What the desk is and how it shows who calls: 基本信息, 问候, 结束语, 身份核验."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from huashu.playbook.desk.blocks import Pair, pairs_of
from huashu.playbook.desk.items import Reader, within_of
from huashu.playbook.desk.model import Risk, Verification
from huashu.playbook.desk.outline import Section
from huashu.playbook.desk.pieces import first_number, flag, listed, split_outside
from huashu.playbook.desk.report import Report
from huashu.playbook.layout import Line, join
from huashu.playbook.quotes import spans, unquoted
from huashu.playbook.shape import visible

MOST_ATTEMPTS = 3
"""More wrong answers than this are no check (S1.3)."""

_LONGEST_FIELD = 10
"""Characters of a field's name."""

_SECRET = ("密码", "口令", "验证码", "pin", "password", "cvv")
"""What is never asked for (S2.3)."""


@dataclass(slots=True)
class Basics:
    """What 基本信息 holds, by the names of the desk's fields."""

    told: dict[str, str] = field(default_factory=dict)
    dialects: tuple[str, ...] = ()
    risk: Risk = Risk.BALANCED
    resistant: bool = False
    line: int = 1


def read_basics(sections: Sequence[Section], report: Report) -> Basics:
    """The desk's own particulars, from every section about them."""
    found = Basics(line=sections[0].head.line.no if sections else 1)
    for section in sections:
        block = pairs_of(section.body, "basics")
        reader = Reader(block, "basics", report)
        for pair in block.pairs:
            _take(found, pair, reader, report)
        reader.rest()
    return found


def _take(found: Basics, pair: Pair, reader: Reader, report: Report) -> None:
    match pair.name:
        case None:
            return
        case "risk":
            found.risk = Risk(reader.word("risk", "risk") or Risk.BALANCED)
        case "dialects":
            found.dialects = listed(pair.values)
        case "call_back_within":
            found.told[pair.name] = within_of(pair, report)
        case "sex":
            found.told[pair.name] = reader.word("sex", "sex") or ""
        case "keeping":
            found.resistant = flag(pair.text) is False
        case name:
            found.told[name] = pair.text


def spoken(sections: Sequence[Section]) -> str:
    """The line to speak of a section: what stands in quotation marks, or all of it."""
    text = join([line.text for section in sections for line in visible(section.body)])
    quoted = spans(text)
    return join([span.text for span in quoted]) if quoted else unquoted(text)


def read_verification(sections: Sequence[Section], report: Report) -> Verification:
    """How a caller shows who he is; the usual way where the document does not say."""
    if not sections:
        return Verification()
    fields: tuple[str, ...] = ()
    numbers: dict[str, int] = {}
    purpose = ""
    for section in sections:
        block = pairs_of(section.body, "verification")
        reader = Reader(block, "verification", report)
        fields += reader.listed("fields") or _plain_fields(block.loose)
        fields += () if fields else _in_a_sentence(block.loose, numbers)
        purpose = purpose or reader.line("purpose") or join([line.text for line in block.loose if not line.listed])
        block.loose = []
        for pair in block.pairs:
            if pair.name in ("needed", "attempts"):
                _number(numbers, pair, report)
        reader.rest()
    line = sections[0].head.line.no
    if not fields:
        report.warn(
            line,
            "no_verification_fields",
            f"没有写核验项，会核对{'和'.join(Verification().fields)} (nothing to verify by)。请加“核验项：…、…”。",
        )
    fields = tuple(re.sub(r"[（(][^（）()]*[)）]$", "", name).strip() for name in fields)
    fields = _open_fields(fields or Verification().fields, line, report)
    needed = _needed(numbers.get("needed", min(2, len(fields))), fields, line, report)
    attempts = _attempts(numbers.get("attempts", MOST_ATTEMPTS), line, report)
    return Verification(fields=fields, needed=needed, attempts=attempts, purpose=purpose, line=line)


def _plain_fields(lines: Sequence[Line]) -> tuple[str, ...]:
    return tuple(part for line in lines if line.listed for part in split_outside(line.text))


def _in_a_sentence(lines: list[Line], numbers: dict[str, int]) -> tuple[str, ...]:
    """The fields of a sentence that begins with them: “手机号、姓名，两项都要对上”."""
    for line in lines:
        head, _, rest = line.text.partition("，")
        names = [name.strip() for name in head.strip("。").split("、")]
        if len(names) > 1 and all(0 < len(name) <= _LONGEST_FIELD for name in names):
            lines.remove(line)
            if (count := re.search(r"([\d一二两三四五])\s*项", rest)) is not None:
                numbers.setdefault("needed", first_number(count[1]) or 1)
            return tuple(names)
    return ()


def _number(numbers: dict[str, int], pair: Pair, report: Report) -> None:
    assert pair.name is not None
    value = first_number(pair.text)
    if value is None:
        report.error(
            pair.at,
            "not_a_number",
            f"“{pair.key}”写的是“{pair.text}”，不是数字 (not a number)。请写成“{pair.key}：2”。",
        )
        return
    numbers[pair.name] = value


def _open_fields(fields: tuple[str, ...], line: int, report: Report) -> tuple[str, ...]:
    secret = [name for name in fields if any(word in name.lower() for word in _SECRET)]
    if secret:
        report.error(
            line,
            "secret_asked",
            f"核验项里有“{'、'.join(secret)}”，密码和验证码任何时候都不问 (secrets are never asked for)。"
            "请换成姓名、登记手机号、证件后四位这样的资料。",
        )
    return tuple(name for name in fields if name not in secret) or Verification().fields


def _needed(needed: int, fields: tuple[str, ...], line: int, report: Report) -> int:
    if 1 <= needed <= len(fields):
        return needed
    report.error(
        line,
        "needed_impossible",
        f"需要核对 {needed} 项，核验项有 {len(fields)} 项 (cannot be met)。请改成 1 到 {len(fields)}。",
    )
    return max(1, min(needed, len(fields)))


def _attempts(attempts: int, line: int, report: Report) -> int:
    if 1 <= attempts <= MOST_ATTEMPTS:
        return attempts
    able = min(max(attempts, 1), MOST_ATTEMPTS)
    report.warn(
        line,
        "attempts_out_of_range",
        f"次数写的是 {attempts}，已按 {able} 次处理 (attempts out of 1-3)。请写 1 到 {MOST_ATTEMPTS}。",
    )
    return able
