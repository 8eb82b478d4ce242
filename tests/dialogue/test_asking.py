"""What a script line asks is read with the shape of its answer, its options and a key to record it under."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huashu.dialogue.script.asking import Question, Wants, questions_in

W = Wants


def _asked(line: str, title: str = "") -> list[tuple[Wants, str]]:
    return [(question.wants, question.key) for question in questions_in(line, title)]


@pytest.mark.parametrize(
    ("line", "title", "wants", "key"),
    [
        # a value named outright, in the form of a question, of a request, or of a yes or no
        ("那您的车牌号是多少？", "核实车辆", W.NUMBER, "车牌号"),
        ("您的保单号能报给我吗？", "核实保单", W.NUMBER, "保单号"),
        ("您身份证后四位方便报一下吗？", "核对信息", W.NUMBER, "身份证后四位"),
        ("麻烦您把表上的数字念一遍？", "登记读数", W.NUMBER, "读数"),
        ("方便加一下您的微信吗？我把资料发给您看看。", "留联系方式", W.ACCOUNT, "微信号"),
        ("我加一下您的企业微信，把海报发您，可以吗？", "", W.ACCOUNT, "企业微信"),
        ("可以的话，请留个邮箱，我把报价单发过去。", "留联系方式", W.EMAIL, "邮箱"),
        ("回执发到哪个邮箱方便，麻烦您说一下？", "", W.EMAIL, "邮箱"),
        ("麻烦您说一下收货地址。", "补登信息", W.PLACE, "收货地址"),
        ("如果方便，请您说一下家里的门牌号。", "确认地址", W.PLACE, "家里门牌号"),
        ("能告诉我您是在哪家门店购买的吗？", "核实购买信息", W.PLACE, "门店"),
        ("麻烦留个回电号码。", "", W.PHONE, "回电号码"),
        ("请问怎么称呼您？", "开场", W.NAME, "称呼"),
        # times, lengths of time, counts and sums
        ("您一般什么时候方便我们再打过来？", "约定回访时间", W.TIME, "回访时间"),
        ("您看哪天方便，我安排师傅上门？", "约时间", W.TIME, "时间"),
        ("那您说一个方便的日子，我来协调。", "约体检", W.TIME, "体检时间"),
        ("您最近一次复诊是什么时候？", "了解情况", W.TIME, "复诊时间"),
        ("您周末哪天有空，上午还是下午？", "约参观", W.TIME, "参观时间"),
        ("从下单到收货，您大概等了多久？", "询问等待时长", W.DURATION, "等待时长"),
        ("您预计住几晚？", "", W.DURATION, "时长"),
        ("孩子今年上几年级了？", "了解孩子情况", W.COUNT, "年级"),
        ("那天一共来几位？", "问人数", W.COUNT, "人数"),
        ("一个季度大概要多少箱？", "了解用量", W.COUNT, "用量"),
        ("您考虑的价位大概在什么范围？", "了解预算", W.AMOUNT, "预算"),
        ("一个月花在通勤上的钱是多少？", "第8题：花费", W.AMOUNT, "花费"),
        ("满分十分，您给这次安装打几分？", "满意度", W.RATING, "满意度"),
        ("请您从1分到5分里选一个。", "第三步：打分", W.RATING, "打分"),
        # open questions, also behind a yes or no
        ("您对驾驶体验有什么看法？", "收集意见", W.OPEN, "意见"),
        ("方便说说是哪方面让您犹豫吗？", "", W.OPEN, "顾虑"),
        ("您能举个例子吗？", "了解困难", W.OPEN, "困难"),
        ("有没有哪里让您觉得不周到的？", "听听建议", W.OPEN, "建议"),
        ("您说说看，到底是哪里不放心？", "了解顾虑", W.OPEN, "顾虑"),
        ("快递小哥最近态度怎么样，随便说说就行。", "服务态度", W.OPEN, "服务态度"),
        ("您从哪里知道我们这个活动的？", "了解渠道", W.OPEN, "渠道"),
        # a plain yes or no, and a value read back
        ("周六上午方便吗？", "约上门时间", W.YES_NO, "上门时间"),
        ("这笔钱是您本人转出去的吗？", "核实交易", W.YES_NO, "交易"),
        ("地址还是春晖路9号，对吗？", "确认地址", W.YES_NO, "地址"),
        ("报告给您寄到公司可以吗？", "", W.YES_NO, "意愿"),
        ("您知道该找哪个窗口反映吗？", "反映渠道", W.YES_NO, "反映渠道"),
        ("屋里还有没有烟味？", "确认现状", W.YES_NO, "现状"),
        ("我把要点念一遍，您听听对不对。", "收尾", W.YES_NO, "内容核对"),
    ],
)
def test_a_line_asks_one_thing(line: str, title: str, wants: Wants, key: str) -> None:
    assert _asked(line, title) == [(wants, key)]


@pytest.mark.parametrize(
    ("line", "options"),
    [
        ("您看上午还是下午？", ("上午", "下午")),
        ("您更倾向于线上会议、电话沟通还是线下面谈？", ("线上会议", "电话沟通", "线下面谈")),
        ("您希望我们用微信、短信还是邮件给您发通知？", ("微信", "短信", "邮件")),
        ("您平时主要用手机上网还是用电脑？", ("用手机上网", "用电脑")),
        ("屏幕是完全不亮，还是亮了以后闪？", ("完全不亮", "亮了以后闪")),
        ("这盏灯的光跟原来比，您觉得是亮了还是暗了？", ("亮了", "暗了")),
        ("明天上午和后天下午，您哪个时间更合适？", ("明天上午", "后天下午")),
        ("我们有九点、十一点、两点三个时段，您选哪个？", ("九点", "十一点", "两点")),
        ("价格、位置、户型，这三样里您最看重哪个？", ("价格", "位置", "户型")),
        ("一年大概花多少钱，一千以内、一千到三千，还是三千以上？", ("一千以内", "一千到三千", "三千以上")),
        ("抬头是个人还是公司？", ("个人", "公司")),
        ("您看是退款、换货，还是维修，三种都可以。", ("退款", "换货", "维修")),
        ("发票发到您邮箱，还是跟货一起寄？", ("邮箱", "跟货一起寄")),
    ],
)
def test_a_choice_names_its_options_in_the_words_of_the_line(line: str, options: tuple[str, ...]) -> None:
    (question,) = questions_in(line)
    assert (question.wants, question.options) == (Wants.CHOICE, options)


@pytest.mark.parametrize(
    "line",
    [
        "电话还是之前那个吗？",
        "收货地址还是老地方，对吧？",
        "检查安排在三号到十号之间，您看哪天方便？",
        "展台上有没有特别的要求，比如接电、投影？",
        "请柬和日程发到哪个邮箱？",
    ],
)
def test_what_only_looks_like_a_choice_has_no_options(line: str) -> None:
    assert [question.options for question in questions_in(line)] == [()]


@pytest.mark.parametrize(
    ("line", "title", "asked"),
    [
        ("您贵姓，方便留个地址吗？", "登记", [(W.NAME, "称呼"), (W.PLACE, "地址")]),
        ("麻烦您提供一下姓名和联系电话，我帮您登记。", "登记", [(W.NAME, "姓名"), (W.PHONE, "联系电话")]),
        ("孩子几年级了，平时作业写到几点？", "了解孩子", [(W.COUNT, "年级"), (W.TIME, "孩子时间")]),
        ("您预计什么时候入住，住几晚？", "确认预订", [(W.TIME, "入住时间"), (W.DURATION, "预订")]),
        ("每年投入多少人、多少钱？", "", [(W.COUNT, "人数"), (W.AMOUNT, "金额")]),
        (
            "第一个问题：您多久去一次超市？第二个问题：一般每次花多少钱？",
            "问卷",
            [(W.DURATION, "频率"), (W.AMOUNT, "花费")],
        ),
        ("第一，房间干净吗？第二，早餐有什么建议？", "", [(W.YES_NO, "房间干净"), (W.OPEN, "建议")]),
        ("要开发票吗，抬头是个人还是公司？", "确认发票", [(W.YES_NO, "发票"), (W.CHOICE, "抬头")]),
    ],
)
def test_a_line_may_ask_several_things_in_order(line: str, title: str, asked: list[tuple[Wants, str]]) -> None:
    assert _asked(line, title) == asked


@pytest.mark.parametrize(
    "line",
    [
        "您好，请问是冯女士吗？",
        "您现在方便聊两分钟吗？",
        "您还有什么想了解的吗？",
        "您有任何问题都可以随时联系我们。",
        "我们先看看您有什么需要，再给您配方案。",
        "不管您选哪一种，我们都会跟进。",
        "稍后会有一条短信，里面写着怎么操作。",
        "谁不希望家里平平安安呢？",
        "",
    ],
)
def test_what_asks_for_no_content_has_no_question(line: str) -> None:
    assert questions_in(line) == ()


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("没关系，您最放心不下的是哪一点？", "您最放心不下的是哪一点？"),
        (
            "考虑到您住得远，来回一趟得要一个多小时，路上也不好停车，我们可以派车，您哪天出门？",
            "路上也不好停车，我们可以派车，您哪天出门？",
        ),
        ("第三题，您几点下班？", "您几点下班？"),
        ("整趟旅程下来，一到五分，您给几分？", "整趟旅程下来，一到五分，您给几分？"),
        ("您对这个时间有意见吗，没有我就报上去了。", "您对这个时间有意见吗"),
    ],
)
def test_a_question_keeps_only_the_words_that_ask_and_what_they_are_about(line: str, text: str) -> None:
    assert [question.text for question in questions_in(line)] == [text]


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("第三步：了解使用习惯，为推荐做准备", "使用习惯"),
        ("询问客户对培训的想法", "培训的想法"),
        ("礼貌征求改进建议", "改进建议"),
        ("（四）约定一个沟通方式", "沟通方式"),
        ("步骤 B：问目标岗位", "目标岗位"),
        ("致歉并了解真实感受", "真实感受"),
        ("第9题：最看重的品质", "最看重的品质"),
    ],
)
def test_a_step_title_gives_the_key_without_its_verbs(title: str, key: str) -> None:
    assert _asked("您是怎么想的？", title) == [(Wants.OPEN, key)]


@pytest.mark.parametrize("title", ["说明来意", "自我介绍", "致谢收尾", "确认身份", "安抚情绪", "灵活应对", ""])
def test_a_title_named_for_what_is_done_gives_no_key(title: str) -> None:
    assert _asked("您哪里不满意？", title) == [(Wants.OPEN, "不满意之处")]


@given(
    st.text("您好吗，。？方便哪天还是上午、微信号多少请说一下不几", max_size=40),
    st.sampled_from(["", "约时间", "收尾"]),
)
def test_keys_in_a_line_differ_and_choices_have_options(line: str, title: str) -> None:
    found = questions_in(line, title)
    assert len({question.key for question in found}) == len(found)
    assert all(question.key and question.text for question in found)
    assert all(len(question.options) != 1 for question in found)
    assert all(question.options for question in found if question.wants is Wants.CHOICE)


def test_a_question_is_a_value() -> None:
    one = Question(text="几点？", wants=Wants.TIME, key="时间")
    assert one == Question(text="几点？", wants=Wants.TIME, key="时间", options=())
