"""The repository as a newcomer finds it: links that lead somewhere, commands that exist, words of its own."""

import re
import subprocess
from pathlib import Path

import click
import pytest

from huashu.cli import main
from huashu.cli.group import COMMANDS

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
COMMAND = re.compile(r"^(?:\$ )?huashu (.+)$|\| huashu (.+)$", re.M)


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    files = [ROOT / name for name in listed.split("\0") if name]
    return [file for file in files if file.is_file()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_in_the_docs_leads_to_a_file(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#\s]+)", page.read_text("utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


def commands_of(page: Path) -> list[list[str]]:
    """The huashu commands in the shell blocks and the indented lines of a page, as words."""
    text = page.read_text("utf-8")
    blocks = re.findall(r"```(?:sh|console)\n(.*?)```", text, re.S) + re.findall(r"^ {4}(huashu .*)$", text, re.M)
    lines = [line.split(" #")[0].strip() for block in blocks for line in block.splitlines()]
    found = [match[1] or match[2] for line in lines for match in COMMAND.finditer(line)]
    return [command.split() for command in found]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_in_the_docs_exists_with_its_options(page: Path) -> None:
    for name, *words in commands_of(page):
        command = main.get_command(click.Context(main), name)
        assert command is not None, name
        if isinstance(command, click.Group):
            command = command.commands[words.pop(0)]
        options = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= options, (page.name, name, words)


def test_the_readmes_and_the_cli_page_show_every_command() -> None:
    page = (ROOT / "docs/cli.md").read_text("utf-8")
    assert [name for name in COMMANDS if f"\n## {name}" not in page] == []
    for readme in ("README.md", "README.zh-CN.md"):
        shown = {words[0] for words in commands_of(ROOT / readme)}
        assert {"check", "call", "practice", "rehearse", "inspect"} <= shown


def test_every_option_of_a_command_is_in_the_cli_page() -> None:
    page = (ROOT / "docs/cli.md").read_text("utf-8")
    for name in COMMANDS:
        command = main.get_command(click.Context(main), name)
        assert command is not None
        every = command.commands.values() if isinstance(command, click.Group) else [command]
        options = [option for one in every for parameter in one.params for option in parameter.opts]
        assert [option for option in options if option.startswith("--") and option not in page] == [], name


def test_the_repository_stands_on_its_own() -> None:
    """No path of a machine, no registry's host, nothing outside the checkout."""
    foreign = re.compile(r"/(?:work|home|Users|opt)/\w|\.\./shared|files\.pythonhosted|pypi\.org")
    hits = []
    for file in tracked():
        if file.name == "uv.lock" or file == Path(__file__):
            continue
        try:
            text = file.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        hits += [f"{file.relative_to(ROOT)}: {match[0]}" for match in foreign.finditer(text)]
    assert hits == []


@pytest.mark.parametrize("script", ["demo", "test", ".ci/run"])
def test_the_entry_scripts_can_be_run(script: str) -> None:
    file = ROOT / script
    assert file.stat().st_mode & 0o111
    assert subprocess.run(["bash", "-n", str(file)], check=False).returncode == 0
