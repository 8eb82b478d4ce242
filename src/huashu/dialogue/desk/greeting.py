"""The fixed greeting: the desk's own, with organisation, agent id and readiness where it lacks them (S1.2, S4.7)."""

import re

from huashu.dialogue.desk.wording import fill, joined, line
from huashu.playbook.desk.model import Desk

_OFFERS = re.compile(r"为您服务|帮您|帮到您|帮助您|请讲|请说|什么需要")
_NAMED = re.compile(r"工号|号客服|我是|我叫|助手")


def greeting(desk: Desk) -> str:
    """What is said first."""
    blanks = {
        "organisation": desk.organisation, "department": desk.department, "agent": desk.agent_id,
        "单位": desk.organisation, "部门": desk.department, "工号": desk.agent_id, "热线": desk.hotline,
    }  # fmt: skip
    if not desk.greeting:
        return line("greeting", (), **blanks)
    own = fill(desk.greeting, blanks)
    before = "" if desk.organisation in own else line("organisation", (), **blanks)
    agent = "" if _NAMED.search(own) or desk.agent_id in own else line("agent", (), **blanks)
    offer = "" if _OFFERS.search(own) else line("offer", ())
    return joined(before, own, agent, offer)
