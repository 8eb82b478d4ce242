"""Text to typed lines: heading level, list markers, indentation, emphasis.

Knows Markdown and Chinese typing habits, not scenarios.
"""

import re
from dataclasses import dataclass, replace

TAB = 4
"""Columns of a tab."""

_FOLD = {0x3000: " ", 0xA0: " ", 0x2002: " ", 0x2003: " ", 0x2009: " "} | {
    c: chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F)
}
_INVISIBLE = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xFE0F, 0xAD])
_CN_DIGITS = (
    {c: n for n, c in enumerate("零一二三四五六七八九")}
    | {c: n for n, c in enumerate("壹贰叁肆伍陆柒捌玖", 1)}
    | {"〇": 0, "两": 2}
)
_STEMS = {c: n for n, c in enumerate("甲乙丙丁戊己庚辛壬癸", 1)}
_ROMAN = {r: n for n, r in enumerate("Ⅰ Ⅱ Ⅲ Ⅳ Ⅴ Ⅵ Ⅶ Ⅷ Ⅸ Ⅹ Ⅺ Ⅻ".split(), 1)} | {
    r: n for n, r in enumerate("I II III IV V VI VII VIII IX X XI XII".split(), 1)
}
_CIRCLED = {chr(base + n): n + 1 for base in (0x2460, 0x2474, 0x2488) for n in range(20)} | {
    chr(base + n): n + 1 for base in (0x2776, 0x2780, 0x278A, 0x3220, 0x3280) for n in range(10)
}

