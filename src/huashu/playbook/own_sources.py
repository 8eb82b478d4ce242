"""What of a document may be told to the customer who asks: sentences of the steps, entries of the profile, the role."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from huashu.playbook.model import Playbook, ProfileItem, Role, ScriptLine, Step
from huashu.playbook.own_reading import Kind, kinds_in, pattern, table

Source = Literal["profile", "step", "task", "role"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What to say to the customer, and the line of the document it stands on. ``private``: for himself alone."""

    text: str
    line: int
    source: Source
    private: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A sentence or an entry that may answer: ``clauses`` are its parts, ``about`` what stands around it (key, step),
    ``when`` the state of affairs in which alone it holds, ``title`` the name of its entry in the profile, ``rank`` its
    place there. ``asks``: it asks for assent."""

    fact: Fact
    clauses: tuple[str, ...]
    about: str
    when: str = ""
    title: str = ""
    rank: int = 0
    asks: bool = False

    @property
    def text(self) -> str:
        """Its own words."""
        return "，".join(self.clauses)


def pieces_of(playbook: Playbook) -> tuple[Piece, ...]:
    """Everything of the caller's half that may be told."""
    caller = playbook.caller
    own = tuple(piece for item in caller.profile for piece in _entries(item))
    values = tuple(value.text for item in caller.profile for value in item.typed if len(value.text) > 2)
    names = tuple(item.value[:1] for item in caller.profile if re.search("姓名|称呼", item.key))
    told = tuple(
        piece for step in caller.steps for line in step.lines for piece in _sentences(step, line, values, names)
    )
    return (*told, *own, *_role(caller.role))


_LONG = 26
"""Characters from which a sentence is told only as far as it answers."""
_BELONGS = re.compile(r"^(?:但|不过|只|除|前提|超|满|如果|要是|否则|还是|或|仅|限|得|需)")
_SELF = re.compile(r"^我是[^，]+，")


def told(piece: Piece, at: int) -> Fact:
    """The piece as it is said when its clause ``at`` is the last one needed: a long one without what follows."""
    fact = piece.fact
    parts = fact.text.rstrip("。").split("，")
    skipped = len(parts) - len(piece.clauses)
    end = at + 1 + skipped
    while end < len(parts) and _BELONGS.search(parts[end]):
        end += 1
    if fact.source != "step" or len(fact.text) <= _LONG or skipped < 0 or end >= len(parts):
        return fact
    short = "，".join(parts[:end])
    return replace(fact, text=f"{_SELF.sub('', short)}。" if _SELF.sub("", short) else f"{short}。")


_SENTENCE = re.compile(r"[^。！!？?；;\n]+[。！!？?；;]*")
_CLAUSE = re.compile(r"，|,(?!\d{3})|(?<!\d)[:：]|[:：](?!\d)")
_LEAD = re.compile(
    r"^(?:(?:好的?|明白了?|行|没关系|不急|不着急|应该的|您放心|放心|我理解|没问题|理解|可以的?|当然|嗯|是的|对)[，,。]\s*)+"
    r"|^那(?=[么您我你就先需需])(?:么)?|^[\u4e00-\u9fff]{1,4}(?:先生|女士|阿姨|叔叔|老师|总|经理|主任|部长)?(?:您好|你好)[，,]"
)
_LAST_ASKS = re.compile(
    r"[？?]|(?:吗|呢)[。]?$|(?:哪天|哪个|哪种|什么|怎么|多少|几点)[^，]{0,8}$|(?:行|好|对|可以|成)不$"
)
_PROPOSAL = re.compile(
    r"(?:行吗|可以吗|好吗|行不行|对吗|对吧|怎么样|成吗|方便吗|合适吗|可以不|记得吗|哪个(?:时间|时段)?[^，]{0,4}(?:合适|方便|行|可以))[？?]?$|^(?:[^，]{0,4})还是[^，]+吗[？?]?$"
)


