"""The words by which documents name their halves and sections, as data: no rules here.

A word may be added anywhere; longer words win over shorter ones, and strong over weak over filling ones.
"""

from enum import StrEnum


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

HALVES = {
    Half.CALLER: (
        "电话拨打方 拨打电话方 拨打电话的一方 打电话的一方 打电话的人 拨打方 拨打人 拨打者 拨打端 拨号方 "
        "拨出方 主叫方 主叫人 主叫 外呼方 外呼人员 外呼员 外呼端 外呼机器人 外呼 呼出方 呼叫方 呼叫人 "
        "致电方 致电人 来电方 去电方 打电话方 发起方 客服方 客服代表 客服专员 客服人员 客服端 客服侧 "
        "客服 坐席方 坐席人员 坐席端 坐席侧 坐席 座席方 座席 回访方 回访人员 回访员 回访专员 销售方 "
        "业务方 机构方 企业方 商家方 我方 服务方 邀约方 通知方 催收方 callingparty "
        "outboundcaller outboundagent caller agent outbound "
        "主动方 打电话的 打电话者 拨电话方 致电者 呼出端 呼出侧 打电话"
    ).split(),
    Half.CALLEE: (
        "电话接听方 接听电话方 接听电话的一方 接电话的一方 接电话的人 接听方 接听人 接听者 接听端 接听 "
        "被叫方 被叫人 被叫 受话方 受话人 接电话方 接电话人 接话方 客户方 客户侧 客户端 客户 用户方 "
        "用户侧 用户 受访方 受访者 受访人 被访者 被访人 被访方 被呼方 被呼叫方 来访方 对方 顾客方 "
        "顾客 answeringparty calledparty receivingparty callee "
        "receiver recipient respondent customer client 被动方 "
        "接电话的 接电话者 听电话方 呼入方 受访对象 接电话"
    ).split(),
}
"""What a half is called."""

UNSURE = frozenset(
    (
        "agent client customer outbound receiver recipient "
        "业务方 主动方 主叫 企业方 发起方 商家方 回访员 坐席 外呼 客户 客服 对方 座席 我方 接听 "
        "打电话 接电话 服务方 机构方 来访方 用户 被动方 被叫 顾客"
    ).split()
)
"""Names of a half that often mean something else."""

