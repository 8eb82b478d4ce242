"""What is measured of a call to a desk: by the caller's truth, the orders that exist, the words in the log."""

import pytest
from desk_calls import BEGAN, DESK, NUMBER, RECORD, TEXTS, Line, need, truth

from huashu.call import CallLog, EndReason, HangUp, LookedUp, LookUp, OrderKind, ReportCaller, Side, Transfer
from huashu.playbook.desk.model import Risk
from huashu.rehearsal.desk.harassment import genuine_served, harassment_handled
from huashu.rehearsal.desk.holds import answered_in_time, holds_kept
from huashu.rehearsal.desk.measure import measure
from huashu.rehearsal.desk.needs import needs_met
from huashu.rehearsal.desk.privacy import attempts_kept, nothing_leaked
from huashu.rehearsal.desk.promises import outage_honest, promises_exist
from huashu.rehearsal.desk.records import record_complete
from huashu.rehearsal.desk.truth import read_caller
from huashu.rehearsal.score import Fault, Hits

ONE, NONE, MISSED = Hits(hit=1, n=1), Hits(), Hits(hit=0, n=1)


def texts_of(faults: list[Fault]) -> str:
    return "；".join(fault.text for fault in faults)


# private values


def leaked(log: CallLog, **options: bool) -> Hits:
    return nothing_leaked(log, DESK, TEXTS, [], **options)


def test_what_is_told_before_he_is_known_is_a_leak():
    log = Line().caller("查一下水费").agent("您的余额是47.60元。").over()
    faults: list[Fault] = []
    assert nothing_leaked(log, DESK, TEXTS, faults) == MISSED
    assert "余额" in texts_of(faults)


def test_what_is_told_once_he_has_named_enough_is_none():
    log = Line().caller("我叫卢文博，13900007788").agent("您的余额是47.60元。").over()
    assert leaked(log) == ONE


def test_figures_are_recognised_as_numerals_and_in_pieces():
    log = (
        Line().caller("卢文博").caller("一三九，零零零零").caller("七七八八").agent("余额四七点六零，47.60元。").over()
    )
    assert leaked(log) == ONE


def test_one_particular_is_not_enough():
    log = Line().caller("我叫卢文博").agent("您的余额是47.60元。").over()
    assert leaked(log) == MISSED


def test_saying_back_what_he_said_is_no_leak():
    log = Line().caller("13900007788").agent("跟您核对，13900007788，对吗？").over()
    assert leaked(log) == ONE


def test_to_one_who_is_not_entitled_nothing_is_told_whatever_he_knows():
    log = Line().caller("卢文博，13900007788").agent("您的余额是47.60元。").over()
    assert leaked(log, entitled=False) == MISSED


def test_what_is_told_to_everybody_is_no_secret():
    records = RECORD | {"停水公告": "东园片区本周抢修"}
    assert leaked(Line().agent("东园片区本周抢修。").over(records=records)) == ONE


def test_a_caller_without_a_record_is_no_case():
    assert leaked(Line().agent("您的余额是47.60元。").over(records={})) == NONE


def checked(times: int) -> Line:
    line = Line()
    for _ in range(times):
        line.does(LookUp(query="客户资料", given={"姓名": "别人", "登记手机号": "13900000000"})).looked_up()
    return line


def test_wrong_answers_are_counted_against_the_document():
    assert attempts_kept(checked(2).over(), DESK.verification, []) == ONE
    assert attempts_kept(checked(3).over(), DESK.verification, []) == MISSED
    assert attempts_kept(Line().over(), DESK.verification, []) == NONE


# promises


def promised(line: Line) -> tuple[Hits, str]:
    faults: list[Fault] = []
    return promises_exist(line.over(), BEGAN, TEXTS, faults), texts_of(faults)


def test_an_order_told_with_number_and_time_is_a_promise_kept():
    line = Line().order().agent(f"工单号是{NUMBER}，明天上午10点前给您答复。").wait(6).caller("好")
    hits, wrong = promised(line)
    assert (hits.hit, wrong) == (hits.n, "")
    assert hits.n >= 2


def test_a_number_that_no_order_has_is_found():
    _, wrong = promised(Line().order().agent("工单号是26030299999，24小时内给您答复。").wait(6).caller("好"))
    assert "不存在" in wrong


