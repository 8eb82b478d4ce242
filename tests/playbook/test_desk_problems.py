"""What is wrong with a desk document is told: where, what, the way out, all of it at once."""

import re

import pytest
from desk_documents import BULLETS

from huashu.playbook.desk import ParsedDesk, read_desk
from huashu.playbook.model import Problem

HEAD = "## 基本信息\n- 单位：松果物流\n\n"


def found(text: str, code: str) -> Problem:
    parsed = read_desk(text)
    return next(problem for problem in parsed.problems if problem.code == code)


def codes(parsed: ParsedDesk) -> set[str]:
    return {problem.code for problem in parsed.problems}


ERRORS = {
    "empty": ("  \n", 1),
    "not_a_desk": ("今天天气不错。\n明天也是。\n", 1),
    "too_many_lines": ("## 查询\n" * 6001, 1),
    "line_too_long": ("## 查询\n" + "长" * 5001, 2),
    "no_organisation": ("## 查询\n- 余额：您还有{余额}。\n", 1),
    "nothing_to_do": (HEAD, 1),
    "item_without_name": (HEAD + "## 查询\n- 说法：还剩多少\n", 5),
    "unknown_within": (HEAD + "## 工单\n### 漏水\n- 部门：工程部\n- 时限：尽快\n", 7),
    "secret_asked": (HEAD + "## 身份核验\n- 核验项：姓名、服务密码\n", 4),
    "needed_impossible": (HEAD + "## 身份核验\n- 核验项：姓名、房号\n- 需要几项：3\n", 4),
    "not_a_number": (HEAD + "## 身份核验\n- 核验项：姓名\n- 次数：看情况\n", 6),
    "counter_without_address": (HEAD + "## 网点\n| 名称 | 地址 |\n|---|---|\n| 东站 | |\n", 7),
}
"""What makes a document no desk, with the line that is told."""


@pytest.mark.parametrize("code", ERRORS)
def test_an_error_names_its_line_and_the_way_out_and_there_is_no_desk(code: str) -> None:
    text, line = ERRORS[code]
    parsed = read_desk(text)
    assert parsed.desk is None
    (problem,) = [one for one in parsed.errors if one.code == code]
    assert problem.line == line
    assert re.search(r"[\u4e00-\u9fff].*\([a-z][^()]*\).*[\u4e00-\u9fff]", problem.message)


WARNINGS = {
    "unknown_section": (HEAD + "## 今日运势\n宜出门。\n", 4),
    "empty_section": (HEAD + "## 网点\n\n## 查询\n- 余额：有。\n", 4),
    "unknown_key": (HEAD + "## 查询\n### 余额\n- 心情：好\n", 6),
    "unplaced": (HEAD + "## 术语\n- 随便一句\n", 5),
    "not_yes_or_no": (HEAD + "## 查询\n### 余额\n- 需核验：看情况\n", 6),
    "unknown_word": ("## 基本信息\n- 单位：松果\n- 风险策略：随缘\n", 3),
    "attempts_out_of_range": (HEAD + "## 身份核验\n- 核验项：姓名\n- 次数：9\n", 4),
    "no_verification_fields": (HEAD + "## 身份核验\n- 次数：2\n", 4),
    "term_without_meaning": (HEAD + "## 术语\n| 术语 | 意思 |\n|---|---|\n| 光猫 | |\n", 7),
    "offer_without_text": (HEAD + "## 短信说明\n| 类型 | 用途 |\n|---|---|\n| 广告 | |\n", 7),
    "question_without_answer": (HEAD + "## 常见问题\n- Q：几点下班？\n", 5),
    "item_without_wordings": (HEAD + "## 查询\n### 余额\n- 资料：余额=1元\n", 5),
    "want_without_question": (HEAD + "## 办理\n### 续借\n- 需要：书名\n", 6),
    "look_up_without_fields": (HEAD + "## 查询\n### 余额\n- 说法：还剩多少\n", 5),
    "look_up_unverified": (HEAD + "## 查询\n### 余额\n- 需核验：否\n- 资料：余额=1元\n", 5),
    "look_up_without_answer": (HEAD + "## 查询\n### 余额\n- 资料：余额=1元\n", 5),
    "order_without_promise": (HEAD + "## 工单\n### 漏水\n- 部门：工程部\n", 5),
    "counter_item_without_counters": (HEAD + "## 柜台业务\n### 过户\n- 证件：身份证\n", 5),
    "counter_item_without_documents": (HEAD + "## 柜台业务\n### 过户\n- 说法：改名字\n", 5),
    "unknown_gap": (HEAD + "## 查询\n### 余额\n- 资料：余额=1元\n- 回答：还有{金额}。\n", 5),
    "name_twice": (HEAD + "## 查询\n### 余额\n- 说法：还剩多少\n### 余额\n- 说法：有钱没\n", 7),
    "never_say": (HEAD + "## 常见问题\n- Q：能退吗？\n  A：我们拒绝为您服务。\n", 5),
    "turning_word": (HEAD + "## 常见问题\n- Q：能退吗？\n  A：能退，但是要扣钱。\n", 5),
    "no_knowledge": (HEAD + "## 查询\n- 余额：有。\n", 1),
    "no_callers": (HEAD + "## 查询\n- 余额：有。\n", 1),
    "limit_without_way": (HEAD + "## 权限\n### 双倍赔偿\n- 原因：按规定\n", 5),
    "card_without_wordings": (HEAD + "## 来电方\n### 老陈\n- 诉求：余额\n", 5),
    "card_without_needs": (HEAD + "## 来电方\n### 老陈\n- 说法：在吗\n", 5),
    "unknown_need": (HEAD + "## 来电方\n### 老陈\n- 诉求：登月\n- 说法：我要登月\n", 5),
    "unknown_moment": (HEAD + "## 来电方\n### 老陈\n- 时刻：打雷\n", 6),
    "fact_without_value": (HEAD + "## 来电方\n### 老陈\n- 事实：姓名\n", 6),
    "card_without_identity": (
        HEAD + "## 查询\n### 余额\n- 需核验：是\n\n## 来电方\n### 老陈\n- 诉求：余额\n- 说法：有钱没\n",
        9,
    ),
    "card_copies_wordings": (
        HEAD + "## 查询\n### 余额\n- 说法：还剩多少\n\n## 来电方\n### 老陈\n- 诉求：余额\n- 说法：还剩多少？\n",
        9,
    ),
}
"""What would better be otherwise, with the line that is told."""


