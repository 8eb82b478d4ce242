"""The kinds of advice as the handbook lists them, written from what the code has."""

from collections.abc import Iterator, Mapping

from huashu.authoring.advice import Kind, Severity, kinds

BEGIN, END = "<!-- kinds of advice: written by huashu.authoring.handbook -->", "<!-- end of the kinds of advice -->"
"""What stands around the list in docs/authoring.md."""

_SECTIONS = {
    "role": "角色",
    "task": "核心任务",
    "profile": "目标客户画像",
    "steps": "分步流程和话术",
    "qa": "问答知识库",
    "opening": "开场白",
    "ends": "结束条件",
    "closings": "结束语",
    "callee": "接听方 · 角色",
    "imitate": "正面教材",
}
"""The sections of the examples, by the names they have in ``advice.yaml``."""

_HEADS = {
    Severity.WRONG: "### `wrong` · 该改：电话会打得和写的不一样",
    Severity.MEND: "### `mend` · 可改：能打，改了更好",
    Severity.NOTE: "### `note` · 参考",
}


def handbook() -> str:
    """Every kind of advice in Markdown, the weightiest first: what it says, why, an example and what nearly is one."""
    parts = [BEGIN]
    for severity in Severity:
        parts.append(_HEADS[severity])
        parts += ["\n".join(_entry(kind)) for kind in kinds().values() if kind.severity is severity]
    return "\n\n".join([*parts, END])


def _entry(kind: Kind) -> Iterator[str]:
    yield f"#### `{kind.code}`"
    yield ""
    yield f"{kind.gloss.capitalize()}. {kind.why}"
    yield ""
    yield "```markdown"
    yield from _shown("会提", kind.example.bad)
    yield ""
    yield from _shown("不会提", kind.example.ok)
    yield "```"


def _shown(head: str, sections: Mapping[str, str]) -> Iterator[str]:
    yield f"<!-- {head} -->"
    for name, text in sections.items():
        yield f"### {_SECTIONS[name]}"
        yield text
