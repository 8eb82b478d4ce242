"""The tables that reading aloud looks things up in."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """``measures`` and ``ordered`` match at the end of a number, ``names`` and ``dialling`` before one."""

    measures: re.Pattern[str]
    ordered: re.Pattern[str]
    names: re.Pattern[str]
    rooms: re.Pattern[str]
    dialled: re.Pattern[str]
    dialling: re.Pattern[str]
    units: dict[str, str]
    unit: str
    currencies: dict[str, str]
    currency: str
    kept_notes: re.Pattern[str]
    dropped_notes: re.Pattern[str]
    symbols: dict[str, str]


@cache
def tables() -> Tables:
    """The tables of ``tables.yaml``."""
    data = yaml.safe_load(files("huashu.voice.speaking.reading").joinpath("tables.yaml").read_text(encoding="utf-8"))
    return Tables(
        measures=re.compile(_any(data["measures"].split())),
        ordered=re.compile(_any(data["ordered"].split())),
        names=re.compile(rf"(?:{_any(data['names'].split())})(?:码)?[\s是为：:「“\"'（(，,号【]{{0,3}}$"),
        rooms=re.compile(_any(data["rooms"].split())),
        dialled=re.compile(data["dialled"]),
        dialling=re.compile(_any(data["dialling"].split())),
        units=data["units"],
        unit=_any(data["units"]),
        currencies=data["currencies"],
        currency=_any(data["currencies"]),
        kept_notes=re.compile(data["kept_notes"]),
        dropped_notes=re.compile(data["dropped_notes"]),
        symbols=data["symbols"],
    )


def _any(words: "list[str] | dict[str, str]") -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))
