"""The words by which documents name their halves and sections, as data, and the reading of a heading by them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from huashu.playbook.layout import fold, han_number


class Half(StrEnum):
    """Whose half of the document."""

    CALLER = "caller"
    CALLEE = "callee"


class Kind(StrEnum):
    """What a section is about."""

    ROLE = "role"
    TASK = "task"
    PROFILE = "profile"
    STEPS = "steps"
    QA = "qa"
    OPENING = "opening"
    END = "end_conditions"
    CLOSING = "closings"
    BACKGROUND = "background"
    CONCERNS = "concerns"
    BEHAVIOURS = "behaviours"
    STYLE = "style"
    AVOID = "avoid"
    IMITATE = "imitate"
    OTHER = "other"


NAMES = {
    Kind.ROLE: "角色",
    Kind.TASK: "核心任务",
    Kind.PROFILE: "目标客户画像",
    Kind.STEPS: "分步流程和话术",
    Kind.QA: "问答知识库",
    Kind.OPENING: "开场白",
    Kind.END: "结束条件",
    Kind.CLOSING: "结束语",
    Kind.BACKGROUND: "背景信息",
    Kind.CONCERNS: "核心关切点",
    Kind.BEHAVIOURS: "对话中的典型行为模式",
    Kind.STYLE: "回复风格示例",
    Kind.AVOID: "反面教材",
    Kind.IMITATE: "正面教材",
    Kind.OTHER: "其他",
}
"""The name of each section that messages use."""

CALLER_KINDS = frozenset({Kind.TASK, Kind.PROFILE, Kind.STEPS, Kind.QA, Kind.OPENING, Kind.CLOSING})
CALLEE_KINDS = frozenset({Kind.BACKGROUND, Kind.CONCERNS, Kind.BEHAVIOURS, Kind.STYLE, Kind.AVOID, Kind.IMITATE})

_HALVES = {
    Half.CALLER: (
        "电话拨打方 拨打电话方 拨打电话的一方 打电话的一方 打电话的人 拨打方 拨打人 拨打者 拨打端 拨号方 "
        "拨出方 主叫方 主叫人 主叫 外呼方 外呼人员 外呼员 "
        "外呼端 外呼机器人 外呼 呼出方 呼叫方 呼叫人 致电方 致电人 来电方 去电方 打电话方 发起方 客服方 "
        "客服代表 客服专员 客服人员 客服端 客服侧 客服 坐席方 "
        "坐席人员 坐席端 坐席侧 坐席 座席方 座席 回访方 回访人员 回访员 回访专员 销售方 业务方 机构方 企业方 "
        "商家方 我方 服务方 邀约方 通知方 催收方 "
        "callingparty outboundcaller outboundagent caller agent outbound 主动方"
    ).split(),
    Half.CALLEE: (
        "电话接听方 接听电话方 接听电话的一方 接电话的一方 接电话的人 接听方 接听人 接听者 接听端 接听 被叫方 "
        "被叫人 被叫 受话方 受话人 接电话方 接电话人 "
        "接话方 客户方 客户侧 客户端 客户 用户方 用户侧 用户 受访方 受访者 受访人 被访者 被访人 被访方 被呼方 "
        "被呼叫方 来访方 对方 顾客方 顾客 "
        "answeringparty calledparty receivingparty callee receiver recipient respondent customer client 被动方"
    ).split(),
}

_UNSURE = frozenset(
    "外呼 主叫 客服 坐席 座席 客户 用户 顾客 对方 接听 被叫 我方 业务方 企业方 商家方 机构方 服务方 agent "
    "outbound customer client receiver recipient 主动方 被动方 回访员 发起方 来访方".split()
)

_STRONG: dict[Kind, str] = {
    Kind.ROLE: "角色背景 角色设定 角色信息 角色定位 角色描述 角色扮演 角色卡 角色 人设 人物设定 人物信息 身份设定 "
    "身份信息 身份定位 人物身份 人物 岗位角色 persona role whoyouare identity",
    Kind.TASK: "核心任务 主要任务 任务目标 任务 使命 核心目标 通话目标 通话目的 沟通目标 沟通目的 外呼目标 外呼目的 "
    "拨打目的 拨打目标 致电目的 呼叫目的 呼叫目标 工作目标 来电目的 "
    "coretask task objectives objective mission goals goal purpose",
    Kind.PROFILE: "目标客户画像 目标客户 目标用户 客户画像 用户画像 对象画像 目标对象 客户信息 客户资料 客户档案 "
    "客户概况 "
    "客户情况 客户概要 用户信息 用户资料 用户档案 被叫信息 "
    "已知信息 掌握的信息 掌握信息 画像 学员画像 业主画像 患者画像 会员画像 车主画像 接听方信息 对象信息 "
    "targetcustomer targetprofile customerprofile profile knownfacts",
    Kind.STEPS: "分步流程 分步骤流程 分步话术 流程步骤 流程话术 流程与话术 流程和话术 话术流程 流程及话术 通话流程 "
    "对话流程 沟通流程 外呼流程 呼叫流程 标准流程 操作流程 执行流程 话术步骤 "
    "分步 步骤 通话步骤 话术脚本 通话脚本 沟通脚本 外呼脚本 标准话术 主流程 推进流程 话术设计 话术指引 "
    "逐步流程 stepbystep steps step callflow flow scripts script",
    Kind.QA: "问答知识库 问答知识 知识问答 知识库 问答对 问答库 问答集 问答 常见问题 常见问答 常见疑问 客户常问 "
    "高频问题 问题与答案 问题解答 疑问解答 答疑 应答库 应答知识 异议处理 常见异议 异议应对 疑难解答 "
    "客户问题 客户疑问 q&a qanda qa faqs faq knowledgebase knowledge",
    Kind.OPENING: "开场白 开场语 开场话术 开场用语 开场台词 开头语 开头白 开头话术 首句话术 首句 开场 openingline "
    "openingremarks opening greeting",
    Kind.END: "结束条件 终止条件 挂断条件 挂机条件 收尾条件 收线条件 结束情形 结束情况 结束场景 结束时机 结束信号 "
    "结束规则 结束标准 结束判断 结束触发 触发结束 终止情形 终止规则 终止信号 "
    "通话结束条件 结束通话条件 何时结束 何时挂断 什么时候结束 退出条件 停止条件 挂断时机 挂断规则 挂断情形 "
    "结束通话 通话结束 对话结束 endconditions endcondition endingconditions endingcondition endingcriteria "
    "whentoend exitconditions exitcondition "
    "terminationconditions termination",
    Kind.CLOSING: "结束语 结束话术 结束用语 结束白 收尾话术 收尾语 收尾用语 收尾白 收束语 收线话术 收线语 告别语 "
    "告别话术 "
    "道别语 道别话术 挂断话术 挂断语 结语 结束台词 结尾语 结尾话术 礼貌收尾 致谢语 "
    "closinglines closingline closingremarks closingstatements closing closings farewell goodbye",
    Kind.BACKGROUND: "背景信息 人物背景 背景资料 背景设定 背景故事 背景介绍 背景 个人背景 个人情况 "
    "backgroundinformation "
    "background backstory context",
    Kind.CONCERNS: "核心关切点 核心关切 关切点 关切 关注点 核心关注 核心诉求 诉求 顾虑 痛点 担忧点 担忧 核心需求 "
    "关心的问题 "
    "关心点 在意的点 在意点 真实想法 coreconcerns concerns concern needs painpoints",
    Kind.BEHAVIOURS: "典型行为模式 行为模式 行为表现 典型行为 行为特征 行为特点 行为习惯 行为设定 行为方式 行为倾向 "
    "典型反应 "
    "反应模式 典型表现 对话表现 对话行为 对话特征 对话模式 互动模式 互动方式 沟通模式 沟通行为 "
    "behaviorpatterns behaviourpatterns behavioralpatterns behaviouralpatterns behaviors behaviours behavior "
    "behaviour patterns 行为",
    Kind.STYLE: "回复风格示例 回复风格 回复示例 回复样例 回复范例 回应风格 回应示例 应答风格 应答示例 回答风格 "
    "回答示例 "
    "说话风格 说话方式 说话示例 语言风格 语言示例 语言样例 语言特点 表达风格 表达方式 表达示例 "
    "对话风格 对话示例 对话样例 话语风格 话语示例 话风示例 话风 口吻示例 口吻 语气示例 台词风格 台词示例 "
    "风格示例 语料示例 言语风格 沟通风格 replystyle responsestyle speakingstyle styleexamples style",
    Kind.AVOID: "反面教材 反面示例 反面例子 反面案例 反面示范 反面例句 反例 错误示例 错误示范 负面示例 "
    "负面例子 不良示例 "
    "不要这样说 不要这么说 别这样说 不该这样说 不能这样说 不应这样说 避免这样说 不会这样说 不会说的话 不会说 "
    "不像他 别这么说 不这样说 不这么说 禁用表达 "
    "禁止说 避免的说法 错误说法 不推荐 反面 negativeexamples negativeexample badexamples badexample "
    "dontsaythis dontsay donots donts dont avoid negative bad",
    Kind.IMITATE: "正面教材 正面示例 正面例子 正面案例 正面示范 正面例句 正例 正确示例 正确示范 推荐示例 "
    "要这样说 这样说 "
    "这么说 多这样说 应该这样说 应这样说 就这样说 可以这样说 像这样说 会这样说 会说的话 模仿这种感觉 "
    "模仿这种语气 模仿这样 模仿示例 模仿 参考说法 推荐说法 正确说法 "
    "正面 positiveexamples positiveexample goodexamples goodexample saythis imitate positive good",
    Kind.OTHER: "注意事项 温馨提示 备注 附录 附则 附注 禁忌 禁止事项 禁用语 沟通原则 服务原则 基本原则 原则 质检要求 "
    "质检标准 质检 合规要求 合规 记录要求 信息记录 数据记录 记录 评分标准 评分 使用说明 修订记录 版本记录 "
    "版本历史 版本信息 "
    "变更记录 参考资料 相关文档 相关推荐 相关阅读 目录 免责声明 版权声明 声明 特别说明 补充说明 填写说明 notes "
    "appendix remarks contents 考核指标 考核 kpi 情绪安抚技巧 沟通技巧 技巧",
}

_WEAK: dict[Kind, str] = {
    Kind.TASK: "目标 目的",
    Kind.STEPS: "话术 流程 脚本 台词",
    Kind.PROFILE: "客户背景 用户背景",
    Kind.END: "结束 终止 挂断 收尾",
    Kind.BACKGROUND: "关键经历 性格画像 性格特点 性格特征 性格 即时情境 即时情景 当前情境 当下情境 接电话前",
    Kind.CONCERNS: "首要问题 次要问题 潜在问题 首要关切 次要关切 潜在关切 需求",
    Kind.BEHAVIOURS: "情绪变化 环境因素 不确定性 情绪反应 情绪",
}
"""Words that name a section only where no stronger word stands beside them."""

_FILLERS = (
    "电话 通话 对话 沟通 交流 互动 外呼 回访 拨打 接听 呼叫 核心 主要 典型 关键 常见 常用 高频 具体 详细 标准 "
    "参考 回复 应答 示例 样例 例子 范例 例句 设定 设置 定义 说明 介绍 描述 概述 概要 "
    "简介 总览 概况 信息 资料 内容 模块 部分 环节 板块 章节 清单 列表 汇总 合集 要求 规则 规范 条件 情形 知识 "
    "库 表 点 的 与 和 及 或 以及 并 、 & + / 中 里 时 前 后 所 一句话 最重要 重点 必填 选填 可选 基本 基础 "
    "设计 指引 "
    "指南 指导 方案 模板 版本 版 类 型 本次 此次 总体 整体 情况 方面 各 完整 分析 特点 特征 风格 语气 用语 "
    "语句 话语 语 应对 处理 解答 回答 答案 问题 疑问 目标 人员 专员 一方 方 侧 端 者 人 员 掌握 你 我 他 您 "
    "双方 关于 针对 如下 以下 个 种 条 几 场景 模式 判定 判断 触发 教材 示范 样本 语录 部分 篇 半部 上 下 这样 "
    "这种 感觉 说 范围 维度 要点 特 性 化 内心 真实 典型化 "
    "the of and for in a an call calling calls phone party 's s core main common typical standard list section "
    "part examples example information info details description side with to line lines during "
    "conversation dialogue dialog reply response "
).split()

_PART = re.compile(
    r"^第[一二三四五六七八九十\d]+(?:部分|章|节|篇|幕|块|模块)|^part(?:[0-9ivx]+|[a-d](?![a-z]))|^(?:section|"
    r"chapter)\d+|^[ab甲乙](?:方|角|角色|面|部分)?(?=$|电话|拨|接|主|被|客|坐)"
)
_BRACKETED = re.compile(r"[(（\[【〔{｛][^()（）\[\]【】〔〕{}｛｝]*[)）\]】〕}｝]")
_STEP = re.compile(
    r"(第\s?([零一二三四五六七八九十百两\d]{1,3})\s?(?:个)?(?:步骤|步|阶段|环节|轮|关|幕)|(?:步骤|阶段|环节|"
    r"(?<![a-z])(?:step|stage|phase))[\s#_-]{0,2}([一二三四五六七八九十\d]{1,3}))"
    r"\s*[】\])）》]*\s*[:：.、,，)）—–\-|｜·~]*\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Name:
    """What the words of a heading say. ``strict``: it consists of known words alone; ``weak``: only weak words name its
    section; ``sure``: its half is named by a word that means nothing else."""

    kinds: tuple[Kind, ...] = ()
    half: Half | None = None
    sure: bool = False
    strict: bool = False
    weak: bool = False


def _table() -> dict[str, tuple[str, Kind | Half | None]]:
    words: dict[str, tuple[str, Kind | Half | None]] = dict.fromkeys(_FILLERS, ("filler", None))
    for half, names in _HALVES.items():
        words |= dict.fromkeys(names, ("half", half))
    for kind, weak in _WEAK.items():
        words |= dict.fromkeys(weak.split(), ("weak", kind))
    for kind, strong in _STRONG.items():
        words |= dict.fromkeys(strong.split(), ("strong", kind))
    return words


_WORDS = _table()
_LONGEST = max(map(len, _WORDS))


def read_name(core: str) -> Name:
    """Read a heading's words (brackets and numbers already off)."""
    return _read(re.sub(r"[^\w&]+|_", "", fold(core).lower()))


