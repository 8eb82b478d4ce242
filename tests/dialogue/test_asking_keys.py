"""Keys read like names, whatever the title or the line is like; options are those offered, no more."""

import pytest

from huashu.dialogue.script.asking import questions_in
from huashu.dialogue.script.naming import readable


@pytest.mark.parametrize(
    ("line", "title", "key"),
    [
        ("第8题，您一周做几次饭？", "第8题", "次数"),
        ("喜帖发到哪里方便？", "确认喜帖发到哪里", "喜帖接收方式"),
        ("您哪一天来？", "问哪一天来", "到达时间"),
        ("您几点到？", "问几点到", "到达时间"),
        ("想请您来坐坐，您看行吗？", "想请您来坐坐", "意愿"),
        ("规格我念给您，您看能不能做。", "报规格", "意愿"),
        ("这票的送货地址是哪里？", "", "送货地址"),
        ("仓库什么时候能看？", "确认仓库地址", "时间"),
        ("您愿意来听听吗？", "邀请", "意愿"),
        ("这一笔是您本人签的吗？", "核实", "本人签"),
        ("当初选它的依据是什么？", "了解选型依据", "选型依据"),
        ("以后您希望发短信还是打电话？", "问以后怎么通知", "通知方式"),
        ("最近有没有咳嗽？", "问有没有咳嗽", "咳嗽"),
        ("单程要多长时间？", "〈三〉问时间", "时间"),
    ],
)
def test_a_key_is_a_name(line: str, title: str, key: str) -> None:
    assert questions_in(line, title)[0].key == key


@pytest.mark.parametrize(
    "name", ["到岗时间", "用卡环境", "想法", "看重之处", "还款方式", "会诊时间", "再合作意愿", "地址"]
)
def test_a_name_that_begins_like_a_verb_is_kept(name: str) -> None:
    assert readable(name) == name


@pytest.mark.parametrize(
    "words", ["", "您", "的", "12题", "哪里", "想请您来聊聊", "您看能不能做", "以后会不会再来我们这里"]
)
def test_what_is_no_name_is_none(words: str) -> None:
    assert readable(words) == ""


@pytest.mark.parametrize(
    ("line", "options"),
    [
        ("您明天上午在家还是后天下午在家？", ("明天上午", "后天下午")),
        ("您这周日开过来，还是我们派人取？", ("开过来", "我们派人取")),
        ("发票寄到哪里给您，单位还是家里？", ("单位", "家里")),
        ("您看是周二上午还是周四下午，哪个方便？", ("周二上午", "周四下午")),
        ("您是太忙，还是我们哪里没做好？", ("太忙", "我们哪里没做好")),
        ("您15号发工资的时候顺便来，还是到期那天来？", ("15号发工资的时候顺便来", "到期那天来")),
    ],
)
def test_options_are_those_offered(line: str, options: tuple[str, ...]) -> None:
    assert [question.options for question in questions_in(line)] == [options]
