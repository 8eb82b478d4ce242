"""Reading clause files: the built-in standard and a user's own."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path as FilePath

from pydantic import BaseModel, ValidationError

from huashu.standard import document as document_file
from huashu.standard import document_leaf, document_moment
from huashu.standard.build import clause_of, meaning_of
from huashu.standard.build_leaf import UnknownMeaningError
from huashu.standard.clause import Clause, SourceRow, Standard
from huashu.standard.document import ClauseDoc, FileDoc, SourcesDoc
from huashu.standard.located import Located, Path, StandardError, did_you_mean, explained, read_yaml
from huashu.standard.meaning import Meaning, Meanings
from huashu.standard.sample import SampleError, read_sample

_PACKAGE = files("huashu.standard")


def load_standard(paths: Sequence[str | FilePath] = ()) -> Standard:
    """The built-in standard with the clause files at ``paths`` added; one that is built in anyway is not added twice.
    Raises ``StandardError`` naming file and line."""
    own = [path for path in paths if not is_built_in(path)]
    if not own:
        return _built_in()
    return extended(_built_in(), [(_read(FilePath(path)), str(path)) for path in own])


def load_instead(paths: Sequence[str | FilePath]) -> Standard:
    """The clauses of the files at ``paths`` (or in the folders there) alone, in place of the built-in ones. They may
    use the built-in meanings; one that they define themselves takes its place. Raises ``StandardError``."""
    found = [file for path in paths for file in _clause_files(FilePath(path))]
    documents = [(_read(file), str(file)) for file in found]
    own = {name for text, name in documents for name in _validated(read_yaml(text, name)).meanings}
    meanings = {name: one for name, one in _built_in().meanings.items() if name not in own}
    return extended(Standard(clauses=(), meanings=meanings, sources=_built_in().sources), documents)


def is_built_in(path: str | FilePath) -> bool:
    """Whether the clause file at ``path`` is one of the built-in ones."""
    folder = FilePath(str(_PACKAGE)).resolve()
    place = FilePath(path).resolve()
    return place.parent in (folder, folder / "clauses") and place.suffix == ".yaml"


def _clause_files(path: FilePath) -> list[FilePath]:
    if not path.is_dir():
        return [path]
    if found := sorted(path.glob("*.yaml")):
        return found
    raise StandardError(
        (f"{path}: 文件夹里没有条款文件 (no clause files here)，应以 .yaml 结尾 (they end in .yaml)。",)
    )


def extended(standard: Standard, documents: Iterable[tuple[str, str]]) -> Standard:
    """``standard`` with the clauses and meanings of ``documents`` (text and name) added. Raises ``StandardError``."""
    located = [read_yaml(text, name) for text, name in documents]
    parsed = [(document, _validated(document)) for document in located]
    meanings: dict[str, Meaning] = dict(standard.meanings)
    problems: list[str] = []
    for document, doc in parsed:
        for name, one in doc.meanings.items():
            if name in meanings:
                what = f"含义“{name}”已有定义 (meaning defined twice)，请换个名字 (rename it)。"
                problems.append(document.problem(("meanings", name), what))
            meanings[name] = meaning_of(name, one, document)
    clauses = list(standard.clauses)
    known = {row.source for row in standard.sources}
    for document, doc in parsed:
        _add(clauses, document, doc, meanings, known, problems)
    if problems:
        raise StandardError(tuple(problems))
    return Standard(clauses=tuple(clauses), meanings=meanings, sources=standard.sources)


@lru_cache(maxsize=1)
def _built_in() -> Standard:
    sources = read_yaml(_PACKAGE.joinpath("sources.yaml").read_text("utf-8"), "sources.yaml")
    rows = SourcesDoc.model_validate(sources.value).sources
    empty = Standard(
        clauses=(),
        sources=tuple(
            SourceRow(source=number, title=row.title, columns=tuple(row.columns), reason=row.reason)
            for number, row in rows.items()
        ),
    )
    folder = _PACKAGE.joinpath("clauses")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    documents = [(_PACKAGE.joinpath("meanings.yaml").read_text("utf-8"), "meanings.yaml")]
    documents += [(folder.joinpath(name).read_text("utf-8"), f"clauses/{name}") for name in names]
    return extended(empty, documents)


def _read(path: FilePath) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        what = f"{path}: 打不开 (cannot be read): {error.strerror}。请检查路径 (check the path)。"
        raise StandardError((what,)) from error
    except UnicodeDecodeError as error:
        raise StandardError((f"{path}: 不是 UTF-8 文本 (not UTF-8)，请另存为 UTF-8 (save it as UTF-8)。",)) from error


def _validated(document: Located) -> FileDoc:
    if not isinstance(document.value, dict):
        what = "文件应写成 clauses: 加一列条款 (a clause file is a mapping with clauses:)"
        raise StandardError((document.problem((), what),))
    try:
        return FileDoc.model_validate(document.value)
    except ValidationError as error:
        raise StandardError(explained(error, document, _known_keys())) from error


@lru_cache(maxsize=1)
def _known_keys() -> dict[str, tuple[str, ...]]:
    """The keys that each kind of mapping in a clause file may have."""
    modules = (document_file, document_moment, document_leaf)
    found = (one for module in modules for one in vars(module).values())
    models = [one for one in found if isinstance(one, type) and issubclass(one, BaseModel)]
    return {one.__name__: tuple(field.alias or name for name, field in one.model_fields.items()) for one in models}


def _add(
    clauses: list[Clause], document: Located, doc: FileDoc, meanings: Meanings, known: set[str], problems: list[str]
) -> None:
    """Build the clauses of ``doc`` onto ``clauses``; what is wrong goes to ``problems``."""
    taken = {clause.id: clause for clause in clauses}
    for index, one in enumerate(doc.clauses):
        path = ("clauses", index)
        if (other := taken.get(one.id)) is not None:
            what = f"条款名“{one.id}”在 {other.file}:{other.line} 已用过 (id used twice)，请换一个 (rename it)。"
            problems.append(document.problem((*path, "id"), what))
        for key, numbers in (("source", one.source), ("decided", one.decided or ())):
            for number in numbers:
                if known and number not in known:
                    problems.append(document.problem((*path, key), _unknown_source(number, known)))
        clause: Clause | None = None
        try:
            clause = clause_of(one, path, document, meanings)
        except UnknownMeaningError as error:
            name = str(error)
            problems.append(document.problem(_place_of(name, path, document), _unknown_meaning(name, meanings)))
        problems += _unreadable_examples(one, path, document)
        if clause is not None:
            taken[clause.id] = clause
            clauses.append(clause)


def _unreadable_examples(doc: ClauseDoc, path: Path, document: Located) -> Iterator[str]:
    for number, example in enumerate(doc.examples):
        kind, lines = ("bad", example.bad) if example.bad else ("ok", example.ok or [])
        for place, line in enumerate(lines):
            try:
                read_sample((line,))
            except SampleError as error:
                yield document.problem((*path, "examples", number, kind, place), str(error))


def _unknown_source(number: str, known: set[str]) -> str:
    hint = did_you_mean(number, known, "编号如 S0.12、D5 (numbers look like S0.12, D5)")
    return f"没有编号“{number}” (no such source number)；{hint}"


def _unknown_meaning(name: str, meanings: Meanings) -> str:
    hint = did_you_mean(name, meanings, "请在 meanings: 下定义它 (define it under meanings:)")
    return f"没有定义含义“{name}” (undefined meaning)；{hint}"


def _place_of(name: str, path: tuple[str | int, ...], document: Located) -> tuple[str | int, ...]:
    """The path of the ``means`` that names ``name`` in the clause at ``path``."""
    for place in document.lines:
        if place[: len(path)] == path and place[-1] == "means" and name in _names(document.value, place):
            return place
    return path


def _names(value: object, path: tuple[str | int, ...]) -> list[str]:
    for key in path:
        value = value[key]  # type: ignore[index]
    return value if isinstance(value, list) else [str(value)]
