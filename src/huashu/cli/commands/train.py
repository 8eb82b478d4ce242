"""``huashu train``: the weights that ship, learned again from the data in the repository."""

import hashlib
import os
import sys
from pathlib import Path

import click

from huashu.cli.failure import InputError

_ARITHMETIC = {
    "OPENBLAS_NUM_THREADS": "1",  # the order of a sum must not depend on the number of cores
    "OPENBLAS_CORETYPE": "Haswell",  # nor on which newer instructions a processor has
    "OMP_NUM_THREADS": "1",
}


@click.command()
@click.argument("parts", nargs=-1, metavar="[PART]…")
@click.option("--data", type=click.Path(path_type=Path), default=Path("data"), help="训练数据目录 (the data folder).")
@click.option("--out", type=click.Path(path_type=Path), help="写到这个目录，不覆盖安装的权重 (write here instead).")
@click.option("--card", type=click.Path(path_type=Path), help="把各项指标写成 Markdown 表 (write the figures here).")
@click.option("--check", is_flag=True, help="只核对：重新训练并与现有权重逐字节比较 (compare only, write nothing).")
def train(parts: tuple[str, ...], data: Path, out: Path | None, card: Path | None, check: bool) -> None:
    """用仓库里的数据重新训练权重；不写 PART 就全部训练。同样的数据得到同样的文件。

    Learn the shipped weights again from the data in the repository; the same data give the same file.
    """
    os.environ.update(_ARITHMETIC)  # before numpy is loaded
    from huashu.training import PARTS, ExamplesError

    if unknown := [name for name in parts if name not in PARTS]:
        raise InputError(f"没有这一项：{unknown[0]} (no such part)；可选 (choose from)：{'、'.join(PARTS)}")
    _need_scipy()
    differing, cards = [], []
    for name in parts or PARTS:
        part = PARTS[name]
        click.echo(f"{part.title}：{data / part.data}", err=True)
        try:
            trained = part.train(data / part.data, lambda done: click.echo(f"  · {done}", err=True))
        except ExamplesError as problem:
            raise InputError(str(problem)) from problem
        target = out / part.file if out else part.target
        same = target.exists() and target.read_bytes() == trained.weights
        if check:
            differing += [] if same else [name]
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(trained.weights)
        digest = hashlib.sha256(trained.weights).hexdigest()[:16]
        click.echo(f"{name}: {'identical' if same else 'different'} {len(trained.weights) / 1e6:.2f} MB {digest}")
        click.echo(trained.summary)
        cards.append(f"## {name}\n\n{trained.summary}\n\n{trained.tables}\n")
    if card:
        card.write_text("\n".join(cards), encoding="utf-8")
    if differing:
        click.echo(f"与现有权重不同 (differs from the weights in place): {', '.join(differing)}", err=True)
        sys.exit(1)


def _need_scipy() -> None:
    try:
        import scipy  # noqa: F401
    except ImportError as missing:
        raise InputError(
            "训练需要 scipy (training needs scipy)；"
            "请运行 `pip install 'huashu[train]'` 后再试 (install it and try again)"
        ) from missing
