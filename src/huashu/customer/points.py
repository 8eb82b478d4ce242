"""Feedback points: grievances, praise, wishes and worries of the callee's half, turned into first-person speech."""

import re
from collections.abc import Iterable, Sequence

from huashu.customer.manner import moment_of
from huashu.customer.meaning import ends
from huashu.customer.persona import Point, PointKind
from huashu.playbook.model import Callee, Passage

_P = re.compile
_LABEL = _P(r"^[\s\-*•·>]*(?:\*\*)?([\u4e00-\u9fff、/（）() ]{2,14})(?:\*\*)?[：:](?:\*\*)?\s*")
_NOT_EVENTS = _P(r"性格|画像|情境|情景|即时|风格|习惯|状态|接电话前|身份|职业|时间")
_DISPOSITION = _P(
    r"^又?嫌|心里(?!话)|要面子|踏实|最恨|最烦|最受不了|讨厌|顾上|没吃|没想|没说|健谈|乐于|爱聊|随和|礼貌|^(?:怕|担心|害怕|生怕|希望|期望)|担心|性格|反感|警惕|防备|防御|防骗|抵触|排斥|敏感|抗拒|情绪|心理|阴影|容易|倾向|厌|条件反射|无力感|语速|积累|负责|对接|"
    r"担任|从事|任职|岁|尤其|逢问|绝不|必须|即便|内心|习惯|追求|注重|在意|风格|不愿|拒绝|不喜|不信任|怀疑|打扰|推销|骚扰|骗|质疑|表达不满|给.{0,2}差评"
)
_TROUBLE = _P(
    r"没(?:有)?(?:人|到(?!位)|修|解决|给|退|收到|回(?!收)|处理|通知|接(?!触)|管|法|消息|动静|下文|(?:个)?结果|提前|按时|兑现|送|赔|发货|改|说清|讲清|及时|完成|响应|信号|网|电|水|热水)|未(?!来|婚|必)|无(?!论|疑|聊|奈|力|所谓|意)|慢(?!慢|条|说|吞)|超时|延误|延迟|拖(?!鞋|地)|等待|等(?:了|到)|等.{0,6}(?:钟头|小时|分钟|天)|故障|损坏|坏|错(?!开|过|落|综)|多收|乱收|乱扣|扣(?:费|了)|投诉|推诿|敷衍|石沉大海|"
    r"用了.{0,8}就|不制冷|不亮|不能用|没法用|用不了|跟不上|换了.{0,3}次|断(?:网|电|水|线|货)|态度(?:差|恶劣|冷|生硬|不好)|涨价|漏|丢失|弄丢|破损|碎|退(?:款|货|换)|受损|不符|失败|卡顿|掉线|闪退|难用|不透明|不清|缺货|搁置|迟到|爽约|返修|太吵|嗡嗡|噪音|不合理|反复|重复|白(?:等|跑|花|去)|咽不下|气人|心疼|推来推去|转来转去|连不上|打不通"
)
_PRAISE = _P(
    r"满意|不错|好用|认可|喜欢|及时(?:解决|处理|响应)|热情|专业|顺利|方便|好评|称赞|赞赏|贴心|省心|划算|很快|愉快|周到"
)
_DENIED = _P(
    r"不(?:太|够|是|算|甚|很)?(?:满意|认可|喜欢|专业|方便|热情|顺利)|没(?:有)?(?:及时|满意)|未(?:及时|能)|不(?:愉快|顺利)|缺乏"
)
_WISH = _P(r"(?:希望|期望|期待|盼望|想要|建议)(?:能|能够|可以|对方|客服|企业|公司|平台|商家|得到)?([^，。；]{4,22})")
_OTHERS_WISH = _P(
    r"(妈|爸|父母|家人|家里|老公|丈夫|老婆|妻子|儿子|女儿|老板|领导|公司|对方|客服)"
    r"[^，。；]{0,4}(希望|期望|期待|盼望|想要|建议)?$"
)
_WORRY = _P(r"(?:担心|害怕|忧虑|顾虑|生怕|唯恐|怕|疑虑)(?!麻烦|打扰)([^，。；、]{3,20})")
_VERBISH = _P(r"把|有|尽快|早|快|得到|给|提供|知道|解决|改|增加|降低|减少|少|多|固定|拿到|收到|延长|简化|提高")
_ASKING = _P(r"为什么|怎么|能不能|有没有|到底|是否|什么时候|多少钱|多久|([\u4e00-\u9fff])(不|没)\1")
_ASKED = _P(r"^(还)?(想(知道|问|弄清|了解|确认)|关心|在意|弄清|搞清楚|(先)?问清)(楚)?")
_RANK = _P(r"^(首要|次要|潜在|隐藏|主要|其次|最后|深层|核心)[^，：:—-]{0,4}(——|[：:—-])+")
_HIDDEN = _P(
    r"(?:一句|真话|实话|心里话|透露|道出|吐露|坦白|建议|才肯说|才会说)[^：:“「，]{0,4}[：:]\s*[“「]?([^”」]{6,50})"
)
_SETTING = _P(
    r"^[一二三四五六七八九十\d]+分|少来|有会|开会|上课|回头|到账|微信|我想|我怕|要不|说过|想起来|报警|为人|性格|你|别|贵公司"
)
_ABSTRACT = _P(r"对方|拨打方|来电|回访(?:员|人员)|话术|诚意|情绪|尊重|理解|简短|快速结束|沟通|被打扰|时间")

