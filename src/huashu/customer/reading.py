"""Reading the callee's half into a persona. Works on any text: what is not found falls back to a mild default."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from huashu.customer.manner import read_manner
from huashu.customer.meaning import ends
from huashu.customer.mood import Mood
from huashu.customer.particulars import known_of
from huashu.customer.persona import EndKind, EndRule, Persona, Surroundings, Temperament, Topic
from huashu.customer.points import read_points
from huashu.customer.temper import scores, temperament_of
from huashu.playbook.model import QA, Callee, Passage, ProfileItem

_P = re.compile
_START: Mapping[Temperament, Mood] = {
    Temperament.RESISTANT: Mood(patience=0.34, trust=0.24, anger=0.36, interest=0.2),
    Temperament.BUSY: Mood(patience=0.34, trust=0.46, anger=0.14, interest=0.34),
    Temperament.HESITANT: Mood(patience=0.6, trust=0.46, anger=0.06, interest=0.44),
    Temperament.FRIENDLY: Mood(patience=0.85, trust=0.72, anger=0.02, interest=0.65),
    Temperament.ANALYTICAL: Mood(patience=0.66, trust=0.5, anger=0.06, interest=0.58),
    Temperament.DEMANDING: Mood(patience=0.5, trust=0.38, anger=0.28, interest=0.58),
}
_REACTION = _P(
    r"反感|冷(下)?(脸|淡|漠)|挂断|抗拒|排斥|抵触|警惕|警觉|防备|打断|不接受|绝不|拒绝|敏感|上火|恼|怒|烦|厌|终止|结束|怀疑|不耐|质疑|戒备|抵抗|插话|回避|不愿|翻脸|冷一下|变冷|冷下来|缩回去|淡下来|发硬|起疑|报警|更火|来气|带刺"
)
_TOPIC_WORDS: Mapping[Topic, tuple[re.Pattern[str], tuple[str, ...]]] = {
    Topic.UPGRADE: (
        _P(r"升级|新功能|服务介绍|新服务|增值"),
        ("升级", "新功能", "一键", "新服务", "新推出", "新上线", "小程序"),
    ),
    Topic.SALES: (
        _P(r"推销|推介|促销|营销|兜售|购买|办理业务|加购|销售|办卡|续费|续保|产品介绍|广告"),
        ("优惠", "套餐", "办理", "推荐", "活动价", "促销", "购买", "续费", "开通", "折扣"),
    ),
    Topic.CARE: (_P(r"关心|关怀|嘘寒问暖|套近乎|客套"), ("关心", "关怀", "非常重视")),
    Topic.INFO: (
        _P(r"隐私|个人信息|套话|身份证|银行卡|资料|泄露|打探|敏感(流程|信息)"),
        ("身份证", "银行卡", "验证码", "住址", "收入"),
    ),
    Topic.LENGTH: (_P(r"废话|啰嗦|冗长|长篇|绕弯|拐弯|套话|磨叽|说教"), ()),
    Topic.SURVEY: (
        _P(
            r"(回访|调查|问卷).{0,12}(反感|厌|烦|排斥|打扰|无用|敷衍|抵触)|(反感|厌|烦|排斥|抵触).{0,12}(回访|调查|问卷)"
        ),
        ("问卷", "调查"),
    ),
}
_GROUP = r"((?:[“\"「][^”\"」]{1,8}[”\"」][、，和或及]?)+)"
_QUOTED_TRIGGER = _P(
    r"(?:听到|听见|提到|提及|涉及|触及|说到|谈到|聊到)[^“”\"「」。；]{0,6}"
    + _GROUP
    + r"|"
    + _GROUP
    + r"等?(?:这类|之类的?)?(?:词|字眼|字样|词汇|词语|关键词|话术|话题|类话|敏感词)"
)
_PLEASED = _P(r"(会|就|才|语气|态度|能|肯|愿意)[^，。；]{0,8}(缓|软|降下来|放松|放心|高兴|配合|多说|信)")
_MILD = _P(r"有点怕|害怕|紧张|叹(?:口)?气|笑|软|缓|停|安静|沉默|愣|放松|感兴趣|放心|话会多|高兴|会问|追问|红")
"""What a word does to him without making him cold."""
_LISTED = _P(r"(?:提到|谈起|谈到|推荐|介绍|说起|提起)([\u4e00-\u9fff、或和]{2,16})")
_TRIGGER_WORD = _P(r"[\u4e00-\u9fffA-Za-z]{2,7}")
_QUOTED = _P(r"[“\"「]([^”\"」]{1,8})[”\"」]")
_SURROUNDINGS: Mapping[Surroundings, re.Pattern[str]] = {
    Surroundings.MEETING: _P(r"开会|会议|会上"),
    Surroundings.DRIVING: _P(r"开车|开着车|驾驶|驾车|高速|跑车|送货途中|方向盘|服务区"),
    Surroundings.CHILD: _P(r"孩子|娃|宝宝|小孩|儿子|女儿|孙子|孙女|婴儿|哭闹"),
    Surroundings.WORK: _P(r"店里|门店|客人|车间|工地|后厨|仓库|柜台|装货|订单|顾客|上菜|生意|摊位|机床"),
    Surroundings.SIGNAL: _P(r"信号|断断续续|地下|电梯|地铁|听不清|杂音|掉线"),
    Surroundings.MESSAGES: _P(r"微信|消息|弹窗|邮件|提示音|电脑|企业微信|钉钉"),
    Surroundings.COLLEAGUE: _P(r"同事|旁人|领导|下属|财务|老板叫|有人(叫|找)|客户来"),
    Surroundings.STREET: _P(
        r"街|路上|出租车|地铁|电梯|堵车|车声|公交|站台|等车|高铁|菜市场|马路|公交|广场|施工|商场|超市|车站"
    ),
    Surroundings.HOME: _P(r"家里|做饭|厨房|电视|狗|门铃|快递|老伴|家务|遛弯"),
}
_ENDS: tuple[tuple[EndKind, re.Pattern[str]], ...] = (
    (
        EndKind.DO_NOT_CONTACT,
        _P(
            r"(别|不要|勿|不用|不许|不准)(再)?(来|给.{1,3})?(打|联系|来电|骚扰)(?!断)|勿扰|勿再|拉黑|删.{0,4}号码|以后别"
        ),
    ),
    (
        EndKind.REFUSAL,
        _P(
            r"拒绝|没必要|不需要|没兴趣|不感兴趣|不愿|不想(再)?(聊|谈|沟通|继续|说|听)|不用(说|了|再|回访|打)|直接挂|要求(结束|挂断)|主动(挂|结束)|算了|不聊|不报|不买|不办|就这样|要挂|想挂|挂断|挂(了)?电话"
        ),
    ),
    (
        EndKind.TOPIC,
        _P(
            r"(推销|升级|介绍|产品|推介|销售|办理|营销|推荐|促销|费用|收费|付费|加购|套餐|新功能|分期|额度|名额|续费|优惠|新规定|合作).{0,24}(反感|抵触|抗拒|拒绝|结束|挂|收尾|不(接受|耐)|终止|抵抗|果断|立即)"
            r"|(一旦|对方|拨打方|客服|坐席|来电者).{0,14}(推销|升级|介绍|营销|推荐|产品|套餐|功能|办理|分期|额度|收费|付费|催|名额|优惠|活动|劝|推)"
        ),
    ),
    (
        EndKind.COLD,
        _P(
            r"冷淡|单句|敷衍|沉默|极简|不回应|无互动|不再回应|简短(回|应)|长时间(不|无)|多次.{0,6}(没|不)|连(续|着).{0,12}(不|没|无|只|都)|只(回|用|说|答)|爱(搭|答)不理|一两个字|懒得"
        ),
    ),
    (
        EndKind.INTERRUPTION,
        _P(
            r"外部|外界|打扰|打断|突发|信号|临时|中断|掉线|断了|有人(找|叫|来)|叫(他|她|走)|孩子|来(人|客)|来了|客人|环境|铃|会议开始|上车|到站|下车|休息时间|要(回|去|进)|太吵|听不清|有急事|门铃|电梯"
        ),
    ),
    (EndKind.BUSY, _P(r"忙(?!帮)|开会|没(时间|空)|不方便|赶时间|时间(不够|有限|紧)|有事(?!说)")),
    (
        EndKind.LATER,
        _P(
            r"改天|稍后|晚点|再联系|另约|换个时间|回头|下次(再|联系)|再考虑|再想想|自己想想|约(定|好).{0,6}时间|考虑(一下|考虑|后)"
        ),
    ),
    (
        EndKind.EMOTION,
        _P(r"情绪|激化|激动|讽刺|挖苦|带刺|愤怒|发火|火气|越说越|生气|怒|争吵|骂|不满升级|失控|威胁|上头|恼"),
    ),
    (
        EndKind.TIME,
        _P(r"超(过|出|时).{0,8}(分钟|时间)|(一|两|三|五|十|\d+)分钟|时间(一)?到|限时|时长|拖得(太)?久|啰嗦"),
    ),
    (EndKind.INFO, _P(r"隐私|个人信息|身份证|银行卡|敏感信息|套(话|取)|账户|密码|验证码|卡号|追问.{0,6}(信息|细节)")),
    (EndKind.FRAUD, _P(r"诈骗|骗子|可疑|身份.{0,6}(不明|可疑|怀疑|无法)|怀疑.{0,6}(身份|真实)|不能证明")),
    (
        EndKind.DONE,
        _P(
            r"完成|问完|答完|说完|讲完|聊完|得到(了)?(满意|明确|解答|答复|承诺)|(问题|疑问|顾虑).{0,8}(解决|解答|回答|清楚|记录|说清|没有)|达成|确认(完|好|后|了)|表达完|同意|满意|道别|礼貌|了解(清楚|完)|答应|接受(了|预约|安排|方案)|没有(别的|其他)"
        ),
    ),
)
_DEFAULT_ENDS: Mapping[Temperament, tuple[EndKind, ...]] = {
    Temperament.RESISTANT: (EndKind.REFUSAL, EndKind.COLD, EndKind.EMOTION, EndKind.INTERRUPTION),
    Temperament.BUSY: (EndKind.BUSY, EndKind.LATER, EndKind.TIME, EndKind.DONE),
    Temperament.HESITANT: (EndKind.DONE, EndKind.LATER, EndKind.REFUSAL),
    Temperament.FRIENDLY: (EndKind.DONE,),
    Temperament.ANALYTICAL: (EndKind.DONE, EndKind.INFO),
    Temperament.DEMANDING: (EndKind.DONE, EndKind.EMOTION),
}
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷曲盛冉翁蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝"
)
_NAME = _P(
    r"^[\s“\"*【（(]*(?:姓名[：:]|我叫|我是|客户[：:]?|化名|角色[：:])?\s*([\u4e00-\u9fff]{1,4}?)(?:先生|女士|小姐|老师|总|阿姨|叔|师傅|同学|经理|老板|大爷|大妈)?[\s”\"*】）)]*(?:[（(，,、：:—\-。]|$|是)"
)
_MINUTES = _P(r"(?:只|仅|最多|不(?:能)?超过|限(?:时)?|就|控制在|必须|用)[^。；，]{0,8}?(半|一|两|三|五|十|\d+)\s*分钟")
_NUMBER = {"半": 0.5, "一": 1.0, "两": 2.0, "三": 3.0, "五": 5.0, "十": 10.0}
_OLD = _P(r"退休|老人|大爷|大妈|奶奶|爷爷|老太|([6-9]\d)岁|耳背|语速(偏)?慢|慢条斯理")
_FAST = _P(r"语速(偏|较|很)?快|急性子|急躁|雷厉风行|快人快语")


def _text(passages: Iterable[Passage]) -> str:
    return "\n".join(passage.text for passage in passages)


def _mood(temperament: Temperament, shown: Mapping[Temperament, float]) -> Mood:
    """The starting mood: the temperament's own, mixed with those of the others by their weight."""
    weights = {other: max(0.0, score) for other, score in shown.items()}
    weights[temperament] = weights[temperament] * 2 + 1
    total = sum(weights.values())

    def mixed(field: str) -> float:
        return sum(weight * float(getattr(_START[other], field)) for other, weight in weights.items()) / total

    return Mood(patience=mixed("patience"), trust=mixed("trust"), anger=mixed("anger"), interest=mixed("interest"))


