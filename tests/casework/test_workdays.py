"""Working days of China, and the moments by which something is due."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huashu.casework.workdays import (
    CLOSES,
    FORMS,
    SHANGHAI,
    WithinError,
    add_workdays,
    due,
    is_certain,
    is_workday,
    local,
    next_workday,
)

MOMENTS = st.datetimes(min_value=datetime(2024, 1, 1), max_value=datetime(2029, 12, 1)).map(
    lambda moment: moment.replace(tzinfo=SHANGHAI)
)
MONDAY = datetime(2026, 11, 23, 10, 20, tzinfo=SHANGHAI)


def at(text: str) -> datetime:
    """A moment on the clocks of China."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize("day", ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"])
def test_weekends_that_make_up_for_a_holiday_are_worked(day: str) -> None:
    assert date.fromisoformat(day).weekday() >= 5
    assert is_workday(date.fromisoformat(day))


@pytest.mark.parametrize(
    "day", ["2026-01-01", "2026-02-16", "2026-02-23", "2026-04-06", "2026-05-05", "2026-06-19", "2026-10-07"]
)
def test_holidays_on_a_weekday_are_not_worked(day: str) -> None:
    assert date.fromisoformat(day).weekday() < 5
    assert not is_workday(date.fromisoformat(day))


def test_beyond_the_published_calendar_an_estimate_says_that_it_is_one() -> None:
    assert is_certain(date(2026, 12, 31))
    assert not is_certain(date(2035, 3, 7))
    assert is_workday(date(2035, 3, 7))
    assert not is_workday(date(2035, 3, 10))
    assert not is_workday(date(2035, 10, 1)), "a public holiday on a Monday"


def test_the_year_may_turn_into_the_unpublished_one() -> None:
    assert next_workday(date(2026, 12, 31)) == date(2027, 1, 4)
    assert due(at("2026-12-31T10:00"), "1个工作日") == at("2027-01-04T10:00")


def test_the_long_holiday_is_stepped_over_and_its_make_up_day_counts() -> None:
    assert add_workdays(at("2026-02-13T15:00"), 1) == at("2026-02-14T15:00")
    assert add_workdays(at("2026-02-13T15:00"), 2) == at("2026-02-24T15:00")
    assert add_workdays(at("2026-09-30T09:00"), 3) == at("2026-10-10T09:00")


@settings(deadline=None)
@given(moment=MOMENTS, n=st.integers(0, 15))
def test_added_working_days_never_land_on_a_rest_day(moment: datetime, n: int) -> None:
    later = add_workdays(moment, n)
    assert is_workday(later.date())
    assert later.timetz() == moment.timetz()
    assert later >= moment


@settings(deadline=None)
@given(moment=MOMENTS, n=st.integers(1, 15))
def test_exactly_n_working_days_lie_between(moment: datetime, n: int) -> None:
    later = add_workdays(moment, n)
    days = range(1, (later.date() - moment.date()).days + 1)
    assert sum(is_workday(moment.date() + timedelta(days=day)) for day in days) == n


def test_the_day_is_that_of_the_clocks_of_china() -> None:
    friday_night_in_london = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
    assert add_workdays(friday_night_in_london, 1).date() == date(2026, 11, 23)
    assert local(friday_night_in_london).date() == date(2026, 11, 21)


def test_days_are_not_counted_backwards_and_times_need_a_zone() -> None:
    with pytest.raises(ValueError, match="负"):
        add_workdays(MONDAY, -1)
    with pytest.raises(ValueError, match="时区"):
        add_workdays(datetime(2026, 11, 23, 10), 1)
    with pytest.raises(ValueError, match="时区"):
        due(datetime(2026, 11, 23, 10), "24小时")