STRONG: dict[Kind, list[str]] = {
    Kind.ROLE: (
        "角色背景 角色设定 角色信息 角色定位 角色描述 角色扮演 角色卡 角色 人设 人物设定 人物信息 "
        "身份设定 身份信息 身份定位 人物身份 人物 岗位角色 persona role whoyouare "
        "identity 姓名与角色 名字与角色 我是谁 你是谁 我的身份 岗位与人设 人物卡 人物小传 他是谁 她是谁 "
        "人物简介 角色简介 角色说明 角色介绍 自我定位 主角"
    ).split(),
    Kind.TASK: (
        "核心任务 主要任务 任务目标 任务 使命 核心目标 通话目标 通话目的 沟通目标 沟通目的 外呼目标 "
        "外呼目的 拨打目的 拨打目标 致电目的 呼叫目的 呼叫目标 工作目标 来电目的 coretask "
        "task objectives objective mission goals goal purpose "
        "这通电话要做什么 要做什么 要办的事 要做的事 这通电话的目的 打电话的目的 为什么打 打电话干什么 "
        "本次任务"
    ).split(),
    Kind.PROFILE: (
        "目标客户画像 目标客户 目标用户 目标对象 已知信息 掌握的信息 掌握信息 画像 "
        "targetcustomer targetprofile customerprofile profile "
        "knownfacts 已掌握信息 已掌握的信息 已知情况 已知资料 我们知道的 我知道的 对方是谁 "
        "打给谁 打给什么人 目标人群"
    ).split(),
    Kind.STEPS: (
        "分步流程 分步骤流程 分步话术 流程步骤 流程话术 流程与话术 流程和话术 话术流程 流程及话术 "
        "通话流程 对话流程 沟通流程 外呼流程 呼叫流程 标准流程 操作流程 执行流程 话术步骤 分步 步骤 "
        "通话步骤 话术脚本 通话脚本 沟通脚本 外呼脚本 标准话术 主流程 推进流程 话术设计 话术指引 "
        "逐步流程 stepbystep steps step callflow flow scripts "
        "script 怎么说 怎么打 怎么聊 怎么谈 一步一步怎么说 电话怎么打 话术分步 话术与流程 "
        "步骤与话术 步骤和话术 话术和步骤 执行步骤 操作步骤 沟通步骤 对话脚本 对话步骤 流程图 逐步话术 "
        "分段话术 流程话术步骤 话术步骤流程"
    ).split(),
    Kind.QA: (
        "可能会问 会问什么 常会问 可能问到 问与答 问和答 问及答 一问一答 "
        "问答知识库 问答知识 知识问答 知识库 问答对 问答库 问答集 问答 常见问题 常见问答 常见疑问 "
        "客户常问 高频问题 问题与答案 问题解答 疑问解答 答疑 应答库 应答知识 异议处理 常见异议 异议应对 "
        "疑难解答 客户问题 客户疑问 q&a qanda qa faqs faq knowledgebase "
        "knowledge 对方可能会问 对方会问什么 对方可能问 客户可能会问 客户可能问 客户会问 "
        "可能被问到 可能被问到的问题 问到怎么答 怎么回答 问答参考 问答备用 答客问 知识点 知识卡 知识条目 "
        "参考问答 备用问答 问题库 百问百答 有问必答"
    ).split(),
    Kind.OPENING: (
        "开场白 开场语 开场话术 开场用语 开场台词 开头语 开头白 开头话术 首句话术 首句 开场 "
        "openingline openingremarks opening greeting 第一句话 第一句 "
        "第一句怎么说 起始语 起始话术 接通后第一句 开头 开头第一句 问候语 开口第一句"
    ).split(),
    Kind.END: (
        "结束条件 终止条件 挂断条件 挂机条件 收尾条件 收线条件 结束情形 结束情况 结束场景 结束时机 "
        "结束信号 结束规则 结束标准 结束判断 结束触发 触发结束 终止情形 终止规则 终止信号 通话结束条件 "
        "结束通话条件 何时结束 何时挂断 什么时候结束 退出条件 停止条件 挂断时机 挂断规则 挂断情形 "
        "结束通话 通话结束 对话结束 endconditions endcondition "
        "endingconditions endingcondition endingcriteria "
        "whentoend exitconditions exitcondition "
        "terminationconditions termination 什么时候挂 什么时候挂断 "
        "什么时候挂电话 什么时候停 什么时候收 什么情况挂 什么情况下结束 什么情况结束 何时收尾 何时收线 "
        "何时挂机 何时停止 何时该结束 挂电话的条件 挂电话条件 结束的条件 收尾时机 收线时机 结束准则 "
        "结束原则 终止标准 结束点 会挂电话的情况 挂电话的情况 挂断的情况"
    ).split(),
    Kind.CLOSING: (
        "结束语 结束话术 结束用语 结束白 收尾话术 收尾语 收尾用语 收尾白 收束语 收线话术 收线语 告别语 "
        "告别话术 道别语 道别话术 挂断话术 挂断语 结语 结束台词 结尾语 结尾话术 礼貌收尾 致谢语 "
        "closinglines closingline closingremarks "
        "closingstatements closing closings farewell goodbye "
        "怎么收尾 怎么挂 最后一句 最后一句话 最后怎么说 结尾怎么说 收尾怎么说 收尾句 告别 道别 收场白 "
        "怎么结束 如何结束 怎样结束 怎么收 怎样收尾 如何收尾 怎样收场 怎么收场 怎么收线 怎么道别 怎么告别 "
        "结束时怎么说 结束怎么说 收尾时怎么说 挂断前怎么说 挂电话前说 挂断前说 收尾时说 最后说什么 "
        "结束时这样说 结束致辞 结尾白 结束口径 收尾口径 "
        "收场话术 收口话术 收口语 再见怎么说 结束时说 结束的话 结束语句 结束句"
    ).split(),
    Kind.BACKGROUND: (
        "她的情况 他的情况 "
        "背景信息 人物背景 背景资料 背景设定 背景故事 背景介绍 背景 个人背景 个人情况 "
        "backgroundinformation background backstory context "
        "  前因后果 前情提要  当前处境 生活背景  接电话时的情境 背景情况"
    ).split(),
    Kind.CONCERNS: (
        "核心关切点 核心关切 关切点 关切 关注点 核心关注 核心诉求 诉求 顾虑 痛点 担忧点 担忧 核心需求 "
        "关心的问题 关心点 在意的点 在意点 真实想法 coreconcerns concerns "
        "concern needs painpoints 在乎什么 在意什么 最在乎的 最在意的 最关心的 "
        "关心什么 心里想什么 心事 担心什么 怕什么 想要什么 诉求点 关心的事 在乎的事 关切事项"
    ).split(),
    Kind.BEHAVIOURS: (
        "典型行为模式 行为模式 行为表现 典型行为 行为特征 行为特点 行为习惯 行为设定 行为方式 行为倾向 "
        "典型反应 反应模式 典型表现 对话表现 对话行为 对话特征 对话模式 互动模式 互动方式 沟通模式 "
        "沟通行为 behaviorpatterns behaviourpatterns "
        "behavioralpatterns behaviouralpatterns behaviors "
        "behaviours behavior behaviour patterns 行为 怎么表现 会怎么做 "
        "会有什么表现 电话里的表现 通话表现 接电话的样子 接电话时的样子     "
    ).split(),
    Kind.STYLE: (
        "回复风格示例 回复风格 回复示例 回复样例 回复范例 回应风格 回应示例 应答风格 应答示例 回答风格 "
        "回答示例 说话风格 说话方式 说话示例 语言风格 语言示例 语言样例 语言特点 表达风格 表达方式 "
        "表达示例 对话风格 对话示例 对话样例 话语风格 话语示例 话风示例 话风 口吻示例 口吻 语气示例 "
        "台词风格 台词示例 风格示例 语料示例 言语风格 沟通风格 replystyle "
        "responsestyle speakingstyle styleexamples style 说话样子 他会怎么说 她会怎么说 会怎么说 "
        "说话的样子 怎么说话 怎么讲话 怎么回话 说话样例 说话例子 说话口气 口头禅 讲话风格 讲话方式 "
        "回话示例 回话风格 语言样本 台词参考 语气样例 语气参考 话语样例"
    ).split(),
    Kind.AVOID: (
        "反面教材 反面示例 反面例子 反面案例 反面示范 反面例句 反例 错误示例 错误示范 负面示例 负面例子 "
        "不良示例 不要这样说 不要这么说 别这样说 不该这样说 不能这样说 不应这样说 避免这样说 不会这样说 "
        "不会说的话 不会说 不像他 别这么说 不这样说 不这么说 禁用表达 禁止说 避免的说法 错误说法 不推荐 "
        "反面 negativeexamples negativeexample badexamples "
        "badexample dontsaythis dontsay donots donts dont "
        "avoid negative bad"
    ).split(),
    Kind.IMITATE: (
        "正面教材 正面示例 正面例子 正面案例 正面示范 正面例句 正例 正确示例 正确示范 推荐示例 要这样说 "
        "这样说 这么说 多这样说 应该这样说 应这样说 就这样说 可以这样说 像这样说 会这样说 会说的话 "
        "模仿这种感觉 模仿这种语气 模仿这样 模仿示例 模仿 参考说法 推荐说法 正确说法 正面 "
        "positiveexamples positiveexample goodexamples "
        "goodexample saythis imitate positive good"
    ).split(),
    Kind.OTHER: (
        "注意事项 温馨提示 备注 附录 附则 附注 禁忌 禁止事项 禁用语 沟通原则 服务原则 基本原则 原则 "
        "质检要求 质检标准 质检 合规要求 合规 记录要求 信息记录 数据记录 记录 评分标准 评分 使用说明 "
        "修订记录 版本记录 版本历史 版本信息 变更记录 参考资料 相关文档 相关推荐 相关阅读 目录 免责声明 "
        "版权声明 声明 特别说明 补充说明 填写说明 notes appendix remarks "
        "contents 考核指标 考核 kpi 情绪安抚技巧 沟通技巧 技巧"
    ).split(),
}
"""What a section is called."""