_WORDING: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), spoken)
    for pattern, spoken in (
        (r"[“”\"‘’'「」『』*_`]", ""),
        (r"[（(][^）)]*[）)]", ""),
        (r"^(首要|次要|潜在|隐藏|主要|其次|最后|第[一二三]|深层|核心)[^，：:—-]{0,4}(——|[：:—-])+", ""),
        (r"是否", "是不是"),
        (r"来电(?=是)", "你们这电话"),
        (
            r"^(因此|因而|由于|同时|此外|另外|并且|而且|然而|虽然|尽管|但是|且|但|曾因|因为|因|最终|甚至|以及|如|包括|例如|比如|其中)",
            "",
        ),
        (r"均(无|未)(及时|得到)?(响应|回应|回复|答复)", "都没人及时回"),
        (r"(无|未|没有)(及时|得到)?(响应|回应|回复|答复)", "没人回"),
        (r"均(无|未)", "都没"),
        (r"无果", "没个结果"),
        (r"(?<!从)未(能|曾|获|被|得到|有)?(及时|彻底|完全|真正)?(?=[\u4e00-\u9fff])", r"没\2"),
        (r"尚没|仍没|至今没", "到现在还没"),
        (r"均", "都"),
        (r"曾(多次|数次|几次)|(?:多|数)次", "好几次"),
        (r"曾经|曾", "以前"),
        (r"近期|近日|日前", "最近"),
        (r"(?<![最附将接])近(?=[一二三四五六七八九十两半\d])", "最近"),
        (r"此前|先前", "之前"),
        (r"导致|致使|造成", "搞得"),
        (r"遭遇|遭到|遇到", "碰上"),
        (r"致电|拨打", "打"),
        (r"无法", "没法"),
        (r"无人", "没人"),
        (r"等待时间(过|较|太|很)?长|等待(过|太)久", "等得太久"),
        (r"等待(了|超过|近|约|长达)?(?=[一二三四五六七八九十两半\d])", "等了"),
        (r"(响应|处理|回复)(速度)?(缓慢|较慢|过慢|慢)", r"\1太慢"),
        (r"态度(冷漠|冷淡)", "态度冷冰冰的"),
        (r"推诿", "推来推去"),
        (r"频繁|频频", "老是"),
        (r"购买|购入|选购", "买"),
        (r"使用", "用"),
        (r"(对其)?进行", ""),
        (r"出现", "出了"),
        (r"存在", "有"),
        (r"耗时|历时", "花了"),
        (r"家中", "家里"),
        (r"告知", "告诉"),
        (r"询问|咨询", "问"),
        (r"无效", "没用的"),
        (r"(?<![一二三四五六七八九\d])十分(?![钟之])|极其|极度|极为|非常", "特别"),
        (r"仍然|依然|依旧|仍", "还是"),
        (r"主动", ""),
        (r"约(?=[一二三四五六七八九十两半\d])", "大概"),
        (r"以及|及(?=[\u4e00-\u9fff]{2})(?!时)", "还有"),
        (r"(?<=[\u4e00-\u9fff])与(?=[\u4e00-\u9fff])", "跟"),
        (r"较(?=[慢差长高大多久])", "比较"),
        (r"该(?=[\u4e00-\u9fff]{2})(?<!应该)", "这个"),
        (r"(?:他|她)自己", "我自己"),
        (r"其(?!他|它|实|中|余)", "我"),
        (r"我我", "我"),
    )
)
_SUBJECT = _P(r"^(他|她|客户|用户|该客户|本人|接听方|患者|业主|家长|当事人|此人)")
_HE = _P(r"他(?!人|们)|她(?!们)")
_VERB_FIRST = _P(
    r"^(以前|最近|好几次|上(次|周|个月|月|回)|去年|今年|前(几天|不久|段)|之前|一直|投诉|报修|反映|反馈|申请|买(?!卖)|等(?!级)|打(?!扰|算)|找|被|收到|碰上|联系|要求|花了|问(?!题)|用(?!户)|办(?!法|公|事)|去|在(?!意|乎)|想|提(?!供|前|醒|示)|报(?!告|价|销)|连续|两次|三次|多年|[一二三四五六七八九十两\d]+(年(?!级)|个月|天|次|周))"
)
_OTHER_SUBJECT = _P(
    r"^.{0,8}(公司|单位|家里|店|孩子|工厂|订单|快递|设备|账户|手机|网络|宽带|车|房|老师|师傅|客服|平台|商家|系统|产品|货|物业|空调|包裹)"
)
_TELLS = _P(_TROUBLE.pattern + "|" + _PRAISE.pattern + "|挺好|手稳|能不能|字小")
_TOLD = _P(
    r"没人(管|理|接|回)|坏|断了|漏|不制冷|投诉|等了|拖了|没(修|到|给|退|解决|处理)|多(收|扣)|涨|修了|换了.{0,3}次"
)
_OPENER = _P(r"^(哎|喂|哟|得|行|好|嗯|哦|喔|对|是|钱呢|那|可以|没事)")
_REPLIES = _P(
    r"等我|等会儿|等一下|[一二三四五六七八九十两]分(?!钟)|？|\?|吧。?$|^(少来|请|别|不是我|[一二三四五六七八九十两\d]+[个次位人点号]|周[一二三四五六日]|礼拜)|你说|您说|行不|请个假|给我(?!.{0,3}(带来|造成))"
)
"""Signs that an example line answers, asks for or forbids something, and tells nothing of its own."""
_MOST = 44