def _sentences(passages: Sequence[Passage]) -> Iterable[str]:
    for passage in passages:
        yield from (part for part in re.split(r"[。；;！!\n]", passage.text) if part.strip())


def _triggers(callee: Callee) -> dict[Topic, tuple[str, ...]]:
    found: dict[Topic, tuple[str, ...]] = {}
    words: list[str] = []
    for sentence in _sentences((*callee.behaviours, *callee.concerns, *callee.background, *callee.end_conditions)):
        if _PLEASED.search(sentence):
            continue
        mild = _MILD.search(sentence) and not _REACTION.search(sentence)
        for group in () if mild else _QUOTED_TRIGGER.findall(sentence):
            words.extend(_QUOTED.findall("".join(group)))
        if not _REACTION.search(sentence):
            continue
        for topic, (pattern, talk) in _TOPIC_WORDS.items():
            if pattern.search(sentence):
                found.setdefault(topic, talk)
    for passage in callee.end_conditions:
        for listed in _LISTED.findall(passage.text):
            words.extend(re.split(r"、|或者?|和", listed))
    own = tuple(
        dict.fromkeys(word for word in words if len(word) >= 2 and _TRIGGER_WORD.fullmatch(word) and not ends(word))
    )
    if own:
        found[Topic.WORD] = own
    return found


