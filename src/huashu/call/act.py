"""The closed set of customer dialogue acts: what an utterance does, whatever its wording."""

from enum import StrEnum


class Act(StrEnum):
    """What a customer's utterance does. One utterance may carry several. Values never change once released."""

    GREET = "greet"
    AFFIRM_IDENTITY = "affirm_identity"
    DENY_IDENTITY = "deny_identity"
    THIRD_PARTY = "third_party"
    ASK_IDENTITY = "ask_identity"
    ASK_PURPOSE = "ask_purpose"
    AFFIRM = "affirm"
    NEGATE = "negate"
    BUSY = "busy"
    CALL_LATER = "call_later"
    REFUSE = "refuse"
    DO_NOT_CONTACT = "do_not_contact"
    END_CALL = "end_call"
    FAREWELL = "farewell"
    FEEDBACK_POSITIVE = "feedback_positive"
    FEEDBACK_NEGATIVE = "feedback_negative"
    FEEDBACK_MINIMAL = "feedback_minimal"
    SUGGESTION = "suggestion"
    COMPLAINT = "complaint"
    ESCALATION_THREAT = "escalation_threat"
    ASK_SUPERVISOR = "ask_supervisor"
    ASK_HUMAN = "ask_human"
    ASK_ROBOT = "ask_robot"
    DOUBT_SALES = "doubt_sales"
    DOUBT_FRAUD = "doubt_fraud"
    DOUBT_EFFECT = "doubt_effect"
    QUESTION = "question"
    REQUEST = "request"
    CANCEL_SERVICE = "cancel_service"
    PROVIDE_INFO = "provide_info"
    CORRECT = "correct"
    REPEAT_REQUEST = "repeat_request"
    NOT_UNDERSTAND = "not_understand"
    CANNOT_HEAR = "cannot_hear"
    LINE_BAD = "line_bad"
    HOLD_ON = "hold_on"
    RESUME = "resume"
    MORE_TO_SAY = "more_to_say"
    HESITATE = "hesitate"
    BACKCHANNEL = "backchannel"
    THANKS = "thanks"
    PRAISE = "praise"
    APOLOGY = "apology"
    ANGER = "anger"
    ABUSE = "abuse"
    SARCASM = "sarcasm"
    ANXIOUS = "anxious"
    OFF_TOPIC = "off_topic"
    PRANK = "prank"
    FLIRT = "flirt"
    SIDE_TALK = "side_talk"
    NON_SPEECH = "non_speech"

    @property
    def label(self) -> str:
        """The Chinese display name."""
        return _LABELS[self]


_LABELS = {
    Act.GREET: "打招呼",
    Act.AFFIRM_IDENTITY: "确认本人",
    Act.DENY_IDENTITY: "否认本人",
    Act.THIRD_PARTY: "他人代接",
    Act.ASK_IDENTITY: "询问身份",
    Act.ASK_PURPOSE: "询问来意",
    Act.AFFIRM: "同意",
    Act.NEGATE: "否定",
    Act.BUSY: "正忙",
    Act.CALL_LATER: "约时再打",
    Act.REFUSE: "拒绝",
    Act.DO_NOT_CONTACT: "要求勿扰",
    Act.END_CALL: "要求结束",
    Act.FAREWELL: "道别",
    Act.FEEDBACK_POSITIVE: "正面反馈",
    Act.FEEDBACK_NEGATIVE: "负面反馈",
    Act.FEEDBACK_MINIMAL: "极简反馈",
    Act.SUGGESTION: "建议",
    Act.COMPLAINT: "投诉",
    Act.ESCALATION_THREAT: "升级威胁",
    Act.ASK_SUPERVISOR: "要求领导",
    Act.ASK_HUMAN: "要求人工",
    Act.ASK_ROBOT: "询问机器人",
    Act.DOUBT_SALES: "怀疑推销",
    Act.DOUBT_FRAUD: "怀疑诈骗",
    Act.DOUBT_EFFECT: "质疑作用",
    Act.QUESTION: "业务咨询",
    Act.REQUEST: "业务办理",
    Act.CANCEL_SERVICE: "要求销户退订",
    Act.PROVIDE_INFO: "提供信息",
    Act.CORRECT: "纠正",
    Act.REPEAT_REQUEST: "请求重复",
    Act.NOT_UNDERSTAND: "没听懂",
    Act.CANNOT_HEAR: "听不清对方",
    Act.LINE_BAD: "线路不好",
    Act.HOLD_ON: "请稍等",
    Act.RESUME: "继续",
    Act.MORE_TO_SAY: "还有问题",
    Act.HESITATE: "犹豫停顿",
    Act.BACKCHANNEL: "附和",
    Act.THANKS: "感谢",
    Act.PRAISE: "称赞",
    Act.APOLOGY: "致歉",
    Act.ANGER: "愤怒",
    Act.ABUSE: "辱骂",
    Act.SARCASM: "讽刺",
    Act.ANXIOUS: "焦急",
    Act.OFF_TOPIC: "与业务无关",
    Act.PRANK: "戏弄",
    Act.FLIRT: "骚扰言语",
    Act.SIDE_TALK: "旁语",
    Act.NON_SPEECH: "非语音",
}
