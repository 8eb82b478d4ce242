"""Sums of money as they are said: 两百块五, 六块三毛五, 1.2万元, 五毛二, and without a unit 扣了三百, 一千二的那个."""

import re
from collections.abc import Iterator
from decimal import Decimal

from huashu.language.meaning import Slot
from huashu.language.numbers import amount_of, digits_of

_D9 = "一二三四五六七八九"
_SPOKEN = rf"[零〇{_D9}两十百千万亿]"
_FIGURE = r"(?:\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)[十百千万亿kw]?\d?"
_POINTED = rf"[零〇{_D9}十]+点[零〇{_D9}]+万?"
NUMERAL = rf"(?:{_FIGURE}|{_POINTED}|{_SPOKEN}+)"
"""A number in figures or words."""

_ALONE = rf"(?<![{_D9}两十百千万亿\d.第点几a-z])(?!零(?!点))"
_NOT_MONEY = (
    r"(?!儿|旦|钱?(?:电池|肥皂|地[^铁]|石头|砖|木?板|手表|硬盘|屏幕?|玻璃|布|牌子|糖|饼干|肉|蛋糕|毯|"
    r"显示|充电宝|内存|主板|区域|腹肌|过来|去|来(?!钱)|走|吃|用的|住|玩))"
)
_CHANGE = (
    rf"(?:零?(?P<tenths>[{_D9}\d两])(?P<mao>毛|角)(?:(?P<cents>[{_D9}\d])分?)?|"
    rf"零?(?P<only_cents>[{_D9}\d])分|(?P<half>半)|"
    rf"(?P<rest>[{_D9}\d])(?![{_SPOKEN[1:-1]}\d个点天号月年次斤人件位台条瓶箱份张毛角分块折倍]))"
)
_WITH_UNIT = re.compile(
    rf"[¥￥]\s?(?P<sign>{_FIGURE})|"
    rf"(?:{_ALONE}(?P<whole>{NUMERAL}|百八十|[{_D9}]{{2}}[十百千万])(?:来|多|几)?(?:个)?(?<!一个)(?:美元|"
    rf"港币|欧元|块|元|圆|蚊)(?:钱|人民币)?{_NOT_MONEY}(?:{_CHANGE})?钱?)|"
    rf"(?:{_ALONE}(?P<dimes>[{_D9}两\d]|\d+\.\d)(?:来|多)?(?:毛|角)(?!不拔|病|衣|巾|线|坯|利|孩|重|骨|豆|"
    rf"[落]|度)(?:(?P<dime_cents>[{_D9}\d])分?)?钱?)|"
    rf"(?:{_ALONE}(?P<pennies>{NUMERAL})分钱)"
)
_VERB = (
    r"(?:[扣充花欠赔转交付收存借贷罚补退冲刷投打少亏赚贴抵免减省掏贷垫捐提取汇还卖值](?:费|款|值|"
    r"钱)?(?:我|你|他|她|了|过|的是|回来|给|你们|我们|掉|回|走|出去?|进去?|上|到)*"
    r"|多[扣收交付](?:了|我)*|要(?:价|我|了|收)*|(?:涨|降|减|跌|升|加)(?:到|了|成|价)+|一共|总共|合计|"
    r"总计|加起来|押金|定金|订金|余额|月租|房租|租金|工资|价格|价钱|年薪|月薪|薪水|底薪|均价|单价|"
    r"成交价|差价|保费|学费|会员费|年费|服务费|维修费|上门费|医药费|车费|油费|过路费|停车费|饭钱|本钱|"
    r"彩礼|首付|贷款|存款|尾款|货款|退款|赔偿|补偿|红包|标价|原价|"
    r"现价|售价|报价|金额|费用|话费|电费|水费|燃气费|物业费|违约金|手续费|运费|罚款|欠款|账单|本金|利息|"
    r"额度|限额|只(?:有|剩|要|花)|才|便宜了?|优惠了?|给(?:了|我)+|少了|多了|只?剩下?|应该是|还了|"
    r"卡里有?)"
)
_FILL = (
    r"(?:是|有|大概|差不多|大约|将近|快|又|要|就|才|整整|好像|应该|一共|总共|足足|只|共|最多|至少|最少|"
    r"不到|超过|都|得|我|了|呃|嗯|[，,\s]){0,4}"
)
_AFTER = (
    r"(?=$|话费|押金|现金|定金|流量费|[^\u4e00-\u9fff0-9a-z.]|"
    r"[的了吧啊呢吗嘛呀哦多来左上出给过到回这那我你他她就才也都还没是说让不要买吃可但结怎为什现后再])"
)
_NO_AFTER = (
    r"(?!来[次个斤]|[多来几]?(?:[个次遍天位人件台条斤米年月号点度兆吨升本篇楼层户套张瓶箱份种家页倍折岁"
    r"字分秒步%％根支双对匹头只辆艘架座栋间首句段道行包袋盒桶杯碗盘粒颗滴届期名组批群排车趟场顿回下番笔"
    r"单门项股封通幅节级款集寸克瓦伏安周公平千]|小时|星期|礼拜|毫|厘|g|k|m|多万))"
)
_EACH = r"一[斤个月年天次人台条件度平吨桶]"
_BY_VERB = re.compile(rf"{_VERB}{_FILL}{_ALONE}(?P<sum>{NUMERAL})(?P<about>多)?{_NO_AFTER}(?![{_SPOKEN[1:-1]}\da-z点])")
_ELLIPTIC = re.compile(
    rf"{_ALONE}(?P<sum>(?:[{_D9}两](?:百|千|万)|[{_D9}两]千[{_D9}两]百|[{_D9}两]万[{_D9}两]千|"
    rf"[{_D9}两]?十[{_D9}]?万)[{_D9}])(?!(?!{_EACH})[{_SPOKEN[1:-1]}\d]){_NO_AFTER}"
)
_FROM = re.compile(rf"从{_ALONE}(?P<sum>{NUMERAL})(?=[涨升加提降减跌调改变])")
_A_PIECE = re.compile(
    r"(?<!第)一(?:[斤箱张瓶件次套度吨平年天盒包碗顿节趟位]|个月?|人|平米)(?:就|才|要|是|"
    rf"卖)?{_ALONE}?(?P<sum>{NUMERAL}){_NO_AFTER}{_AFTER}"
)
_PLAN = re.compile(rf"{_ALONE}(?P<sum>{NUMERAL})(?:的)?(?=套餐|月租|话费|优惠券|代金券|红包|会员)")
_MANY = re.compile(rf"{_ALONE}(?P<sum>[{_D9}两十百\d]+多(?:万|亿)){_NO_AFTER}")
_DECIMAL = re.compile(rf"(?<![\d.])(?P<sum>\d+\.\d+[万w])(?!\d){_NO_AFTER}{_AFTER}")
_INSULT = re.compile(r"二百五")
_OF_BODY = re.compile(r"心跳|心率|血压|血糖|体重|身高|积分|网速|时速|均速|读数|度数|平均|亩产")
_PAID = re.compile(r"[扣充花欠赔转交付收退冲打亏]")
_SMALLEST = 10


