"""One desk written in the many ways that people write, and what of a document a reading has lost."""

import json
import re

from huashu.playbook.desk import ParsedDesk
from huashu.playbook.desk.export import to_json
from huashu.playbook.desk.vocabulary import groups, words

BULLETS = """\
# 松果物流客服台

## 基本信息
- 单位：松果物流
- 热线：400-000-3000
- 风险策略：稳妥
- 班长：晚班班长

## 问候
“您好，松果物流，请问有什么可以帮您？”

## 身份核验
- 核验项：寄件手机号、寄件人姓名
- 需要几项：2
- 次数：2

## 查询

### 包裹位置
- 说法：我的包裹到哪了／查一下快递
- 需核验：是
- 资料：位置=城北分拨中心｜派送途中；预计送达=今天｜明天
- 回答：您的包裹在{位置}，预计{预计送达}送到。

## 办理

### 改收货地址
- 说法：我写错地址了／能不能改送到单位
- 需核验：是
- 需要：新地址：请问新的地址是哪里？；送达方式（送上门／放站点）：要送上门还是放站点？
- 影响：改地址要晚一天送到。
- 回答：地址改好了，送到{新地址}。

## 工单

### 包裹破损
- 类型：投诉
- 说法：箱子压坏了／里面的碗碎了
- 部门：理赔部
- 时限：2个工作日
- 原因：要核对装卸录像

## 柜台业务

### 开盖章证明
- 说法：给我开个证明
- 证件：身份证、运单
- 费用：不收费

## 网点
- 城北站：北关街1号（城北，8:00-20:00）
- 城南站：南关街2号（城南，9:00-18:00）

## 权限

### 赔双倍
- 说法：你们要赔我两倍
- 原因：赔偿按保价规定
- 办法：可以请理赔部复核
- 部门：理赔部
- 时限：3天

## 常见问题
- Q：生鲜能寄吗？
  A：可以，用冷链箱。

## 术语
- 到付：收件的人付运费

## 销号挽留
- 说法：会员我不要了
- 太贵：可以换成按次付费。

## 短信说明
- 派送通知：免费的，告诉您几点到。

## 来电方

### 老陈
- 类别：真实
- 场景：咨询
- 身份：退休教师
- 事实：寄件手机号=13800000001；寄件人姓名=陈平
- 诉求：包裹位置
- 说法：我寄的那箱书走到哪里啦
- 时刻：沉默、找笔
- 习惯：老人、慢
"""

TABLES = """\
# 松果物流客服台

## 基本信息
| 项目 | 内容 |
| --- | --- |
| 单位 | 松果物流 |
| 热线 | 400-000-3000 |
| 风险策略 | 稳妥 |
| 班长 | 晚班班长 |

## 问候
您好，松果物流，请问有什么可以帮您？

## 身份核验
| 核验项 | 寄件手机号、寄件人姓名 |
| 需要几项 | 2 |
| 次数 | 2 |

## 查询
| 名称 | 说法 | 需核验 | 资料 | 回答 |
|---|---|---|---|---|
| 包裹位置 | 我的包裹到哪了／查一下快递 | 是 | 位置=城北分拨中心｜派送途中；预计送达=今天｜明天 | 您的包裹在{位置}，预计{预计送达}送到。 |

## 办理
| 业务 | 客户说法 | 核验 | 需要信息 | 影响 | 话术 |
|---|---|---|---|---|---|
| 改收货地址 | 我写错地址了<br>能不能改送到单位 | 是 | 新地址：请问新的地址是哪里？<br>送达方式（送上门／放站点）：要送上门还是放站点？ \
| 改地址要晚一天送到。 | 地址改好了，送到{新地址}。 |

## 工单
| 事项 | 类型 | 说法 | 承办部门 | 承诺时限 | 派单原因 |
|---|---|---|---|---|---|
| 包裹破损 | 投诉 | 箱子压坏了；里面的碗碎了 | 理赔部 | 两个工作日内 | 要核对装卸录像 |

## 柜台业务
| 业务名称 | 说法 | 所需证件 | 收费 |
|---|---|---|---|
| 开盖章证明 | 给我开个证明 | 身份证、运单 | 不收费 |

## 网点
| 网点名称 | 地址 | 所在区 | 营业时间 |
|---|---|---|---|
| 城北站 | 北关街1号 | 城北 | 8:00-20:00 |
| 城南站 | 南关街2号 | 城南 | 9:00-18:00 |

## 权限
| 要求 | 说法 | 理由 | 解决办法 | 部门 | 时限 |
|---|---|---|---|---|---|
| 赔双倍 | 你们要赔我两倍 | 赔偿按保价规定 | 可以请理赔部复核 | 理赔部 | 3天内 |

## 常见问题
| 问题 | 答案 |
|---|---|
| 生鲜能寄吗？ | 可以，用冷链箱。 |

## 术语
| 名词 | 解释 |
|---|---|
| 到付 | 收件的人付运费 |

## 销号挽留
- 说法：会员我不要了

| 理由 | 话术 |
|---|---|
| 太贵 | 可以换成按次付费。 |

## 短信说明
| 短信类型 | 用途 |
|---|---|
| 派送通知 | 免费的，告诉您几点到。 |

## 来电方
| 姓名 | 类别 | 场景 | 身份 | 事实 | 诉求 | 说法 | 时刻 | 习惯 |
|---|---|---|---|---|---|---|---|---|
| 老陈 | 普通 | 咨询 | 退休教师 | 寄件手机号=13800000001；寄件人姓名=陈平 | 包裹位置 | 我寄的那箱书走到哪里啦 | 沉默、找笔 | 老人、慢 |
"""

