"""The closed set of customer dialogue acts: what an utterance does, whatever its wording."""

from enum import StrEnum


class Act(StrEnum):
    """What a customer's utterance does. One utterance may carry several. Values never change once released."""

    label: str
    """The Chinese display name."""

    def __new__(cls, value: str, label: str) -> "Act":
        act = str.__new__(cls, value)
        act._value_ = value
        act.label = label
        return act

    GREET = ("greet", "打招呼")
    AFFIRM_IDENTITY = ("affirm_identity", "确认本人")
    DENY_IDENTITY = ("deny_identity", "否认本人")
    THIRD_PARTY = ("third_party", "他人代接")
    ASK_IDENTITY = ("ask_identity", "询问身份")
    ASK_PURPOSE = ("ask_purpose", "询问来意")
    AFFIRM = ("affirm", "同意")
    NEGATE = ("negate", "否定")
    BUSY = ("busy", "正忙")
    CALL_LATER = ("call_later", "约时再打")
    REFUSE = ("refuse", "拒绝")
    DO_NOT_CONTACT = ("do_not_contact", "要求勿扰")
    END_CALL = ("end_call", "要求结束")
    FAREWELL = ("farewell", "道别")
    FEEDBACK_POSITIVE = ("feedback_positive", "正面反馈")
    FEEDBACK_NEGATIVE = ("feedback_negative", "负面反馈")
    FEEDBACK_MINIMAL = ("feedback_minimal", "极简反馈")
    SUGGESTION = ("suggestion", "建议")
    COMPLAINT = ("complaint", "投诉")
    ESCALATION_THREAT = ("escalation_threat", "升级威胁")
    ASK_SUPERVISOR = ("ask_supervisor", "要求领导")
    ASK_HUMAN = ("ask_human", "要求人工")
    ASK_ROBOT = ("ask_robot", "询问机器人")
    DOUBT_SALES = ("doubt_sales", "怀疑推销")
    DOUBT_FRAUD = ("doubt_fraud", "怀疑诈骗")
    DOUBT_EFFECT = ("doubt_effect", "质疑作用")
    QUESTION = ("question", "业务咨询")
    REQUEST = ("request", "业务办理")
    CANCEL_SERVICE = ("cancel_service", "要求销户退订")
    PROVIDE_INFO = ("provide_info", "提供信息")
    CORRECT = ("correct", "纠正")
    REPEAT_REQUEST = ("repeat_request", "请求重复")
    NOT_UNDERSTAND = ("not_understand", "没听懂")
    CANNOT_HEAR = ("cannot_hear", "听不清对方")
    LINE_BAD = ("line_bad", "线路不好")
    HOLD_ON = ("hold_on", "请稍等")
    RESUME = ("resume", "继续")
    MORE_TO_SAY = ("more_to_say", "还有问题")
    HESITATE = ("hesitate", "犹豫停顿")
    BACKCHANNEL = ("backchannel", "附和")
    THANKS = ("thanks", "感谢")
    PRAISE = ("praise", "称赞")
    APOLOGY = ("apology", "致歉")
    ANGER = ("anger", "愤怒")
    ABUSE = ("abuse", "辱骂")
    SARCASM = ("sarcasm", "讽刺")
    ANXIOUS = ("anxious", "焦急")
    OFF_TOPIC = ("off_topic", "与业务无关")
    PRANK = ("prank", "戏弄")
    FLIRT = ("flirt", "骚扰言语")
    SIDE_TALK = ("side_talk", "旁语")
    NON_SPEECH = ("non_speech", "非语音")
