"""Whatever is written into a desk document, reading never fails and no word of it goes missing in silence."""

import json
import re

import pytest
from desk_documents import BULLETS, LAYOUTS, lost, meaning
from hypothesis import given, settings
from hypothesis import strategies as st

from huashu.playbook.desk import ParsedDesk, is_desk, read_desk
from huashu.playbook.desk.export import summary, to_json

HAN = st.text(
    "的一是在有人这上大来到说国和地也子时道出而要于就下得可你年生自会那后能对着事其里所去行过家",
    min_size=5,
    max_size=12,
)
MARKS = st.sampled_from(["", "- ", "  - ", "    ", "1. ", "**", "> ", "【", "| "])
PIECES = st.sampled_from(
    "## 查询|### 余额|- 说法：|说法：|- 需核验：是|资料：余额=1元|| 名称 | 说法 |||---|---||，|：|；|／|（|）|“|”|{|}|=|<br>|**|【|】|\n|\n\n|"
    "时限：尽快|时限：3天|## 来电方|- 时刻：沉默|Q：|A：|\t|　|1. |—|## 身份核验|次数：|\ufeff|😀".split("|")
)


def whole(parsed: ParsedDesk) -> str:
    desk = parsed.desk or parsed.partial
    assert desk is not None
    return re.sub(r"\W", "", json.dumps(to_json(desk), ensure_ascii=False))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.one_of(PIECES, HAN), max_size=40).map("".join))
def test_no_text_makes_reading_fail(text: str) -> None:
    parsed = read_desk(text)
    is_desk(text)
    assert (parsed.desk is None) == bool(parsed.errors)
    assert summary(parsed)
    count = text.count("\n") + 1
    assert all(1 <= problem.line <= count for problem in parsed.problems)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(LAYOUTS)), st.data(), MARKS, HAN)
def test_a_line_written_anywhere_is_read_or_kept(layout: str, data: st.DataObject, mark: str, words: str) -> None:
    lines = LAYOUTS[layout].splitlines()
    at = data.draw(st.integers(0, len(lines)))
    end = {"**": "**", "【": "】", "| ": " |"}.get(mark, "")
    parsed = read_desk("\n".join([*lines[:at], f"{mark}{words}{end}", *lines[at:]]))
    assert words in whole(parsed)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("heading", ["## 今日运势", "# 今日运势", "【今日运势】"])
def test_a_heading_that_nobody_knows_is_kept_with_what_stands_under_it(layout: str, heading: str) -> None:
    parsed = read_desk(LAYOUTS[layout] + f"\n{heading}\n宜出门，忌争吵。\n")
    assert "今日运势" in whole(parsed) and "宜出门忌争吵" in whole(parsed)


@settings(max_examples=15, deadline=None)
@given(st.permutations(BULLETS.split("\n## ")[1:]))
def test_the_order_of_the_sections_does_not_matter(sections: list[str]) -> None:
    text = "# 松果物流客服台\n\n## " + "\n\n## ".join(section.strip() for section in sections)
    parsed = read_desk(text)
    assert meaning(parsed) == meaning(read_desk(BULLETS))
    assert lost(text, parsed) == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_line_ends_and_invisible_characters_change_nothing(layout: str) -> None:
    text = LAYOUTS[layout]
    for changed in ("\ufeff" + text, text.replace("\n", "\r\n"), text.replace("\n", " \n")):
        assert meaning(read_desk(changed)) == meaning(read_desk(text))
