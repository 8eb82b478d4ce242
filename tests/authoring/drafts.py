"""A sound document in sections, any of which a test may replace, and the advice it gets."""

from collections.abc import Mapping
from functools import cache

from huashu.authoring import Advice, unfilled
from huashu.authoring.advise import advise
from huashu.authoring.draft import draft_of
from huashu.language import Understander
from huashu.language.agent_lines import default_line_reader
from huashu.language.understanding import default_understander
from huashu.playbook import parse
from huashu.standard import Standard, load_standard

SOUND = {
    "role": "宋晓——溪畔净水的回访专员，女，28岁，三年经验，说话轻快。",
    "task": "回访净水器用户，记下真实感受，对方没空就收线。",
    "profile": "- 姓名：安先生\n- 电话：13800000000\n- 机型：台下净水器",
    "steps": (
        "1. **说来意**\n   - “净水器装好一个月了，想听听您的感受。”\n"
        "2. **问感受**\n   - “用了一个月，出水还顺畅吗？”\n   - 如客户嫌水慢：“我给您登记检查滤芯。”\n"
        "3. **致谢**\n   - “您说的我都记下了。”"
    ),
    "qa": "- Q：多久换一次滤芯？\n  A：半年换一次就可以。\n- Q：水有味道怎么办？\n  A：先放两分钟水再接。",
    "opening": "“您好，请问是安先生吗？我是溪畔净水的宋晓，问问净水器好不好用。”",
    "ends": "1. 问题问完\n2. 客户明确拒绝\n3. 客户正在忙",
    "closings": "- “谢谢您的宝贵意见，祝您用水安心，再见。”\n- “好的，那就不打扰您了，再见。”",
    "callee": "安先生，41岁，教师，说话直接。",
    "imitate": "“有话快说。”\n“我在备课，十分钟以后再打。”",
}

_DOCUMENT = """## 电话拨打方

### 角色
{role}

### 核心任务
{task}

### 目标客户画像
{profile}

### 分步流程和话术
{steps}

### 问答知识库
{qa}

### 开场白
{opening}

### 结束条件与结束语
**结束条件**
{ends}

**结束语**
{closings}

---

## 电话接听方

### 角色
{callee}

### 背景信息
- 关键经历：上个月滤芯漏过一次水

### 核心关切点
- 首要：水干不干净

### 对话中的典型行为模式
- 听到客套话会打断

### 回复风格示例
- **反面教材（不要这样说）：**
  “贵公司服务周到。”
- **正面教材（模仿这种感觉）：**
{imitate}

### 结束条件
1. 对方开始推销
"""


def document(sections: Mapping[str, str] | None = None) -> str:
    """The sound document with some of its sections replaced."""
    return _DOCUMENT.format(**SOUND | dict(sections or {}))


def advice_on(text: str) -> tuple[Advice, ...]:
    """All advice about a document, which must parse."""
    playbook = parse(text).playbook
    assert playbook is not None
    return (*unfilled(text), *advise(draft_of(playbook, ears(), standard(), default_line_reader())))


@cache
def ears() -> Understander:
    return default_understander()


@cache
def standard() -> Standard:
    return load_standard()
