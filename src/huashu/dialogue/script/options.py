"""What a question offers to choose from: “A、B还是C”, “A和B，您要哪个”, “A、B、C都可以”."""

import re
from collections.abc import Sequence

_CONFIRMS = re.compile(r"(?:吗|吧|对不对|是不是)$")
_WHICH = re.compile(r"哪(?!里|儿|些方面|怕)|都(?:可以|行|成)|选(?!择题)")
_EXAMPLES = re.compile(r"(?:比如|例如|譬如|像是?|分为|分成|包括|有)")
_DAY = (
    r"(?:[这本下]{0,2}个?(?:周|星期|礼拜)[一二三四五六日天末]|(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:\d{1,2}|[一二三四五六七八九十]{1,3})[日号]|\d{1,2}[日号]|[一二三四五六七八九十]{1,3}号"
    r"|今天|明天|后天|大后天|今晚|明晚|工作日|周末|平时|月初|月底|节前|节后)"
)
_PART = r"(?:清晨|早上|上午|中午|下午|傍晚|晚上|白天|夜里)"
_CLOCK = r"(?:(?:\d{1,2}|[一二两三四五六七八九十]{1,2})点(?:半)?)"
_WHEN = re.compile(rf"{_DAY}(?:的)?{_PART}?{_CLOCK}?|{_PART}{_CLOCK}?|{_CLOCK}")
_LEADS = (
    re.compile(
        r"^.*?(?:(?:您|你|咱)(?:们)?(?:看|觉得|认为|说|那边|平时|一般|主要|目前|现在|更|比较)*是|(?:主要|大概|一般|通常)是|属于"
        r"|(?<![还就但可不也都])是)(?:想要?|打算|要|准备|倾向于?|希望|考虑|更愿意)?(?=.)"
    ),
    re.compile(
        r"^.*?(?:您|你)(?:们|看|觉得|认为|那边|平时|一般|主要|更|比较|打算|准备|希望|想要?|喜欢|倾向于?|愿意|选择?|要)+"
        r"(?:我们)?(?:用|通过|走)?(?=.)"
    ),
    re.compile(r"^.*?(?:更|比较)?(?:希望|倾向于?|愿意|喜欢|想要|打算|选择|主要)(?=.)"),
)
_TAIL = re.compile(
    r"(?:这?[两二三四五六几]?[个种样项者]?(?:里面|里|中|当中)?(?:您|你)?(?:更|最|比较)?(?:想|愿意|看重|倾向|希望|喜欢)?(?:选|要)?"
    r"(?<=..)哪(?:个|种|样|款|边|天|项|一[个种项])(?:更|比较|最)?(?:方便|合适|好|可以|行)?|(?:更|比较|最)?(?:方便|合适|(?<=[更较午上天末点])好|顺手|习惯|合您心意|适合您?)(?:一些|一点|些)?|多一?些|多一点|都(?:可以|行|有|是).*|[呢啊呀吗]|[两二三四]种.*)+$"
)
_FILLERS = re.compile(r"^(?:您|你|是|就|请问|那|可以|能|先|就是|在于|有|想|要|或|和)+(?=.{2})|^的")


def options_of(unit: str) -> tuple[str, ...]:
    """The options in the words of a question, in order; () when it offers none. Two at least."""
    bare = unit.strip("，,。？?！!；; ")
    if _CONFIRMS.search(bare) and "还是" in bare:
        return ()
    found = _alternatives(bare) if "还是" in bare else _listed(bare)
    cleaned = [_clean(piece) for piece in found]
    pieces = [piece for piece in cleaned if 0 < len(piece) <= 16 and not _ASKS_ITSELF.search(piece)]
    kept = tuple(dict.fromkeys(_of_a_kind(pieces)))
    return kept if len(kept) >= 2 else ()


_ASKS_ITSELF = re.compile(r"^哪|(?:到|在|去|往)哪(?:里|儿)")
_AFTER_DAY = re.compile(r"^(?:您|你)?(?:在家|有空|有时间|方便|过来|来|去|可以|到店|到)?$")


def _of_a_kind(pieces: Sequence[str]) -> list[str]:
    """The options without what one alone has of a day, or what follows the day where all are days."""
    days = [_WHEN.match(piece) for piece in pieces]
    rests = [piece[day.end() :] if day else piece for piece, day in zip(pieces, days, strict=True)]
    if all(days) and any(rests) and all(_AFTER_DAY.match(rest) for rest in rests):
        return [day.group() for day in days if day]
    dated = [at for at, day in enumerate(days) if day]
    if len(pieces) > 1 and len(dated) == 1 and len(rests[dated[0]]) >= 3 and "时候" not in rests[dated[0]]:
        return rests
    return list(pieces)


