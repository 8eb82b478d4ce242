"""Who calls and whom: the role read out of free text, and what is known of the customer (S0.1, S0.3)."""

import re
from collections.abc import Sequence

from huashu.playbook.items import read_items
from huashu.playbook.layout import Line, fold, han_number
from huashu.playbook.model import ProfileItem, Role
from huashu.playbook.shape import visible
from huashu.playbook.table import rows_of
from huashu.playbook.values import typed_values

_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊惠甄曲家封芮储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东殴殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公肖闫覃"
)
_COMPOUND = (
    "欧阳",
    "上官",
    "司马",
    "诸葛",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
    "司徒",
    "夏侯",
    "闻人",
    "端木",
    "南宫",
    "轩辕",
    "长孙",
    "宇文",
)
_TITLES = (
    "回访专员 回访员 客服专员 客服代表 客户代表 客户经理 客户顾问 服务顾问 服务专员 服务代表 健康顾问 "
    "健康管理师 学习顾问 课程顾问 理财顾问 理财经理 保险顾问 售后专员 售后工程师 售后顾问 售前顾问 销售顾问 "
    "销售代表 "
    "大堂经理 项目经理 运营经理 催收专员 催收员 理赔专员 理赔员 调查员 访问员 调研员 随访护士 护士长 护士 医生 "
    "药师 班主任 辅导员 教务老师 老师 教练 管家 置业顾问 物业管家 会籍顾问 招生老师 招聘专员 人事专员 人力专员 "
    "关怀专员 满意度专员 质检员 调度员 业务员 营业员 接线员 话务员 外呼员 外呼专员 工程师 规划师 设计师 助理 "
    "督导 组长 主任 主管 店长 经理 秘书 志愿者 专员 顾问 代表 坐席 座席 客服 助手 机器人 机器人助手 员"
).split()
_TITLE = "|".join(sorted(_TITLES, key=len, reverse=True))
_FIRM = (
    "有限责任公司|有限公司|集团公司|分公司|公司|集团|银行|信用社|保险|证券|基金|医院|诊所|门诊|药房|体检中心|"
    "学校|学院|大学|中学|小学|幼儿园|教育|培训中心|商城|平台|超市|商场|航空|物流|快递|速运|酒店|宾馆|民宿|物业|"
    "健身房|健身|健身中心|俱乐部|"
    "4S店|车行|门店|旗舰店|工作室|电信|移动|联通|通信|宽带|科技|网络|家电|电器|汽车|保险代理|旅行社|旅游|燃气|"
    "水务|供电局|电力|自来水|图书馆|政务中心|服务中心|客服中心|呼叫中心|客户中心|中心|事务所|协会|基金会|社区|"
    "街道办|地产|家居|装饰|餐饮|外卖|书店|影城|直播|游戏|金融|租车|家政|驾校|养老院"
)
_KEYS = {
    "name": r"姓名|名字|名称|称呼|花名|昵称|name",
    "employer": r"公司|单位|所属公司|所属单位|所属机构|所属|雇主|任职公司|任职单位|任职|就职|机构|企业|品牌|"
    r"所在公司|供职|"
    r"company|employer",
    "title": r"职位|职务|岗位|头衔|职业|工作|身份|title|position|job",
    "sex": r"性别|sex|gender",
    "age": r"年龄|age",
    "seniority": r"工龄|从业年限|从业经验|工作经验|经验|资历|年限|工作年限|experience|seniority",
    "style": r"沟通风格|说话风格|语言风格|服务风格|话术风格|风格|语气|语调|性格|性格特点|沟通方式|沟通特点|style|tone",
}
_AGE = re.compile(r"(?<!\d)(\d{2}|[二三四五六七]十[一二三四五六七八九]?)(?:多)?\s*(?:周?岁|years?\s+old)")
_SENIORITY = re.compile(
    r"[^，,。；;、\n（(]{0,14}?(?:\d{1,2}|[一二两三四五六七八九十]{1,3}|多)\s?(?:余|多)?\s?(?:年|"
    r"years?)(?:半)?(?:以上|多|余)?(?:的)?[^，,。；;\n）)]{0,16}?(?:经验|资历|从业|工龄|工作|"
    r"experience)[^，,。；;\n）)]{0,6}"
)
_STYLE = re.compile(
    r"[^，,。；;\n]{0,24}(?:风格|语气|语调|口吻|措辞|措词|谈吐|声音|语速|性格|待人|为人)[^。；;\n]{1,40}"
)


