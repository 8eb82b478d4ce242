"""Who calls: name, employer, title, sex, age, seniority and style, read out of free text (S0.1)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from huashu.playbook.layout import Line, fold, han_number
from huashu.playbook.model import Role
from huashu.playbook.shape import visible
from huashu.playbook.trades import COMPOUND, DUTIES, FIRMS, SURNAMES, TITLES

_TITLE = "|".join(TITLES)
_FIRM = "|".join(sorted(FIRMS, key=len, reverse=True))
_ENDS_FIRM = re.compile(rf"(?:{_FIRM})$")
_ENDS_DUTY = re.compile(rf"(?:{'|'.join(sorted(DUTIES, key=len, reverse=True))})$")
_ENDS_TITLE = re.compile(rf"(?:{_TITLE}|[\u4e00-\u9fff]{{2}}[员师官])$")
_KEYS = {
    "name": r"姓名|角色名|角色姓名|坐席姓名|客服姓名|人物名|名字|名称|称呼|花名|昵称|name",
    "employer": r"所属企业|企业名称|公司名称|公司|单位|所属公司|所属单位|所属机构|所属|雇主|任职公司|任职单位|任职|"
    r"就职|机构|企业|品牌|所在公司|供职|"
    r"company|employer",
    "title": r"角色|职称|职位|职务|岗位|头衔|职业|工作|身份|title|position|job",
    "sex": r"性别|sex|gender",
    "age": r"年龄|age",
    "seniority": r"工龄|从业年限|从业经验|工作经验|经验|资历|年限|工作年限|experience|seniority",
    "style": r"沟通风格|说话风格|语言风格|服务风格|话术风格|风格|语气|语调|性格|性格特点|沟通方式|沟通特点|style|tone",
}
_AGE = re.compile(r"(?<!\d)(\d{2}|[二三四五六七]十[一二三四五六七八九]?)(?:多|来|出头)?\s*(?:周?岁|years?\s+old)")
_YEARS = (
    r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3}|十?几|多|数)\s?(?:余|多|几)?\s?(?:年|years?)(?:半)?(?:以上|多|余|来)?"
)
_SENIORITY = re.compile(
    rf"[^，,。；;、\n（(]{{0,14}}?{_YEARS}(?:的)?[^，,。；;\n）)]{{0,16}}?(?:经验|资历|从业|工龄|工作|experience)"
    rf"[^，,。；;\n）)]{{0,6}}|(?:入行|从业|入职|从事|工作|任职|做了?|干了?|在岗|当了?)[^，,。；;\n）)\d]{{0,8}}?{_YEARS}"
    rf"[^，,。；;\n）)]{{0,10}}"
)
_STYLE = re.compile(
    r"[^，,。；;\n]{0,24}(?:风格|语气|语调|口吻|措辞|措词|谈吐|声音|语速|性格|待人|为人)[^。；;\n]{1,40}"
)
_CUT = re.compile(r"[，,。；;\n（）()|｜：:]|——|—|--|\s[-–]\s|\s{2,}|\s(?=[\u4e00-\u9fff])")
_FRONT = re.compile(
    r"^(?:我们?的?|你|您|她|他|本人|这位|该)?(?:(?:坐席|客服|角色|身份|来电人|拨打人)(?=是|叫|为|系))?(?:是|叫|为|系|即)?(?:一[名位个]|某)?"
    r"(?:目前)?(?:现任|担任|任职于|任职|就职于|供职于|服务于|隶属于?|受雇于|来自于?|代表|任|在)?"
)
_NO_FIRM = re.compile(
    r"^(?:客户|客服|电话|专责|专门|专业|具备|拥有|从事|负责|能|曾|有|熟悉|擅长|懂|会|善于|先|不|说|做事|性格|语气|声音|男|女|\d+岁|"
    r"本公司|我司|公司$|某公司$|一家|这家|该|各|替|把|用|对|按|以)|\d+\s?岁|年.{0,6}(?:经验|从业)|[男女]性"
)


@dataclass(frozen=True, slots=True)
class _Post:
    """An organisation and a title that stand together."""

    employer: str | None
    title: str | None


def read_role(body: Sequence[Line]) -> Role | None:
    """The caller's role; ``None`` when the section is empty."""
    lines = visible(body)
    if not lines:
        return None
    texts = [
        "：".join(c.strip() for c in line.text.strip("| ").split("|") if c.strip(" -:")) if line.table else line.text
        for line in lines
    ]
    whole = "\n".join(text for text in texts if text)
    keyed = _keyed(texts)
    name = _clean_name(keyed.get("name")) or _name(whole)
    post = _post(whole, name)
    titled = keyed.get("title")
    if titled and not keyed.get("employer"):
        post = _Post((own := _split_post(titled)).employer or post.employer, own.title or titled)
    return Role(
        text=whole,
        line=lines[0].no,
        name=name,
        employer=keyed.get("employer") or post.employer,
        title=post.title if titled and post.title and post.title in titled else titled or post.title,
        sex=_sex(keyed.get("sex") or whole),
        age=_age(keyed.get("age"), whole),
        seniority=keyed.get("seniority") or _first(_SENIORITY, whole),
        style=keyed.get("style") or _first(_STYLE, whole) or _manner(whole, name, post),
    )