WEAK: dict[Kind, list[str]] = {
    Kind.TASK: ("目标 目的").split(),
    Kind.STEPS: ("话术 流程 脚本 台词").split(),
    Kind.PROFILE: ("客户背景 用户背景 对象").split(),
    Kind.QA: ("提问 发问").split(),
    Kind.END: ("结束 终止 挂断 收尾").split(),
    Kind.BACKGROUND: (
        "经历 处境 来龙去脉 前情 关键经历 性格画像 性格特点 性格特征 性格 即时情境 即时情景 当前情境 当下情境 接电话前"
    ).split(),
    Kind.CONCERNS: ("首要问题 次要问题 潜在问题 首要关切 次要关切 潜在关切 需求 关心 在乎 在意").split(),
    Kind.BEHAVIOURS: ("习惯 反应 脾气 表现 举动 情绪变化 环境因素 不确定性 情绪反应 情绪 举止 动作 做派").split(),
    Kind.STYLE: ("风格 示例 例句 语录 语气 口气 说话 样子").split(),
}
"""Words that name a section only where no stronger word stands beside them."""

LEAVING = "结束 挂断 挂机 挂电话 收尾 收线 收口 道别 告别 结尾 最后 挂 收".split()
WHILE = ("", "时", "前", "的时候", "之前", "时候")
SAYING = "怎么说 怎么讲 说什么 说的话 这样说 这么说 说 讲".split()
"""Put together, these three name the closing lines."""