_RULE = re.compile(r"(?:[-*_=~—–─━﹉＝＿－﹏·.…]\s*){3,}$")
_FENCE = re.compile(r"(?:```|~~~)\s*\w*\s*$")
_HEADING = re.compile(r"[#＃]{1,6}(?!#)")
NO_MARKS = "❌✗✘×✕✖╳❎🚫⛔👎🙅"
"""Bullets that say: not like this."""
YES_MARKS = "✅✓✔☑√👍🙆"
"""Bullets that say: like this."""
_BULLETS = "└├┗┣↳-*+•·●○◦▪▫■□◆◇★☆▲△▼▽►▶▸→➤➜⇒※‣∙–—◉⭐🔹🔸👉📌💡🟢🔴⚠" + NO_MARKS + YES_MARKS
_CHECKBOX = re.compile(r"\[[ xX√✓]\]\s+")
_EMOJI = re.compile(r"[\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\u20e3]+")
_DECIMAL = re.compile(
    r"\d{1,2}\.(?:\d{1,2}\.)?(\d{1,2})(?![\d%])(?!\s?(?:小时|分(?![步段类层级析])|个|元|块|万|亿|千|百|倍|年|天|米|公里|斤|折|"
    r"版|GB|MB|[GMK]\b))[.、)]?\s*(?=[^\d\s])"
)
_ARABIC = re.compile(r"(\d{1,3})\s?(?:[.、)\]]|[:,](?=\D))(?!\d)\s*")
_BARE = re.compile(r"(\d{1,2})\s+(?=[\u4e00-\u9fff])")
_HAN = re.compile(r"([一二三四五六七八九十]{1,3}|[壹贰叁肆伍陆柒捌玖拾]{1,3})\s?[、.:)]\s*")
_PAREN = re.compile(
    r"[(\[【〔]\s?(\d{1,3}|[一二三四五六七八九十]{1,3}|[壹贰叁肆伍陆柒捌玖拾]{1,3})\s?[)\]】〕][、.:]?\s*"
)
_STEM = re.compile(r"[(\[【〔]?\s?([甲乙丙丁戊己庚辛壬癸])\s?[、.:)\]】〕]\s*(?!方)")
_DOUBTFUL = (
    (re.compile(r"([A-P])\s?[.、)]\s*(?=\S)|[(\[]([A-P])[)\]]\s*(?=\S)"), "A"),
    (re.compile(r"([a-p])\s?[.、)]\s*(?=\S)|[(\[]([a-p])[)\]]\s*(?=\S)"), "a"),
    (re.compile(r"其?([一二三四五六七八九])(?:是|[,，])\s*(?=\S)"), "一是"),
    (re.compile(r"其([一二三四五六七八九])[:、]?\s*(?=\S)"), "一是"),
    (re.compile(r"(\d{1,2})(?:\s+|-(?=[\u4e00-\u9fff“「]))(?=[\u4e00-\u9fff“「])"), "1 "),
)
"""Numbers that may be something else: they count where a row of them, 1, 2 …, stands at one indentation."""
_KEYCAP = re.compile(r"(\d{1,2})\u20e3\s*")
_ROMAN_MARK = re.compile(r"([ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ]|(?:X{0,1}(?:IX|IV|V?I{1,3}|V|X)))[.、)]\s*")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?-->")
_TAG = re.compile(
    r"</?(?:b|strong|em|i|u|p|div|span|font|center|h[1-6]|li|ul|ol|mark)(?:\s[^<>]{0,200})?>", re.IGNORECASE
)
_LINK = re.compile(r"!?\[([^\[\]]{1,200})\]\(([^()\s]{1,500})\)")
_STRONG = re.compile(r"\*\*\*?(?=\S)([^*]{1,2000}?)\*?\*\*|(?<![_\w])__(?=[^_\s])([^_]{1,2000}?)__(?![_\w])")
_ITALIC = re.compile(r"(?<![*\w])\*(?=[^*\s])([^*]{1,500}?)\*(?![*\w])")
_SLANTED = re.compile(r"(?:\*(?=[^*\s])([^*]{1,60})\*|_(?=[^_\s])([^_]{1,60})_)(\s*[:：]?)$")
_ORNAMENT = re.compile(r"^[─—–━=~*·•▲△▼▽■□◆◇●○★☆※►◄\-\s]+|[─—–━=~*·•▲△▼▽■□◆◇●○★☆※►◄\-\s]+$")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!>~|\"'])")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the document, its markers taken off.

    ``no`` is its number in the file (from 1), ``indent`` its column, ``level`` its heading level (0: none), ``mark``
    the bullet character, ``number``/``style`` its list number and how that is written, ``strong`` the emphasised
    words at its beginning (without marker), ``text`` what is left, emphasis marks removed. ``style`` is one
    of ``1.`` ``(1)`` ``①`` ``一`` ``(一)`` ``1.1`` ``I``.
    """

    no: int
    raw: str
    indent: int = 0
    level: int = 0
    quote: bool = False
    mark: str = ""
    number: int | None = None
    style: str = ""
    strong: str = ""
    text: str = ""
    blank: bool = False
    rule: bool = False
    after_blank: bool = False

    @property
    def listed(self) -> bool:
        """Whether it is a list item."""
        return bool(self.mark) or self.number is not None

    @property
    def all_strong(self) -> bool:
        """Whether the whole line is emphasised, but for closing punctuation."""
        return bool(self.strong) and len(self.text.rstrip(":：。 ")) <= len(self.strong.rstrip(":：。 "))

    @property
    def table(self) -> bool:
        """Whether it is a table row."""
        return self.text.startswith("|") and self.text.count("|") >= 2


def fold(text: str) -> str:
    """Full-width letters, digits and punctuation to half-width, character for character (positions are kept)."""
    return text.translate(_FOLD)


def han_number(text: str) -> int | None:
    """The value of a small number in Arabic or Chinese digits (0-999), or ``None``."""
    text = fold(text)
    if text.isascii() and text.isdigit():
        return int(text)
    total = digit = 0
    for character in text:
        if character in _CN_DIGITS:
            digit = _CN_DIGITS[character]
        elif character in "十拾百":
            total += (digit or 1) * (100 if character == "百" else 10)
            digit = 0
        else:
            return None
    return total + digit if text else None


def plain(text: str) -> str:
    """``text`` without emphasis, links, tags and escapes; everything else stays as it was written."""
    if "<" in text:
        text = _TAG.sub("", text)
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    if "**" in text or "__" in text:
        text = _STRONG.sub(lambda m: m[1] or m[2], text).replace("**", "")
    if "*" in text:
        text = _ITALIC.sub(r"\1", text)
    if "`" in text:
        text = text.replace("`", "")
    if "\\" in text:
        text = _ESCAPE.sub(r"\1", text)
    return text.strip()


def lines_of(text: str) -> list[Line]:
    """The lines of ``text``, blank ones included. A ``<br>`` begins a new line with the same number."""
    lines: list[Line] = []
    after_blank = True
    for no, raw in enumerate(re.split(r"\r\n|\r|\n", text), 1):
        raw = raw.translate(_INVISIBLE)
        row = raw.lstrip(" \t　>").startswith("|")
        for part in [raw] if row or "<" not in raw else _BREAK.split(raw):
            line = replace(_line(no, part), after_blank=after_blank)
            lines.append(line)
            after_blank = line.blank or line.rule
    return _doubtful(lines)


def _doubtful(lines: list[Line]) -> list[Line]:
    """Take off the numbers that are certain only as a row: ``A. B.``, ``一是 二是``, ``1 2``."""
    rows: dict[tuple[str, int], list[list[tuple[int, int, int]]]] = {}
    for at, line in enumerate(lines):
        if line.style == "I" and line.number == 1 and (runs := rows.get(("A", line.indent))) and runs[-1][-1][1] == 8:
            runs[-1].append((at, 9, 0))
        if line.blank or line.rule or line.number is not None or (line.strong and not line.all_strong):
            continue
        head = fold(line.text[:16])
        for pattern, style in _DOUBTFUL:
            if found := pattern.match(head):
                mark = next(group for group in found.groups() if group)
                value = han_number(mark) or "abcdefghijklmnop".find(mark.lower()) + 1
                runs = rows.setdefault((style, line.indent), [])
                if runs and runs[-1][-1][1] == value - 1:
                    runs[-1].append((at, value, found.end()))
                elif value == 1:
                    runs.append([(at, value, found.end())])
                break
    for (style, _), runs in rows.items():
        for at, value, end in (item for run in runs if len(run) > 1 for item in run):
            line = lines[at]
            text = line.text[end:].strip()
            lines[at] = replace(line, number=value, style=style, text=text, strong=text if line.strong else "")
    return lines


def _line(no: int, raw: str) -> Line:
    if "<!--" in raw:
        raw = _COMMENT.sub("", raw)
    body = raw.strip()
    if not body:
        return Line(no, raw, blank=True)
    if _FENCE.match(body) or (body[0] in "-*_=~—–─━﹉＝＿－﹏·.…" and _RULE.match(body)):
        return Line(no, raw, rule=True)
    return _marked(no, raw)


def _indent(raw: str) -> int:
    column = 0
    for character in raw:
        if character == "\t":
            column += TAB - column % TAB
        elif character == "　":
            column += 2
        elif character.isspace():
            column += 1
        else:
            break
    return column


def _marked(no: int, raw: str) -> Line:
    rest = raw.strip()
    line = Line(no, raw, indent=_indent(raw))
    while rest[:1] in (">", "＞") and rest[1:2] != "=":
        line, rest = replace(line, quote=True), rest[1:].strip()
    if heading := _HEADING.match(rest):
        line, rest = replace(line, level=heading.end()), rest[heading.end() :].strip().rstrip("#＃").strip()
    elif tag := re.match(r"<h([1-6])\b[^<>]{0,200}>", rest, re.IGNORECASE):
        line, rest = replace(line, level=int(tag[1])), plain(rest)
    line, rest = _bulleted(line, rest)
    if (slanted := _SLANTED.match(rest)) is not None:
        rest = f"**{slanted[1] or slanted[2]}**{slanted[3]}"
    line, rest = _numbered(line, rest)
    return _emphasised(line, rest)


def _bulleted(line: Line, rest: str) -> tuple[Line, str]:
    mark = ""
    while rest and (emoji := _EMOJI.match(rest)) and not _circled(rest):
        mark, rest = mark or rest[0], rest[emoji.end() :].lstrip()
    if rest and rest[0] in _BULLETS and _is_bullet(rest):
        mark, rest = mark if mark and mark in NO_MARKS + YES_MARKS else rest[0], rest[1:].lstrip()
        while rest and (emoji := _EMOJI.match(rest)) and not _circled(rest):
            mark, rest = rest[0], rest[emoji.end() :].lstrip()
    if mark:
        rest = rest.lstrip("└├┗┣↳ ")
    if box := _CHECKBOX.match(rest):
        rest = rest[box.end() :]
    if line.level:
        return line, rest
    return replace(line, mark=mark), rest


def _is_bullet(rest: str) -> bool:
    first, following = rest[0], rest[1:2]
    if not following:
        return False
    if following in (" ", "\t", "　"):
        return True
    if first == "*":
        return following != "*" and not (rest.endswith("*") and not rest.endswith("**")) and not _ITALIC.match(rest)
    if first in "-+–—×":
        return following not in "-+–—" and not following.isdigit() and not following.isascii()
    return True


def _circled(text: str) -> bool:
    return text[0] in _CIRCLED


def _numbered(line: Line, rest: str) -> tuple[Line, str]:
    if (found := number_mark(rest, loose=line.level > 0)) is None:
        return line, rest
    number, style, rest = found
    return replace(line, number=number, style=style), rest


def number_mark(rest: str, *, loose: bool) -> tuple[int, str, str] | None:
    """A list number at the start of ``rest``: its value, its style and what follows."""
    if not rest:
        return None
    if rest[0] in _CIRCLED:
        return _CIRCLED[rest[0]], "①", rest[1:].lstrip(" 、.．:：　")
    head = fold(rest[:16])
    for pattern, style in _MARKS:
        if (found := pattern.match(head)) is None or (pattern is _BARE and not (loose or head.startswith("0"))):
            continue
        value = _ROMAN.get(found[1]) if style == "I" else _STEMS.get(found[1]) or han_number(found[1])
        if value is None:
            continue
        if style == "(1)" and not found[1].isdigit():
            style = "(一)"
        elif style == "1.1" and found[0].count(".", 0, found.end(1)) > 1:
            style = "1.1.1"
        return value, style, rest[found.end() :].lstrip()
    return None


_MARKS = (
    (_KEYCAP, "1."),
    (_DECIMAL, "1.1"),
    (_ARABIC, "1."),
    (_PAREN, "(1)"),
    (_HAN, "一"),
    (_STEM, "甲"),
    (_ROMAN_MARK, "I"),
    (_BARE, "1."),
)


def _emphasised(line: Line, rest: str) -> Line:
    """Read the emphasis at the start of a line: ``**label**：rest``, ``**label：**rest``, ``**1. title**``."""
    if "<" in rest:
        rest = re.sub(r"</?(?:b|strong)>", "**", rest, flags=re.IGNORECASE)
    found = _STRONG.match(rest)
    if found is None:
        return replace(line, text=plain(rest))
    inner, after = plain(found[1] or found[2]), rest[found.end() :].lstrip()
    inner = inner if line.listed or len(inner) > 30 else _ORNAMENT.sub("", inner) or inner
    if (line.number is None or line.style in ("一", "I")) and (
        mark := number_mark(inner + " ", loose=True)
    ) is not None:
        number, style, inner = mark
        inner = inner.strip()
        line = replace(line, number=number, style=style)
        if not inner:
            return _emphasised(line, after) if after.startswith("**") else replace(line, text=plain(after))
    if not inner:
        return replace(line, text=plain(after))
    gap = (
        " "
        if after and inner[-1].isalnum() and fold(after[0]) not in ":,.;!?)(-" and not after.startswith("——")
        else ""
    )
    return replace(line, strong=inner, text=plain(inner + gap + plain(after)))


def outermost(text: str) -> str:
    """``text`` without one pair of wrapping brackets such as 【…】."""
    pairs = {"【": "】", "[": "]", "〖": "〗", "《": "》", "〔": "〕", "［": "］", "「": "」", "『": "』"}
    if len(text) > 2 and pairs.get(text[0]) == text[-1]:
        return text[1:-1].strip()
    return text


def join(parts: list[str]) -> str:
    """Lines of one passage put together as running text."""
    joined = ""
    for part in (p.strip() for p in parts):
        if not part:
            continue
        if joined and joined[-1].isascii() and joined[-1].isalnum() and part[0].isascii() and part[0].isalnum():
            joined += " "
        elif joined and (joined[-1].isalnum() and part[0].isalnum()):
            joined += "，"
        joined += part
    return joined
