"""Scenarios in our own words, and the many hands that may write them down."""

import re
from dataclasses import dataclass, field
from itertools import count


@dataclass(frozen=True)
class Script:
    """One step: its title, what is said, and what is said when."""

    title: str
    says: tuple[str, ...]
    whens: tuple[tuple[str, str], ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Scene:
    """What a document says, whatever hand writes it."""

    role: str
    task: str
    profile: tuple[tuple[str, str], ...]
    steps: tuple[Script, ...]
    qa: tuple[tuple[str, str], ...]
    opening: str
    ends: tuple[str, ...]
    closings: tuple[str, ...]
    callee_role: str
    background: tuple[tuple[str, str], ...]
    concerns: tuple[tuple[str, str], ...]
    behaviours: tuple[str, ...]
    avoid: tuple[str, ...]
    imitate: tuple[str, ...]
    callee_ends: tuple[str, ...]


PHARMACY = Scene(
    role="周宁——康禾连锁药房慢病随访专员，女性，33岁，做了6年慢病管理，说话轻缓、条理清楚，不催促老人。",
    task="致电购买降压药的老会员，了解服药情况，提醒复诊，记录不适并婉拒时礼貌收线。",
    profile=(
        ("姓名", "贺秀兰，67岁，女"),
        ("联系电话", "13800001234"),
        ("会员等级", "银卡，积分860分"),
        ("最近购药", "2024年11月6日，缬沙坦两盒，共86元"),
        ("特殊提醒", "听力一般，不喜欢推销保健品"),
    ),
    steps=(
        Script(
            "问候并核对身份",
            ("您好，请问是贺阿姨吗？我是康禾药房的小周。",),
            (("接电话的是家属", "打扰了，请问贺阿姨现在方便接电话吗？"),),
        ),
        Script(
            "说明为什么打来",
            ("您上次在我们店买的降压药差不多该吃完了，想问问您最近血压怎么样。",),
            note="只说随访，不提活动",
        ),
        Script(
            "询问服药情况",
            ("您每天是早上吃还是晚上吃呢？", "有没有哪天忘了吃？"),
            (("客户说漏服", "没关系，漏一次不用补双份，下次按时就好。"),),
        ),
        Script(
            "关心不适",
            ("吃药以后有没有头晕或者脚肿？",),
            (("客户说有不适", "我先给您记下来，建议您尽快去社区医院看看。"), ("客户不愿多说", "好的，那我不多问了。")),
        ),
        Script("提醒复诊并结束", ("您下个月初记得去量一次血压，我就不多占您时间了。",)),
    ),
    qa=(
        ("你怎么知道我吃什么药？", "您办会员卡时留过购药记录，我们只用来提醒您按时用药。"),
        ("是不是又要卖东西？", "不卖东西，就是随访一下，您放心。"),
        ("药能不能停几天？", "这个要听医生的，我帮您记下，建议您先问大夫。"),
        ("店里几点关门？", "每天晚上九点半关门，节假日也开。"),
    ),
    opening="贺阿姨您好，我是康禾药房的小周，想用两分钟问问您最近吃药的情况，现在方便吗？",
    ends=("客户明说不需要随访", "连续两次只嗯一声，不愿展开", "家属代接且本人不在", "客户说正在忙或要出门"),
    closings=("那我就不打扰您了，您多保重身体，再见。", "好的，我记下了，以后少给您打电话，祝您健康。"),
    callee_role="贺秀兰，67岁，退休纺织工人，独居，嗓门大，耳朵有点背，说话直来直去。",
    background=(
        ("身份", "老会员，子女在外地"),
        ("经历", "去年被卖保健品的电话骗过三千块"),
        ("当下", "正在厨房炖汤，手上沾着水"),
    ),
    concerns=(("首要", "怕又是骗钱的"), ("次要", "药涨价了没有"), ("潜在", "一个人住，其实想有人说说话")),
    behaviours=(
        "一开始很警惕，反复问对方是谁",
        "听到活动两个字马上要挂",
        "说到孩子会多聊几句",
        "炖汤溢出来时会突然走开",
    ),
    avoid=("您的建议非常专业，我会全力配合。", "感谢贵公司的关怀。"),
    imitate=("哎你大点声，我听不清。", "又卖药啊？不买不买。", "我这锅上还炖着汤呢，快说。", "就那样吧，没啥不舒服。"),
    callee_ends=("听出推销的意思", "汤溢出来了要去关火", "同一个问题被问了两遍"),
)

GYM = Scene(
    role="我是锐动健身房的会籍顾问唐越，男，28岁，入行四年，语速快但不啰嗦，待人热情。",
    task="联系即将到期的会员，问清不来的原因，说明续卡方式，对方没意向就收尾。",
    profile=(
        ("会员", "程立"),
        ("手机", "139-1234-5678"),
        ("到期日", "2025-03-18"),
        ("近三个月到店", "2次"),
        ("投诉", "反映过淋浴水凉，未回复"),
    ),
    steps=(
        Script("确认本人", ("程先生您好，我是锐动健身的唐越。",)),
        Script(
            "说明来电原因",
            ("看到您的卡下个月到期，想听听您这段时间的感受。",),
            (("客户问怎么有号码", "号码是您办卡时登记的，只用来服务您。"),),
        ),
        Script("听取原因", ("这两个月来得少，是时间不合适还是场馆有什么问题？",)),
        Script(
            "回应淋浴问题",
            ("淋浴的热水器上周已经换了，之前给您添麻烦了。",),
            (("客户不信", "您下次来可以先到前台试一下水温。"),),
        ),
        Script("介绍续卡方式", ("续卡可以在小程序里办，三个月和一年都行。",)),
        Script("询问意向", ("您看需要我先帮您保留原价吗？",), (("客户要考虑", "没问题，您想好了随时找我。"),)),
        Script("约定跟进", ("那我周五下午给您发个消息，不打电话。",)),
        Script("结束通话", ("谢谢您接电话，祝您训练顺利。",)),
    ),
    qa=(
        ("现在续多少钱？", "一年卡一千九百八，和您去年一样。"),
        ("能退剩下的钱吗？", "可以按剩余天数申请，我给您登记。"),
        ("游泳池开了吗？", "开了，早上七点到晚上十点。"),
    ),
    opening="程先生您好，我是锐动健身的唐越，占您一分钟说说您的会员卡，方便吗？",
    ends=("对方明确不续", "对方说在开车", "对方情绪激动", "通话断线", "对方要求别再联系"),
    closings=("好的，不耽误您了，再见。", "明白，您先忙，改天我发消息。", "实在抱歉打扰到您，祝您一切顺利。"),
    callee_role="程立，34岁，程序员，经常加班，对推销不耐烦。",
    background=(("身份", "一年卡会员"), ("经历", "冬天洗过两次冷水澡，投诉没人理")),
    concerns=(("首要", "钱会不会白花"), ("次要", "水温到底修没修"), ("潜在", "觉得自己坚持不下去，有点丢脸")),
    behaviours=("回答很短，边敲键盘边说", "提到价格会追问细节", "听到道歉态度会缓和"),
    avoid=("太好了，我马上续费！",),
    imitate=("嗯，你说。", "水还是凉的吧？", "再说吧，最近没空。"),
    callee_ends=("同事叫开会", "对方第二次提续卡", "对方答不上水温的问题", "自己说了两次再说吧"),
)

SURVEY_STEPS = tuple(
    Script(
        f"第{n}项询问：{topic}",
        (f"关于{topic}，您给几分呢？",),
        ((("客户打低分"), f"{topic}让您失望了，我如实记下来。"),) if n % 3 == 0 else (),
    )
    for n, topic in zip(
        count(1),
        (
            "房间卫生",
            "前台速度",
            "早餐品种",
            "隔音",
            "网络",
            "停车",
            "泳池",
            "价格",
            "退房",
            "周边交通",
            "客房服务",
            "会员权益",
        ),
        strict=False,
    )
)

HOTEL = Scene(
    role="姓名：苏禾\n公司：云栖湖畔酒店\n职务：宾客关系专员\n性别：女\n年龄：26岁\n沟通风格：亲切、不拖沓",
    task="给离店客人做满意度回访，逐项记录分数和意见。",
    profile=(
        ("客人", "邵先生"),
        ("入住", "2025年2月1日至2月3日，两晚"),
        ("消费", "1280元"),
        ("订单号", "HX20250201-77"),
    ),
    steps=SURVEY_STEPS,
    qa=(("发票什么时候寄？", "电子发票今天就发到您邮箱。"), ("我的押金呢？", "押金离店当天已经原路退回，三天内到账。")),
    opening="邵先生您好，我是云栖湖畔酒店的苏禾，想请您给前几天的入住打打分，一共两三分钟，可以吗？",
    ends=("客人说不方便", "客人不愿打分"),
    closings=("谢谢您的评价，期待再见到您，再见。",),
    callee_role="邵先生，45岁，经常出差，随和但记性好。",
    background=(("身份", "企业培训师"), ("经历", "隔壁装修吵了一夜")),
    concerns=(("首要", "噪音有没有人管"), ("次要", "发票")),
    behaviours=("打分很快，不解释", "说到噪音会变得严肃"),
    avoid=("贵酒店一切完美。", "我没有任何意见。"),
    imitate=("七分吧。", "那天晚上吵得没法睡。"),
    callee_ends=("登机广播响了", "说了两遍就这样"),
)

SCENES = {"pharmacy": PHARMACY, "gym": GYM, "hotel": HOTEL}


@dataclass(frozen=True)
class Hand:
    """How somebody writes: each field picks one habit."""

    half: str = "## {}"
    section: str = "### {}"
    names: str = "plain"
    step: str = "bold_number"
    line: str = "bullet_quote"
    quote: tuple[str, str] = ("“", "”")
    when: str = "如{}：{}"
    qa: str = "bullet_qa"
    end: str = "numbered"
    closing: str = "bullet_quote"
    ending: str = "split"
    style: str = "bold"
    item: str = "bullet_colon"
    rule: bool = True
    blank: bool = True
    newline: str = "\n"
    before: str = ""
    after: str = ""
    halves: tuple[str, str] = ("电话拨打方", "电话接听方")
    numbered: bool = False
    extra: dict[str, str] = field(default_factory=dict)


NAMES = {
    "plain": {
        "role": "角色",
        "task": "核心任务",
        "profile": "目标客户画像",
        "steps": "分步流程和话术",
        "qa": "问答知识库",
        "opening": "开场白",
        "both": "结束条件与结束语",
        "end": "结束条件",
        "closing": "结束语",
        "background": "背景信息",
        "concerns": "核心关切点",
        "behaviours": "对话中的典型行为模式",
        "style": "回复风格示例",
        "avoid": "反面教材",
        "imitate": "正面教材",
    },
    "bracketed": {
        "role": "角色（你是谁）",
        "task": "核心任务（一句话说清）",
        "profile": "目标客户画像（拨打方手上的接听方资料）",
        "steps": "分步流程和话术（重点）",
        "qa": "问答知识库（常见问题）",
        "opening": "开场白（第一句话）",
        "both": "结束条件与结束语（如何收尾）",
        "end": "结束条件（满足其一）",
        "closing": "结束语（任选）",
        "background": "背景信息（身份、经历、当下情境）",
        "concerns": "核心关切点（首要、次要、潜在）",
        "behaviours": "对话中的典型行为模式（情绪与环境）",
        "style": "回复风格示例（供模仿）",
        "avoid": "反面教材（不要这样说）",
        "imitate": "正面教材（模仿这种感觉）",
    },
    "synonyms": {
        "role": "角色设定",
        "task": "任务目标",
        "profile": "客户信息",
        "steps": "通话流程与话术",
        "qa": "常见问题与解答",
        "opening": "开场话术",
        "both": "结束情形与收尾话术",
        "end": "终止条件",
        "closing": "收尾话术",
        "background": "人物背景",
        "concerns": "核心诉求",
        "behaviours": "行为表现",
        "style": "说话风格示例",
        "avoid": "反例",
        "imitate": "正例",
    },
    "loose": {
        "role": "人设",
        "task": "通话目标",
        "profile": "客户档案",
        "steps": "沟通步骤",
        "qa": "FAQ",
        "opening": "开场语",
        "both": "结束规则和告别语",
        "end": "挂断条件",
        "closing": "告别语",
        "background": "背景",
        "concerns": "顾虑与关注点",
        "behaviours": "典型行为",
        "style": "语言风格",
        "avoid": "错误示范",
        "imitate": "正确示范",
    },
    "spoken": {
        "role": "你是谁",
        "task": "要办的事",
        "profile": "已掌握的信息",
        "steps": "怎么说",
        "qa": "对方可能会问",
        "opening": "第一句话",
        "both": "什么时候挂，怎么收尾",
        "end": "什么时候挂",
        "closing": "怎么收尾",
        "background": "来龙去脉",
        "concerns": "最在意的",
        "behaviours": "电话里的表现",
        "style": "说话的样子",
        "avoid": "不会这么讲",
        "imitate": "会这么讲",
    },
    "office": {
        "role": "岗位与人设",
        "task": "本次任务",
        "profile": "客户概况",
        "steps": "步骤与话术",
        "qa": "参考问答",
        "opening": "开头话术",
        "both": "结束情形与结束用语",
        "end": "结束情形",
        "closing": "结束用语",
        "background": "背景情况",
        "concerns": "三点关切",
        "behaviours": "行为",
        "style": "示例",
        "avoid": "别这样说",
        "imitate": "像这样说",
    },
    "english": {
        "role": "Role",
        "task": "Core Task",
        "profile": "Customer Profile",
        "steps": "Steps and Scripts",
        "qa": "Q&A",
        "opening": "Opening Line",
        "both": "End Conditions and Closing Lines",
        "end": "End Conditions",
        "closing": "Closing Lines",
        "background": "Background",
        "concerns": "Core Concerns",
        "behaviours": "Behavior Patterns",
        "style": "Reply Style Examples",
        "avoid": "Bad Examples",
        "imitate": "Good Examples",
    },
    "mixed": {
        "role": "角色 Role",
        "task": "核心任务 / Task",
        "profile": "客户画像",
        "steps": "步骤与话术",
        "qa": "问答（Q&A）",
        "opening": "开场白 Opening",
        "both": "结束条件 & 结束语",
        "end": "结束条件",
        "closing": "结束语",
        "background": "背景资料",
        "concerns": "关切点",
        "behaviours": "行为模式",
        "style": "回复示例",
        "avoid": "❌ 反面示例",
        "imitate": "✅ 正面示例",
    },
}

_HAN = "一二三四五六七八九十"


def han(n: int) -> str:
    """A small number in Chinese characters."""
    return _HAN[n - 1] if n <= 10 else "十" + _HAN[n - 11]


def write(scene: Scene, hand: Hand) -> str:
    """The document that ``hand`` writes of ``scene``."""
    names = NAMES[hand.names] | hand.extra
    out: list[str] = []
    if hand.before:
        out += [hand.before, ""]

    def heading(name: str, n: int) -> None:
        title = f"{han(n)}、{names[name]}" if hand.numbered else names[name]
        out.append(hand.section.format(title, n=n, h=han(n), half=1 + any(hand.halves[1] in line for line in out)))
        if hand.blank:
            out.append("")

    out += [hand.half.format(hand.halves[0], n=1, h="一"), ""]
    for n, (name, text) in enumerate(
        (
            ("role", scene.role),
            ("task", scene.task),
            ("profile", _items(scene.profile, hand)),
            ("steps", _steps(scene, hand)),
            ("qa", _qa(scene, hand)),
            ("opening", _quote(scene.opening, hand)),
        ),
        1,
    ):
        heading(name, n)
        out += [text, ""]
    _ending(out, scene, hand, names, heading)
    if hand.rule:
        out += ["---", ""]
    out += [hand.half.format(hand.halves[1], n=2, h="二"), ""]
    for n, (name, text) in enumerate(
        (
            ("role", scene.callee_role),
            ("background", _items(scene.background, hand)),
            ("concerns", _items(scene.concerns, hand)),
            ("behaviours", "\n".join(f"- {b}" for b in scene.behaviours)),
            ("style", _style(scene, hand, names)),
            ("end", _ends(scene.callee_ends, hand)),
        ),
        1,
    ):
        heading(name, n)
        out += [text, ""]
    if hand.after:
        out += [hand.after]
    text = "\n".join(out)
    if not hand.blank:
        text = "\n".join(line for line in text.split("\n") if line.strip())
    return text.replace("\n", hand.newline)


def _quote(text: str, hand: Hand) -> str:
    return f"{hand.quote[0]}{text}{hand.quote[1]}"


def _items(items: tuple[tuple[str, str], ...], hand: Hand) -> str:
    shapes = {
        "bullet_colon": lambda n, k, v: f"- {k}：{v}",
        "bold": lambda n, k, v: f"- **{k}**：{v}",
        "bold_inside": lambda n, k, v: f"* **{k}：** {v}",
        "plain": lambda n, k, v: f"{k}：{v}",
        "numbered": lambda n, k, v: f"{n}. {k}：{v}",
        "paren": lambda n, k, v: f"（{n}）{k}：{v}",
        "dash": lambda n, k, v: f"- {k}——{v}",
        "bracket": lambda n, k, v: f"【{k}】{v}",
        "table": lambda n, k, v: ("| 项目 | 内容 |\n|---|---|\n" if n == 1 else "") + f"| {k} | {v} |",
        "letter": lambda n, k, v: f"{'ABCDEFGH'[n - 1]}. {k}：{v}",
    }
    return "\n".join(shapes[hand.item](n, k, v) for n, (k, v) in enumerate(items, 1))


def _steps(scene: Scene, hand: Hand) -> str:
    titles = {
        "bold_number": lambda n, t: f"{n}. **{t}**",
        "bold_number_step": lambda n, t: f"{n}. **第{han(n)}步：{t}**",
        "bold_inside": lambda n, t: f"**{n}. {t}**",
        "number": lambda n, t: f"{n}. {t}",
        "dun": lambda n, t: f"{n}、{t}",
        "full": lambda n, t: f"{chr(0xFF10 + n) if n < 10 else n}．{t}",
        "paren": lambda n, t: f"（{n}）{t}",
        "circled": lambda n, t: f"{chr(0x2460 + n - 1)} {t}",
        "heading": lambda n, t: f"#### {t}",
        "heading_step": lambda n, t: f"#### 第{han(n)}步：{t}",
        "heading_same": lambda n, t: hand.section.format(f"第{han(n)}步 {t}", n=n, h=han(n), half=1),
        "plain_step": lambda n, t: f"第{han(n)}步：{t}",
        "bold_step": lambda n, t: f"**第{han(n)}步：{t}**",
        "english": lambda n, t: f"Step {n}: {t}",
        "bold_english": lambda n, t: f"**Step {n} - {t}**",
        "wrapped": lambda n, t: f"【第{han(n)}步】{t}",
        "label": lambda n, t: f"步骤{n}：{t}",
        "han": lambda n, t: f"{han(n)}、{t}",
        "bullet_bold": lambda n, t: f"- **{t}**",
        "bold": lambda n, t: f"**{t}**",
        "asked": lambda n, t: f"第{n}问：{t}",
        "s_number": lambda n, t: f"S{n} {t}",
        "formal": lambda n, t: f"（{('拾' if n > 10 else '') + '壹贰叁肆伍陆柒捌玖拾'[(n - 1) % 10]}）{t}",
        "stem": lambda n, t: f"{'甲乙丙丁戊己庚辛壬癸'[n - 1]}、{t}" if n <= 10 else f"{han(n)}、{t}",
        "half_paren": lambda n, t: f"**{han(n)}）{t}**",
        "ordinal": lambda n, t: f"第{han(n)}，{t}",
        "decimal": lambda n, t: f"4.{n} {t}",
        "decimal_deep": lambda n, t: f"1.4.{n} {t}",
        "italic": lambda n, t: f"*{n}. {t}*",
        "keycap": lambda n, t: f"{n}\ufe0f\u20e3 {t}",
        "bare": lambda n, t: f"**{n}  {t}**",
        "bar": lambda n, t: f"【第{n}步｜{t}】",
        "step_dot": lambda n, t: f"Step{n}. {t}",
        "stage": lambda n, t: f"阶段{han(n)} {t}",
        "square": lambda n, t: f"[{n}] {t}",
        "play": lambda n, t: f"▶ {t}",
        "letter": lambda n, t: f"{'ABCDEFGHIJKLMNOP'[n - 1]}. {t}",
        "italic_decimal": lambda n, t: f"*1.4.{n} {t}*",
        "sentence": lambda n, t: f"第{han(n)}句：{t}",
        "hash": lambda n, t: f"#### {n} {t}",
        "bold_colon": lambda n, t: f"- **步骤{n}：{t}**：",
    }
    blocks = []
    for n, step in enumerate(scene.steps, 1):
        rows = [titles[hand.step](n, step.title)]
        if step.note:
            rows.append(_row(f"目的：{step.note}", hand, 0))
        k = 0
        for text in step.says:
            k += 1
            rows.append(_said(text, hand, k))
        for when, text in step.whens:
            k += 1
            rows.append(_conditional(when, text, hand, k))
        blocks.append("\n".join(rows))
    return "\n\n".join(blocks)


def _row(text: str, hand: Hand, k: int) -> str:
    return {
        "bullet_quote": f"   - {text}",
        "bullet_label": f"   - {text}",
        "bullet_plain": f"   - {text}",
        "flat_bullet": f"- {text}",
        "tab": f"\t- {text}",
        "paragraph": f"{text}\n",
        "label_below": f"   {text}",
        "blockquote": f"> {text}",
        "nested_number": f"   {k}. {text}" if k else f"   {text}",
        "four": f"    * {text}",
        "dots": f"  · {text}",
        "ideographic": f"　　{text}",
        "speaker": f"{text}",
        "mouth": f"🗣 {text}",
        "flat": f"{text}",
        "arrow": f"→ {text}",
        "script": f"话术：{text}" if not re.match("（|如|若|目的|遇|当|\\*|【|\\[", text) else text,
    }[hand.line]


def _said(text: str, hand: Hand, k: int) -> str:
    if hand.line == "bullet_label":
        return f"   - 话术：{_quote(text, hand)}"
    if hand.line == "bullet_plain":
        return f"   - {text}"
    if hand.line == "speaker":
        return f"坐席：{_quote(text, hand)}"
    if hand.line == "label_below":
        return f"   话术：\n   {_quote(text, hand)}"
    return _row(_quote(text, hand), hand, k)


def _conditional(when: str, text: str, hand: Hand, k: int) -> str:
    quoted = text if hand.line == "bullet_plain" else _quote(text, hand)
    if hand.when == "nested":
        return (
            _row(f"如{when}：", hand, k)
            + "\n"
            + ("      - " if hand.line in ("bullet_quote", "bullet_label") else "")
            + quoted
        )
    return _row(hand.when.format(when, quoted), hand, k)


def _qa(scene: Scene, hand: Hand) -> str:
    q, a = hand.quote
    shapes = {
        "bullet_qa": lambda n, x, y: f"- Q：{x}\n  A：{y}",
        "plain_qa": lambda n, x, y: f"Q: {x}\nA: {y}",
        "numbered_qa": lambda n, x, y: f"Q{n}：{x}\nA{n}：{y}\n",
        "bold_qa": lambda n, x, y: f"**Q{n}：{x}**\n\nA：{y}\n",
        "wenda": lambda n, x, y: f"问：{x}\n答：{y}\n",
        "one_line": lambda n, x, y: f"{n}. 问：{x} 答：{y}",
        "customer": lambda n, x, y: f"- 客户问：{q}{x}{a}\n  - 回答：{q}{y}{a}",
        "bold_nested": lambda n, x, y: f"{n}. **{x}**\n   - {y}",
        "bold_below": lambda n, x, y: f"**{x}**\n{y}\n",
        "quoted_pair": lambda n, x, y: f"- {q}{x}{a}\n  {q}{y}{a}",
        "arrow": lambda n, x, y: f"- {q}{x}{a} → {q}{y}{a}",
        "heading": lambda n, x, y: f"#### {n}. {x}\n{y}\n",
        "heading_q": lambda n, x, y: f"#### Q{n}：{x}\n{q}{y}{a}\n",
        "table": lambda n, x, y: ("| 客户问题 | 参考回答 |\n| --- | --- |\n" if n == 1 else "") + f"| {x} | {y} |",
        "bold_colon": lambda n, x, y: f"- **{x}**：{y}",
        "number_answer": lambda n, x, y: f"{n}、{x}\n答：{y}",
        "question_label": lambda n, x, y: f"* **问题{n}：** {x}\n* **回答{n}：** {y}",
        "alternating": lambda n, x, y: f"- {x}\n- {y}",
        "speakers": lambda n, x, y: f"{n}. 客户：{q}{x}{a}\n   客服：{q}{y}{a}",
        "number_nested": lambda n, x, y: f"{n}. {q}{x}{a}\n    - {q}{y}{a}",
        "counted": lambda n, x, y: f"{han(n)}问：{x}\n{han(n)}答：{y}",
        "emoji": lambda n, x, y: f"❓ {x}\n💬 {y}",
        "slash": lambda n, x, y: f"{chr(0x2460 + n - 1)} {x}／{y}",
        "spaced": lambda n, x, y: f"**问题{han(n)}** {x}\n**回答** {y}\n",
        "stem": lambda n, x, y: f"**{'甲乙丙丁戊己庚'[n - 1]}、** {x}\n**答：** {y}\n",
        "square": lambda n, x, y: f"【问】{x}【答】{y}",
        "bold_arrow": lambda n, x, y: f"**Q{n} {x}**\n→ {y}\n",
        "quoted": lambda n, x, y: f"> **Q**：{x}\n> **A**：{y}\n",
        "header": lambda n, x, y: ("**客户问 | 坐席答**\n" if n == 1 else "") + f"- **{x}** {y}",
        "indented": lambda n, x, y: f"{x}\n    {y}",
        "problem": lambda n, x, y: f"- 问题：{x}\n- 话术：{y}",
        "checked": lambda n, x, y: f"🙋 {x}\n✅ {y}\n",
        "dashes": lambda n, x, y: f"{n}) {x} —— {y}",
        "questions_n": lambda n, x, y: f"问题{n}：{x}\n参考答复{n}：{y}\n",
        "english": lambda n, x, y: f"Question {n}: {x}\nAnswer: {y}\n",
    }
    return "\n".join(shapes[hand.qa](n, x, y) for n, (x, y) in enumerate(scene.qa, 1))


def _ends(ends: tuple[str, ...], hand: Hand) -> str:
    shapes = {
        "numbered": lambda n, t: f"{n}. {t}",
        "bullet": lambda n, t: f"- {t}",
        "dun": lambda n, t: f"{n}、{t}；",
        "paren": lambda n, t: f"({n}) {t}",
        "circled": lambda n, t: f"{chr(0x2460 + n - 1)}{t}",
        "lines": lambda n, t: t,
        "star": lambda n, t: f"* {t}。",
        "letters": lambda n, t: f"{'ABCDEFG'[n - 1]}. {t}",
        "stem": lambda n, t: f"{'甲乙丙丁戊己庚'[n - 1]}、{t}",
        "one_is": lambda n, t: f"{han(n)}是{t}",
        "first": lambda n, t: f"其{han(n)}，{t}",
        "han": lambda n, t: f"{han(n)}、{t}",
        "check": lambda n, t: f"☑ {t}",
        "half_paren": lambda n, t: f"{n}) {t}",
    }
    if hand.end == "paragraph":
        return "；".join(ends) + "。"
    return "\n".join(shapes[hand.end](n, t) for n, t in enumerate(ends, 1))


def _closings(scene: Scene, hand: Hand) -> str:
    shapes = {
        "bullet_quote": lambda n, t: f"- {_quote(t, hand)}",
        "numbered": lambda n, t: f"{n}. {_quote(t, hand)}",
        "plain_bullet": lambda n, t: f"- {t}",
        "lines": lambda n, t: _quote(t, hand),
        "quoted": lambda n, t: f"> {_quote(t, hand)}",
        "labelled": lambda n, t: f"- 情形{han(n)}：{_quote(t, hand)}",
        "letters": lambda n, t: f"{'ABCDEFG'[n - 1]}. {_quote(t, hand)}",
        "stem": lambda n, t: f"{'甲乙丙丁戊'[n - 1]}、{_quote(t, hand)}",
        "half_paren": lambda n, t: f"{n}）{t}",
    }
    if hand.closing == "inline":
        return " / ".join(_quote(t, hand) for t in scene.closings)
    return "\n".join(shapes[hand.closing](n, t) for n, t in enumerate(scene.closings, 1))


def _ending(out, scene, hand, names, heading) -> None:  # type: ignore[no-untyped-def]
    ends, closings = _ends(scene.ends, hand), _closings(scene, hand)
    if hand.ending == "split":
        heading("both", 7)
        out += [f"**{names['end']}**", ends, "", f"**{names['closing']}**", closings, ""]
    elif hand.ending == "plain_split":
        heading("both", 7)
        out += [f"{names['end']}：", ends, "", f"{names['closing']}：", closings, ""]
    elif hand.ending == "deeper":
        heading("both", 7)
        out += [f"#### {names['end']}", ends, "", f"#### {names['closing']}", closings, ""]
    elif hand.ending == "two":
        heading("end", 7)
        out += [ends, ""]
        heading("closing", 8)
        out += [closings, ""]
    else:
        heading("both", 7)
        out += [ends, "", closings, ""]


def _style(scene: Scene, hand: Hand, names: dict[str, str]) -> str:
    quoted = [[_quote(t, hand) for t in group] for group in (scene.avoid, scene.imitate)]
    labels = (names["avoid"], names["imitate"])
    if hand.style == "bold":
        return "\n".join(
            f"\n- **{label}:**\n" + "\n".join("  " + t for t in group)
            for label, group in zip(labels, quoted, strict=True)
        )
    if hand.style == "heading":
        return "\n".join(
            f"#### {label}\n" + "\n".join("- " + t for t in group) for label, group in zip(labels, quoted, strict=True)
        )
    if hand.style == "plain":
        return "\n".join(f"{label}：\n" + "\n".join(group) for label, group in zip(labels, quoted, strict=True))
    if hand.style == "inline":
        return "\n".join(f"- {label}：" + "".join(group) for label, group in zip(labels, quoted, strict=True))
    if hand.style == "unquoted":
        return "\n".join(
            f"**{label}**\n" + "\n".join("- " + t for t in group) + "\n"
            for label, group in zip(labels, (scene.avoid, scene.imitate), strict=True)
        )
    if hand.style == "ticks":
        return "\n".join("× " + t for t in quoted[0]) + "\n" + "\n".join("√ " + t for t in quoted[1])
    if hand.style == "each":
        return "\n".join(f"{label}：{t}" for label, group in zip(labels, quoted, strict=True) for t in group)
    if hand.style == "dashed":
        return "\n".join(f"{label}——{t}" for label, group in zip(labels, quoted, strict=True) for t in group)
    if hand.style == "bare":
        return "\n".join(f"{label}\n" + "\n".join(group) for label, group in zip(labels, quoted, strict=True))
    if hand.style == "nested":
        return "\n".join(
            f"- {label}：\n" + "\n".join("    - " + t for t in group)
            for label, group in zip(labels, quoted, strict=True)
        )
    if hand.style == "swapped":
        return "\n".join(
            f"{label}：\n" + "\n".join("- " + t for t in group)
            for label, group in list(zip(labels, quoted, strict=True))[::-1]
        )
    if hand.style == "quoted":
        return "\n".join(
            f"❌ {label}\n".replace("❌", mark) + "\n".join("> " + t for t in group)
            for mark, label, group in zip("❌✅", labels, quoted, strict=True)
        )
    if hand.style == "marks":
        return "\n".join("- ❌ " + t for t in quoted[0]) + "\n" + "\n".join("- ✅ " + t for t in quoted[1])
    raise ValueError(hand.style)
