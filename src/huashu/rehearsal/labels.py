"""What the measures, reasons and temperaments are called where people read them."""

from collections.abc import Mapping

from huashu.call import EndReason
from huashu.rehearsal.rates import Sort

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
    "needs_met": ("诉求办结", "来电者要的，按他自己的实情得到了：查到的值说对了，工单、服务、网点、答案都对"),
    "nothing_leaked": ("不泄隐私", "身份核对之前，没有说出账户里的任何内容"),
    "attempts_kept": ("核验有度", "核对身份的次数不超过文档规定"),
    "promises_exist": ("承诺属实", "说出的编号和时限，工单里都有；没有工单就没有承诺"),
    "outage_honest": ("故障坦诚", "系统没有答复时如实说明，不报编号，请求留着补办"),
    "holds_kept": ("等待有序", "先征得同意，三十秒一报，两分钟提出回电，三分钟之内，恢复后致谢"),
    "answered_in_time": ("七秒应答", "来电者说完，七秒之内有回应"),
    "harassment_handled": ("骚扰妥处", "用允许的办法结束，不说忌语，不推给别人，事后上报"),
    "genuine_served": ("不冤枉人", "真有事的来电者，没有被当作骚扰"),
    "moments_handled": ("难处应对", "通话里的难处按规范应对了"),
    "satisfied": ("来电者满意", "挂机时，来电者自己觉得满意"),
    "record_complete": ("记录完整", "何事、何人、何时、结果等要素都在记录里，且与实情一致"),
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
    EndReason.NO_ANSWER: "无人接听",
    EndReason.LINE_BUSY: "占线",
    EndReason.REJECTED: "对方拒接",
    EndReason.WRONG_NUMBER: "号码有误",
    EndReason.NETWORK: "网络不通",
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

CALLERS: Mapping[str, str] = {
    "enquiry": "咨询",
    "complaint": "投诉",
    "suggestion": "建议",
    "business_change": "业务变更",
    "agitated": "情绪激动",
    "several_at_once": "几件事一起说",
    "several_in_turn": "几件事接着说",
    "silent": "不出声",
    "quiet_voice": "声音小",
    "noisy_line": "杂音大",
    "cannot_hear_us": "听不见我们",
    "speakerphone": "开着免提",
    "missed_words": "个别字听不清",
    "unclear": "说不清楚",
    "not_understood": "听不懂",
    "no_reaction": "没有反应",
    "more_to_say": "还有话没说",
    "stops_midway": "说到一半停下",
    "dictates_number": "报号码",
    "hold_refused": "不愿等",
    "hold_impatient": "等得不耐烦",
    "anxious_on_hold": "等得着急",
    "refuses_identity": "不肯核对身份",
    "wrong_identity": "身份对不上",
    "hesitates_identity": "迟疑要不要说",
    "landline_call_back": "留座机",
    "dialect": "说方言",
    "dislikes_self_service": "嫌自助麻烦",
    "needs_pen": "要找笔",
    "unknown_business": "不熟悉的业务",
    "wants_to_cancel": "要注销",
    "unwanted_sms": "不要短信",
    "counter_only": "只能柜台办",
    "beyond_authority": "超出权限",
    "third_party": "替别人办",
    "asks_robot": "问是不是机器人",
    "system_down": "系统故障",
    "interrupts": "插话",
    "absurd_claim": "骚扰：荒唐事",
    "singing": "骚扰：唱歌",
    "celebrity": "骚扰：要名人电话",
    "joke_name": "骚扰：搞笑名字",
    "mock_survey": "骚扰：反过来考问",
    "flirting": "骚扰：调情",
    "philosophical": "骚扰：谈人生",
    "mock_complaint": "骚扰：假投诉",
    "accomplices": "骚扰：一伙人",
    "self_mockery": "骚扰：自嘲",
    "contradictions": "骚扰：前后矛盾",
    "noon_fixed_phone": "骚扰：午间座机",
    "role_play": "骚扰：扮角色",
    "quiz": "骚扰：出题",
    "angry": "像骚扰：生气",
    "swearing": "像骚扰：骂人",
    "child": "像骚扰：孩子",
    "elder": "像骚扰：老人",
    "dialect_speaker": "像骚扰：方言",
    "drunk": "像骚扰：喝了酒",
    "laughing_colleagues": "像骚扰：旁人在笑",
    "odd_true_story": "像骚扰：离奇实情",
    "rude_complaint": "像骚扰：粗鲁投诉",
    "confused": "像骚扰：说不清",
    "genuine": "真有事",
    "harassing": "骚扰",
    "lookalike": "像骚扰",
}
"""The kinds of simulated callers, as readers see them."""

SORTS: Mapping[Sort, str] = {Sort.SCENARIO: "剧本", Sort.DESK: "服务台"}
"""What documents are called."""
