"""Customers and records out of files: every bad row told, one file whole or not at all."""

import io
from collections.abc import Iterator

import openpyxl
import pytest
from kept import NOON, OTHER, PHONE, hours

from huashu.store import Customer, Store, StoreError
from huashu.store.importing import Imported, Rejected, import_customers, import_records
from huashu.store.importing.bring import Import

LIST = f"姓名,手机号,套餐,装机地址\n王芳,{PHONE},畅享,幸福路1号\n李强,+86 139-0000-5678,,\n"


class Heard:
    """What a run was told of."""

    def __init__(self) -> None:
        self.headings: list[str] = []
        self.bad: list[Rejected] = []
        self.rows: list[int] = []

    def how(self, **said: object) -> Import:
        told = {"begun": self.headings.extend, "reject": self.bad.append, "told": self.rows.append}
        return Import(**{"at": NOON, "who": "小周", **told, **said})  # type: ignore[arg-type]


def bring(store: Store, data: str | bytes, heard: Heard | None = None, **said: object) -> Imported:
    source = io.BytesIO(data.encode() if isinstance(data, str) else data)
    return import_customers(store, source, "名单.csv", (heard or Heard()).how(**said))


def everybody(store: Store) -> dict[str, Customer]:
    with store.read() as unit:
        return {one.name: one for one in unit.customers.page(limit=1000).rows}


@pytest.fixture
def store() -> Iterator[Store]:
    """A store in memory: what is read does not depend on the kind of database."""
    with Store.open("sqlite://") as store:
        yield store


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_list_is_read_in_any_usual_encoding(store: Store, encoding: str) -> None:
    done = bring(store, LIST.encode(encoding))
    assert (done.new, done.changed, done.bad, done.written) == (2, 0, 0, True)
    found = everybody(store)
    assert (found["王芳"].number, found["王芳"].address, found["王芳"].fields) == (PHONE, "幸福路1号", {"套餐": "畅享"})
    with store.read() as unit:
        assert unit.customers.by_number(OTHER) == (found["李强"],)
        entry = unit.audit.page(what="import").rows[0]
        assert (entry.who, entry.detail) == ("小周", {"new": 2, "changed": 0, "bad": 0})


def test_a_workbook_is_read_with_numbers_as_figures_and_a_title_above(store: Store) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["客户名单"],
        ["客户编号", "客户姓名", "联系电话", "开户日期"],
        [1001, "王芳", 13800001234, NOON.date()],
    ):
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    assert bring(store, stream.getvalue()).new == 1
    kept = everybody(store)["王芳"]
    assert (kept.id, kept.number, kept.fields) == ("1001", PHONE, {"开户日期": "2025-03-10"})


@pytest.mark.parametrize(
    "heading", ["手机号码", "手机号 *", "登记手机号", "Mobile Number", "联系电话（必填）", "phone"]
)
def test_headings_are_known_by_what_people_write(store: Store, heading: str) -> None:
    assert bring(store, f"名称A;{heading}\nx;{PHONE}\n").new == 1
    with store.read() as unit:
        assert len(unit.customers.by_number(PHONE)) == 1


def test_a_column_of_another_name_can_be_pointed_out(store: Store) -> None:
    assert bring(store, f"甲,乙\n王芳,{PHONE}\n", own={"number": "乙", "name": "甲"}).new == 1
    with pytest.raises(StoreError, match="丙"):
        bring(store, f"甲,乙\n王芳,{PHONE}\n", own={"number": "乙", "name": "丙"})


BAD = f"姓名,手机号\n王芳,{PHONE}\n\n无号,\n坏号,12\n科学,1.38E+10\n重复,{PHONE}\n李强,{OTHER}\n"