def _ends(callee: Callee, temperament: Temperament) -> tuple[EndRule, ...]:
    rules: list[EndRule] = []
    for passage in callee.end_conditions:
        kinds = [kind for kind, pattern in _ENDS if pattern.search(passage.text)]
        rules.extend(EndRule(kind=kind, text=passage.text, line=passage.line) for kind in kinds)
    if not rules:
        rules = [EndRule(kind=kind, text="") for kind in _DEFAULT_ENDS[temperament]]
    return tuple(rules)


def _name(role: str) -> str:
    found = _NAME.search(role.strip())
    if found is None:
        return ""
    name = found.group(1)
    return name if name[0] in _SURNAMES and len(name) <= 4 else ""


def _time_limit(callee: Callee) -> int | None:
    for sentence in _sentences((*callee.concerns, *callee.behaviours, *callee.end_conditions)):
        found = _MINUTES.search(sentence)
        if found:
            written = found.group(1)
            minutes = _NUMBER[written] if written in _NUMBER else float(written)
            return round(minutes * 60_000)
    return None


def _share(pattern: str, text: str, low: float, step: float, high: float) -> float:
    return min(high, low + step * len(re.findall(pattern, text)))


_OCCUPIED = _P(
    r"(?:正在|正|在)[^，。；]{0,12}?(开会|会议|开车|驾驶|高速|带娃|哄|接孩子|喂|接待|装货|干活|上班|上课|出租车|地铁|公交|高铁|等车|路上)"
)
_OCCUPATIONS: Mapping[str, Surroundings] = {
    **dict.fromkeys(("开会", "会议", "上课"), Surroundings.MEETING),
    **dict.fromkeys(("开车", "驾驶", "高速"), Surroundings.DRIVING),
    **dict.fromkeys(("带娃", "哄", "接孩子", "喂"), Surroundings.CHILD),
    **dict.fromkeys(("接待", "装货", "干活", "上班"), Surroundings.WORK),
    **dict.fromkeys(("出租车", "地铁", "公交", "高铁", "等车", "路上"), Surroundings.STREET),
}
_MOMENT = _P(r"接(到)?电话(前|时)|即时|情境|情景|此刻|来电时|当下")


