"""``huashu complete``: whether what a customer has said is finished, one object in, one object out, a line each."""

import click

from huashu.cli.output import json_lines, write_error, write_json


@click.command()
@click.option("--jsonl", is_flag=True, required=True, help="每行一个 JSON 对象 (one JSON object a line, in and out).")
def complete(jsonl: bool) -> None:
    """判断话说完没有：每行 {"id","text"}，答 {"id","state","p"}。

    Whether an utterance is finished, unfinished, or asks to wait, and how likely that is.
    """
    from huashu.language.completeness import default_completeness

    reader = default_completeness()
    for number, data in json_lines():
        if isinstance(data, str):
            write_error(number, data)
        elif not isinstance(text := data.get("text"), str):
            write_error(
                number,
                f'第 {number} 行 (line {number}): 缺少文字 text (no text "text")；例如 {{"id":"1","text":"…"}}',
                id=data.get("id"),
            )
        else:
            found = reader.read(text)
            write_json({"id": data.get("id"), "state": found.state.value, "p": round(found.chance, 4)})