def to_speech(text: str, name: str = "") -> str:
    """``text`` of the document as he would say it himself; the wording is changed, the facts stay."""
    spoken = text.strip(" ，,、：:；;。.-")
    if name:
        spoken = spoken.replace(name, "我")
    for pattern, replacement in _WORDING:
        spoken = pattern.sub(replacement, spoken)
    spoken = _SUBJECT.sub("我", spoken.strip(" ，,、"))
    spoken = _HE.sub("我", spoken)
    if _VERB_FIRST.search(spoken) and not _OTHER_SUBJECT.search(spoken) and not spoken.startswith("我"):
        spoken = "我" + spoken
    return spoken


def _clauses(passages: Sequence[Passage]) -> Iterable[tuple[str, int]]:
    """The sentences that may tell of events, each with its line; labels are taken off, portraits left out."""
    for passage in passages:
        telling = True
        for offset, line in enumerate(passage.text.splitlines()):
            label = _LABEL.match(line)
            if label:
                telling = not _NOT_EVENTS.search(label.group(1))
                line = line[label.end() :]
            if telling:
                yield from ((part, passage.line + offset) for part in re.split(r"[。；;！!]", line) if part.strip())


def _telling(sentence: str, pattern: re.Pattern[str]) -> str:
    """The clauses of ``sentence`` that tell of it, joined, short enough to say in one breath."""
    taken: list[str] = []
    for clause in re.split(r"[，,]|——", sentence):
        clause = clause.strip()
        if len(clause) < 4 or _DISPOSITION.search(clause):
            if taken:
                break
            continue
        if not taken and not pattern.search(clause):
            continue
        if sum(map(len, taken)) + len(clause) > _MOST:
            break
        taken.append(clause)
        if len(taken) == 2:
            break
    return "，".join(taken)


def _point(kind: PointKind, text: str, line: int, name: str, lead: str = "") -> Point | None:
    spoken = lead + to_speech(text, name)
    if len(spoken) < 5 or ends(spoken):
        return None
    return Point(kind=kind, spoken=spoken, gist=text.strip(" ，,")[:30], line=line)