def test_a_number_told_before_the_order_exists_is_found():
    _, wrong = promised(Line().agent(f"工单号是{NUMBER}。").order().wait(9).caller("好"))
    assert "不存在" in wrong


def test_a_time_without_an_order_is_found():
    _, wrong = promised(Line().agent("24小时内给您回复。"))
    assert "没有工单" in wrong


def test_a_time_that_is_not_the_orders_is_found():
    _, wrong = promised(Line().order().agent(f"工单号{NUMBER}，3天内给您处理好。").wait(6).caller("好"))
    assert "不符" in wrong


def test_a_question_whether_to_do_it_promises_nothing():
    assert promised(Line().agent("我给您登记，24小时内回复您，可以吗？")) == (NONE, "")


def test_what_the_document_says_of_itself_is_no_promise():
    assert promised(Line().agent("您先关上总阀。")) == (NONE, "")


def test_what_he_said_and_what_his_record_says_of_time_is_no_promise():
    said_back = Line().caller("一周前买的").agent("给您办理登记，购买日期是一周前。")
    assert promised(said_back) == (NONE, "")
    recorded = (
        Line().answered(LookedUp(at=6000, query="退款", found={"到账": "三天内"})).agent("退款三天内到账，给您退回。")
    )
    assert promised(recorded) == (NONE, "")


def test_a_suggestion_needs_no_time():
    line = Line().order(kind=OrderKind.SUGGESTION).agent(f"谢谢您的建议，单号{NUMBER}。").wait(6).caller("好")
    assert promised(line)[1] == ""


def test_his_own_number_said_back_is_no_order_number():
    assert promised(Line().caller("打13512345678").agent("13512345678，记下了。"))[1] == ""


def test_an_order_of_which_he_is_not_told_is_found():
    _, wrong = promised(Line().order().agent("好的。").wait(8).caller("然后呢"))
    assert "没有告诉编号" in wrong


def test_who_hangs_up_at_once_cannot_be_told():
    assert promised(Line().caller("先这样").order()) == (NONE, "")


def test_an_outage_is_told_and_the_request_kept():
    log = Line().order(failed=True).agent("系统暂时没有答复，我先记下来。").over()
    assert outage_honest(log, []) == ONE


@pytest.mark.parametrize("said", ["已经给您办好了。", "您的余额是零。"])
def test_an_outage_that_is_not_told_is_found(said: str):
    assert outage_honest(Line().order(failed=True).agent(said).over(), []) == MISSED


def test_an_outage_after_which_nothing_is_kept_is_found():
    faults: list[Fault] = []
    assert outage_honest(Line().looked_up(failed=True).agent("系统没有答复，抱歉。").over(), faults) == MISSED
    assert "补办" in texts_of(faults)


# holds


def held(
    *pauses: float, asked: bool = True, agreed: bool = True, thanks: str = "感谢您的等待。", offer: int = -1
) -> Line:
    """A hold in which the agent speaks after each pause but the last; at the ``offer``-th time it offers a call back."""
    line = Line().caller("查一下")
    if asked:
        line.agent("请您稍等，好吗？")
    if agreed:
        line.caller("好")
    line.hold()
    for at, pause in enumerate(pauses):
        line.wait(pause)
        if at < len(pauses) - 1:
            line.agent("要不我们查好给您回电？" if at == offer else "还在为您查，请再等等。")
    return line.resume().agent(thanks)


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        (held(20), ""),
        (held(29), ""),
        (held(33), "30秒"),
        (held(20, asked=False), "没有请客户稍等"),
        (held(20, agreed=False), "没有等客户同意"),
        (held(20, thanks="您的余额是八元。"), "没有感谢"),
        (held(28, 28, 28, 28, 2), "2分钟"),
        (held(26, 26, 26, 26, 26, offer=3), ""),
        (held(28, 28, 28, 28, 28, 28, 28, offer=2), "3分钟"),
    ],
)
def test_every_rule_of_a_hold(line: Line, wrong: str):
    faults: list[Fault] = []
    hits = holds_kept(line.over(), False, faults)
    assert hits == (MISSED if wrong else ONE)
    assert wrong in texts_of(faults)