def read_role(body: Sequence[Line]) -> Role | None:
    """The caller's role; ``None`` when the section is empty."""
    lines = visible(body)
    if not lines:
        return None
    texts = [line.text for line in lines]
    for line in lines:
        if line.table:
            texts[lines.index(line)] = "：".join(c for c in line.text.strip("| ").split("|") if c.strip(" -:"))
    whole = "\n".join(text for text in texts if text)
    keyed = _keyed(texts)
    first = whole.split("\n")[0]
    return Role(
        text=whole,
        line=lines[0].no,
        name=_clean_name(keyed.get("name")) or _name(whole),
        employer=keyed.get("employer") or _employer(whole),
        title=keyed.get("title") or _title(whole, first),
        sex=_sex(keyed.get("sex") or whole),
        age=_age(keyed.get("age"), whole),
        seniority=keyed.get("seniority") or _first(_SENIORITY, whole),
        style=keyed.get("style") or _first(_STYLE, whole),
    )


def _keyed(texts: list[str]) -> dict[str, str]:
    """``key：value`` pairs, one a line or several on a line."""
    found: dict[str, str] = {}
    for text in texts:
        for part in re.split(r"[；;|｜\t]|[，,。]\s*(?=[\u4e00-\u9fff]{2,6}[:：])|\s{2,}", text):
            pair = re.match(r"\s*([^:：]{1,12})[:：]\s*(.+)$", part)
            for field, names in _KEYS.items():
                if pair and re.fullmatch(rf"(?:{names})", pair[1].strip().lower()) and field not in found:
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
        r"(?:我叫|名叫|叫做|叫|名为|我是|你是|您是|姓名是|名字是|扮演|"
        r"由)\s?“?(?P<n>[\u4e00-\u9fff]{2,4}?)”?(?=[，,。、；（(\s——:：]|$|是|来自|为)"
    ),
    re.compile(
        r"(?:^|\n)\s*(?P<n>[\u4e00-\u9fff]{2,4}|小[\u4e00-\u9fff]|[A-Z][a-z]{1,12}(?: "
        r"[A-Z][a-z]{1,12})?)\s*(?=——|—|-|–|，|,|（|\(|：|:|、|\||。|\s|是)"
    ),
    re.compile(rf"(?:{_TITLE})\s?“?(?P<n>[\u4e00-\u9fff]{{2,4}}?)”?(?=[，,。；（(\s—]|$|\d|男|女)"),
    re.compile(r"(?:named?|i am|i'm|called)\s+(?P<n>[A-Z][a-z]+(?: [A-Z][a-z]+)?)", re.IGNORECASE),
    re.compile(r"(?:^|\n|[，,：:])\s*(?P<n>[\u4e00-\u9fff]{2,3})(?=[男女]|，?\s?\d{2}\s?岁)"),
)


def _name(text: str) -> str | None:
    for pattern in _NAMED:
        for found in pattern.finditer(text[:600]):
            if _like_name(found["n"]):
                return found["n"]
    return None


def _like_name(text: str) -> bool:
    if text[0].isascii():
        return text.istitle() and text.lower() not in {"you", "the", "a", "an", "customer", "agent"}
    if re.search(rf"(?:{_TITLE}|{_FIRM}|客户|角色|性别|年龄|男性|女性|先生|女士|风格|经验)$", text) or text in (
        "温和",
        "和气",
        "平时",
        "明确",
        "时刻",
        "常年",
        "应对",
        "于是",
        "任职",
        "从业",
    ):
        return False
    return text[:2] in _COMPOUND or text[0] in _SURNAMES or (len(text) <= 3 and text[0] in "小阿老")