@pytest.mark.parametrize(
    ("within", "expected"),
    [
        ("30分钟", "2026-11-23T10:50"),
        ("十五分钟", "2026-11-23T10:35"),
        ("1刻钟", "2026-11-23T10:35"),
        ("半小时", "2026-11-23T10:50"),
        ("一个半小时", "2026-11-23T11:50"),
        ("1.5小时", "2026-11-23T11:50"),
        ("24小时", "2026-11-24T10:20"),
        ("２４ 小时", "2026-11-24T10:20"),
        ("二十四小时之内", "2026-11-24T10:20"),
        ("72h", "2026-11-26T10:20"),
        ("一百二十分钟", "2026-11-23T12:20"),
        ("3天", "2026-11-26T10:20"),
        ("两三天", "2026-11-26T10:20"),
        ("三个自然日", "2026-11-26T10:20"),
        ("一周内", "2026-11-30T10:20"),
        ("2个工作日", "2026-11-25T10:20"),
        ("1-2个工作日", "2026-11-25T10:20"),
        ("5至7个工作日内", "2026-12-02T10:20"),
        ("T+1", "2026-11-24T10:20"),
        ("下个工作日下班前", "2026-11-24T18:00"),
        ("次一工作日", "2026-11-24T18:00"),
        ("2个工作日18点前", "2026-11-25T18:00"),
        ("2个工作日内的12点半前", "2026-11-25T12:30"),
        ("当天18点前", "2026-11-23T18:00"),
        ("今天下午6点半前", "2026-11-23T18:30"),
        ("今晚8点前", "2026-11-23T20:00"),
        ("当日内", "2026-11-23T23:59"),
        ("当天24点前", "2026-11-23T23:59"),
        ("中午1点前", "2026-11-23T13:00"),
        ("18:00前", "2026-11-23T18:00"),
        ("9点前", "2026-11-24T09:00"),
        ("次日12点前", "2026-11-24T12:00"),
        ("明早9点前", "2026-11-24T09:00"),
        ("第二天上午10:30前", "2026-11-24T10:30"),
        ("后天下班前", "2026-11-25T18:00"),
        ("预计24小时内有专人联系您", "2026-11-24T10:20"),
        ("最迟2个工作日内答复", "2026-11-25T10:20"),
        ("2小时到账", "2026-11-23T12:20"),
    ],
)
def test_time_limits_are_read_as_desks_write_them(within: str, expected: str) -> None:
    assert due(MONDAY, within) == at(expected)


@pytest.mark.parametrize(
    "within",
    ["", " ", "尽快", "立即", "几天", "半天", "过两天", "0小时", "0个工作日", "当天25点前", "12:75前", "8日前", "2-1天",
     "2小时内或一天内", "999天", "9999999999999999999999天", "9" * 400 + "个工作日", "1.5个工作日", "半个工作日",
     "本周五前", "小时", "24", "-3天"],
)  # fmt: skip
def test_what_promises_nothing_definite_is_refused_with_the_forms_that_do(within: str) -> None:
    with pytest.raises(WithinError) as told:
        due(MONDAY, within)
    assert told.value.within == within
    assert all(form in str(told.value) for form in FORMS)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("start", ["2026-11-23T10:20", "2026-11-21T00:30", "2026-02-13T23:59:30", "2026-12-31T08:00"])
def test_every_form_that_the_message_names_can_be_read_at_any_time(form: str, start: str) -> None:
    assert due(at(start), form) > at(start)


def test_a_time_of_day_that_has_passed_is_the_next_days() -> None:
    assert due(at("2026-11-23T19:00"), "当天18点前") == at("2026-11-24T18:00")
    assert due(at("2026-11-23T18:00"), "18点前") == at("2026-11-24T18:00")
    assert due(at("2026-11-23T17:59"), "18点前") == at("2026-11-23T18:00")


@pytest.mark.parametrize("start", ["2026-11-20T20:00", "2026-11-21T10:00", "2026-11-22T00:30"])
def test_what_begins_outside_office_hours_is_due_when_offices_close(start: str) -> None:
    assert due(at(start), "1个工作日") == at("2026-11-23T18:00")


@settings(deadline=None)
@given(moment=MOMENTS, n=st.integers(1, 20))
def test_what_is_promised_in_working_days_is_due_while_offices_are_open(moment: datetime, n: int) -> None:
    promised = due(moment, f"{n}个工作日")
    assert is_workday(promised.date())
    assert promised.time() <= CLOSES
    assert promised > moment


@settings(deadline=None)
@given(
    moment=MOMENTS, text=st.text(alphabet="0123456789一二两三十半个小时天工作日当次明下午点分前内-:T+ ", max_size=12)
)
def test_any_words_are_a_later_moment_or_no_time_limit(moment: datetime, text: str) -> None:
    try:
        promised = due(moment, text)
    except WithinError:
        return
    assert moment < promised <= moment + timedelta(days=366)