def _keyed(texts: list[str]) -> dict[str, str]:
    """``key：value`` pairs, one a line or several on a line."""
    found: dict[str, str] = {}
    for text in texts:
        for part in re.split(r"[；;|｜\t]|[，,。]\s*(?=[\u4e00-\u9fff]{2,6}[:：])|\s{2,}", text):
            pair = re.match(r"\s*([^:：]{1,12})[:：]\s*(.+)$", part)
            for field, names in _KEYS.items():
                if not pair or field in found or (field == "title" and re.search(r"[男女]性?(?:，|,|$)|\d岁", pair[2])):
                    continue
                if re.fullmatch(rf"(?:{names})", pair[1].strip().lower()):
                    found[field] = pair[2].strip().rstrip("。；;，,")
    return found


def _clean_name(text: str | None) -> str | None:
    """A bare name out of the value of “姓名”."""
    if not text:
        return None
    bare = re.split(r"[，,（(、；;。\s/]", text.strip())[0].strip('“”"')
    return bare or None


_NAMED = (
    re.compile(
        r"(?:我叫|名叫|叫做|叫|名为|我是|你是|您是|坐席是|客服是|姓名是|名字是|角色是|扮演|由)\s?“?(?P<n>[\u4e00-\u9fff]{2,4}?)”?"
        r"(?=[，,。、；（(\s——:：]|$|是|来自|为|担任|扮演|在|负责)"
    ),
    re.compile(
        r"(?:^|\n)\s*(?P<n>[\u4e00-\u9fff]{2,4}|小[\u4e00-\u9fff]|[A-Z][a-z]{1,12}(?: "
        r"[A-Z][a-z]{1,12})?)\s*(?=——|—|-|–|，|,|（|\(|：|:|、|\||。|\s|是|来自|在)"
    ),
    re.compile(r"(?:姓名|名字|角色名)\s?[是为叫]?\s?[“「]?(?P<n>[\u4e00-\u9fff]{2,4})[”」]?(?=[，,。、；（(\s]|$)"),
    re.compile(rf"(?:{_TITLE})\s?[“「]?(?P<n>[\u4e00-\u9fff]{{2,4}}?)[”」]?(?=[，,。；（(\s—、]|$|\d|男|女)"),
    re.compile(r"(?:named?|i am|i'm|called)\s+(?P<n>[A-Z][a-z]+(?: [A-Z][a-z]+)?)", re.IGNORECASE),
    re.compile(r"(?:^|\n|[，,：:])\s*(?P<n>[\u4e00-\u9fff]{2,3})(?=[男女]|，?\s?\d{2}\s?岁)"),
    re.compile(r"^[“「]?(?P<f>[\u4e00-\u9fff]{2,3}|[A-Z][a-z]{1,12})[”」]?(?=，|,|——|（)"),
)
_NO_NAMES = frozenset(
    "温和 和气 平时 明确 时刻 常年 应对 于是 任职 从业 女性 男性 专业 亲切 耐心 身份 公司 资深 语气 声音".split()
)


def _name(text: str) -> str | None:
    for pattern in _NAMED:
        for found in pattern.finditer(text[:600]):
            loose = "f" in pattern.groupindex
            name = found["f" if loose else "n"]
            if _like_name(name, any_family=loose):
                return name
    return None


def _like_name(text: str, *, any_family: bool) -> bool:
    if text[0].isascii():
        return text.istitle() and text.lower() not in {"you", "the", "a", "an", "customer", "agent"}
    if (
        re.search(rf"(?:{_TITLE}|{_FIRM}|客户|角色|性别|年龄|男性|女性|先生|女士|风格|经验)$", text)
        or re.match("是|来自|在", text)
        or text in _NO_NAMES
    ):
        return False
    return any_family or text[:2] in COMPOUND or text[0] in SURNAMES or (len(text) <= 3 and text[0] in "小阿老")