def find_amounts(text: str) -> Iterator[Slot]:
    """The sums of money in the folded ``text``; the value is yuan in figures, ``low-high`` for 三四百块."""
    for found in _WITH_UNIT.finditer(text):
        value = _with_unit(found)
        if value is not None and not (_is_together(text, found) or _is_saying(text, found)):
            yield Slot("amount", found.group(), value, found.start(), found.end())
    for found in _BY_VERB.finditer(text):
        said = found["sum"]
        value = yuan(said)
        if value is not None and _is_sum(said, value) and (not _INSULT.fullmatch(said) or _PAID.match(found.group())):
            end = found.end("about") if found["about"] == "多" else found.end("sum")
            yield Slot("amount", text[found.start("sum") : end], value, found.start("sum"), end)
    for pattern in (_FROM, _A_PIECE, _PLAN, _MANY, _DECIMAL):
        for found in pattern.finditer(text):
            value = yuan(found["sum"])
            if value is not None and _is_sum(found["sum"], value):
                yield Slot("amount", found["sum"], value, found.start("sum"), found.end("sum"))
    for found in _ELLIPTIC.finditer(text):
        if _OF_BODY.search(text[max(0, found.start() - 6) : found.start()]):
            continue
        if not _INSULT.fullmatch(found["sum"]) and (value := yuan(found["sum"])) is not None:
            yield Slot("amount", found["sum"], value, found.start(), found.end())


