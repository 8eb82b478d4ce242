"""Names of persons: 我姓陈, 免贵姓仇, 我叫王建国, 收件人写林晓彤, 找一下李工, 老魏介绍的."""

import re
from collections.abc import Iterator

from huashu.language.meaning import Slot
from huashu.language.surnames import COMMON, COMPOUND, NOT_GIVEN, NOT_NAMES, RARE, RIDDLES, SINGLE, TITLES

_HAN = re.compile(r"[\u3400-\u9fff·]+")
_SINGLE = "".join(sorted(SINGLE))
_COMMON = "".join(sorted(COMMON))
_FAMILY = rf"(?:{'|'.join(COMPOUND)}|[{_SINGLE}])"
_RIDDLE = "|".join(sorted(RIDDLES, key=len, reverse=True))

_ANY = r"[\u4e00-\u9fff](?<![什啥氏名的不和也了吗我你他她甚么哪谁是叫嘛呢吧啊爸妈])"
_SURNAME = re.compile(
    r"(?:免贵姓?|敝姓|(?<![不贵百同谁啥么没有得])姓氏?)(?:是|"
    rf"就是)?(?:{_RIDDLE})?(?P<name>{_FAMILY}|{_ANY})(?![什啥氏名]|么)(?P<given>[\u4e00-\u9fff]{{0,2}})"
)
_RIDDLED = re.compile(rf"(?:{_RIDDLE})(?:的)?(?P<name>[{_SINGLE}])(?![\u4e00-\u9fff]*[路街市区县])")
_HOLDER = (
    r"机主|户主|收件人|寄件人|发件人|收货人|联系人|投保人|被?保险?人|被保人|受益人|持卡人|车主|业主|"
    r"开户人|法人代?表?|经办人|患者|病人|签收人|登记人|申请人|租客|房东|下单人|取件人|代收人|"
    r"预约人|订票人|乘客|学员|家长|负责人|收款人|付款人|署名|抬头|签名|落款"
)
_OWN = (
    r"(?:我|本人|俺|咱|人家)(?:的)?(?:名字|全名|大名|小名|本名|真名)?(?:就|是)?(?:叫做?|名叫|名为)|"
    r"(?:名字|姓名|全名|大名|真名)(?:上|就|呢|应该|要|得|改)?(?:是|叫|为|写的?是?|改成|成|[:：，,])+"
)
_OF_HOLDER = (
    rf"(?:{_HOLDER})(?:的)?(?:名字|姓名|名)?(?:就|都|应该|要|得)?(?:是|叫|为|改成|换成|改为|写的?是?|"
    rf"填的?是?|登记的?是?|[:：，,])+|(?:{_HOLDER})(?:的)?(?:姓名|名字)"
)
_THIRD = r"(?:写的?是?|找|联系|转给?|喊|问|认识|那个|是|给|帮|替|通过|和|跟)(?:一下|下|你们|你们的|那个|一个|他|她|的)*"
_KIN = (
    r"(?:老公|老婆|爱人|先生|太太|丈夫|妻子|闺女|女儿|儿子|孩子|小孩|爸爸?|妈妈?|父亲|母亲|爷爷|奶奶|"
    r"哥哥?|姐姐?|弟弟?|妹妹?|同事|朋友|领导|老板|室友|邻居|舅舅|叔叔|婆婆|公公)(?:名字)?(?:是)?"
)
_NAMED = (
    r"(?:(?<![不没别请想要去就大来才给])叫(?:做)?(?!成)|名叫|名字叫|(?:上面|牌上|单上|本上|"
    r"名字)写的?是?|写着|署名)(?:个|一个|的)?|"
    rf"{_KIN}(?:的)?(?:名字|大名)?(?:叫|是叫)"
)
_CUE = re.compile(
    rf"(?P<strong>{_OWN}|{_OF_HOLDER})|(?P<named>{_NAMED})|(?P<self>我是|这里是|本人)|(?P<weak>{_THIRD}|{_KIN})"
)
_CALLED = re.compile(rf"叫我(?P<name>[小老阿大]?{_FAMILY}(?:{'|'.join(TITLES)})?)")
_TITLED = re.compile(rf"(?P<name>(?P<family>{_FAMILY})(?P<given>[\u4e00-\u9fff]{{0,2}}?)(?P<title>{'|'.join(TITLES)}))")
_FAMILIAR = re.compile(
    rf"(?<![\u4e00-\u9fff](?=[小老阿]{{1}}[的]))(?P<name>[老小阿](?:{'|'.join(COMPOUND)}|"
    rf"[{_COMMON}葛翟齐鲁耿焦邢单倪柳詹祝裴宁冀鲍聂苗关辛管涂梅佟毛石方白金严康庞施洪卓]))(?=$|[^\u4e00-\u9fff]|"
    r"[让叫说给的是在来去跟和他她帮修那呢吧啊告介负接打送人家也就要不都没有报查管处联约安回办签收做看开]"
    r")"
)
_NOT_FAMILIAR = re.compile(
    r"老[是板师家房毛高黄马林叶](?=[的是路子])|小[毛高黄马金石田叶江龙方白夏](?=[的子是在路])|老(?:毛病|"
    r"方法|黄历|白干|龙王|高了|石板)|小(?:时|白菜|方块|金库|黄车|黄鱼|马路|石头|叶子|龙虾|高层)|[大]小"
)
_BAD_TITLED = re.compile(
    r"(?:[施高加罢包完开停分员人钟时打手民职]工|时工|包工|王爷|"
    r"[那都全万和成于连相解单应明时水花]总|总(?:[是共部数不算体之额行监理结经台裁得归]|的来)|"
    r"钱总[在会有被]|[师帅表堂大二三四五小那]哥|[表堂大二那]姐|"
    r"(?:安装|维修|施工|方便|全部|明白|高级|国内|车间|单位|包装|项目|管理|商务|房产|通讯|水电|查询|空调|"
    r"关系|金融|银行|后台|司机|任客户)|[工哥姐总叔姨伯爷嫂婶](?:作|具|程|商|厂|资|会|伤|单|地|人|艺|期))"
)
_TRADES = frozenset("客户 项目 区域 产品 业务 大堂 销售 技术 值班 前台".split())
_SHORT_TITLES = frozenset("总工哥姐叔姨嫂婶伯爷")
_TRANSLITERATED = frozenset(
    "阿依古丽尔买提江努尔孜热娜吐逊木艾力卓玛扎西次仁旺杰多吉德央金拉姆娅莎莉萨斯合曼苏里克巴赫伊布提吾"
    "麦迪帕米亚沙迪力夏提亚赛白玛罗桑丹增措格布其格乌云塔娜巴图图雅萨日朗哈森娜仁高娃斯琴玛丽娃安妮伊琳"
    "露西凯"
)
_END_MARK = re.compile(
    r"$|[^\u3400-\u9fff]|[的啊呀呢吧吗嘛哦了是在不没我你您他她它这那就都也还要会想能可说打给让来去有和跟"
    r"先再又把被从因电今明昨]|先生|女士|小姐|同学|收|名字|身份|手机|号码|本人|欠|接|签|修|装|查|问|负责|"
    r"住|办|买|订|下单|一|二|三|四|五|六|七|八|九|幺|零|两"
)
_EXPLAINED = re.compile(r"(?P<word>[\u3400-\u9fff]{1,4})的(?P<one>[\u3400-\u9fff])")
_NOUNS = re.compile(
    r"快递|外卖|客服|经理|师傅|人工|救护|警察|物业|领导|老板|客户|用户|公司|单位|银行|医院|学校|平台|"
    r"电话|号码|机器|什么|骗子|诈骗|快点|停|醒|车|苦|号|板|嚷|唤|好|"
    r"儿子|女儿|老婆|老公|本人|自己|孩子|同一|个人|别人|空的|错的|对的|我|你|他"
)
_NAME_FIRST = re.compile(
    rf"[嗯呃啊哦对是好，,、\s]*(?P<name>(?:{'|'.join(COMPOUND)})[\u4e00-\u9fff]{{1,2}}|"
    rf"[{_SINGLE}][\u4e00-\u9fff]{{1,2}})(?=[，,、\s]*[0-9零一二三四五六七八九幺]{{3}}|[，,]?是我(?:老|"
    r"爱|儿|女|妈|爸|同|的|弟|哥|姐|妹)|的(?:老公|老婆|爱人|妈妈|爸爸|家属|家长|儿子|女儿)|[，,]?我叫|"
    r"[，,]?(?:男|女)(?:的|士)?[，,]|$)"
)