def _sentences(step: Step, line: ScriptLine, values: tuple[str, ...], names: tuple[str, ...]) -> Iterator[Piece]:
    """The sentences of a line that tell something; of one that asks, what it tells before it asks."""
    when = _condition(line.when, names)
    if when is None:
        return
    for sentence in _SENTENCE.findall(line.text):
        if not when and (takes := _TAKES.search(sentence)):
            yield _length(f"大概{takes['time']}。", line)
        told, asks = _told(sentence)
        if not told or pattern("blank").search(told):
            continue
        clauses = tuple(part for part in _CLAUSE.split(told.rstrip("。！!？?；; ")) if part)
        spoken = f"要是您{when}，{told}" if when else told
        yield Piece(
            fact=Fact(text=spoken, line=line.line, source="step", private=any(value in told for value in values)),
            clauses=clauses,
            about=f"{step.title} {line.when or ''} {line.text}",
            when=when,
            asks=asks,
        )


def _length(told: str, line: ScriptLine) -> Piece:
    """How long the call takes, where the script only mentions it in asking for the time."""
    about = "通话 电话 访谈 问卷 调查 聊 占用 耽误 时间"
    return Piece(fact=Fact(text=told, line=line.line, source="step"), clauses=(told.rstrip("。"),), about=about)


def _told(sentence: str) -> tuple[str, bool]:
    """What of ``sentence`` can be said as an answer, and whether it asks for assent."""
    bare = _LEAD.sub("", _LEAD.sub("", sentence.strip()))
    if not _LAST_ASKS.search(bare):
        return (bare if re.search(r"[。！!？?]$", bare) else f"{bare.rstrip('；;，, ')}。"), False
    clauses = _CLAUSE.split(bare)
    if _PROPOSAL.search(bare) and (len(clauses) == 1 or len(clauses[-1]) > _TAG):
        return bare, True
    if clauses[-1].startswith("还是"):
        del clauses[-2:]
    while clauses and (_LAST_ASKS.search(clauses[-1]) or _OPEN.search(clauses[-1])):
        clauses.pop()
    kept = "，".join(clauses)
    return (
        f"{kept}。" if (_TELLS.search(kept) or kinds_in(kept) & _PLAIN_KINDS) and not _SUPPOSES.search(kept) else ""
    ), False


_TAG = 8
"""Characters up to which a last clause only asks for assent (“您看可以吗？”)."""
_TAKES = re.compile(rf"(?:占用|聊|耽误)[^，。？]{{0,6}}?(?P<time>{table()['number']}(?:来)?(?:分钟|个?小时|刻钟))")
_TELLS = re.compile(r"[是有在了会能到不要都按从给送带换需约定加减免每含做]|可以|已经?")
_PLAIN_KINDS = frozenset({Kind.DAY, Kind.CLOCK, Kind.AMOUNT})
_SUPPOSES = re.compile(r"^(?:如果|要是|假如|只能|若)|^[^，]{0,5}$")
_OPEN = re.compile(r"还是|哪|什么|怎么|多少|几[个点天号]|有没有|是不是|能不能|要不要|愿不愿|或者|以内|以上|您看|吗")


def _condition(when: str | None, names: tuple[str, ...]) -> str | None:
    """The state of affairs in which alone a line holds (“” for always); ``None`` where it cannot be told."""
    if not when or pattern("attitude").search(when):
        return ""
    who = rf"(?:{pattern('person').pattern}|[\u4e00-\u9fff]{{0,3}}?(?=说|表示|要求|选))"
    state = re.sub(rf"^(?:如果?|若|当)?{who}*(?:{pattern('said').pattern})?", "", when).strip("“”，,。：: ")
    state = re.sub(r"^要求?(?!用)", "想", state) if "要求" in when else state
    state = re.sub(r"时$|的时候$|的话$", "", state)
    if not state or re.search(r"[A-Za-z“”（）()/／、]", state) or any(state.startswith(name) for name in names):
        return None
    return state if 2 <= len(state) <= 10 else None


