"""Who speaks: the sexes that a caller tells apart at the first word."""

from enum import StrEnum


class Sex(StrEnum):
    """How a voice is heard."""

    FEMALE = "female"
    MALE = "male"
