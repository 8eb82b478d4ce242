"""A conditional line is left unsaid unless what it waits for stands in the customer's words."""

import pytest

from huashu.dialogue.conditions import fit, meaning_likeness, read_condition
from huashu.language import default_embedder, default_understander


def met(asked: str, condition: str, said: str) -> bool:
    """Whether the line kept for ``condition`` would be said."""
    heard = default_understander().understand(said, asked)
    likeness = meaning_likeness(default_embedder())
    return fit(read_condition(condition), heard, said=said, asked=asked, likeness=likeness) > 0


MARK = "满分十分，您给这趟搬家打几分？"
VIEW = "窗口办事这一块您有什么感受？"
FACT = "您家的热水器是哪年买的？"
ILL = "换药以后有没有哪里不舒服？"


@pytest.mark.parametrize(
    ("asked", "condition", "said"),
    [
        (MARK, "评分低于六", "也就四分"),
        (MARK, "六分或以下", "五分吧"),
        (MARK, "客户给分低", "三分"),
        (VIEW, "客户情绪激动", "你们太过分了，跑了五趟都没人管，气死人"),
        (VIEW, "客户不满", "等了半天，里面的人还爱理不理，太差了"),
        ("要不要先给您留个座位？", "客户犹豫", "我得再想想"),
        ("要不要先给您留个座位？", "客户要对比", "我再跟别家比一比"),
        ("想跟您核对一下用水的情况。", "客户问是谁", "你是哪家单位的？"),
        ("想跟您核对一下用水的情况。", "客户质问目的", "你们打听这个干什么"),
        ("快递是您本人签收的吗？", "不是本人", "不是，我邻居代收的"),
        (ILL, "如有不适", "夜里心慌，睡不着"),
        (ILL, "出现不良反应", "手背上起了些红点"),
        (ILL, "客户说有不适", "腰有点酸"),
        ("设备最近有没有异常？", "如有异常", "一启动就嗡嗡地响"),
        ("周日过来取，可以吗？", "客户拒绝", "不用取了，我自己留着"),
    ],
)
def test_a_line_is_said_when_its_words_are_there(asked: str, condition: str, said: str) -> None:
    assert met(asked, condition, said)


@pytest.mark.parametrize(
    ("asked", "condition", "said"),
    [
        (MARK, "评分低于六", "八分"),
        (MARK, "六分或以下", "九分，挺利索"),
        (MARK, "客户给分低", "十分"),
        (MARK, "客户不满意", "九分，就是来晚了一点"),
        (VIEW, "客户情绪激动", "队排得稍微长了点，别的都挺好"),
        (VIEW, "客户生气", "地方小了点，不过人都客气"),
        ("您现在有换房的打算吗？", "客户犹豫", "有的，在慢慢看，不急"),
        ("收货地址没变吧？", "客户迟疑", "没变，还是那儿"),
        (FACT, "客户不耐烦", "大概一七年"),
        (FACT, "客户不满", "搬进来那年买的"),
        (FACT, "客户冷淡", "记得是一七年"),
        ("最近半年您有没有出过远门？", "客户不同意", "没有"),
        ("以前上过类似的课吗？", "客户没兴趣", "没有，头一回"),
        ("家里有没有人对花粉过敏？", "客户拒绝", "没有"),
        ("家里有没有人对花粉过敏？", "信息有误", "没有"),
        ("想跟您核对一下用水的情况。", "客户问是谁", "行，你核对吧"),
        ("想跟您核对一下用水的情况。", "质问来电身份", "什么情况啊"),
        ("下周给您换新表。", "客户问什么事", "你们周六上班吗"),
        (ILL, "如有不适", "没有，恢复得挺好"),
        (ILL, "如有不适", "不用了，谢谢"),
        ("屋顶还有没有漏水？", "还在漏", "好的，谢谢"),
        ("作业难度合适吗？", "家长觉得难", "合适，刚刚好"),
        ("这个尺寸的一百二。", "客户嫌贵", "一百二，知道了"),
        ("您觉得住得怎么样？", "客户有疑问", "挺好，没什么说的"),
    ],
)
def test_a_line_is_not_said_without_them(asked: str, condition: str, said: str) -> None:
    assert not met(asked, condition, said)