def find_names(text: str) -> Iterator[Slot]:
    """The names of persons in the folded ``text``, a title or 老/小 with them, as said."""
    for start, end in _places(text):
        yield Slot("name", text[start:end], text[start:end], start, end)


def _places(text: str) -> Iterator[tuple[int, int]]:
    yield from _surnames(text)
    for found in _CALLED.finditer(text):
        yield found.span("name")
    yield from _after_cues(text)
    yield from _titled(text)
    for found in _FAMILIAR.finditer(text):
        before = text[found.start() - 1 : found.start()]
        if before not in set("古大多中矮弱元最很太从养不越变") and not _NOT_FAMILIAR.match(text, found.start()):
            yield found.span("name")
    if first := _NAME_FIRST.match(text):
        name = first["name"]
        if _is_full(name) and (name[0] in COMMON or len(name) == 3):
            yield first.span("name")


def _surnames(text: str) -> Iterator[tuple[int, int]]:
    for found in _SURNAME.finditer(text):
        start, end = found.span("name")
        if title := _title_at(text, end):
            end += len(title)
        yield start, end
    for found in _RIDDLED.finditer(text):
        riddle = text[found.start() : found.start("name")].rstrip("的")
        if found["name"] in re.split(r"姓", text[: found.start()])[-1][:2]:
            continue
        if RIDDLES.get(riddle) == found["name"]:
            yield found.span("name")