def _entries(item: ProfileItem) -> Iterator[Piece]:
    """The parts of a profile entry that may be spoken."""
    key = re.sub(r"[（(].*?[）)]", "", item.key).strip()
    value = re.sub(r"[（(].*?[）)]", "", item.value)
    if pattern("masked_keys").search(key):
        yield from _masked(key, item)
        return
    if key and pattern("hidden_keys").search(key):
        return
    parts = [part.strip(" 　。") for part in re.split(r"[，；;。]|,(?!\d{3})", value) if part.strip(" 　。")]
    if not key and parts and (labelled := re.match(r"([\u4e00-\u9fff]{2,6})[　 ：:]+(.+)$", parts[0])):
        key, parts = labelled[1], [labelled[2], *parts[1:]]
        if pattern("hidden_keys").search(key) or pattern("masked_keys").search(key):
            return
    for at, part in enumerate(parts):
        if pattern("hidden_values").search(part) or pattern("blank").search(part) or _PHONE.search(part):
            continue
        if (not key and not _TELLING & kinds_in(part)) or re.search(r"[男女]$|^\d+岁$|^姓名", part):
            continue
        yield Piece(
            fact=Fact(text=_spoken(key, part, at == 0), line=item.line, source="profile", private=True),
            clauses=(part,),
            about=f"{key} {'，'.join(parts[:at] + parts[at + 1 :])}",
            title="" if _PERSON.fullmatch(key) else key,
            rank=at,
        )


_TELLING = frozenset({Kind.DAY, Kind.DATE, Kind.AMOUNT, Kind.DURATION, Kind.COUNT, Kind.NUMBER, Kind.PLACE})
_PHONE = re.compile(r"1[3-9]\d[\d*]{4,8}|\d{15,19}[\dXx]?|尾号")


def _masked(key: str, item: ProfileItem) -> Iterator[Piece]:
    """A number that is spoken by its last four figures only."""
    found = re.search(r"(\w{2,4})\D*$", item.value)
    if found is None or not re.search(r"\d", found[1]):
        return
    name = re.sub(r"末四位|后四位|尾号|号码$", "", key)
    text = f"我这边登记的{name}，尾号是{found[1][-4:]}。"
    fact = Fact(text=text, line=item.line, source="profile", private=True)
    yield Piece(fact=fact, clauses=(f"尾号{found[1][-4:]}",), about=key, title=key)


def _spoken(key: str, part: str, first: bool) -> str:
    """A part of a profile entry as a sentence."""
    said = re.sub(
        r"(?P<y>(?:19|20)\d\d)-(?P<m>\d\d?)-(?P<d>\d\d?)",
        lambda date: f"{date['y']}年{int(date['m'])}月{int(date['d'])}日",
        part,
    )
    if labelled := pattern("label").match(said):
        label = labelled["label"] or key
        return f"您的{label}是{labelled['value']}。"
    if not key or _PERSON.fullmatch(key):
        return f"我这边登记的是{said}。"
    if not first or len(said) > _PLAIN or _HAPPENS.search(said):
        return f"{key}这一项，我这边登记的是{said}。"
    return f"您的{key}是{said}。"


_PLAIN = 16
"""Characters up to which a value can follow its name (“您的车型是…”)."""
_HAPPENS = re.compile(r"[已于将从起曾被]|上门|下单|安装|更换|收|签|改|购|买|到期|到账|结清|维修|进店|参加")
_PERSON = re.compile(r"客户|用户|业主|顾客|会员|家长|学员|候选人|患者|居民|市民|对方|车主|读者|备注|信息|基本信息")


def _role(role: Role) -> Iterator[Piece]:
    """Who calls: by name and company, and the staff number where it is given."""
    if role.name and role.employer:
        text = f"我是{role.employer}的{role.name}。"
        about = "贵姓 姓名 名字 叫 哪个公司 哪家公司 单位 公司 你是谁"
        yield Piece(fact=Fact(text=text, line=role.line, source="role"), clauses=(text,), about=about)
    if number := re.search(r"工号(?:为|是|[:：])?\s*([A-Za-z0-9-]+)", role.text):
        text = f"我的工号是{number[1]}。"
        yield Piece(fact=Fact(text=text, line=role.line, source="role"), clauses=(text,), about="工号")
