"""Reading a callee half: temperament, triggers, end conditions, points."""

import pytest
from customer_halves import ALL, BARE, DRIVER, FRIENDLY_CLINIC, RESISTANT_BROADBAND, half

from huashu.customer.meaning import ends
from huashu.customer.persona import EndKind, PointKind, Surroundings, Temperament, Topic
from huashu.customer.points import to_speech
from huashu.customer.reading import read_persona


@pytest.mark.parametrize(
    ("key", "temperament"),
    [
        ("broadband", Temperament.RESISTANT),
        ("logistics", Temperament.BUSY),
        ("clinic", Temperament.FRIENDLY),
        ("course", Temperament.HESITANT),
        ("bank", Temperament.ANALYTICAL),
        ("appliance", Temperament.DEMANDING),
        ("bare", Temperament.FRIENDLY),
    ],
)
def test_the_temperament_is_read_from_the_text(key: str, temperament: Temperament) -> None:
    assert read_persona(ALL[key]).temperament is temperament


def test_a_denied_word_counts_the_other_way() -> None:
    assert read_persona(half("小马，态度不配合，不耐烦，没有耐心。")).temperament is Temperament.RESISTANT


def test_resistant_people_start_colder_than_friendly_ones() -> None:
    cold, warm = read_persona(RESISTANT_BROADBAND).mood, read_persona(FRIENDLY_CLINIC).mood
    assert cold.trust < warm.trust and cold.patience < warm.patience and cold.anger > warm.anger


def test_triggers_come_from_what_turns_him_cold() -> None:
    triggers = read_persona(RESISTANT_BROADBAND).triggers
    assert {Topic.UPGRADE, Topic.CARE, Topic.SALES, Topic.WORD} <= set(triggers)
    assert "关怀" in triggers[Topic.WORD]
    assert not any(ends(word) for word in triggers[Topic.WORD])
    assert read_persona(FRIENDLY_CLINIC).triggers == {}


def test_end_conditions_become_rules_with_their_lines() -> None:
    persona = read_persona(RESISTANT_BROADBAND)
    kinds = {rule.kind for rule in persona.ends}
    assert {EndKind.REFUSAL, EndKind.DO_NOT_CONTACT, EndKind.COLD, EndKind.TOPIC, EndKind.EMOTION} <= kinds
    topic = persona.ends_on(EndKind.TOPIC)
    assert topic is not None and topic.line == 172


def test_surroundings_and_the_moment_of_the_call_are_read() -> None:
    driver = read_persona(DRIVER)
    assert driver.occupied is Surroundings.DRIVING
    assert Surroundings.SIGNAL in driver.surroundings
    assert read_persona(FRIENDLY_CLINIC).occupied is None


def test_grievances_become_first_person_speech() -> None:
    points = read_persona(RESISTANT_BROADBAND).points
    assert [point.kind for point in points].count(PointKind.GRIEVANCE) >= 3
    assert any("断网三次" in point.spoken for point in points)
    assert all(not ends(point.spoken) for point in points)
    assert all("何志远" not in point.spoken for point in points)


def test_praise_comes_first_for_the_friendly() -> None:
    points = read_persona(FRIENDLY_CLINIC).points
    assert points[0].kind is PointKind.PRAISE
    assert any(point.kind is PointKind.WISH for point in points)


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("近两次报修均未得到及时处理", "我最近两次报修都没"),
        ("客户多次致电无人接听", "我好几次打没人接听"),
        ("等待时间过长", "我等得太久"),
        ("等了四十分钟", "我等了四十分钟"),
    ],
)
def test_the_wording_turns_from_written_to_spoken(written: str, spoken: str) -> None:
    assert to_speech(written).startswith(spoken)


def test_a_nearly_empty_half_gives_mild_defaults() -> None:
    persona = read_persona(BARE)
    assert persona.points == ()
    assert persona.ends_on(EndKind.DONE) is not None
    assert persona.mood.patience > 0.5
    assert persona.name == ""


def test_names_are_read_only_where_they_are_names() -> None:
    assert read_persona(RESISTANT_BROADBAND).name == "何志远"
    assert read_persona(half("一位普通的企业用户，四十岁。")).name == ""


def test_the_time_he_gives_is_read_in_milliseconds() -> None:
    assert read_persona(ALL["logistics"]).patience_ms == 120_000
    assert read_persona(half("张三。", concerns=["只给一分钟"])).patience_ms == 60_000
    assert read_persona(FRIENDLY_CLINIC).patience_ms is None


def test_what_he_adds_when_treated_well_is_a_hidden_point() -> None:
    persona = read_persona(half("钱先生。", behaviours=["对方认错时会缓一缓，补一句真话：师傅换了两拨，他请了两天假"]))
    assert [point.spoken for point in persona.points] == ["师傅换了两拨，我请了两天假"]


def test_what_he_says_in_the_patterns_is_filed_and_what_he_hears_is_not() -> None:
    persona = read_persona(half("钱先生。", behaviours=["一听到“分期”就变冷", "开口就问：“你哪家公司的？”"]))
    assert persona.manner.examples["ask_who"] == ("你哪家公司的？",)
    assert persona.triggers[Topic.WORD] == ("分期",)


def test_what_he_would_like_to_know_is_a_question_not_feedback() -> None:
    persona = read_persona(half("钱先生。", concerns=["首要问题：想知道押金什么时候能退", "潜在问题：怕中途又涨价"]))
    assert persona.points == ()
    assert {point.kind for point in persona.worries} == {PointKind.QUESTION, PointKind.WORRY}
    assert any("押金什么时候能退" in point.spoken for point in persona.worries)


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("对方提到套餐，他表示反感", EndKind.TOPIC),
        ("连着几句都爱搭不理", EndKind.COLD),
        ("公交车来了要上车", EndKind.INTERRUPTION),
        ("话里带刺、越说越气", EndKind.EMOTION),
        ("让对方换个时间再打", EndKind.LATER),
        ("认定对方可疑", EndKind.FRAUD),
        ("问题都说完了", EndKind.DONE),
        ("对方追问银行卡号", EndKind.INFO),
        ("通话超过三分钟", EndKind.TIME),
    ],
)
def test_end_conditions_are_read_in_many_wordings(written: str, kind: EndKind) -> None:
    assert read_persona(half("钱先生。", ends=[written])).ends_on(kind) is not None
