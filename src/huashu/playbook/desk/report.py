"""What is found wrong while a desk document is read, and the text that fitted nowhere."""

from dataclasses import dataclass, field

from huashu.playbook.layout import Line
from huashu.playbook.model import Passage, Problem


@dataclass(slots=True)
class Report:
    """Collects problems, and the text that is kept as notes. Every message says where, what, and the way out."""

    errors: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    notes: list[Passage] = field(default_factory=list)

    def error(self, line: int, code: str, message: str) -> None:
        """Something without which the desk cannot be staffed."""
        self.errors.append(Problem(line=line, code=code, message=message))

    def warn(self, line: int, code: str, message: str) -> None:
        """Something that would better be otherwise."""
        self.warnings.append(Problem(line=line, code=code, message=message))

    def keep(self, text: str, line: int) -> None:
        """Text that fitted nowhere and that somebody has been told of."""
        if text.strip():
            self.notes.append(Passage(text=text.strip(), line=line))

    def unplaced(self, line: Line) -> None:
        """A line that fits nowhere: kept, and told."""
        self.keep(line.text, line.no)
        self.warn(
            line.no,
            "unplaced",
            f"“{_short(line.text)}”放不进这一节，已作为备注保留，不会说出口 (kept as a note)。"
            "请写成“名目：内容”，或移到合适的章节。",
        )


def _short(text: str) -> str:
    return text if len(text) <= 16 else f"{text[:15]}…"