def _occupied(callee: Callee) -> Surroundings | None:
    """What he is doing at the moment of the call."""
    for sentence in _sentences(callee.background):
        if _MOMENT.search(sentence) and (found := _OCCUPIED.search(sentence)):
            return _OCCUPATIONS[found.group(1)]
    return None


_HOLDS_VALUE = _P(r"[一二三四五六七八九十百千万两几半\d]+[\u4e00-\u9fff]")


def _filed(profile: Sequence[ProfileItem]) -> tuple[str, ...]:
    """What the caller's file tells of him with a number or a time in it, clause by clause."""
    clauses = (f"{item.key}{clause}" for item in profile for clause in re.split(r"[，,；;]", item.value))
    return tuple(clause for clause in clauses if len(clause) <= 32 and re.search(r"\d|" + _HOLDS_VALUE.pattern, clause))


def _told(callee: Callee) -> tuple[str, ...]:
    """What the half tells with a number or a time in it, clause by clause."""
    passages = (callee.role, *callee.background, *callee.concerns, *callee.behaviours, *callee.style.imitate)
    clauses = (
        clause.strip(' “”"') for sentence in _sentences(passages) for clause in re.split(r"[，,、：:]", sentence)
    )
    return tuple(clause for clause in clauses if len(clause) <= 24 and _HOLDS_VALUE.search(clause))