MEETING = "碰到 遇到 出现 满足 发生".split()
ANY = "这些 以下 下列 任一 以下任一 下列任一 这几种 这些情况 以下情况 下列情况 任一情况 以下条件 任一条件".split()
THEN = ("就", "即", "则", "时", "便", "")
"""Put together with one of ``LEAVING``, these name the end conditions."""

PEOPLE = (
    "目标 客户 用户 顾客 对象 受众 受访者 受访人 被访者 市民 居民 村民 住户 业主 租户 学员 "
    "学生 家长 患者 病人 会员 车主 商户 店主 商家 储户 持卡人 投保人 读者 旅客 乘客 候选人 "
    "应聘者 求职者 经销商 供应商 志愿者 捐赠人 捐款人 订户 买家 卖家 房东 租客 老人 联系人 被叫 "
    "对方 来电人"
).split()
"""Words for the person who is called, in any trade."""

FACTS = "画像 信息 资料 档案 概况 情况 概要 描述 简介 特征 特点 介绍 说明 背景".split()
"""With one of ``PEOPLE`` before it, the customer's profile."""

QUALITIES = "基本 基础 相关 主要 个人 详细 已知 核心 关键 简要 大致 具体 静态 的 方 群体".split()
"""What may stand between the two."""

FILLERS = (
    "电话 通话 对话 沟通 交流 互动 外呼 回访 拨打 接听 呼叫 核心 主要 典型 关键 常见 常用 "
    "高频 具体 详细 标准 参考 回复 应答 样例 例子 范例 设定 设置 定义 说明 介绍 描述 概述 "
    "概要 简介 总览 概况 信息 资料 内容 模块 部分 环节 板块 章节 清单 列表 汇总 合集 要求 "
    "规则 规范 条件 情形 知识 库 表 点 的 与 和 及 或 以及 并 、 & + / 中 里 时 前 "
    "后 所 一句话 最重要 重点 必填 选填 可选 基本 基础 设计 指引 指南 指导 方案 模板 版本 版 "
    "类 型 本次 此次 总体 整体 情况 方面 各 完整 分析 特点 特征 用语 语句 话语 语 应对 处理 "
    "解答 回答 答案 问题 疑问 目标 人员 专员 一方 方 侧 端 者 人 员 掌握 你 我 他 她 您 双方 "
    "关于 针对 如下 以下 个 种 条 几 场景 模式 判定 判断 触发 教材 示范 样本 篇 半部 上 下 "
    "这样 这种 感觉 说 范围 维度 要点 特 性 化 内心 真实 典型化 the of and for "
    "in a an call calling calls phone party 's s core "
    "main common typical standard list section part "
    "examples example information info details "
    "description side with to line lines during "
    "conversation dialogue dialog reply response 姓名 名字 称呼 "
    "清楚 大致 一点 层 三 两 四 五 六 七 八 几个 本通 这通 本 一句 那些 哪些 说的 可能 可能的 会 常会 "
).split()
"""Words that say nothing of the section."""