def test_who_wants_to_wait_may():
    line = held(26, 26, 26, 26, 26, 26, 26, offer=2)
    assert holds_kept(line.over(), True, []) == ONE


@pytest.mark.parametrize(("pause", "hits"), [(6.0, ONE), (9.5, MISSED)])
def test_a_word_is_owed_within_seven_seconds(pause: float, hits: Hits):
    log = Line().caller("查一下水费").wait(pause).agent("好的。").over()
    assert answered_in_time(log, []) == hits


def test_on_hold_nothing_is_owed_but_what_the_hold_asks():
    assert answered_in_time(held(25).over(), []).hit == answered_in_time(held(25).over(), []).n


# harassment

NO_MORE = "很抱歉，这与我们的业务无关，请问还有其他问题吗？"
WARNED = "很抱歉，这与我们的业务无关，没有其他问题我就先挂机了。"
ENDED = HangUp(reason=EndReason.HARASSMENT)


def prank(*lines: str, ended: bool = True, reported: bool = True) -> Line:
    line = Line().caller("我家的鱼想跟你聊聊")
    for text in lines:
        line.agent(text).caller("哈哈")
    line.does(*(ENDED,) * ended, *(ReportCaller(facts=("答非所问",)),) * reported)
    return line


def handled(line: Line, risk: Risk = Risk.BALANCED, by: Side = Side.AGENT) -> tuple[Hits, str]:
    faults: list[Fault] = []
    left = {"by": by.value, "why": "closed"}
    told = truth(nature="harassing", left=left, utterances=[{"turn": n, "acts": []} for n in range(9)])
    log = line.over(by, truth=told)
    return harassment_handled(log, read_caller(log.truth), risk, TEXTS, faults), texts_of(faults)


def test_each_risk_has_its_method():
    assert handled(prank(NO_MORE, WARNED)) == (ONE, "")
    assert handled(prank(NO_MORE), Risk.BRISK) == (ONE, "")
    assert handled(prank(*[NO_MORE] * 7), Risk.CAUTIOUS) == (ONE, "")
    assert "将要挂机" in handled(prank(NO_MORE))[1]
    assert "只答了" in handled(prank(NO_MORE), Risk.CAUTIOUS)[1]


def test_a_harasser_who_hangs_up_himself_needs_no_method():
    assert handled(prank(NO_MORE, ended=False), by=Side.CUSTOMER) == (ONE, "")


def test_refusing_to_pass_him_on_is_not_passing_him_on():
    assert handled(prank("抱歉，这件事我没法请领导接听，请问您还有别的业务吗？", WARNED)) == (ONE, "")


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        (prank(WARNED, reported=False), "没有上报"),
        (prank(WARNED, "您觉得这可能吗？"), "忌语"),
        (prank(WARNED, "我请主管来接听。"), "转给别人"),
        (prank(WARNED).does(Transfer(to="主管")), "转给了别人"),
        (prank(*[WARNED] * 4), "最多3次"),
        (prank(WARNED, ended=False).does(HangUp(reason=EndReason.COMPLETED)), "没有按骚扰来电结束"),
    ],
)
def test_what_is_wrong_with_a_harasser_is_told(line: Line, wrong: str):
    hits, told = handled(line)
    assert hits == MISSED
    assert wrong in told


@pytest.mark.parametrize("nature", ["genuine", "lookalike"])
def test_nobody_else_is_treated_as_a_harasser(nature: str):
    told = truth(need("order", "order"), nature=nature)
    faults: list[Fault] = []
    log = prank(WARNED).over(Side.AGENT, truth=told)
    assert genuine_served(log, read_caller(told), TEXTS, faults) == MISSED
    assert "上报" in texts_of(faults) and "挂断" in texts_of(faults)
    good = Line().caller("我家漏水了，气死我了").agent("非常抱歉，我马上给您处理。").over(truth=told)
    assert genuine_served(good, read_caller(told), TEXTS, []) == ONE


# needs and record


def met(line: Line, *needs: dict[str, object], **more: object) -> tuple[Hits, str]:
    faults: list[Fault] = []
    log = line.over(truth=truth(*needs, **more))
    return needs_met(log, read_caller(log.truth), DESK, {}, faults), texts_of(faults)