@lru_cache(maxsize=256)
def read_persona(callee: Callee, qa: tuple[QA, ...] = (), profile: tuple[ProfileItem, ...] = ()) -> Persona:
    """The persona of ``callee``; ``qa`` are the caller's questions and answers, of which he may ask some.

    ``profile`` is what the caller's file says of him: facts that his answers keep to.
    """
    shown = scores(callee)
    temperament = temperament_of(shown)
    whole = _text((callee.role, *callee.background, *callee.concerns, *callee.behaviours))
    grumpy = temperament in (Temperament.RESISTANT, Temperament.DEMANDING)
    points, worries = read_points(callee, warm=temperament is Temperament.FRIENDLY)
    triggers = _triggers(callee)
    surroundings = tuple(kind for kind, pattern in _SURROUNDINGS.items() if pattern.search(whole))
    slow = (
        1.5 if _OLD.search(whole) else 0.6 if _FAST.search(whole) else 0.7 if temperament is Temperament.BUSY else 1.0
    )
    return Persona(
        name=_name(callee.role.text),
        temperament=temperament,
        mood=_mood(temperament, shown),
        touchy=1.25 if grumpy else 1.0 if temperament is Temperament.BUSY else 0.7,
        ease=0.6 if temperament is Temperament.RESISTANT else 0.8 if grumpy else 1.0,
        sarcasm=_share(r"讽刺|讥讽|冷幽默|反讽|嘲|阴阳怪气|挖苦|调侃", whole, 0.08 if grumpy else 0.0, 0.12, 0.35),
        softening=_share(
            r"软和|软化|软肋|缓和|松动|真诚|愿意.{0,8}(说|沟通|配合)|态度.{0,4}(变|好转)", whole, 0.25, 0.12, 0.7
        ),
        wary=_share(r"骗|诈|防备|警惕|防骗|套话|泄露|隐私|可疑|戒备", whole, 0.05, 0.08, 0.5),
        interruptions=_share(r"打断|干扰|杂音|旁人|消息|弹窗|嘈杂|信号|背景音|插话|突发", whole, 0.03, 0.025, 0.14),
        surroundings=surroundings,
        triggers=triggers,
        ends=_ends(callee, temperament),
        points=points,
        worries=worries,
        questions=tuple(entry.question for entry in qa),
        told=(*_told(callee), *_filed(profile)),
        known=known_of(callee, profile, _name(callee.role.text)),
        manner=read_manner(callee),
        slow=slow,
        patience_ms=_time_limit(callee),
        occupied=_occupied(callee),
    )