def _is_sum(said: str, value: str) -> bool:
    """Whether a number without a unit is one that a sum is said with: not a digit by digit code, not a small count."""
    if re.fullmatch(r"[零〇一二三四五六七八九]+", said) or said in ("110", "119", "120", "122"):
        return False
    return "-" in value or (Decimal(value) >= _SMALLEST and not (said.isdigit() and (len(said) > 7 or said[0] == "0")))


def _is_together(text: str, found: re.Match[str]) -> bool:
    """一块 is also “together” and “a piece”; one yuan is said 一块钱, or where a price is asked for or told."""
    if found["whole"] not in ("一", "两", "几") or re.search(r"钱|[毛角分半]|\d", found.group()) or found["rest"]:
        return False
    before = text[max(0, found.start() - 4) : found.start()]
    return re.search(r"[扣花充欠付退收交涨降]了?$|[就才是要].?$|便宜|多少", before) is None


def _is_saying(text: str, found: re.Match[str]) -> bool:
    return found.group() in ("一分钱", "一毛") and re.match(r"一分货|不拔|都|也|没|不", text[found.end() :]) is not None


def _with_unit(found: re.Match[str]) -> str | None:
    if found["sign"]:
        return yuan(found["sign"])
    if found["pennies"]:
        return _plain(Decimal(yuan(found["pennies"]) or 0) / 100)
    if found["dimes"]:
        cents = digits_of(found["dime_cents"] or "")
        tenths = Decimal(yuan(found["dimes"]) or 0) / 10
        return _plain(tenths + Decimal(cents or 0) / 100)
    whole = yuan(found["whole"])
    if whole is None or "-" in whole:
        return whole
    return _plain(Decimal(whole) + _change(found))


def _change(found: re.Match[str]) -> Decimal:
    if found["half"]:
        return Decimal("0.5")
    tenths = found["tenths"] or found["rest"]
    cents = found["cents"] or found["only_cents"]
    return Decimal(digits_of(tenths or "") or 0) / 10 + Decimal(digits_of(cents or "") or 0) / 100


def yuan(said: str) -> str | None:
    """The number that ``said`` means, in figures; a pair of digits before a unit is a range (三四百 → ``300-400``)."""
    said = re.sub(r"[,，多]", "", said)
    if pair := re.fullmatch(rf"([{_D9}两])([{_D9}])([十百千万]+)", said):
        low, high = (amount_of(digit + pair[3]) for digit in (pair[1], pair[2]))
        return f"{low}-{high}"
    if mixed := re.fullmatch(r"(\d+(?:\.\d+)?)([十百千万亿kw]?)(\d?)", said):
        scale = {"十": 10, "百": 100, "千": 1000, "k": 1000, "万": 10_000, "w": 10_000, "亿": 100_000_000}.get(
            mixed[2], 1
        )
        if not mixed[2]:
            return _plain(Decimal(said))
        return _plain(Decimal(mixed[1]) * scale + Decimal(mixed[3] or 0) * scale / 10)
    if pointed := re.fullmatch(rf"([零〇{_D9}十]+)点([零〇{_D9}]+)(万?)", said):
        value = Decimal(f"{amount_of(pointed[1]) or 0}.{digits_of(pointed[2])}")
        return _plain(value * (10_000 if pointed[3] else 1))
    if said.startswith(("百", "千", "万", "亿")) and said != "百八十":
        return None
    whole = amount_of(said)
    return None if whole is None else str(whole)


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