@pytest.mark.parametrize("code", WARNINGS)
def test_a_warning_names_its_line_and_the_way_out(code: str) -> None:
    text, line = WARNINGS[code]
    problem = found(text, code)
    assert problem.line == line
    assert problem not in read_desk(text).errors
    assert re.search(r"[\u4e00-\u9fff].*\([a-z][^()]*\).*[\u4e00-\u9fff]", problem.message)


NOT_WARNED = {
    "turning_word": "## 常见问题\n- Q：多久？\n  A：不过三天就到。\n",
    "look_up_unverified": "## 查询\n### 停电\n- 需核验：否\n- 需要：小区：哪个小区？\n- 资料：情况=抢修中\n",
    "unknown_gap": "## 查询\n### 余额\n- 需要：月份：哪个月？\n- 资料：余额=1元\n- 回答：{月份}还有｛余额｝。\n",
    "order_without_promise": "## 工单\n### 漏水\n- 部门：工程部\n- 时限：一天\n",
    "unknown_need": "## 来电方\n### 老陈\n- 类别：骚扰\n- 诉求：登月\n- 说法：我要登月\n",
    "card_without_identity": "## 查询\n### 余额\n- 需核验：否\n\n## 来电方\n### 老陈\n- 诉求：余额\n- 说法：有钱没\n",
}


@pytest.mark.parametrize("code", NOT_WARNED)
def test_what_is_well_is_not_warned_of(code: str) -> None:
    assert code not in codes(read_desk(HEAD + NOT_WARNED[code]))


def test_all_that_is_wrong_is_told_at_once_by_line() -> None:
    text = BULLETS.replace("- 单位：松果物流\n", "").replace("2个工作日", "尽快").replace("3天", "看情况")
    parsed = read_desk(text)
    assert [problem.code for problem in parsed.errors] == ["no_organisation", "unknown_within", "unknown_within"]
    assert [problem.line for problem in parsed.problems] == sorted(problem.line for problem in parsed.problems)
    assert parsed.partial is not None and len(parsed.partial.items) == 6


def test_text_that_nobody_knows_is_kept_as_a_note() -> None:
    parsed = read_desk(BULLETS + "\n## 今日运势\n宜出门，忌争吵。\n")
    assert parsed.desk is not None
    assert "宜出门，忌争吵。" in [note.text for note in parsed.desk.notes]


def test_notes_and_comments_are_not_warned_of() -> None:
    before = codes(read_desk(BULLETS))
    parsed = read_desk(BULLETS + "\n## 备注\n每季度更新。\n<!-- 给作者的话 -->\n")
    assert codes(parsed) == before
    assert parsed.desk is not None and [note.text for note in parsed.desk.notes] == ["每季度更新。"]


def test_what_touches_an_account_is_verified_unless_the_document_says_otherwise() -> None:
    text = HEAD + "## 查询\n### 余额\n- 说法：多少\n\n## 办理\n### 停机\n- 说法：停\n\n## 工单\n### 漏水\n- 说法：漏\n"
    desk = read_desk(text).desk
    assert desk is not None
    assert [item.verify for item in desk.items] == [True, True, False]


def test_a_comment_of_several_lines_is_not_read() -> None:
    text = BULLETS.replace("## 查询\n", "## 查询\n<!-- 给作者：\n- 说法：不要读我\n## 也不是章节\n-->\n")
    parsed = read_desk(text)
    assert codes(parsed) == codes(read_desk(BULLETS))
    assert parsed.desk is not None and "不要读我" not in repr(parsed.desk)
    assert text.splitlines()[parsed.desk.items[0].line - 1] == "### 包裹位置"