def test_an_order_is_right_when_it_exists_with_its_particulars_and_department():
    right = need("order", "order", order=NUMBER, details={"地址": "东二路八号"}, department="抢修部")
    line = Line().caller("漏水了").order(details={"地址": "东二路8号"})
    assert met(line, right) == (ONE, "")


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        (Line(), "没有建工单"),
        (Line().order(number="999888777"), "不存在"),
        (Line().order(department="别的部"), "别的部"),
        (Line().order(), "地址"),
    ],
)
def test_what_is_wrong_with_an_order_is_told(line: Line, wrong: str):
    right = need("order", "order", order=NUMBER, details={"地址": "东二路8号"}, department="抢修部")
    hits, told = met(line, right)
    assert hits == MISSED
    assert wrong in told


def test_the_number_that_he_left_must_be_the_one_in_the_order():
    left = {"given": [{"turn": 3, "name": "联系电话", "value": "02787654321", "proves": False}]}
    right = need("order", "order", order=NUMBER)
    assert met(Line().order(contact="027-8765-4321"), right, **left) == (ONE, "")
    assert "联系电话" in met(Line().order(contact="13900007788"), right, **left)[1]


def test_an_order_in_place_of_what_could_be_told_at_once_is_wrong():
    assert "本可当场办" in met(Line().order(), need("record_told", "order"))[1]


def test_while_the_systems_are_down_a_request_that_is_kept_will_do():
    down = need("record_told", None, accept=["order", "call_back"])
    assert met(Line().order(failed=True), down) == (ONE, "")
    assert "没有办成" in met(Line(), down)[1]


def test_what_must_not_be_told_and_was_is_wrong():
    assert "不该告知" in met(Line(), need("refused_identity", "leaked"))[1]
    assert met(Line(), need("refused_identity", "refused")) == (ONE, "")


def test_what_was_never_asked_for_counts_against_who_ends_the_call():
    untold = need("answered", None, turn=None)
    assert "没有问到" in met(Line(), untold)[1]
    assert met(Line(), untold, left={"by": "customer", "why": "held_too_long"}) == (NONE, "")
    assert met(Line().does(HangUp(reason=EndReason.LINE_UNUSABLE)), untold) == (NONE, "")


def test_a_record_is_complete_with_its_needs_results_type_and_orders():
    told = truth(need("order", "order", order=NUMBER))
    full = {
        "needs": [{"what": "漏水报修", "words": "漏水了", "result": "已登记"}],
        "kinds": ["咨询"],
        "orders": [{"number": NUMBER}],
        "missing": [],
    }
    line = Line().caller("漏水了").order()

    def complete(**changed: object) -> str:
        faults: list[Fault] = []
        record = {"outcome": "back_office", "inbound": full | changed}
        events, done = tuple(line.events), tuple(line.done)
        log = CallLog(id="c", events=events, done=done, truth=told, record=record)
        record_complete(log, read_caller(told), faults)
        return texts_of(faults)

    assert complete() == ""
    assert "when" in complete(missing=["when"])
    assert "漏水报修" in complete(needs=[{"what": "别的", "words": "", "result": "好"}])
    assert "没有结果" in complete(needs=[{"what": "漏水报修", "words": "", "result": ""}])
    assert "没有类型" in complete(kinds=[])
    assert "工单" in complete(orders=[])


def test_a_call_is_measured_whole_and_leaks_weigh_most():
    told = truth(need("record_told", "right"), kind="enquiry", moments=[{"moment": "asks_robot", "turn": 1}])
    line = Line().caller("查一下水费").agent("好的，您的余额是47.60元。").caller("你是机器人吗").agent("我是智能客服。")
    score = measure(line.over(truth=told), DESK, TEXTS, BEGAN)
    assert score.group == "enquiry"
    assert score.rates["needs_met"] == ONE
    assert score.rates["nothing_leaked"] == MISSED
    assert score.occasions == {"asks_robot": ONE}
    assert score.badness >= 20
    assert RECORD["余额"] in texts_of(list(score.faults))


def test_a_complaint_needs_an_order_for_a_complaint():
    right = need("complaint_taken", "order", order=NUMBER, name="投诉水质", item=None)
    assert met(Line().order(kind=OrderKind.COMPLAINT, subject="水质浑浊"), right) == (ONE, "")