WRAPPED = """\
松果物流客服台

【基本信息】
单位:松果物流
热线:400-000-3000
风险策略:稳妥
班长:晚班班长

【问候语】
您好，松果物流，请问有什么可以帮您？

【身份核验】
核验项:寄件手机号,寄件人姓名
需要几项:两项
次数:两次

【查询】
1、包裹位置
说法:我的包裹到哪了;查一下快递
需核验:需要
资料:位置=城北分拨中心|派送途中;预计送达=今天|明天
回答:您的包裹在{位置}，预计{预计送达}送到。

【办理】
1、改收货地址
说法:我写错地址了;能不能改送到单位
需核验:是
需要:新地址:请问新的地址是哪里？;送达方式(送上门/放站点):要送上门还是放站点？
影响:改地址要晚一天送到。
回答:地址改好了，送到{新地址}。

【工单】
1、包裹破损
类型:投诉
说法:箱子压坏了;里面的碗碎了
部门:理赔部;时限:2个工作日
原因:要核对装卸录像

【柜台业务】
1、开盖章证明
说法:给我开个证明
证件:身份证,运单
费用:不收费

【网点】
城北站:北关街1号(城北,8:00-20:00)
城南站:南关街2号(城南,9:00-18:00)

【权限】
1、赔双倍
说法:你们要赔我两倍
原因:赔偿按保价规定
办法:可以请理赔部复核
部门:理赔部
时限:3天

【常见问题】
问:生鲜能寄吗？
答:可以，用冷链箱。

【术语】
到付:收件的人付运费

【销号挽留】
说法:会员我不要了
太贵:可以换成按次付费。

【短信说明】
派送通知:免费的，告诉您几点到。

【来电方】
1、老陈
类别:真实
场景:咨询
身份:退休教师
事实:寄件手机号=13800000001;寄件人姓名=陈平
诉求:包裹位置
说法:我寄的那箱书走到哪里啦
时刻:沉默,找笔
习惯:老人,慢
"""