def _post(text: str, name: str | None) -> _Post:
    """The first clause that holds an organisation, a title or both; a title alone waits for an organisation."""
    best = _Post(None, None)
    clauses = [c.strip(" “”「」\"'") for c in _CUT.split(text[:600])]
    for clause in clauses[:14]:
        if not clause or clause == name or len(clause) > 40:
            continue
        bare = _without_name(_FRONT.sub("", clause, count=1), name)
        if clause != bare and name and clause.startswith(name):
            bare = _FRONT.sub("", bare, count=1)
        found = _split_post(bare)
        best = _Post(best.employer or found.employer, best.title or found.title)
        if best.employer and best.title:
            break
    return best


def _without_name(clause: str, name: str | None) -> str:
    if not name:
        return clause
    return clause.removesuffix(name).removeprefix(name).strip()


def _split_post(clause: str) -> _Post:
    """``organisation + duties + title`` taken apart, from the right."""
    clause = re.sub(r"^(?:是|为|系|的|一[名位个]|担任|现任)+", "", clause.strip())
    if (owned := re.match(r"(.{2,24}?)的(?=[^的]{2,16}$)", clause)) and _ENDS_TITLE.search(clause):
        employer = _firm(owned[1])
        return _Post(employer, clause[owned.end() :]) if employer else _Post(None, clause[owned.end() :])
    if (worked := re.match(r"(.{2,24}?)(?:担任|任|做|当|从事)(.{2,16})$", clause)) and _ENDS_TITLE.search(clause):
        return _Post(_firm(worked[1]), worked[2])
    left = clause
    while (
        left
        and not (_ENDS_FIRM.search(left) and (left != clause or not _ENDS_TITLE.search(left)))
        and (end := _end_of(left))
    ):
        left = left[: -len(end)]
    title = clause[len(left) :]
    if left and (inner := _inner_firm(left)) is not None:
        left, title = inner, clause[len(inner) :]
    if not _ENDS_TITLE.search(title):
        title = ""
    sure = bool(title) or bool(_ENDS_FIRM.search(left)) or len(left) < len(clause)
    return _Post(_firm(left) if sure else None, title or None)


def _end_of(text: str) -> str:
    """The title or duty at the end of ``text``, the longest, but never the end of an organisation's name."""
    ends = [m[0] for m in (_ENDS_TITLE.search(text), _ENDS_DUTY.search(text)) if m]
    if (firm := _ENDS_FIRM.search(text)) and ends and len(firm[0]) > max(map(len, ends)):
        return ""
    known = [end for end in ends if end in TITLES or end in DUTIES]
    return max(known or ends, key=len, default="")


def _inner_firm(text: str) -> str | None:
    """``text`` up to the end of the last organisation word in it, when little stands behind that."""
    found = list(re.finditer(_FIRM, text))
    if found and found[-1].start() > 0 and 0 < len(text) - found[-1].end() <= 6:
        return text[: found[-1].end()]
    return None


def _firm(text: str) -> str | None:
    text = text.strip("“”「」《》 的")
    if not 2 <= len(text) <= 24 or _NO_FIRM.search(text) or not re.search(r"[\u4e00-\u9fffA-Za-z]{2}", text):
        return None
    return None if _ENDS_TITLE.fullmatch(text) or text in DUTIES else text


def _sex(text: str) -> str | None:
    found = re.search(
        r"男性|女性|(?<![\u4e00-\u9fff])[男女](?![\u4e00-\u9fff])|[男女](?=[，,。\s）)])|\b(?:fe)?male\b",
        text,
        re.IGNORECASE,
    )
    if found is None:
        return None
    word = found[0].lower()
    return "女" if "女" in word or word == "female" else "男"


def _age(keyed: str | None, text: str) -> int | None:
    if keyed and (found := re.search(r"\d{2}|[二三四五六七]十[一二三四五六七八九]?", fold(keyed))):
        return han_number(found[0])
    found = _AGE.search(fold(text))
    return han_number(found[1]) if found else None


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    found = pattern.search(text)
    return found[0].strip(" ，,：:") if found else None


_DUTY = re.compile(r"专责|负责|主要|目标|任务|具备|拥有|熟悉|擅长|从事|岁|年|[男女]性?$|经验|来自|姓名|公司")


def _manner(text: str, name: str | None, post: _Post) -> str | None:
    """What is left of a role when name, post, sex, age and years are taken out: how he is."""
    taken = [part for part in (name, post.employer, post.title) if part]
    left = [
        clause.strip()
        for clause in re.split(r"[，,。；;\n]", text[:400])
        if clause.strip()
        and not _DUTY.search(clause)
        and not any(part in clause for part in taken)
        and "：" not in clause
    ]
    return "，".join(left) or None