def _after_cues(text: str) -> Iterator[tuple[int, int]]:
    place = 0
    while found := _CUE.search(text, place):
        place = max(found.end(), place + 1)
        strict = found["strong"] is None
        run = _HAN.match(text, found.end())
        if run is None or _NOUNS.match(run.group()):
            continue
        denied = re.search(r"[不没](?:是)?$", text[: found.start()]) or found.group().startswith("不")
        length = 0 if denied else _name_length(text, found.end(), strict=strict)
        if found["named"] is None and strict and not _is_plainly_named(text[found.end() :][:length]):
            continue
        if length:
            yield found.end(), found.end() + length
            place = found.end() + length


def _name_length(text: str, start: int, *, strict: bool) -> int:
    """How many characters of ``text`` at ``start`` are a full name; 0 if it is none. ``strict``: only names of a family
    name and a given name that end where a name can end."""
    family = next((name for name in COMPOUND if text.startswith(name, start)), text[start : start + 1])
    if family in COMPOUND or family in SINGLE:
        ends = [length for length in _lengths(text, start, len(family)) if _ends(text, start, start + length)]
        ends = [length for length in ends if not strict or _is_full(text[start : start + length])]
        if ends:
            return max(ends[0], _transliterated(text, start, strict=strict))
        if not strict and (longest := next(iter(_lengths(text, start, len(family))), 0)):
            full = longest if _is_full(text[start : start + longest]) else 0
            return max(full, _transliterated(text, start, strict=strict))
    return _transliterated(text, start, strict=strict)


def _is_plainly_named(name: str) -> bool:
    """Whether ``name`` begins with what is hardly anything but a family name (after a cue as weak as 是 or 给)."""
    return name.startswith(COMPOUND) or name[:1] in COMMON or name[:1] in RARE or (len(name) > 3)


def _lengths(text: str, start: int, family: int) -> list[int]:
    """The lengths that a name at ``start`` can have, the likelier first."""
    given = 0
    while given < 2 and start + family + given < len(text):
        character = text[start + family + given]
        if character in NOT_GIVEN or not "\u3400" <= character <= "\u9fff":
            break
        given += 1
    return [family + count for count in range(given, 0, -1)]


def _ends(text: str, start: int, end: int) -> bool:
    """Whether a name from ``start`` can end at ``end``: a pause or a function word follows, or an explanation of one of
    its characters (何海燕海鸥的海)."""
    if _END_MARK.match(text, end):
        return True
    explained = _EXPLAINED.match(text, end)
    return explained is not None and explained["one"] in text[start:end] and explained["one"] in explained["word"]


def _is_full(name: str) -> bool:
    return len(name) >= 2 and not name.startswith(NOT_NAMES) and not any(one in NOT_GIVEN for one in name[1:])


def _transliterated(text: str, start: int, *, strict: bool) -> int:
    run = _HAN.match(text, start)
    if run is None:
        return 0
    length = 0
    for character in run.group()[:12]:
        if character not in _TRANSLITERATED and character != "·":
            break
        length += 1
    return length if length >= (4 if strict else 3) and _ends(text, start, start + length) else 0


def _titled(text: str) -> Iterator[tuple[int, int]]:
    place = 0
    while found := _TITLED.search(text, place):
        named = _is_titled_name(text, found)
        place = found.end() if named else found.start() + 1
        if named:
            yield _with_prefix(text, found.start("name")), found.end("name")


def _with_prefix(text: str, start: int) -> int:
    """Where the name begins if 小 or 老 stands before it (小刘同志)."""
    prefixed = text[start - 1 : start] in ("小", "老") and text[start - 2 : start - 1] not in tuple("大中多古最从")
    return start - 1 if start and prefixed else start


def _is_titled_name(text: str, found: re.Match[str]) -> bool:
    """Whether what looks like a family name with a title is one where it stands."""
    start, end = found.span("name")
    family, given, title = found["family"], found["given"], found["title"]
    known = family in COMMON or family in COMPOUND
    if text[:start].endswith(("我不是", "没有")) or given in _TRADES:
        return False
    if given:
        return _is_full(family + given) and title not in _SHORT_TITLES and known
    if family == "谢" and text[max(0, start - 1) : start] in tuple("谢多感道答致鸣酬"):
        return False
    if _BAD_TITLED.search(text[max(0, start - 1) : end + 1]):
        return False
    if title in _SHORT_TITLES and not _is_plain(family):
        return False
    return known or start == 0 or _is_edge(text[start - 1])


def _is_plain(family: str) -> bool:
    return family in COMMON or family in COMPOUND or family in set("佟石严金方白康毛万洪施卓邢欧聂阮")


def _is_edge(before: str) -> bool:
    return not "\u3400" <= before <= "\u9fff" or before in set(
        "找叫问给跟和是的让请那个下位姓你了我喊们有转被由为说到，"
    )


def _title_at(text: str, start: int) -> str:
    return next((title for title in TITLES if len(title) > 1 and text.startswith(title, start)), "")
