"""A refusal stands until he takes it back in his own words, whatever else was recorded."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huashu.call import DoNotContact
from huashu.casework.contacts import (
    Channel,
    ContactError,
    ContactPreference,
    Purpose,
    Scope,
    may_contact,
    refuse,
    withdraw,
)
from huashu.casework.workdays import SHANGHAI

NOW = datetime(2026, 11, 23, 10, 20, tzinfo=SHANGHAI)
DAY = timedelta(days=1)
NUMBER = "13800001234"


def refusal(text: str = "以后别打了", **more: object) -> ContactPreference:
    """What he refused in a call an hour before ``NOW``."""
    return refuse(DoNotContact(text=text, **more), NUMBER, NOW - DAY, call="c1", customer="k1")  # type: ignore[arg-type]


def allowed(preferences: Sequence[ContactPreference], channel: Channel, purpose: Purpose, at: datetime = NOW) -> bool:
    """Whether he may be contacted."""
    return may_contact(preferences, NUMBER, channel, purpose, at).allowed


def test_his_words_his_call_and_his_number_are_kept() -> None:
    one = refuse(DoNotContact(text=" 以后别打了 "), "+86 138-0000-1234", NOW, call="c1")
    assert (one.number, one.proof, one.source_call, one.since) == (NUMBER, "以后别打了", "c1", NOW)


def test_a_refusal_of_calls_closes_calls_for_everything_and_leaves_messages() -> None:
    for purpose in Purpose:
        assert not allowed([refusal()], Channel.CALL, purpose)
        assert allowed([refusal()], Channel.SMS, purpose)


def test_a_refusal_of_selling_leaves_the_service_of_his_own_matter() -> None:
    one = refusal(channels=("call", "sms"), scope="sales")
    assert not allowed([one], Channel.CALL, Purpose.SALES)
    assert not allowed([one], Channel.SMS, Purpose.SALES)
    assert allowed([one], Channel.CALL, Purpose.SERVICE)
    assert allowed([one], Channel.CALL, Purpose.REVISIT)


def test_major_changes_reach_him_by_message_unless_he_refused_that_too() -> None:
    both = refusal(channels=("call", "sms"))
    assert allowed([both], Channel.SMS, Purpose.MAJOR_CHANGE)
    assert not allowed([both], Channel.CALL, Purpose.MAJOR_CHANGE)
    assert not allowed([both], Channel.SMS, Purpose.SALES)
    assert not allowed([replace(both, except_channels=())], Channel.SMS, Purpose.MAJOR_CHANGE)


def test_the_exception_of_one_refusal_does_not_open_another() -> None:
    kept = refusal(channels=("sms",), text="短信别发了")
    strict = replace(refusal(channels=("sms",), text="什么短信都别发"), except_channels=())
    assert not allowed([kept, strict], Channel.SMS, Purpose.MAJOR_CHANGE)


def test_the_reason_quotes_him_and_names_the_call() -> None:
    verdict = may_contact([refusal()], NUMBER, Channel.CALL, Purpose.SERVICE, NOW)
    assert all(part in verdict.because for part in ("以后别打了", "c1", "2026-11-22 10:20", "电话"))
    assert "除外" in may_contact([refusal(channels=("sms",))], NUMBER, Channel.SMS, Purpose.MAJOR_CHANGE, NOW).because


def test_it_is_his_choice_under_every_number_of_his_and_nobody_elses() -> None:
    other = may_contact([refusal()], "13900004321", Channel.CALL, Purpose.SALES, NOW, customer="k1")
    assert not other.allowed
    assert may_contact([refusal()], "13900004321", Channel.CALL, Purpose.SALES, NOW, customer="k2").allowed
    assert not may_contact([refusal()], "0086 138 0000 1234", Channel.CALL, Purpose.SALES, NOW).allowed
    assert may_contact([replace(refusal(), number="", customer=None)], "", Channel.CALL, Purpose.SALES, NOW).allowed


def test_a_choice_holds_from_when_it_was_made_to_its_end() -> None:
    one = replace(refusal(), until=NOW + DAY)
    moments = [NOW - 2 * DAY, NOW - DAY, NOW, NOW + DAY]
    assert [allowed([one], Channel.CALL, Purpose.SALES, at) for at in moments] == [True, False, False, True]


def test_only_his_own_words_take_it_back_and_the_past_stays_as_it_was() -> None:
    with pytest.raises(ContactError, match="原话"):
        withdraw(refusal(), "周敏", NOW, " ")
    with pytest.raises(ContactError, match="由谁"):
        withdraw(refusal(), " ", NOW, "可以打了")
    back = withdraw(refusal(), "周敏", NOW, "有优惠还是告诉我吧", "c2")
    assert allowed([back], Channel.CALL, Purpose.SALES)
    assert not allowed([back], Channel.CALL, Purpose.SALES, NOW - timedelta(hours=1))
    assert back.withdrawn is not None
    assert (back.withdrawn.proof, back.withdrawn.source_call) == ("有优惠还是告诉我吧", "c2")
    with pytest.raises(ContactError, match="已在"):
        withdraw(back, "周敏", NOW + DAY, "可以打了")
    with pytest.raises(ContactError, match="早于"):
        withdraw(refusal(), "周敏", NOW - 2 * DAY, "可以打了")


def test_what_is_not_understood_closes_rather_than_opens() -> None:
    odd = refuse(DoNotContact(text="别烦我", channels=("fax",), scope="whatever"), NUMBER, NOW - DAY)
    assert (set(odd.channels), odd.scope) == (set(Channel), Scope.ALL)


def test_no_choice_without_his_words_or_without_knowing_whose() -> None:
    with pytest.raises(ContactError, match="原话"):
        refuse(DoNotContact(text=" "), NUMBER, NOW)
    with pytest.raises(ContactError, match="谁"):
        refuse(DoNotContact(text="别打了"), "匿名", NOW)


PREFERENCES = st.lists(
    st.builds(
        ContactPreference,
        number=st.sampled_from([NUMBER, "+86 13800001234", "13900004321"]),
        channels=st.sets(st.sampled_from(Channel)).map(tuple),
        scope=st.sampled_from(Scope),
        except_channels=st.sets(st.sampled_from(["sms_major_change", "call_service", "sms_sales"])).map(tuple),
        proof=st.sampled_from(["别打了", "短信也别发"]),
        since=st.integers(-3, 3).map(lambda days: NOW + days * DAY),
        until=st.one_of(st.none(), st.integers(-3, 3).map(lambda days: NOW + days * DAY)),
    ),
    max_size=6,
)


@given(data=st.data(), preferences=PREFERENCES, channel=st.sampled_from(Channel), purpose=st.sampled_from(Purpose))
def test_refusal_beats_everything_whatever_the_order_of_preferences(
    data: st.DataObject, preferences: list[ContactPreference], channel: Channel, purpose: Purpose
) -> None:
    verdict = may_contact(preferences, NUMBER, channel, purpose, NOW)
    shuffled = data.draw(st.permutations(preferences))
    assert may_contact(shuffled, NUMBER, channel, purpose, NOW).allowed == verdict.allowed
    closing = [one for one in preferences if one.of(NUMBER) and one.stands(NOW) and one.closes(channel, purpose)]
    assert verdict.allowed == (not closing)


@given(preferences=PREFERENCES, more=PREFERENCES, channel=st.sampled_from(Channel), purpose=st.sampled_from(Purpose))
def test_more_choices_never_open_what_one_has_closed(
    preferences: list[ContactPreference], more: list[ContactPreference], channel: Channel, purpose: Purpose
) -> None:
    if not may_contact(preferences, NUMBER, channel, purpose, NOW).allowed:
        assert not may_contact([*more, *preferences], NUMBER, channel, purpose, NOW).allowed
