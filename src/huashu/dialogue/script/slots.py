"""Filling the blanks of a script with what the scenario knows."""

import re
from collections.abc import Mapping

from huashu.playbook.model import Playbook, ProfileItem

_HONORIFIC = r"先生|女士|小姐|老师|同学|经理|主任|店长|老板|阿姨|叔叔|总"
_ADDRESSED = re.compile(
    rf"(?P<name>[\u4e00-\u9fff]{{1,4}}?)(?P<title>{_HONORIFIC})(?![\u4e00-\u9fff]{{0,2}}(?:部|处|室|岗))"
)
_NAME = re.compile(r"^(?:如|例如|姓名)?[:：]?\s*(?P<name>[\u4e00-\u9fff·]{2,4})(?=[，,；;（(、\s/]|$)")
_NAME_KEY = re.compile(r"姓名|名字|称呼|联系人|客户名|name", re.IGNORECASE)
_BLANK = re.compile(r"[\[【{(（<《]\s*([^\]】})）>》]{1,12})\s*[\]】})）>》]|[XxＸ×*＊_]{2,}|某(?=先生|女士|小姐)")
_SURNAMES_LEAD = re.compile(r"^(?:如|例如|比如|即|是|叫|客户)")


def customer_name(playbook: Playbook) -> str:
    """The customer's name and form of address as the profile gives them (“张强先生”), or ""."""
    for item in playbook.caller.profile:
        if _NAME_KEY.search(item.key) and (name := _name_in(item)):
            return name
    return ""


def _name_in(item: ProfileItem) -> str:
    value = _SURNAMES_LEAD.sub("", item.value.strip())
    addressed = _ADDRESSED.search(value[:16])
    if addressed:
        return _SURNAMES_LEAD.sub("", addressed["name"]) + addressed["title"]
    plain = _NAME.match(value)
    if plain is None:
        return ""
    sex = re.search(r"[男女]", item.value)
    return plain["name"] + {"男": "先生", "女": "女士"}.get(sex[0] if sex else "", "")


def bare_name(addressed: str) -> str:
    """“张强先生” → “张强”."""
    return re.sub(rf"(?:{_HONORIFIC})$", "", addressed)


def slots_of(playbook: Playbook) -> Mapping[str, str]:
    """What the blanks of this scenario may be filled with, by the words people write into blanks."""
    role, name = playbook.caller.role, customer_name(playbook)
    slots = {item.key: item.value for item in playbook.caller.profile if item.key and len(item.value) <= 24}
    known = {
        ("姓名", "客户姓名", "客户", "称呼", "客户称呼", "名字", "对方姓名", "客户名"): name,
        ("公司", "公司名", "公司名称", "单位", "企业", "品牌", "机构"): role.employer,
        ("工号姓名", "客服姓名", "坐席", "坐席姓名", "本人姓名", "我的姓名", "专员", "客服"): role.name,
    }
    for keys, value in known.items():
        if value:
            slots |= dict.fromkeys(keys, value)
    return slots


def fill(text: str, slots: Mapping[str, str]) -> str:
    """``text`` with its blanks filled. A clause whose blank nobody can fill is left out, as long as others stay."""
    if not _BLANK.search(text):
        return text
    clauses = re.findall(r"[^，,。！？!?；;]+[，,。！？!?；;]*", text)
    kept = [filled for clause in clauses if (filled := _fill_clause(clause, slots)) is not None]
    spoken = "".join(kept).strip()
    return re.sub(r"[，,]$", "。", spoken) if spoken else _BLANK.sub("", text)


def _fill_clause(clause: str, slots: Mapping[str, str]) -> str | None:
    missing = False

    def put(blank: re.Match[str]) -> str:
        nonlocal missing
        after = clause[blank.end() :]
        if blank[1] is not None:
            if blank[1] in slots:
                return slots[blank[1]]
            if not re.search(
                r"姓名|公司|电话|日期|时间|地址|编号|单号|金额|名称|工号|XX|客户|数字|具体|产品", blank[1]
            ):
                return blank[0]
        elif re.match(r"先生|女士|小姐", after) and slots.get("姓名"):
            return bare_name(slots["姓名"])
        elif after.startswith("公司") and slots.get("公司"):
            return re.sub(r"公司$", "", slots["公司"])
        missing = True
        return ""

    filled = _BLANK.sub(put, clause)
    return None if missing else filled
