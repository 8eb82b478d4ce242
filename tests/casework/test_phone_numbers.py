"""One telephone number, however it is written."""

import pytest

from huashu.casework.phones import Phone, plain_number, read_phone


@pytest.mark.parametrize(
    "written",
    ["13800001234", "138 0000 1234", "138-0000-1234", "+86 13800001234", "0086-13800001234", "１３８００００１２３４"],
)
def test_a_mobile_is_the_same_however_it_is_written(written: str) -> None:
    assert read_phone(written) == Phone(number="13800001234")
    assert read_phone(written).mobile


@pytest.mark.parametrize(
    ("written", "number", "extension"),
    [
        ("021-62345678", "02162345678", ""),
        ("(021)6234 5678", "02162345678", ""),
        ("+86 21 6234 5678", "02162345678", ""),
        ("021-62345678转801", "02162345678", "801"),
        ("021-62345678-801", "02162345678", "801"),
        ("0571 8888 1234 分机号是 3", "057188881234", "3"),
        ("62345678 ext. 12", "62345678", "12"),
        ("4001234567", "4001234567", ""),
        ("", "", ""),
        ("未留", "", ""),
    ],
)
def test_landlines_keep_their_area_and_their_extension(written: str, number: str, extension: str) -> None:
    assert read_phone(written) == Phone(number=number, extension=extension)
    assert plain_number(written) == number


def test_numbers_that_only_begin_like_the_country_are_left_alone() -> None:
    assert plain_number("8612345") == "8612345"
