"""What the measures, reasons and temperaments are called where people read them."""

from collections.abc import Mapping

from huashu.call import EndReason

RATES: Mapping[str, tuple[str, str]] = {
    "closed_in_turn": ("及时收尾", "客户给出结束信号后，坐席下一轮就致谢收尾，之后不再说别的"),
    "goal_reached": ("目标达成", "按坐席的记录，剧本的任务完成了"),
    "steps_delivered": ("步骤说到", "客户留出的余地之内，文档里的步骤说到了"),
    "steps_in_order": ("步骤有序", "说到的步骤按文档的先后"),
    "answers_recorded": ("回答入档", "客户对提问给出的回答，原样记在那个问题下面"),
    "questions_right": ("答问准确", "客户问到知识库里的问题，下一轮答的正是那一条；没有答案的不乱答"),
    "feedback_recall": ("反馈入档", "客户说出的反馈点，记进了通话记录"),
    "do_not_contact_recall": ("勿扰登记", "客户要求不再来电，记录里登记了"),
    "feedback_precision": ("记录属实", "记下的反馈，确是客户说过的反馈"),
}
"""Name and meaning of every rate, as readers see them."""

END_REASONS: Mapping[str, str] = {
    EndReason.COMPLETED: "谈完",
    EndReason.REFUSED: "拒绝",
    EndReason.DO_NOT_CONTACT: "要求勿扰",
    EndReason.BUSY: "正忙",
    EndReason.CALL_LATER: "约时再打",
    EndReason.COLD: "冷淡",
    EndReason.AGITATED: "情绪激动",
    EndReason.LINE_UNUSABLE: "线路不可用",
    EndReason.WRONG_PERSON: "不是本人",
    EndReason.VOICEMAIL: "语音信箱",
    EndReason.CUSTOMER_HUNG_UP: "客户先挂",
    EndReason.LIMIT: "到达上限",
    EndReason.REFERRED: "转线上或柜台",
    EndReason.CALL_BACK: "上报后回电",
    EndReason.BACK_OFFICE: "转后台处理",
    EndReason.TRANSFERRED: "转接",
    EndReason.HARASSMENT: "骚扰来电",
    "unknown": "没有记录",
}

CAUSES: Mapping[str, str] = {
    "refusal": "不想谈",
    "do_not_contact": "不想再被打扰",
    "cold": "冷淡下来",
    "interruption": "身边有事",
    "topic": "碰到反感的话题",
    "emotion": "情绪上来",
    "busy": "正忙",
    "time": "时间到了",
    "info": "被问到信息",
    "fraud": "怕是诈骗",
    "done": "说完了",
    "later": "改时间再说",
    "call_later": "改时间再说",
    "repeated": "再次要求结束",
    "wrong_number": "打错了",
    "someone_else": "别人接的",
    "third_party": "别人接的",
    "voicemail": "语音信箱",
}
"""What made the customer want to end the call, as readers see it."""

PERSONAS: Mapping[str, str] = {
    "resistant": "抗拒型",
    "busy": "忙碌型",
    "hesitant": "犹豫型",
    "friendly": "友善型",
    "analytical": "较真型",
    "demanding": "强势型",
}

"""The temperaments of simulated customers, as readers see them."""

GOALS: Mapping[str, str] = {
    "reached": "达成",
    "partly": "部分达成",
    "refused": "被拒绝",
    "later": "改时间再谈",
    "no": "没有谈成",
}
"""What became of the scenario's task, as readers see it."""

MOODS: Mapping[str, str] = {"patience": "耐心", "trust": "信任", "anger": "火气", "interest": "兴趣"}