@lru_cache(maxsize=4096)
def _read(key: str) -> Name:
    if not key or len(key) > 60:
        return Name()
    key = _PART.sub("", key) or key
    strong: list[Kind] = []
    weak: list[Kind] = []
    halves: list[Half] = []
    sure = False
    leftover = 0
    for word, sort, meaning in _tokens(key):
        if isinstance(meaning, Half):
            halves.append(meaning)
            sure = sure or word not in _UNSURE
        elif isinstance(meaning, Kind):
            (strong if sort == "strong" else weak).append(meaning)
        elif sort == "":
            leftover += len(word)
    kinds = tuple(dict.fromkeys(strong or weak[:1]))
    if Kind.OTHER in kinds and len(kinds) > 1:
        kinds = tuple(k for k in kinds if k is not Kind.OTHER)
    half = halves[0] if halves else None
    return Name(kinds, half, sure, strict=not leftover and bool(kinds or half), weak=not strong)


def _tokens(key: str) -> Iterable[tuple[str, str, Kind | Half | None]]:
    at = 0
    while at < len(key):
        for size in range(min(_LONGEST, len(key) - at), 0, -1):
            if (word := _WORDS.get(key[at : at + size])) is not None:
                yield (key[at : at + size], *word)
                at += size
                break
        else:
            yield (key[at], "", None)
            at += 1


def split_brackets(text: str) -> tuple[str, str]:
    """``text`` without its bracketed explanations, and those explanations."""
    inside = " ".join(m[0][1:-1] for m in _BRACKETED.finditer(text))
    return _BRACKETED.sub("", text).strip(), inside


def step_mark(text: str, *, reach: int = 0) -> tuple[int | None, str] | None:
    """A step word (第三步, 步骤3, Step 3) within the first ``reach`` characters: its number and the text after it."""
    window = text.lstrip("【[（(《「 ")
    found = _STEP.search(window[: reach + 24])
    if found is None or found.start() > reach or re.search('[“”「」"。？?]', window[: found.start()]):
        return None
    rest = window[found.end() :]
    opened = len(text) - len(window)
    if opened and rest.endswith(("】", "]", "）", ")", "》", "」")):
        rest = rest[:-1]
    return han_number(found[2] or found[3]), rest.strip()