def _drawn(sentence: str, line: int, name: str) -> Iterable[Point | None]:
    """Praise, or trouble, and wishes that one sentence of his story tells."""
    praise = _telling(sentence, _PRAISE) if _PRAISE.search(sentence) and not _DENIED.search(sentence) else ""
    if praise and not _TROUBLE.search(praise):
        yield _point(PointKind.PRAISE, praise, line, name)
    elif trouble := _telling(sentence, _TROUBLE):
        yield _point(PointKind.GRIEVANCE, trouble, line, name)
    yield from _wished(sentence, line, name)


def _wished(sentence: str, line: int, name: str) -> Iterable[Point | None]:
    wish = _WISH.search(sentence)
    if wish and not _ABSTRACT.search(wish.group(1)) and not _OTHERS_WISH.search(sentence[: wish.start() + 2]):
        if re.match(r"一[个份张次]", wish.group(1)):
            yield _point(PointKind.WISH, wish.group(1), line, name, "我就希望有")
            return
        can = "能" in wish.group(0)[2:4] or _VERBISH.match(wish.group(1))
        yield _point(PointKind.WISH, wish.group(1), line, name, "我就希望能" if can else "我就希望")


def _named(role: str) -> str:
    found = re.match(r"^[\u4e00-\u9fff]{2,4}(?=[，,（(])", role.strip())
    return found.group(0) if found else ""


def _told(callee: Callee) -> Iterable[Point]:
    """The example lines that themselves tell of his experience: the document's own words for a point."""
    for passage in callee.style.imitate:
        line = passage.text.strip(' -*“”"「」。')
        if not 8 <= len(line) <= 40 or line.endswith(("？", "?")) or moment_of(line) or ends(line):
            continue
        told = _TOLD.search(line) or not (_SETTING.search(line) or _OPENER.search(line))
        if told and _TELLS.search(line) and not _REPLIES.search(line):
            kind = PointKind.PRAISE if _PRAISE.search(line) and not _DENIED.search(line) else PointKind.GRIEVANCE
            yield Point(kind=kind, spoken=line, gist=line, line=passage.line)


def _confided(callee: Callee, name: str) -> Iterable[Point | None]:
    """What the behaviour patterns say he adds when he is treated well."""
    for passage in callee.behaviours:
        for sentence in re.split(r"[。；;]", passage.text):
            if found := _HIDDEN.search(sentence):
                kind = PointKind.WISH if "建议" in found.group(0)[:4] else PointKind.GRIEVANCE
                yield _point(kind, found.group(1), passage.line, name)


def _asks(sentence: str) -> bool:
    return bool(_ASKING.search(sentence))


def _concerns(callee: Callee, name: str) -> Iterable[Point | None]:
    """His worries and what he would like to know."""
    for sentence, line in _clauses(callee.concerns):
        for found in _WORRY.findall(sentence):
            yield _point(PointKind.WORRY, found, line, name, "我就是怕")
        if _asks(sentence) and not _WORRY.search(sentence) and not re.search(r"对方|拨打方|客服|[他她]", sentence):
            asked = _ASKED.sub("", _RANK.sub("", sentence.strip()))
            if 5 <= len(asked) <= 30:
                yield _point(PointKind.QUESTION, asked, line, name, "我就想问，")


def read_points(callee: Callee, *, warm: bool) -> tuple[tuple[Point, ...], tuple[Point, ...]]:
    """The points he may make (at most seven) and the worries and wishes to know he may voice (at most three).

    Each comes out at most once in a call. ``warm``: whether praise comes first. Empty when the text tells nothing.
    """
    name = _named(callee.role.text)
    found: list[Point | None] = []
    for sentence, line in _clauses((*callee.background, callee.role)):
        for point in _drawn(sentence, line, name):
            if point and not (line == callee.role.line and point.kind is PointKind.PRAISE):
                found.append(point)
    for sentence, line in _clauses(callee.concerns):
        found.extend(_wished(sentence, line, name) if not _asks(sentence) else ())
    found.extend((*_told(callee), *_confided(callee, name)))
    points = _distinct(found)
    points.sort(key=lambda point: (point.kind is PointKind.PRAISE) != warm)
    return tuple(points[:7]), tuple(_distinct(_concerns(callee, name))[:3])


def _distinct(points: Iterable[Point | None]) -> list[Point]:
    """Each point once, by how its gist begins."""
    seen: dict[str, Point] = {}
    for point in points:
        if point is not None:
            seen.setdefault(point.gist[:8], point)
    return list(seen.values())