MANNER_NO = (
    "不要 别 不能 不会 不可 不可以 不该 不应 不应该 不宜 不许 不得 不准 勿 请勿 切勿 莫 避免 "
    "禁止 禁 忌 切忌 不像 不 错 错误 差 坏 负面 负 反 非 绝不 从不 决不 绝不会 从来不 "
    "不可能 不太可能 不太会 不合适 不当 不良 不符合 不对 不行 过火 假 太官方 生硬 失真 出戏 "
    "no bad wrong not never don't dont avoid negative ×"
).split()
"""Words of a label over examples that the callee never says."""

MANNER_YES = (
    "要 会 像 可以 应该 应 该 就 能 多 对 正 正确 好 正常 推荐 提倡 模仿 参考 而是 照 "
    "照着 仿照 真实 贴近 常 常常 一般 通常 平时 爱 喜欢 总 建议 更 倾向 典型 地道 本色 合适 "
    "理想 示范 入戏 yes good do right like ok positive √"
).split()
"""Words of a label over examples to imitate."""

MANNER_FILLERS = (
    "这样 这么 那样 那么 这种 这类 那种 那类 这些 那些 如此 说 讲 话 回 回答 回应 回复 应答 "
    "答 表达 开口 感觉 语气 口气 腔调 样子 样 他 她 你 对方 客户 本人 接听方 的 的话 地 得 "
    "着 出现 学 写 类 句子 例 示例 例子 例句 样例 范例 案例 教材 台词 话术 风格 人设 角色 "
    "是 之 人 出来 到 起来 口头禅 说法 表述 语句 用 使用 方式 一些 几句 下面 以下 如下 请 "
    "里 口 嘴 听 听到 面 示例句 才 都 还 也 跟 一样 似的 this that say said "
    "speak talk like way example examples"
).split()
"""Words that may stand in such a label beside them."""

KIN = (
    "先生 女士 小姐 太太 夫人 叔 婶 姨 伯 哥 姐 嫂 爷 奶 叔叔 阿姨 大爷 大妈 大叔 大姐 "
    "大哥 师傅 老师 总 经理 主任 队 队长 工 医生 大夫 校长 厂长 店长 老板 同学 院长 科长 "
    "处长 部长 站长 会长 妈妈 爸爸 爷爷 奶奶 书记"
).split()
"""Titles that follow a surname when a document says who is called."""

REACTS = (
    "说 问 要 不 没 嫌 怕 想 直接 担心 表示 提 愿 同意 拒 犹豫 迟疑 骂 生气 答 反 质 "
    "觉得 认为 在 忙 已 还 听 沉默 冷 热 哭 笑 抱怨 主动 急 打断 挂 否 接受 有 讲 吼 "
    "嚷 肯 坚持 追 怀疑 发火 叹 嘀咕 敷衍 走神 着急 松口 改口 让 叫 讨 砍 希望 一 没空 "
    "听不 突然 再 又 只 顾 态度 情绪 语气"
).split()
"""What the callee does, after his name, in the words of a condition."""