def is_when(option: str) -> bool:
    """Whether an option is a day, a part of one or an hour."""
    return _WHEN.match(option) is not None or re.search(r"[月年周天底初]|最近|以后", option) is not None


def _alternatives(bare: str) -> list[str]:
    """“A、B，还是C” taken apart: what stands before the last “还是” and belongs to it, and what follows."""
    before, _, after = bare.rpartition("还是")
    last = re.sub(r"^(?:是|说)", "", re.split(r"[，,]", after)[0])
    clauses = [clause for clause in re.split(r"[，,：:]", before) if clause.strip()]
    if not clauses:
        return []
    first = len(clauses) - 1
    if before.rstrip()[-1] in "，,、":
        opened = [i for i, clause in enumerate(clauses) if _IS_FIRST.match(clause)]
        first = next(iter(opened), next((i for i in range(len(clauses)) if _all_options(clauses[i:])), first))
    pieces = [piece for clause in clauses[first:] for piece in re.split(r"、|还是|或者", clause) if piece.strip()]
    if pieces and len(pieces[-1]) <= 4:
        last = re.sub(r"(?<=.)(?:给|跟|为|向)(?:您|你|我).*$", "", last)
    return [_after_lead(pieces[0], last), *(re.sub(r"^(?:是|还是)", "", piece) for piece in pieces[1:]), last]


_NO_OPTION = re.compile(
    r"[您你]|哪|几|多少|什么|怎么|谁|如果|要是|的话|就行|可以|原因|以后|之后|的时候|来说|方面|这件事|比$|主要依据"
)


_IS_FIRST = re.compile(r"(?:您|你)?(?:主要|更|看)?是")


def _all_options(clauses: Sequence[str]) -> bool:
    return all(len(clause) <= 24 and not _NO_OPTION.search(clause) for clause in clauses)


def _after_lead(piece: str, last: str) -> str:
    """The first option without the words of the question before it. A short last option is a model for its length."""
    led = next((piece[found.end() :] for lead in _LEADS if (found := lead.match(piece))), piece)
    if led != piece and last and piece[: -len(led)].endswith(last[0]):
        led = f"{last[0]}{led}"
    if len(last) > 1 and led[-2:] == last[-2:] and "的" in led and "的" not in last:
        led = led.rpartition("的")[2]
    if led != piece:
        return led if len(last) > 4 or len(led) <= len(last) + 4 else _as_short(led, last)
    return _as_short(piece, last)


_SENDS = re.compile(r"[发寄打送用走刷拿取来去]")


def _as_short(piece: str, last: str) -> str:
    if when := _WHEN.findall(piece):
        return str(when[-1]) if _WHEN.search(last) else piece
    start = piece.rfind(last[0]) if last else -1
    if start > 0 and len(piece) - start >= 2:
        return piece[start:]
    if _SENDS.match(last) and (sends := re.search(rf"(?<=.){_SENDS.pattern}.+", piece)):
        return sends.group()
    cut = re.sub(r"^.*(?:[您你]的?|[到在用走给发寄送])(?=.{2})", "", piece)
    return cut if len(piece) > len(last) + 1 and cut else piece


def _listed(bare: str) -> list[str]:
    """Options named before “哪个” or before “都可以”, with 、, 和 or 或者 between them."""
    clauses = [clause for clause in re.split(r"[，,：:；;]", bare) if clause]
    which = next((i for i, clause in enumerate(clauses) if _WHICH.search(clause)), None)
    examples = _EXAMPLES.search(bare) and bare.count("、") >= 2 and not re.search(r"有没有|需求|要求|问题", bare)
    if which is None and not examples:
        return []
    named = clauses[: which + 1] if which is not None else clauses
    for clause in reversed(named):
        head = re.split(r"哪|都(?:可以|行|成)|[这那][两二三四五六几]", clause)[0]
        if len(when := _WHEN.findall(head)) >= 2 and not re.search(r"[到至]|之间", head):
            return [str(found) for found in when]
        pieces = re.split(r"、|和|跟|或者?|以及|与", re.sub(rf"^.*?{_EXAMPLES.pattern}", "", head))
        pieces = [piece for piece in pieces if piece.strip()]
        if pieces and re.search(r"[到在给用发寄送]$", pieces[-1]):
            continue
        if len(pieces) >= 2 and all(len(piece) <= 12 for piece in pieces[1:]) and not re.search(r"[您你]", pieces[-1]):
            return [_after_lead(pieces[0], pieces[-1]), *pieces[1:]]
    return []


def _clean(piece: str) -> str:
    whole = piece.strip("，,。？?！!、 “”")
    bare = _TAIL.sub("", whole) or whole
    return _FILLERS.sub("", bare).strip()
