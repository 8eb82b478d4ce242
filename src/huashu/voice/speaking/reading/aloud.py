"""Written text as it is said aloud on the telephone."""

import re
import unicodedata
from functools import cache

from huashu.voice.speaking.reading.amounts import amount_rules, number_rules, plain_rules
from huashu.voice.speaking.reading.calendar import calendar_rules
from huashu.voice.speaking.reading.codes import code, code_rules, mixed_rules, telephone_rules
from huashu.voice.speaking.reading.grammar import Place, Rule
from huashu.voice.speaking.reading.numerals import by_digits
from huashu.voice.speaking.reading.tables import tables

_SQUARE = re.compile(r"【[^】]*】|\[[^\]]*\]|\{[^}]*\}|<[^>]{0,40}>|〔[^〕]*〕")
_ROUND = re.compile(r"[（(]([^（()）]*)[)）]")
_BOLD = re.compile(r"(?<![\d*\u4e00-\u9fff])\*\*([^*\n]+)\*\*(?!\*)")
_LAYOUT = re.compile(r"(?m)^\s*(?:#{1,6}|[-*•]|>)\s+|__|~~")
_QUOTES = re.compile("[“”\"‘’'「」『』《》〈〉`]")
_DASHES = re.compile(r"\s*(?:—+|–{2,}|-{2,}|…+|\.{3,}|。{2,})\s*")
_UNSPOKEN = re.compile(r"[*#_~～^\\/|<>{}\[\]（）()【】＊•●·=\u200b-\u200f\ufeff\u2028\u2029]+")
_PASSES = 8
"""What is taken out can bring together what is read otherwise: once is nearly always enough."""
_EDGE = "\ue000"
"""Stands where a hint was, so that what is next to it is not read together with it."""


def read_aloud(text: str, hints: tuple[str, ...] = ()) -> str:
    """``text`` with everything that is not a word written as words: numbers, money, dates, times, telephone numbers,
    codes, units, addresses on the web. ``hints`` are strings in it that name something (an order number, a code), read
    letter by letter and digit by digit. Notes in brackets, dashes and quotation marks are left out. What it returns
    holds no ASCII digit, and reading it again changes nothing. Never raises."""
    plain = _without_notes(_ascii_digits(text))
    for hint in sorted(filter(None, map(_ascii_digits, hints)), key=len, reverse=True):
        if any(character.isdigit() for character in hint):
            plain = plain.replace(hint, f"{_EDGE}{code(hint)}{_EDGE}")
    said = _tidy(_symbols(_in_words(plain)))
    for _ in range(_PASSES):
        before, said = said, _tidy(_symbols(_in_words(_without_notes(said))))
        if said == before:
            break
    return said


def has_words(text: str) -> bool:
    """Whether anything in ``text`` can be said at all."""
    return any(character.isalnum() for character in text)


@cache
def _rules() -> tuple[Rule, ...]:
    """The grammar: the first rule that matches at a place speaks."""
    return (
        *code_rules(),
        *calendar_rules(),
        *telephone_rules(),
        *amount_rules(),
        *number_rules(),
        *mixed_rules(),
        *plain_rules(),
    )


@cache
def _beginnings() -> re.Pattern[str]:
    """Where a rule can begin at all: nearly every character of a text is passed over by this."""
    signs = "".join(map(re.escape, {sign[0] for sign in tables().currencies}))
    return re.compile(
        rf"[0-9A-Za-z*＊•●×+（(\-−－/:：№第{signs}\u4e00-\u9fff](?<=[^\u4e00-\u9fff第])|第|[\u4e00-\u9fff](?=[A-Z])"
    )


def _in_words(text: str) -> str:
    out: list[str] = []
    at = 0
    while at < len(text):
        said, end = _said_at(text, at) if _beginnings().match(text, at) else (None, at)
        out.append(text[at] if said is None else said)
        at = at + 1 if said is None else end
    return "".join(out)


def _said_at(text: str, at: int) -> tuple[str | None, int]:
    for rule in _rules():
        match = rule.pattern.match(text, at)
        if match is None or match.end() == at:
            continue
        said = rule.say(Place(match=match, before=text[:at], after=text[match.end() :]))
        if said is not None:
            return said, match.end()
    return None, at


def _ascii_digits(text: str) -> str:
    """Full-width and foreign digits as ASCII, full-width letters likewise; circled and raised digits, too."""
    out = []
    for character in text:
        if "！" <= character <= "～" and unicodedata.normalize("NFKC", character).isalnum():
            character = unicodedata.normalize("NFKC", character)
        elif (digit := unicodedata.digit(character, None)) is not None and character not in "²³":
            character = str(digit)
        out.append(character)
    return "".join(out)


def _without_notes(text: str) -> str:
    """``text`` without stage directions and marks of layout; a bracket that is meant for the listener stays, as a
    clause of its own."""
    t = tables()

    def kept(found: re.Match[str]) -> str:
        inside = found.group(1)
        if re.fullmatch(r"0\d{2,3}", inside):
            return found.group()
        meant = t.kept_notes.search(inside) and not t.dropped_notes.search(inside)
        return f"，{inside}，" if meant else ""

    text = _SQUARE.sub("", text)
    for _ in range(3):
        text = _ROUND.sub(kept, text)
    text = _BOLD.sub(r"\1", _LAYOUT.sub("", text))
    return _QUOTES.sub("", text)


def _symbols(text: str) -> str:
    t = tables()
    text = re.sub(r"按\s*#(?:号键|键)?", "按井号键", text)
    text = re.sub(r"按\s*\*(?:号键|键)?", "按星号键", text)
    text = re.sub(r"(?<=[\u4e00-\u9fff])[*＊]+", "某", text)
    text = re.sub(r"(?<=[一二三四五六日天月年点号末零])\s*[-~～]\s*(?=[\u4e00-\u9fff])", "到", text)
    text = re.sub(r"/(?=[天月年日次人件户晚间份台笔]|小时|分钟|平)", "每", text)
    text = re.sub(r"(?<=[\u4e00-\u9fffA-Za-z])\s*/\s*(?=[\u4e00-\u9fffA-Za-z])", "或", text)
    text = re.sub(r"(?<=[百千万亿一二三四五六七八九十零两])\+(?![\u4e00-\u9fff]?[零一二三四五六七八九十])", "多", text)
    for symbol, said in t.symbols.items():
        text = text.replace(symbol, said)
    return by_digits(text)


def _tidy(text: str) -> str:
    """One pause where several marks of punctuation meet, none at the beginning."""
    text = _DASHES.sub("，", text.replace(_EDGE, ""))
    text = _UNSPOKEN.sub(" ", text)
    text = re.sub(r"[ \t\u3000\xa0]*([，。！？；：、,!?;])[ \t\u3000\xa0]*", r"\1", text)
    text = re.sub(r"[，,、：:；;]+(?=[。！？!?；;])", "", text)
    text = re.sub(r"([。！？!?；;])[，,、：:]+", r"\1", text)
    text = re.sub(r"([，,、：])[，,、：]+", r"\1", text)
    text = re.sub(r"(?<=[\u4e00-\u9fff])[ \t\u3000\xa0]+(?=[\u4e00-\u9fff])", "", text)
    return re.sub(r"^[\s，,、：:；;]+", "", text).rstrip(" \t，,、")
