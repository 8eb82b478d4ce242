"""Times put on the calendar, for a call on a Wednesday morning."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huashu.language.moments import Moments, resolve
from huashu.language.slots import find_slots

NOW = datetime(2026, 3, 11, 10, 20)


def moments(text: str, *, ahead: bool = True) -> Moments | None:
    slot = next(slot for slot in find_slots(text) if slot.kind == "time")
    return resolve(slot, NOW, ahead=ahead)


def between(start: str, end: str) -> Moments:
    return Moments(
        start=datetime.fromisoformat(f"2026-{start}") if start else None,
        end=datetime.fromisoformat(f"2026-{end}") if end else None,
    )


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("下午三点", "03-11 15:00", "03-11 15:01"),
        ("三点", "03-11 15:00", "03-11 15:01"),
        ("明天上午", "03-12 08:00", "03-12 12:00"),
        ("下周一", "03-16 00:00", "03-17 00:00"),
        ("周二", "03-17 00:00", "03-18 00:00"),
        ("周五晚上七点到九点", "03-13 19:00", "03-13 21:00"),
        ("过半个小时", "03-11 10:50", "03-11 10:51"),
        ("过两天", "03-13 00:00", "03-14 00:00"),
        ("大后天早上九点一刻", "03-14 09:15", "03-14 09:16"),
        ("本月底", "03-22 00:00", "04-01 00:00"),
        ("二十八号以后", "03-29 00:00", ""),
        ("三点以后", "03-11 15:00", ""),
        ("清明前", "03-11 10:20", "04-05 00:00"),
        ("三点到五点", "03-11 15:00", "03-11 17:00"),
        ("早九晚五", "03-12 09:00", "03-12 17:00"),
        ("周末", "03-14 00:00", "03-16 00:00"),
        ("周一到周五", "03-16 00:00", "03-21 00:00"),
        ("五号", "04-05 00:00", "04-06 00:00"),
        ("端午那天", "06-19 00:00", "06-20 00:00"),
        ("十一号", "03-11 00:00", "03-12 00:00"),
        ("十一月", "11-01 00:00", "12-01 00:00"),
        ("十一假期", "10-01 00:00", "10-02 00:00"),
        ("立冬", "11-07 00:00", "11-08 00:00"),
        ("晚上十二点", "03-12 00:00", "03-12 00:01"),
        ("下班后", "03-11 18:00", "03-11 21:00"),
        ("饭点", "03-11 11:30", "03-11 13:00"),
        ("二十四小时内", "03-11 10:20", "03-12 10:20"),
        ("2026年六月", "06-01 00:00", "07-01 00:00"),
    ],
)
def test_a_time_to_come_has_its_place_on_the_calendar(text: str, start: str, end: str) -> None:
    assert moments(text) == between(start, end)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("前天晚上八点多", "03-09 20:00", "03-09 20:01"),
        ("上个月", "02-01 00:00", "03-01 00:00"),
        ("周五", "03-06 00:00", "03-07 00:00"),
        ("二十号", "02-20 00:00", "02-21 00:00"),
        ("五号", "03-05 00:00", "03-06 00:00"),
        ("三天前", "03-08 00:00", "03-09 00:00"),
        ("去年腊月", "01-19 00:00", "02-17 00:00"),
        ("早上八点半", "03-11 08:30", "03-11 08:31"),
        ("除夕", "02-16 00:00", "02-17 00:00"),
    ],
)
def test_a_time_gone_by_lies_before_the_call(text: str, start: str, end: str) -> None:
    assert moments(text, ahead=False) == between(start, end)


@pytest.mark.parametrize("text", ["改天", "回头", "不是时间", "", "三十一号三十二点"])
def test_words_that_mean_no_stretch_of_the_calendar_have_none(text: str) -> None:
    assert resolve(text, NOW) is None


@pytest.mark.parametrize(
    "text", ["下午三点", "+30分钟", "-3天", "明天 下午 15:30", "3:00~5:00", "1440分钟内", "周三 以前", "+几天"]
)
def test_a_value_resolves_as_the_words_do(text: str) -> None:
    assert resolve(text, NOW) is not None


def test_the_thirty_first_of_a_short_month_is_no_day() -> None:
    assert resolve("二月三十一号", NOW) is None


def test_a_time_zone_is_kept() -> None:
    found = resolve("明天", NOW.astimezone())
    assert found is not None
    assert found.start is not None
    assert found.start.tzinfo is not None


@given(
    st.text(
        alphabet="一二三五十两几半过再个小时分钟天周月年号点刻前后以内到上下早晚今明昨大清明国庆腊初底中末左右",
        max_size=14,
    ),
    st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1)),
    st.booleans(),
)
def test_whatever_time_is_found_resolves_in_order(text: str, now: datetime, ahead: bool) -> None:
    for slot in find_slots(text):
        if slot.kind == "time" and (found := resolve(slot, now, ahead=ahead)) is not None and found.start and found.end:
            assert found.start <= found.end


@given(st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1)))
def test_an_hour_to_come_is_within_a_day(now: datetime) -> None:
    found = resolve("三点", now)
    assert found is not None
    assert found.start is not None
    assert now - timedelta(minutes=1) < found.start <= now + timedelta(days=1)