def test_every_bad_row_is_told_with_its_line_and_reason_and_nothing_is_written(store: Store) -> None:
    heard = Heard()
    done = bring(store, BAD, heard)
    assert not done.written
    assert [(one.line, one.cells[0]) for one in heard.bad] == [(4, "无号"), (5, "坏号"), (6, "科学"), (7, "重复")]
    reasons = ("没有手机号", "不是电话号码", "科学计数法", "与第 2 行")
    assert all(reason in one.reason for reason, one in zip(reasons, heard.bad, strict=True))
    assert heard.headings == ["姓名", "手机号"]
    assert everybody(store) == {}
    with store.read() as unit:
        assert unit.audit.page().rows == ()


def test_bad_rows_are_left_out_when_that_is_wished(store: Store) -> None:
    done = bring(store, BAD, skip_bad=True)
    assert (done.new, done.bad, done.written) == (2, 4, True)
    assert set(everybody(store)) == {"王芳", "李强"}


def test_a_list_brought_in_again_changes_what_it_tells_and_keeps_the_rest(store: Store) -> None:
    bring(store, LIST)
    first = everybody(store)["王芳"]
    done = bring(store, f"手机号,套餐\n{PHONE},家庭\n", at=NOON + hours(1))
    assert (done.new, done.changed) == (0, 1)
    second = everybody(store)["王芳"]
    assert (second.id, second.address, second.fields) == (first.id, "幸福路1号", {"套餐": "家庭"})
    assert second.written == NOON + hours(1)


def test_a_number_of_two_customers_needs_the_id(store: Store) -> None:
    bring(store, f"客户编号,姓名,手机号\n1,王芳,{PHONE}\n2,王母,{PHONE}\n")
    heard = Heard()
    assert not bring(store, f"手机号,套餐\n{PHONE},家庭\n", heard).written
    assert "客户编号" in heard.bad[0].reason
    assert bring(store, f"客户编号,手机号,套餐\n2,{PHONE},家庭\n").changed == 1


def test_many_rows_go_in_chunks_and_progress_is_told(store: Store) -> None:
    heard = Heard()
    rows = "".join(f"客{n},{13000000000 + n}\n" for n in range(1203))
    done = bring(store, "姓名,手机号\n" + rows + f"重复,{13000000001}\n", heard, skip_bad=True)
    assert (done.new, done.bad, heard.rows) == (1203, 1, [500, 1000, 1204])
    assert "与第 3 行" in heard.bad[0].reason


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "空文件"),
        ("姓名,备注\n王芳,x\n", "没有认得的表头"),
        ("姓名,手机号\n", "只有表头"),
        (b"\xd0\xcf\x11\xe0" + bytes(99), "旧版或加密"),
        (b"PK\x03\x04" + bytes(99), "读不了这个 Excel"),
        (bytes(range(256)) * 20, "不是文本文件"),
    ],
)
def test_a_file_that_is_no_list_is_told_and_nothing_is_written(store: Store, data: str | bytes, told: str) -> None:
    with pytest.raises(StoreError, match=told):
        bring(store, data)
    assert everybody(store) == {}


def records(store: Store, data: str, heard: Heard, query: str = "订单", **said: object) -> Imported:
    return import_records(store, io.BytesIO(data.encode()), "订单.csv", heard.how(**said), query)


def test_records_belong_to_customers_who_are_there(store: Store) -> None:
    bring(store, LIST)
    heard = Heard()
    told = f"手机号,订单号,状态\n{PHONE},A1,已签收\n{PHONE},A2,运输中\n13700000000,A3,x\n{OTHER},,\n"
    assert not records(store, told, heard).written
    assert [one.line for one in heard.bad] == [4, 5]
    assert "没有这位客户" in heard.bad[0].reason
    done = records(store, told, heard, skip_bad=True)
    assert (done.new, done.changed) == (2, 0)
    assert records(store, told, heard, skip_bad=True).new == 0
    key = everybody(store)["王芳"].id
    with store.read() as unit:
        assert [one.fields for one in unit.customers.records(key, "订单")] == [
            {"订单号": "A1", "状态": "已签收"}, {"订单号": "A2", "状态": "运输中"},
        ]  # fmt: skip


def test_records_need_a_name(store: Store) -> None:
    with pytest.raises(StoreError, match="名字"):
        records(store, LIST, Heard(), query=" ")
