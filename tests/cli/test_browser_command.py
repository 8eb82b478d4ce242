"""``huashu browser``: what it is asked for is checked before a page is served; who plays in its calls."""

import re
import signal
import subprocess
import sys
import urllib.request

import pytest
from click.testing import CliRunner

from huashu.call import Connected, Heard, HungUp, LookUp, Note, NoteKind, Ring, Said, Say, Side
from huashu.call.log import CallLog
from huashu.cli import main
from huashu.cli.browsing.doings import beside, record_rows
from huashu.cli.browsing.house import DocumentHouse, sex_of
from huashu.cli.browsing.subjects import read_documents
from huashu.voice.browser.house import Kind, Role
from huashu.voice.pipeline.settings import VoiceSettings

SCENARIO = "library:broadband-repair"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["library:none"], "没有这个内置文档"),
        (["no-such-file.md"], "没有这个文件"),
        ([SCENARIO, "--voice", "opera"], "没有叫 opera 的声音"),
        ([SCENARIO, "--recogniser", "oracle"], "不认识的识别引擎"),
        ([SCENARIO, "--certfile", __file__], "要一起给"),
        ([SCENARIO, "--port", "70000"], "70000"),
        ([SCENARIO, "--standard", "no-such-clauses.yaml"], "no-such-clauses.yaml"),
    ],
)
def test_what_cannot_be_is_told_before_a_page_is_served(arguments: list[str], told: str) -> None:
    result = CliRunner().invoke(main, ["browser", *arguments])
    assert result.exit_code in (1, 2)
    assert told in result.output


def test_the_page_is_served_until_somebody_stops_it() -> None:
    command = [sys.executable, "-m", "huashu", "browser", SCENARIO, "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            address = re.search(r"http://127\.0\.0\.1:\d+/", process.stdout.readline())
            assert address is not None
            with urllib.request.urlopen(address[0], timeout=20) as page:
                assert "网页通话" in page.read().decode()
            process.send_signal(signal.SIGTERM)
            process.wait(30)
        finally:
            process.kill()
    assert process.returncode in (0, -signal.SIGTERM)


SMALL_DESK = """# 云杉水务服务热线

## 基本信息
- 单位：云杉水务
- 工号：0311
- 性别：男

## 问候
“您好，云杉水务，0311号为您服务，请问有什么可以帮您？”

## 身份核验
- 核验项：登记手机号、姓名
- 需要几项：2

## 查询

### 水费余额
- 说法：我想查一下水费／水费还剩多少
- 需核验：是
- 资料：余额=20.00元｜35.50元
- 回答：您的余额是{余额}。
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> DocumentHouse:
    desk = tmp_path_factory.mktemp("desk") / "desk.md"
    desk.write_text(SMALL_DESK, "utf-8")
    settings = {sex: VoiceSettings(consent=sex) for sex in ("female", "male")}
    return DocumentHouse(read_documents((SCENARIO, str(desk))), settings.__getitem__)


def test_documents_tell_who_one_can_be_and_what_it_is_about(house: DocumentHouse) -> None:
    scenario, desk = house.subjects
    assert (scenario.kind, desk.kind) == (Kind.SCENARIO, Kind.DESK)
    assert scenario.roles == (Role.CUSTOMER, Role.AGENT)
    assert dict(scenario.you)["您是"]
    assert scenario.steps
    assert all(name.startswith("您可以是") for name, _ in desk.you)
    assert scenario.page_calls(Role.AGENT)
    assert not scenario.page_calls(Role.CUSTOMER)
    assert desk.page_calls(Role.CUSTOMER)


def test_the_agent_of_a_scenario_is_who_the_document_says(house: DocumentHouse) -> None:
    part = house.cast(house.subjects[0], Role.CUSTOMER)
    assert part.settings.consent == "female"
    assert part.lines
    assert part.hot_words
    part.agent.step(Connected(at=0))
    said = part.agent.step(Heard(at=500, end=1200, text="喂，你好。"))
    (first,) = [action for action in said if isinstance(action, Say)]
    assert "陈志远" in first.text
    assert all(house.explain(clause) for clause in first.because)


def test_a_desk_answers_as_itself_and_knows_who_the_page_says_one_can_be(house: DocumentHouse) -> None:
    desk = house.subjects[1]
    part = house.cast(desk, Role.CUSTOMER)
    greeting = [
        action.text
        for event in (Ring(at=0, end=1000), Ring(at=4000, end=5000), Connected(at=5200))
        for action in part.agent.step(event)
        if isinstance(action, Say)
    ]
    assert "云杉水务" in greeting[0]
    assert part.settings.consent == "male"
    assert part.company is not None
    name, known = desk.you[0]
    given = dict(pair.split(" ", 1) for pair in known.split("，"))
    answer = part.company.answer(LookUp(query="水费余额", given=given), 9000)
    assert answer is not None
    assert answer.found["姓名"] in name
    part.close()


def test_in_practice_the_customer_is_simulated_and_what_he_was_is_in_the_log(house: DocumentHouse) -> None:
    part = house.cast(house.subjects[0], Role.AGENT)
    assert part.swapped
    assert part.settings.consent == ""
    said = Said(at=0, end=1000, text="您好，请问是陈志远先生吗？")
    log = part.finish(CallLog(id="1", agent="human", events=(Connected(at=0), said, HungUp(at=2000, by=Side.AGENT))))
    assert log.truth is not None
    assert log.truth["persona"] == "resistant"
    assert log.record is not None
    assert log.record["end_reason"] == "completed"
    assert house.inspect(log)["id"] == "1"


def test_somebody_calls_the_desk_of_a_trainee(house: DocumentHouse) -> None:
    part = house.cast(house.subjects[1], Role.AGENT)
    assert part.direction == "outbound"
    assert part.profile["来电号码"]


@pytest.mark.parametrize(
    ("told", "sex"),
    [
        (("男", "女儿的老师"), "male"),
        ((None, "周敏，回访专员，女，34岁"), "female"),
        (("陈志远先生",), "male"),
        (("李女士", "男，40岁"), "female"),
        (("老师",), "female"),
    ],
)
def test_a_voice_is_that_of_a_man_or_a_woman(told: tuple[str | None, ...], sex: str) -> None:
    assert sex_of(*told) == sex


def test_what_is_done_beside_the_line_and_the_record_are_told_in_words() -> None:
    assert beside(Note(kind=NoteKind.FEEDBACK, text="太慢")) == "记下意见：太慢"
    assert beside(Say(text="您好")) == ""
    rows = dict(record_rows({"end_reason": "refused", "do_not_contact": True, "feedback": [{"text": "太慢", "at": 3}]}))
    assert rows == {"结果": "拒绝", "勿扰": "已登记", "意见": "太慢"}
