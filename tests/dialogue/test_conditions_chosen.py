"""Which conditional line of a step an utterance calls for: by meaning, and none where none is meant."""

import pytest

from huashu.call import Act
from huashu.dialogue.conditions import Cues, fit, meaning_likeness, read_condition
from huashu.language import Understanding, default_embedder, default_understander


def meant(asked: str, conditions: tuple[str, ...], said: str) -> str | None:
    """The condition that fits best, or none."""
    heard = default_understander().understand(said, asked)
    likeness = meaning_likeness(default_embedder())
    scores = {
        words: fit(read_condition(words), heard, said=said, asked=asked, likeness=likeness) for words in conditions
    }
    best = max(conditions, key=lambda words: scores[words])
    return best if scores[best] > 0 else None


PARCEL = "您前天的包裹取到了吗？"
TAKEN = ("若已取到", "若未取到", "客户问谁签收的")
VISIT = "师傅后天下午过来，您看行吗？"
VISITED = ("同意上门", "不同意上门", "时间不合适", "问收不收费")
CHANNEL = "结果您想用短信收还是用邮件收？"
CHANNELS = ("选择短信", "选择邮件", "客户都不要")
STARS = "一到十分，您给这次安装打几分？"
MARKS = ("打分在6分以下", "8分以上", "不愿打分")
PETS = "家里养没养猫狗，有没有宠物？"
KEPT = ("有宠物", "没有宠物")
PLAN = "这个方案一年能给您省两千多块。"
VIEWS = ("客户质疑数据", "客户要书面材料", "客户犹豫", "客户要跟家人商量", "客户嫌贵", "客户没兴趣")
BOILER = "换了阀门以后，热水现在正常吗？"
STATES = ("客户表示正常", "仍有问题", "客户抱怨师傅态度")


@pytest.mark.parametrize(
    ("asked", "conditions", "said", "expected"),
    [
        (PARCEL, TAKEN, "取到了，昨晚拿的", "若已取到"),
        (PARCEL, TAKEN, "嗯", "若已取到"),
        (PARCEL, TAKEN, "还没呢", "若未取到"),
        (PARCEL, TAKEN, "没取到啊", "若未取到"),
        (PARCEL, TAKEN, "你是哪位", None),
        (VISIT, VISITED, "行，来吧", "同意上门"),
        (VISIT, VISITED, "不用上门了", "不同意上门"),
        (VISIT, VISITED, "后天下午我要上班，家里没人", "时间不合适"),
        (VISIT, VISITED, "上门要多少钱", "问收不收费"),
        (CHANNEL, CHANNELS, "短信就行", "选择短信"),
        (CHANNEL, CHANNELS, "发我邮件吧", "选择邮件"),
        (STARS, MARKS, "四分", "打分在6分以下"),
        (STARS, MARKS, "九分吧", "8分以上"),
        (STARS, MARKS, "七分", None),
        (STARS, MARKS, "我不想打分", "不愿打分"),
        (PETS, KEPT, "有，一只猫", "有宠物"),
        (PETS, KEPT, "没有", "没有宠物"),
        (PLAN, VIEWS, "这数怎么算出来的，有依据吗", "客户质疑数据"),
        (PLAN, VIEWS, "你先发份方案给我，盖章的", "客户要书面材料"),
        (PLAN, VIEWS, "我再想想吧", "客户犹豫"),
        (PLAN, VIEWS, "我得问问我爱人", "客户要跟家人商量"),
        (PLAN, VIEWS, "那还是太贵了", "客户嫌贵"),
        (PLAN, VIEWS, "没兴趣，不用了", "客户没兴趣"),
        (PLAN, VIEWS, "你们周末上班吗", None),
        (BOILER, STATES, "都正常，挺好的", "客户表示正常"),
        (BOILER, STATES, "还是老样子，又不热了", "仍有问题"),
        (BOILER, STATES, "那个师傅态度太差了", "客户抱怨师傅态度"),
    ],
)
def test_the_line_that_is_meant_is_chosen(
    asked: str, conditions: tuple[str, ...], said: str, expected: str | None
) -> None:
    assert meant(asked, conditions, said) == expected


@pytest.mark.parametrize(
    ("asked", "condition", "said"),
    [
        ("您看周三行吗？", "客户问发票怎么开", "周三可以"),
        ("您用着还习惯吗？", "客户要求赔偿", "挺习惯的"),
        ("您用着还习惯吗？", "客户不愿多说", "没有，不太习惯"),
        ("您的包裹收到了吗？", "客户拒绝", "没有"),
        ("您的包裹收到了吗？", "客户同意参加活动", "收到了"),
        ("保养到期了，跟您说一声。", "客户怀疑是推销", "好的，知道了"),
        ("您一周大概运动几次？", "三次以下", "五次"),
        ("您一周大概运动几次？", "客户担心受伤", "五次"),
        ("您这边能按期付款吗？", "客户表示已付款", "能"),
        ("这次修完还漏水吗？", "客户提到邻居", "不漏了"),
        ("您选短信还是电话？", "选择短信", "电话"),
    ],
)
def test_a_line_at_the_wrong_moment_is_left_unsaid(asked: str, condition: str, said: str) -> None:
    assert meant(asked, (condition,), said) is None


@pytest.mark.parametrize(
    "words", ["坐席查询无结果", "核对完毕后", "电话接通后", "必要时", "系统显示逾期", "确认客户听懂后"]
)
def test_a_stage_direction_waits_for_nothing(words: str) -> None:
    assert meant("您看可以吗？", (words,), "可以") is None


@pytest.mark.parametrize("words", ["其他情况", "否则", "其余情况", "若无"])
def test_what_is_said_otherwise_is_marked(words: str) -> None:
    assert read_condition(words).otherwise
    assert not read_condition("若无异常").otherwise


def test_any_of_several_conditions_is_enough() -> None:
    either = ("客户没有意见或不愿多说",)
    assert meant("您有什么想法吗？", either, "没什么意见")
    assert meant("您有什么想法吗？", either, "我不想说")
    assert not meant("您有什么想法吗？", either, "建议晚上也开门")


def test_after_a_but_the_second_half_decides() -> None:
    both, asked = ("同意但时间不便", "同意"), "明天上午上门，可以吗？"
    assert meant(asked, both, "可以，就是明天上午我不在家") == "同意但时间不便"
    assert meant(asked, both, "可以，来吧") == "同意"


def test_a_condition_in_the_customers_words_is_met_by_words_like_them() -> None:
    assert meant("续一年是六百。", ("客户说“太贵了”", "客户说“我要退卡”"), "有点贵啊") == "客户说“太贵了”"


def test_the_specific_comes_before_the_general() -> None:
    conditions = ("客户有疑问", "客户问能不能开发票")
    assert meant("下周就给您安装。", conditions, "能开发票吗") == "客户问能不能开发票"
    assert meant("下周就给您安装。", conditions, "安装要多久啊") == "客户有疑问"


def test_an_appointment_that_does_not_suit_is_no_wish_to_leave_the_call() -> None:
    assert not read_condition("时间不合适").ends
    assert not read_condition("客户不需要复查").ends
    assert read_condition("客户不愿继续沟通").ends


@pytest.mark.parametrize("words", ["", "，。", "如", "“”", "客户", "若若若", "a" * 500])
def test_odd_conditions_are_read_and_fit_nothing(words: str) -> None:
    heard = Understanding(text="好", acts=(Act.AFFIRM,), scores={Act.AFFIRM: 0.9})
    cues = read_condition(words)
    assert isinstance(cues, Cues)
    assert fit(cues, heard, said="好", asked="可以吗？") == 0.0
