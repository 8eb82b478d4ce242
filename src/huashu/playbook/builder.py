"""Sections to a ``Playbook``: the pieces read, put together, and what is missing said."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from huashu.playbook.guess import FAREWELL, adopt
from huashu.playbook.items import read_endings, read_opening, read_passages, read_said
from huashu.playbook.layout import Line
from huashu.playbook.ledger import missing
from huashu.playbook.manner import read_style
from huashu.playbook.model import QA, Callee, Caller, Parsed, Passage, Playbook, Problem, ProfileItem, Role, Step, Style
from huashu.playbook.outline import Outline, Section
from huashu.playbook.profile import read_profile
from huashu.playbook.qa import read_qa
from huashu.playbook.role import read_role
from huashu.playbook.sections import at_home, bodies, by_kind, described, gap, ordered, passages
from huashu.playbook.steps import read_steps
from huashu.playbook.vocabulary import NAMES, Half, Kind, read_name, split_brackets


@dataclass(slots=True)
class Builder:
    """The document being put together."""

    found: Outline
    lines: list[Line]
    notes: list[Passage] = field(default_factory=list)
    errors: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    names: tuple[str, ...] = ()

    def warn(self, line: int, code: str, message: str) -> None:
        """Report something that does not stop the call."""
        self.warnings.append(Problem(line=line, code=code, message=message))

    def fail(self, line: int, code: str, message: str) -> None:
        """Report something without which there is no call."""
        self.errors.append(Problem(line=line, code=code, message=message))

    def parsed(self) -> Parsed:
        """Read every section and say what is missing."""
        self._settle()
        self._adopt()
        mine = [s for s in self.found.sections if s.half is Half.CALLER]
        theirs = [s for s in self.found.sections if s.half is Half.CALLEE]
        caller = self._caller(by_kind(mine)) if mine else None
        callee = self._callee(by_kind(theirs)) if theirs else None
        self._stray()
        if caller is None:
            self.fail(
                self._head_line(Half.CALLEE),
                "no_caller",
                "只有接听方，没有拨打方 (callee half only)。请补上“## "
                "电话拨打方”及其角色、核心任务、分步流程和话术、开场白、结束语。",
            )
            return self._done(None, callee)
        if callee is None:
            self.warn(
                mine[-1].head.line.no,
                "no_callee",
                "没有接听方，无法演练 (no callee half, rehearsal impossible)。请补上“## 电话接听方”。",
            )
        return self._done(caller, callee)

    def _done(self, caller: Caller | None, callee: Callee | None) -> Parsed:
        nobody = Caller(role=Role(text="", line=1), task=Passage(text="", line=1))
        book = Playbook(title=self.found.title, caller=caller or nobody, callee=callee, notes=tuple(self.notes))
        self._leave(missing(self.lines, book, self.found.headings), "文档")
        book = replace(book, notes=tuple(sorted(self.notes, key=lambda p: p.line)))
        errors, warnings = (tuple(sorted(ps, key=lambda p: p.line)) for ps in (self.errors, self.warnings))
        return Parsed(playbook=None if errors else book, errors=errors, warnings=warnings, partial=book)

    def _settle(self) -> None:
        """Turn sections named in the other half's words into what they are there; report what is nothing."""
        for section in self.found.sections:
            kinds = tuple(dict.fromkeys(at_home(kind, section.half, self.found) for kind in section.kinds))
            section.kinds = tuple(k for k in kinds if k is not None) or (Kind.OTHER,)
        for section in [s for s in self.found.sections if s.kinds == (Kind.OTHER,)]:
            self.found.sections.remove(section)
            self.found.unknown.append(section.head)
            self.found.stray += [section.head.line, *(line for line in section.body if line.no != section.head.line.no)]
        for section in self.found.sections:
            if any(section.head.name.kinds) and Kind.OTHER in section.kinds:
                section.kinds = tuple(k for k in section.kinds if k is not Kind.OTHER)

    def _adopt(self) -> None:
        """Take unknown headings for what stands under them, and say so."""
        for section in adopt(self.found):
            name = NAMES[section.kinds[0]]
            self.warn(
                section.head.line.no,
                "guessed_section",
                f"不认识的章节“{section.head.line.text[:20]}”，看内容是{name}，已按{name}读取 "
                f"(unknown section, read by its content)。请改用标题“### {name}”。",
            )

    def _body(self, sections: dict[Kind, list[Section]], kind: Kind) -> list[Line]:
        """The lines of all sections of a kind; more than one with text is reported."""
        same = [s for s in sections.get(kind, []) if not s.empty]
        whole = [s for s in same if not s.part]
        for again in whole[1:]:
            if len(again.kinds) == 1 and again.kinds == whole[0].kinds:
                self.warn(
                    again.head.line.no,
                    "duplicate_section",
                    f"“{NAMES[kind]}”重复出现（第 {whole[0].head.line.no} 行已有），已合并 (duplicate "
                    f"section, merged)。请合为一节。",
                )
        return [line for s in same for line in [*gap(s), *s.body]]

    def _head_line(self, half: Half) -> int:
        heads = [h.line.no for h in self.found.halves if h.name.half is half]
        return min(heads or [s.head.line.no for s in self.found.sections if s.half is half] or [1])

    def _caller(self, sections: dict[Kind, list[Section]]) -> Caller:
        role = self._role(sections)
        self.names = tuple(n for n in (role.name if role else None, role.title if role else None) if n)
        task = self._task(sections)
        steps = self._steps(sections)
        qa = self._qa(sections)
        opening, openings = self._opening(sections, steps)
        ends, closings = self._endings(sections, steps)
        profile = self._profile(sections)
        nothing = self._head_line(Half.CALLER)
        return Caller(
            role=role or Role(text="", line=nothing),
            task=task or Passage(text="", line=nothing),
            profile=profile,
            steps=steps,
            qa=qa,
            opening=opening,
            openings=openings,
            end_conditions=ends,
            closings=closings,
        )

    def _role(self, sections: dict[Kind, list[Section]]) -> Role | None:
        body = self._body(sections, Kind.ROLE)
        role = read_role(body or self._preamble(Half.CALLER))
        if role is None:
            self.fail(
                self._head_line(Half.CALLER),
                "no_role",
                "拨打方没有角色 (caller role missing)。请加一节“### 角色”，写明姓名、公司、职务。",
            )
        return role

    def _preamble(self, half: Half) -> list[Line]:
        """Text directly under a half's heading, where the role often stands without a heading of its own."""
        lines = self.found.preambles.pop(half, [])
        gone = {id(line) for line in lines}
        self.found.stray = [line for line in self.found.stray if id(line) not in gone]
        return lines

    def _task(self, sections: dict[Kind, list[Section]]) -> Passage | None:
        passages = read_passages(self._body(sections, Kind.TASK))
        if not passages:
            self.fail(
                self._head_line(Half.CALLER),
                "no_task",
                "拨打方没有核心任务 (core task missing)。请加一节“### 核心任务”，用一句话写明。",
            )
            return None
        return Passage(text="\n".join(p.text for p in passages), line=passages[0].line)

    def _profile(self, sections: dict[Kind, list[Section]]) -> tuple[ProfileItem, ...]:
        profile = read_profile(self._body(sections, Kind.PROFILE))
        if not profile:
            self.warn(
                self._head_line(Half.CALLER),
                "no_profile",
                "没有目标客户画像 (customer profile missing)。请加一节“### 目标客户画像”，一行一项“名目：内容”。",
            )
        return profile

    def _steps(self, sections: dict[Kind, list[Section]]) -> tuple[Step, ...]:
        body = self._body(sections, Kind.STEPS)
        steps, loose = read_steps(body, self.names)
        self._leave(loose, "分步流程和话术")
        if not steps:
            heads = [section.head.line.no for section in sections.get(Kind.STEPS, [])]
            line = min(heads, default=self._head_line(Half.CALLER))
            self.fail(
                line,
                "no_steps",
                "没有分步流程和话术 (no steps)。请在“### 分步流程和话术”下逐步写“1. "
                "**第一步：…**”，每步下写一句加引号的话术。",
            )
        for step in steps:
            if not step.lines:
                self.warn(
                    step.line,
                    "step_without_line",
                    f"第 {step.number} 步没有话术 (step {step.number} has no script line)。请在它下面加一行“ ”中的话。",
                )
        return steps

    def _qa(self, sections: dict[Kind, list[Section]]) -> tuple[QA, ...]:
        body = self._body(sections, Kind.QA)
        found = read_qa(body)
        self._leave(found.loose, "问答知识库")
        for entry in found.unanswered:
            self.warn(
                entry.line,
                "question_without_answer",
                f"问题“{entry.question[:20]}”没有回答 (question without answer)。请在下一行补上“A：…”。",
            )
            self.notes.append(Passage(text=entry.question, line=entry.line))
        if not found.entries:
            self.warn(
                self._head_line(Half.CALLER),
                "no_qa",
                "没有问答知识库 (no questions and answers)。请加一节“### 问答知识库”，写“Q：…”“A：…”。",
            )
        return found.entries

    def _opening(
        self, sections: dict[Kind, list[Section]], steps: tuple[Step, ...]
    ) -> tuple[Passage | None, tuple[Passage, ...]]:
        said, notes = read_opening(self._body(sections, Kind.OPENING), self.names)
        self.notes += notes
        if said:
            return said[0], tuple(said[1:])
        begins = self._head_line(Half.CALLER)
        if steps and any(line.when is None for step in steps[:1] for line in step.lines):
            self.warn(
                begins,
                "no_opening",
                "没有开场白，将用第一步的话术开场 (no opening, the first line is used)。可以加一节“### 开场白”。",
            )
        elif steps and any(line.when is None for step in steps for line in step.lines):
            self.warn(
                begins,
                "no_opening",
                "没有开场白，第一步也没有话术，将用后面的第一句话开场 (no opening)。请加一节“### 开场白”。",
            )
        else:
            self.fail(
                begins,
                "no_opening",
                "没有开场白，也没有可用来开场的话术 (no opening and no first line)。请加一节“### 开场白”。",
            )
        return None, ()

    def _endings(
        self, sections: dict[Kind, list[Section]], steps: tuple[Step, ...]
    ) -> tuple[tuple[Passage, ...], tuple[Passage, ...]]:
        shared = [s for s in sections.get(Kind.END, []) if Kind.CLOSING in s.kinds]
        alone = {Kind.END: [s for s in sections.get(Kind.END, []) if s not in shared]}
        conditions: list[Passage] = []
        closings: list[Passage] = []
        for body, closes in ((bodies(shared), True), (self._body(alone, Kind.END), False)):
            found = read_endings(body, closes=closes, caller=True)
            conditions += found.conditions
            closings += found.closings
            self._leave_passages(found.loose, "结束条件")
        only = {Kind.CLOSING: [s for s in sections.get(Kind.CLOSING, []) if s not in shared]}
        said, notes = read_said(self._body(only, Kind.CLOSING), self.names)
        closings += said
        self.notes += notes
        line = self._head_line(Half.CALLER)
        if not closings:
            conditions, closings = self._closings_elsewhere(alone, steps, conditions)
        if not closings:
            self.fail(line, "no_closing", "没有结束语 (no closing line)。请加一节“### 结束语”，至少写一句加引号的话。")
        if not conditions:
            self.warn(
                line,
                "no_end_conditions",
                "拨打方没有结束条件 (caller end conditions missing)。请加一节“### 结束条件”，一行一条。",
            )
        return ordered(conditions), ordered(closings)

    def _closings_elsewhere(
        self, ends: dict[Kind, list[Section]], steps: tuple[Step, ...], conditions: list[Passage]
    ) -> tuple[list[Passage], list[Passage]]:
        """End conditions and closing lines where the latter stand among the former, or in a step that ends the call."""
        found = read_endings(self._body(ends, Kind.END), closes=True, caller=True)
        if found.closings:
            self._guessed_closing(found.closings, "结束条件")
            return found.conditions, found.closings
        last = [step for step in steps if _ends_call(step)][-1:]
        closings = [Passage(text=said.text, line=said.line, when=said.when) for step in last for said in step.lines]
        if closings:
            self._guessed_closing(closings, f"第 {last[0].number} 步")
        return conditions, closings

    def _guessed_closing(self, closings: Sequence[Passage], where: str) -> None:
        self.warn(
            closings[0].line,
            "guessed_closing",
            f"没有结束语一节，已把“{where}”里的 {len(closings)} 句当作结束语 "
            f"(no closing section, lines found elsewhere are used)。可以另写一节“### 结束语”。",
        )

    def _callee(self, sections: dict[Kind, list[Section]]) -> Callee:
        line = self._head_line(Half.CALLEE)
        described(sections)
        role = read_passages(self._body(sections, Kind.ROLE) or self._preamble(Half.CALLEE))
        background = read_passages(self._body(sections, Kind.BACKGROUND))
        concerns = read_passages(self._body(sections, Kind.CONCERNS))
        behaviours = read_passages(self._body(sections, Kind.BEHAVIOURS))
        style = self._style(sections)
        ends = read_endings(self._body(sections, Kind.END), closes=False, caller=False)
        self._leave_passages(ends.loose, "接听方结束条件")
        for lacking, kind in (
            (not role, Kind.ROLE),
            (not background, Kind.BACKGROUND),
            (not concerns, Kind.CONCERNS),
            (not behaviours, Kind.BEHAVIOURS),
            (not style.imitate, Kind.STYLE),
            (not ends.conditions, Kind.END),
        ):
            if lacking:
                self.warn(
                    line,
                    f"no_callee_{kind.value}",
                    f"接听方没有“{NAMES[kind]}” (callee {kind.value} missing)，演练会少了依据。请补上“### "
                    f"{NAMES[kind]}”。",
                )
        return Callee(
            role=Passage(text="\n".join(p.text for p in role), line=role[0].line if role else line),
            background=background,
            concerns=concerns,
            behaviours=behaviours,
            style=style,
            end_conditions=tuple(ends.conditions),
        )

    def _style(self, sections: dict[Kind, list[Section]]) -> Style:
        whole = Style()
        for kind, first in ((Kind.STYLE, None), (Kind.AVOID, Kind.AVOID), (Kind.IMITATE, Kind.IMITATE)):
            body = self._body(sections, kind)
            if not body:
                continue
            style = read_style(body, first)
            whole = replace(
                whole,
                avoid=whole.avoid + style.avoid,
                imitate=whole.imitate + style.imitate,
                notes=whole.notes + style.notes,
            )
        return whole

    def _leave(self, lines: Sequence[Line], where: str) -> None:
        self._leave_passages(passages(lines), where)

    def _leave_passages(self, passages: Sequence[Passage], where: str) -> None:
        """Keep what fits nowhere in a section as notes, and say so."""
        if passages:
            self.notes += passages
            text = passages[0].text[:20]
            self.warn(
                passages[0].line,
                "unplaced",
                f"“{where}”里的“{text}…”等 {len(passages)} 行放不进去，已作为备注保留 (unplaced text, kept as notes)。",
            )

    def _stray(self) -> None:
        """Keep the text under no known heading as notes, and say so once per stretch."""
        self.found.unknown = [h for h in self.found.unknown if h.line.text != self.found.title]
        for head in self.found.unknown:
            self.warn(
                head.line.no,
                "unknown_section",
                f"不认识的章节“{head.line.text[:20]}”，内容已作为备注保留 (unknown section, kept as "
                f"notes)。请改用文档约定的标题，或删去。",
            )
        known = {head.line.no for head in self.found.unknown}
        title = self.found.title
        under = False
        last = -2
        for line in sorted((line for line in self.found.stray if line.text), key=lambda line: line.no):
            if line.text == title:
                title = ""
                continue
            self.notes.append(Passage(text=line.text, line=line.no))
            under = line.no in known or (under and line.no <= last + 3)
            if not under and line.no > last + 1:
                self.warn(
                    line.no,
                    "unplaced",
                    f"“{line.text[:20]}”不属于任何章节，已作为备注保留 (unplaced text, kept as a note)。",
                )
            last = line.no


def _ends_call(step: Step) -> bool:
    """Whether a step is the end of the call, by its title or because it says goodbye."""
    name = read_name(split_brackets(step.title)[0])
    titled = name.strict and bool({Kind.CLOSING, Kind.END} & set(name.kinds))
    return bool(step.lines) and (titled or any(FAREWELL.search(said.text) for said in step.lines if not said.when))
