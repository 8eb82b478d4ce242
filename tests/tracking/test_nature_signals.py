"""The signals of a turn: what the words show, what the agent's line did, what the records say."""

from importlib.resources import files

import pytest

from huashu.tracking.nature_agent import AgentMove, agent_moves
from huashu.tracking.nature_change import changed, facts_said
from huashu.tracking.nature_cues import cues
from huashu.tracking.nature_records import agreeing_number, contradicted_by, record_hints
from huashu.tracking.nature_signal import Signal

HARASSING = [
    ("我家乌鸦说它想办张信用卡", Signal.ABSURD),
    ("给我个成龙的电话呗", Signal.STRANGER),
    ("小姐姐你几点下班啊", Signal.FLIRT),
    ("你怎么还不生气", Signal.REACTION),
    ("我先给你唱一首", Signal.PERFORMANCE),
    ("跟同学玩大冒险输了", Signal.CONFESSION),
    ("没有业务，就聊聊", Signal.NO_MATTER),
    ("哈哈哈哈哈不行了", Signal.COMPANY),
    ("号码啊，你猜", Signal.DODGE),
    ("不用派人来，我不修", Signal.REFUSED_HELP),
    ("刚才那个不算，我换个投诉吧", Signal.CONTRADICTION),
    ("用四川话再念一个", Signal.REACTION),
    ("再来一题，一加一为什么等于三", Signal.PERFORMANCE),
    ("猜错了，给你个提示", Signal.PERFORMANCE),
    ("答不出来吧，客服就这水平", Signal.MOCKERY),
    ("本大王命令你们马上交出话费", Signal.ABSURD),
    ("它肚子里有信号了", Signal.ABSURD),
    ("名字不重要，随便查一个", Signal.DODGE),
    ("我就是吃饱了撑的，你骂我两句", Signal.SELF_MOCKERY),
    ("先有客服还是先有客户", Signal.OFF_BUSINESS),
]
EARNEST = [
    "第三个月了，你们到底退不退钱",
    "你声音有点小，我听不清",
    "我想约个时间让师傅上门",
    "这通电话我录着音呢",
    "我家猫把网线咬断了，没网了",
    "胸口疼，想挂个心内科的号",
    "看你们这回怎么解决",
    "你们这些骗子，赶紧给我退钱",
    "冰箱一直不制冷，药都要坏了",
    "你跟我说清楚，为什么扣我三十块",
    "我耳朵不好，你慢点讲",
    "转人工，我不跟机器说",
    "叫你们经理来听电话",
    "我上一个师傅说今天来的",
    "我用方言说你听得懂吗",
    "你用普通话说一遍行不行",
    "你用什么语气跟我说话",
    "我用家里电话再打一个过来",
    "能不能从头再讲一遍好吗",
    "这个坏了给我换一个吧",
    "那改成后天下午吧",
    "我录像了，我要发朋友圈曝光你们",
    "老有骚扰电话打进来",
    "我买的内衣尺码不对，想换一件",
    "丝袜收到就是破的",
    "信息跟你们系统不吻合",
    "订的大床房给我换成双床了",
    "孩子的奥特曼卡买错了，能退吗",
    "我姓龙，龙王的龙",
]


@pytest.mark.parametrize(("text", "signal"), HARASSING)
def test_words_of_play_show_their_signal(text: str, signal: Signal) -> None:
    found = cues(text)
    assert signal in found and found[signal] in text


@pytest.mark.parametrize("text", EARNEST)
def test_anger_worry_and_everyday_words_show_no_play(text: str) -> None:
    assert [signal for signal in cues(text) if signal.harassing] == []


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("尾号三五七二", Signal.FACT),
        ("昨天下午四点报的修", Signal.FACT),
        ("好的，你给我登记吧", Signal.ACCEPTS),
        ("急死我了怎么办", Signal.WORRY),
        ("谢谢你啊", Signal.THANKS),
        ("补一张要多少钱", Signal.SEEKS_HELP),
        ("说正事，我卡真的丢了", Signal.SERIOUS),
    ],
)
def test_words_of_need_show_theirs(text: str, signal: Signal) -> None:
    assert signal in cues(text) and not signal.harassing


@pytest.mark.parametrize(
    ("line", "move"),
    [
        ("请您报一下户号", AgentMove.ASKED),
        ("我可以给您登记报修", AgentMove.OFFERED),
        ("抱歉，这个不属于我们的业务", AgentMove.REFUSED),
        ("您说的和我们物业服务无关", AgentMove.REFUSED),
        ("没有业务的话，这边先结束通话了", AgentMove.CLOSING),
        ("查到了，您家昨天报过修", AgentMove.FOUND),
        ("系统里查不到这个账户", AgentMove.MISSED),
    ],
)
def test_an_agents_line_is_read_for_what_it_does(line: str, move: AgentMove) -> None:
    assert move in agent_moves(line)


def test_an_agents_line_that_does_nothing_of_the_kind_makes_no_move() -> None:
    assert agent_moves("") == agent_moves("您好") == frozenset()


def test_a_refusal_is_no_finding() -> None:
    assert AgentMove.FOUND not in agent_moves("抱歉，这个没有办法受理，三个工作日内也不行")


@pytest.mark.parametrize("said", ["33108", "三三幺零八", "三三 一零 八", "户号是三三一〇八啊"])
def test_a_number_agrees_with_the_records_however_it_is_said(said: str) -> None:
    assert agreeing_number(said, {"户号": "33108"}) == "33108"


def test_other_numbers_do_not_agree() -> None:
    assert agreeing_number("四四二一九", {"户号": "33108"}) == ""
    assert agreeing_number("二十八", {"日期": "28"}) == ""


def test_what_the_records_show_is_a_hint_in_their_own_words() -> None:
    assert record_hints({"近一周来电": "12次，均无工单", "来电号码": "公用电话"}) == (
        "近期来电12次",
        "均无工单",
        "公用",
    )
    assert record_hints({"近一月来电": "2次", "户号": "33108"}) == ()


def test_a_loss_is_held_against_a_record_of_use() -> None:
    assert contradicted_by("卡让狗吃了", {"卡状态": "今日10:05刷卡"}) != ""
    assert contradicted_by("卡让狗吃了", {"卡状态": "昨日起离线"}) == ""
    assert contradicted_by("我想查话费", {"卡状态": "在用"}) == ""


def test_a_changed_story_is_told_in_words() -> None:
    before = facts_said("上周六断的网")
    assert changed(before, facts_said("是上周日")) == "日期：先说“上周六”，后说“上周日”"
    assert changed(before, facts_said("不好意思说错了，上周日")) == ""
    assert changed(facts_said("网断了"), facts_said("现在修好了，没问题")) == ""


def test_every_signal_has_a_name_and_the_examples_are_well_formed() -> None:
    assert all(signal.label for signal in Signal)
    text = files("huashu.tracking").joinpath("nature_signals.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines()]
    assert all(len(row) == 3 and row[1] for row in rows)
    assert {Signal(row[0]).harassing for row in rows} == {True, False}


def test_what_was_lost_and_never_was_is_told_otherwise() -> None:
    lost = facts_said("我的卡让人偷了")
    assert changed(lost, facts_said("没丢，就在我手上")) != ""
    assert changed(lost, facts_said("找到了，没丢，就在我兜里")) == ""


@pytest.mark.parametrize("text", ["帮我约个安装", "想麻烦您预约一下安装", "我是正经办事的"])
def test_plain_requests_and_earnest_words_speak_of_a_need(text: str) -> None:
    assert any(not signal.harassing for signal in cues(text))