ENGLISH = """\
# 松果物流客服台

## Messages
- 派送通知: 免费的，告诉您几点到。

## FAQ
Q: 生鲜能寄吗？
A: 可以，用冷链箱。

## Lookups
- **包裹位置**
  - **asked**: 我的包裹到哪了 / 查一下快递
  - **verify**: yes
  - **record**:
    - 位置=城北分拨中心｜派送途中
    - 预计送达=今天｜明天
  - **answer**: “您的包裹在{位置}，预计{预计送达}送到。”

## Services
- **改收货地址**
  - asked:
    - 我写错地址了
    - 能不能改送到单位
  - verify: yes
  - needs:
    - 新地址：请问新的地址是哪里？
    - 送达方式（送上门／放站点）：要送上门还是放站点？
  - effect: 改地址要晚一天送到。
  - answer: 地址改好了，送到{新地址}。

## Work orders
- **包裹破损**
  - type: complaint
  - asked: “箱子压坏了”“里面的碗碎了”
  - department: 理赔部
  - within: 2个工作日
  - why: 要核对装卸录像

## Counter-only
- **开盖章证明**
  - asked: 给我开个证明
  - documents: 身份证、运单
  - fee: 不收费

## Branches
- 城北站，北关街1号，城北，8:00-20:00
- 城南站，南关街2号，城南，9:00-18:00

## Limits
- **赔双倍**
  - asked: 你们要赔我两倍
  - why: 赔偿按保价规定
  - way: 可以请理赔部复核
  - department: 理赔部
  - within: 3天

## Glossary
- 到付: 收件的人付运费

## 销号挽留
- asked: 会员我不要了
- 太贵: 可以换成按次付费。

## Basics
- Organisation: 松果物流
- Hotline: 400-000-3000
- Risk: cautious
- Leader: 晚班班长

### Greeting
“您好，松果物流，请问有什么可以帮您？”

### Verification
- fields: 寄件手机号、寄件人姓名
- needed: 2
- attempts: 2

## Callers
- **老陈**
  - kind: genuine
  - scene: enquiry
  - role: 退休教师
  - facts: 寄件手机号=13800000001；寄件人姓名=陈平
  - needs: 包裹位置
  - says: 我寄的那箱书走到哪里啦
  - moments: silent、needs_pen
  - habits: elder、slow
"""

HALVES = (
    BULLETS.replace("\n### ", "\n#### ")
    .replace("\n## ", "\n### ")
    .replace("### 基本信息", "## 一、服务台设置\n\n### （一）基本信息")
    .replace("### 查询", "## 二、业务\n\n### （一）查询")
    .replace("### 来电方", "---\n\n## 来电方")
    .replace("#### 老陈", "### 老陈")
    .replace("：", "： ")
)

LAYOUTS = {"bullets": BULLETS, "tables": TABLES, "wrapped": WRAPPED, "english": ENGLISH, "halves": HALVES}
"""The same desk by the way in which it is written."""

_READ_AS_SOMETHING_ELSE = (
    "within needed attempts verify noted kind scene risk sex order moments habits call_back_within keeping".split()
)


def meaning(parsed: ParsedDesk) -> object:
    """What a reading says, whatever the lines it stands on and the order of its sections."""
    desk = parsed.desk or parsed.partial
    assert desk is not None
    told = _without_lines(to_json(desk))
    assert isinstance(told, dict)
    told["items"] = sorted(told["items"], key=lambda item: item["name"])
    return told


def _without_lines(thing: object) -> object:
    if isinstance(thing, dict):
        return {key: _without_lines(value) for key, value in thing.items() if key != "line"}
    return [_without_lines(one) for one in thing] if isinstance(thing, list) else thing


def lost(text: str, parsed: ParsedDesk) -> list[str]:
    """The clauses of a document that stand nowhere in its reading: neither in the desk nor in its notes."""
    desk = parsed.desk or parsed.partial
    assert desk is not None
    whole = _bare(json.dumps(to_json(desk), ensure_ascii=False))
    known = {word for group in groups() for word in words(group)}
    lines = [line for line in text.splitlines() if line.strip()]
    return [
        clause
        for line, below in zip(lines, [*lines[1:], ""], strict=True)
        if not _turned(line) and _bare(line) not in known and not _over_a_heading(line, below)
        for clause in re.split(r"[^\w%]+|_", line)
        if len(clause) > 1 and _bare(clause) not in whole and _bare(clause) not in known
    ]


def _over_a_heading(line: str, below: str) -> bool:
    """Whether a heading stands straight over a deeper one, and so tells nothing by itself."""
    return line.startswith("#") and below.startswith(line[: len(line) - len(line.lstrip("#"))] + "#")


def _turned(line: str) -> bool:
    """Whether what stands in a line is kept as something else: a yes, a number, a name of ours."""
    keys = [
        word for name in _READ_AS_SOMETHING_ELSE for group in groups() for word, n in words(group).items() if n == name
    ]
    found = re.match(r"[\W\d]*([^:：]{1,12})[:：]", line)
    return line.lstrip().startswith("|") or (found is not None and _bare(found[1]) in keys)


def _bare(text: str) -> str:
    return re.sub(r"[^\w%]+|_", "", text).lower()
