"""``huashu db``: the database made, brought up to date, checked; its key changed; what is too old removed."""

import sys
from datetime import datetime

import click

from huashu.cli.database import connected, database_option, json_option, moment, now, opened
from huashu.cli.failure import InputError
from huashu.cli.output import write_json


@click.group()
def db() -> None:
    """数据库：建库、升级、检查、换密钥、按期删除。

    The database: make it, bring it up to date, check it, change its key, remove what is too old. It is the SQLite file
    huashu.db in your data folder, or what HUASHU_DATABASE_URL says; HUASHU_DATA_KEY encrypts what is personal.
    """


@db.command()
@database_option
def upgrade(database: str | None) -> None:
    """建好数据库，或升级到这一版 (make the database, or bring it up to date)."""
    with connected(database) as store:
        before = store.upgrade()
        store.demand_ready()
        if before.current:
            click.echo(f"{store.where}: 已是最新 (up to date)：{before.newest}")
        else:
            click.echo(f"{store.where}: 已升级 (upgraded)：{before.revision or '空'} → {before.newest}")


@db.command()
@json_option
@database_option
def status(as_json: bool, database: str | None) -> None:
    """数据库到了哪一版，还差什么 (which revision, and what is missing)."""
    with connected(database) as store:
        found = store.status()
        if as_json:
            told = {"database": store.where, "revision": found.revision, "newest": found.newest}
            write_json({**told, "missing": list(found.missing), "current": found.current})
            return
        click.echo(f"{store.where}: {found.revision or '空的 (empty)'}")
        if not found.current:
            click.echo(f"还差 (missing)：{'、'.join(found.missing)}；运行 huashu db upgrade")


@db.command()
@database_option
def check(database: str | None) -> None:
    """检查数据库是否完好 (check that the database is sound).

    The revision, the key, the tables; of SQLite also every page and reference. Exit code 1 when something is wrong.
    """
    with opened(database) as store:
        problems = store.check()
        if problems:
            listed = "\n".join(f"  {problem}" for problem in problems)
            raise InputError(f"{store.where}: 有 {len(problems)} 处不对 (wrong)；请换回备份，或报告给我们：\n{listed}")
        click.echo(f"{store.where}: 完好 (sound)")


@db.command()
@click.option("--now", "at_once", is_flag=True, help="现在就做 (now).")
@click.option("--at", metavar="TIME", help="当作是这个时间，ISO 8601 (as if it were this time).")
@click.option("--dry-run", is_flag=True, help="只数一数，什么也不删 (count only).")
@click.option(
    "--outbound-days", type=int, default=180, show_default=True, envvar="HUASHU_OUTBOUND_DAYS",
    help="外呼的录音和同意凭据保存几天，至少 30 (days for outbound calls).",
)  # fmt: skip
@click.option(
    "--inbound-days", type=int, default=180, show_default=True, envvar="HUASHU_INBOUND_DAYS",
    help="呼入的保存几天 (days for inbound calls).",
)  # fmt: skip
@json_option
@database_option
def retain(
    at_once: bool,
    at: str | None,
    dry_run: bool,
    outbound_days: int,
    inbound_days: int,
    as_json: bool,
    database: str | None,
) -> None:
    """删除过期的录音和同意凭据，写进审计 (remove recordings and consent evidence that are too old).

    Meant to be run every day by cron or a timer. What is removed is told in the audit: how many, by which rule, when.
    """
    from huashu.store.retention import Rule
    from huashu.store.retention import retain as remove_old

    when = _when(at_once, at)
    with opened(database) as store:
        rule = Rule(outbound_days=outbound_days, inbound_days=inbound_days)
        removed = remove_old(store, when, rule, dry_run=dry_run)
    if as_json:
        told = {"recordings": removed.recordings, "consents": removed.consents, "files": removed.files}
        write_json({**told, "kept": list(removed.kept), "dry_run": dry_run, "at": when.isoformat()})
    else:
        done = "应删除 (would remove)" if dry_run else "已删除 (removed)"
        click.echo(f"{done}：录音 {removed.recordings} 份，同意凭据 {removed.consents} 份")
    for file in removed.kept:
        click.echo(f"没能删除 (could not be removed)：{file}", err=True)
    if removed.kept:
        raise SystemExit(1)


def _when(at_once: bool, at: str | None) -> datetime:
    told = moment(at, "--at")
    if at_once == (told is not None):
        raise InputError("请写 --now，或 --at 时间，二选一 (either --now or --at TIME)")
    return told or now()


@db.command("rotate-key")
@click.option("--who", required=True, metavar="NAME", help="谁换的 (who does it).")
@database_option
def rotate_key(who: str, database: str | None) -> None:
    """用第一把密钥重写全部个人信息 (write everything personal anew under the first key).

    HUASHU_DATA_KEY holds NEW,OLD. All of it is written anew, or nothing; afterwards OLD may go. A database from before
    there was a key is encrypted the same way, with NEW alone.
    """
    from huashu.store.rotation import rotate

    with opened(database) as store:
        counts = rotate(store, now(), who.strip(), _told)
    click.echo(f"已用新密钥重写 {sum(counts.values())} 行 (rows written anew)；现在可以去掉旧密钥")


def _told(table: str, rows: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{table}: {rows} ", err=True, nl=False)


@db.command("new-key")
def new_key() -> None:
    """生成一把数据密钥 (make a data key).

    Prints a fresh key for HUASHU_DATA_KEY. Keep it apart from the database and its backups: without it what is
    personal cannot be read by anybody.
    """
    from huashu.store.vault import new_key as fresh_key

    click.echo(fresh_key())
