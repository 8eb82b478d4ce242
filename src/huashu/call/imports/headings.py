"""Which column of a table is what: our names, and the headings that people usually write."""

import re
from collections.abc import Mapping, Sequence

COLUMNS: Mapping[str, str] = {
    "call": "通话编号 call id",
    "speaker": "说话人 speaker",
    "text": "说的话 text of a turn",
    "t": "开始时间 start of a turn",
    "end": "结束时间 end of a turn",
    "duration": "时长 length of a turn",
    "type": "事件 event type",
    "transcript": "整通转写 whole transcript of a call",
    "direction": "呼入或呼出 inbound or outbound",
    "agent": "人工或机器人 human or robot",
    "kind": "业务类型 kind of call",
    "agent_id": "坐席工号 agent id",
    "started_at": "通话开始时间 when the call began",
    "customer_number": "客户号码 customer's number",
    "queue": "技能组 queue",
    "recording": "录音地址 link to the recording",
}
"""Our names of columns, each with what it holds."""

CALL_FACTS = ("direction", "agent", "kind", "agent_id", "started_at", "customer_number", "queue", "recording")
"""Columns that tell of the call as a whole."""

_USUAL: Mapping[str, str] = {
    "call": "call callid contactid conversationid sessionid recordid uuid 通话编号 通话id 通话标识 会话id 会话编号"
    " 会话标识 录音id 录音编号 录音文件 录音名称 流水号 通话流水号 呼叫id 呼叫编号 工单号 文件名 编号 id",
    "speaker": "speaker role participant participantrole 说话人 说话方 说话角色 角色 发言人 讲话人 身份"
    " 对话角色 发话方 发送方 发送者",
    "text": "text content utterance sentence words message asrtext 内容 文本 话术 语句 句子 说话内容 对话内容 转写"
    " 转写文本 转写内容 识别结果 识别文本 消息 消息内容 聊天内容 文字 话语",
    "t": "t start begin starttime begintime startoffset beginoffset beginoffsetmillis startms beginms time timestamp"
    " offset 开始 开始时间 起始时间 开始时刻 起始 时间 时间戳 时间点 发送时间 偏移 说话时间 句子开始时间",
    "end": "end endtime endoffset endoffsetmillis endms stop 结束 结束时间 终止时间 结束时刻 句子结束时间",
    "duration": "duration length 时长 持续时间 句子时长",
    "type": "type event eventtype 类型 事件 事件类型",
    "transcript": "transcript transcription dialogue dialog conversation 转写全文 通话内容 通话文本 对话 对话全文 全文"
    " 对话文本 通话转写 录音文本 录音转写 通话记录 会话内容 转写结果",
    "direction": "direction calltype calldirection 方向 通话方向 呼叫方向 呼叫类型 通话类型 呼入呼出",
    "agent": "agentkind agenttype 坐席类型 服务方式 服务类型",
    "kind": "kind category business scene topic 业务类型 业务 场景 通话场景 业务分类 分类",
    "agent_id": "agent agentid agentname operator operatorid employeeid staffid 坐席 坐席工号 坐席编号 坐席id 坐席姓名"
    " 座席 座席工号 工号 客服 客服工号 客服姓名 客服id 员工编号 员工号 员工姓名",
    "started_at": "startedat callstart callstarttime calltime calldate date 通话时间 通话开始时间 呼叫时间 来电时间"
    " 通话日期 日期 接听时间 呼叫开始时间 拨打时间",
    "customer_number": "customernumber customerphone phone phonenumber mobile callernumber ani 客户号码 客户电话 电话"
    " 电话号码 手机 手机号 手机号码 来电号码 客户手机 客户手机号 主叫号码",
    "queue": "queue skill skillgroup group team department 技能组 队列 班组 小组 部门 组别",
    "recording": "recording recordingurl recordurl audio audiourl url 录音 录音地址 录音链接 录音url",
}
_SECOND = {"声道": "speaker"}
"""Headings that mean this where no other column does."""
_WEAK = {"channel": "speaker", "轨道": "speaker"}
"""Headings that may mean this in a table with a row a turn."""
_MEANING = {heading: name for name, headings in _USUAL.items() for heading in headings.split()}
_DECORATION = re.compile(r"[\s_\-.*：:]|[(（\[【][^)）\]】]*[)）\]】]")
_MILLISECONDS = re.compile(r"毫秒|milli|\bms\b|[(（]ms[)）]|ms$", re.IGNORECASE)


def plain(heading: object) -> str:
    """A heading without case, blanks, units and punctuation."""
    return _DECORATION.sub("", str(heading or "")).lower()


def guess(headings: Sequence[object], own: Mapping[str, int] | None = None) -> dict[str, int]:
    """What each column holds: our names and indices. ``own`` are the user's; of the others the first column of a kind
    counts. A heading alone does not tell whether a time is the call's or the turn's; a table with speakers has one row
    a turn."""
    found = dict(own or {})
    taken = set(found.values())
    for meaning in (_MEANING, _SECOND, _WEAK):
        for index, heading in enumerate(headings):
            name = meaning.get(plain(heading))
            weak = meaning is _WEAK and ("text" not in found or "transcript" in found)
            if name and name not in found and index not in taken and not weak:
                found[name] = index
    if "transcript" in (own or {}) or "speaker" not in found:
        if "text" in found:
            found.setdefault("transcript", found.pop("text"))
    elif "text" not in found and "transcript" in found:
        found["text"] = found.pop("transcript")
    if "text" in found and "speaker" in found:
        found.pop("transcript", None)
    elif "transcript" in found and "t" in found:
        found.setdefault("started_at", found.pop("t"))
    return found


def in_milliseconds(heading: object) -> bool:
    """Whether a heading says that its times are milliseconds."""
    return _MILLISECONDS.search(str(heading or "")) is not None