def _employer(text: str) -> str | None:
    firm = re.compile(
        rf"(?:——|—|来自|任职于|就职于|供职于|服务于|代表|受雇于|我是|你是|您是|隶属于?|作为|系|(?:^|"
        rf"[，,。：:\s—-])(?:是|为)?|某)\s?(?P<e>[\u4e00-\u9fffA-Za-z0-9·“”「」]{{2,24}}?(?:{_FIRM}))(?!化|"
        rf"感|员的)"
    )
    for found in firm.finditer(text[:600]):
        name = re.sub(r"^(?:一[名位个]|担任|现任|来自|是|为|在|本|目前)+", "", found["e"]).strip("“”「」")
        if (
            len(name) >= 2
            and not re.match(r"(?:客户|客服|电话|专责|具备|拥有|从事|负责|能|曾|有)", name)
            and not re.search(r"(?:年|多家|熟悉|各)", name)
        ):
            longer = re.match(r"[\u4e00-\u9fffA-Za-z0-9]{0,8}?(?:公司|集团|银行|医院|中心)", text[found.end("e") :])
            if (
                longer
                and not re.match(r"的", text[found.end("e") :])
                and name.endswith(
                    (
                        "科技",
                        "网络",
                        "保险",
                        "证券",
                        "教育",
                        "物业",
                        "汽车",
                        "电器",
                        "家电",
                        "通信",
                        "物流",
                        "快递",
                        "旅游",
                        "金融",
                        "地产",
                        "家居",
                        "装饰",
                        "健身",
                        "航空",
                        "电力",
                        "燃气",
                        "水务",
                    )
                )
            ):
                name += longer[0]
            return name
    return None


def _title(text: str, first: str) -> str | None:
    for found in re.finditer(
        rf"[\u4e00-\u9fff]{{0,10}}?(?:{_TITLE})(?![\u4e00-\u9fff]{{0,2}}(?:中心|公司|热线|系统|部门))",
        first + "\n" + text[:400],
    ):
        title = re.sub(rf"^.*(?:{_FIRM})(?=[\u4e00-\u9fff]{{2,}})", "", found[0])
        title = re.sub(r"^(?:的|一[名位个]|是|为|担任|现任|资深的|任|做|叫|名|岁)+", "", title)
        title = re.sub(r"^.*的", "", title)
        if len(title) >= 2 and title not in ("人员", "成员", "会员"):
            return title
    return None


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


_PAIR = re.compile(r"^([^:：“”。！？]{1,24}?)\s*(?:[:：]|\s——\s?|——)\s*(.+)$", re.DOTALL)


def read_profile(body: Sequence[Line]) -> tuple[ProfileItem, ...]:
    """What is known of the customer: ``key：value``, tables, nested lists and free sentences, values typed."""
    lines = visible(body)
    header, rows = rows_of(lines)
    found: list[ProfileItem] = []
    for row in rows:
        cells = [c for c in row.cells if c]
        if header and len(header.cells) > 2 and len(rows) == 1:
            found += [_item(k, v, row.line.no) for k, v in zip(header.cells, row.cells, strict=False) if v]
        elif cells:
            found.append(_item(cells[0] if len(cells) > 1 else "", "，".join(cells[1:] or cells), row.line.no))
    items, _ = read_items([line for line in lines if not line.table], prose=True)
    for item in items:
        if not (item.inner and _parts(found, item.text.rstrip("：: "), item.inner)):
            found += _pairs(
                item.passage.text if not item.group else item.passage.text[len(item.group) + 1 :],
                item.line.no,
                item.group,
            )
    return tuple(found)


def _parts(found: list[ProfileItem], label: str, inner: list[Line]) -> bool:
    """A label with nested items: each item under its own key, or under the label."""
    pair = _PAIR.match(label)
    if pair is not None:
        return False
    for line in inner:
        found.extend(_pairs(line.text, line.no, label))
    return True


def _pairs(text: str, line: int, group: str) -> list[ProfileItem]:
    pieces = [p.strip() for p in re.split(r"[；;|｜\t]", text) if p.strip()]
    if len(pieces) > 1 and all(_PAIR.match(p) for p in pieces):
        return [_item(m[1], m[2], line) for p in pieces if (m := _PAIR.match(p))]
    if pair := _PAIR.match(text):
        return [_item(pair[1], pair[2], line)]
    return [_item(group, text, line)]


def _item(key: str, value: str, line: int) -> ProfileItem:
    value = value.strip()
    typed = typed_values(value) or typed_values(f"{key}：{value}" if re.search(r"号$", key) else "")
    return ProfileItem(key=key.strip(), value=value, line=line, typed=typed)
