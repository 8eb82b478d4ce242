"""A role is read out of free text in many shapes."""

import pytest

from huashu.playbook.layout import lines_of
from huashu.playbook.model import Role
from huashu.playbook.role import read_role


def role(text: str) -> Role:
    found = read_role(lines_of(text))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "name", "employer", "title"),
    [
        ("梁静——长河物流公司客户服务回访员，女性，35岁", "梁静", "长河物流公司", "客户服务回访员"),
        ("周禾，云岭咨询高级研究员，男，30岁。提问中性。", "周禾", "云岭咨询", "高级研究员"),
        ("温岚，青山调研的访问员，女，24岁", "温岚", "青山调研", "访问员"),
        ("我是平安里社区卫生服务中心护士方蕾，女，29岁", "方蕾", "平安里社区卫生服务中心", "护士"),
        ("顾宁，泰禾保险理赔回访员，男", "顾宁", "泰禾保险", "理赔回访员"),
        ("姓名：何田\n公司：翠湖家政\n职务：派单员", "何田", "翠湖家政", "派单员"),
        ("- 姓名：苏木\n- 单位：临江市图书馆\n- 岗位：读者服务专员", "苏木", "临江市图书馆", "读者服务专员"),
        ("你是石榴花店的售后专员韩朵，声音温柔。", "韩朵", "石榴花店", "售后专员"),
        ("韦强来自蓝鲸网络，担任客户经理，入行五年", "韦强", "蓝鲸网络", "客户经理"),
        ("阿杰，橙子健身会籍顾问，男，26岁，爽快", "阿杰", "橙子健身", "会籍顾问"),
        ("欧阳雪，金穗银行城北支行理财经理，女", "欧阳雪", "金穗银行城北支行", "理财经理"),
        ("我们的客服是罗敏，来自晨光家居的安装顾问，男，31岁", "罗敏", "晨光家居", "安装顾问"),
        ("晨光家居安装派单员罗敏，男，31岁", "罗敏", "晨光家居", "安装派单员"),
        ("柏青，松果文化会务组，女，25岁", "柏青", "松果文化", None),
        ("齐放，振华机电大客户部经理，男，40岁，懂技术", "齐放", "振华机电", "大客户部经理"),
        ("林夕在知远书院做班主任，女，27岁", "林夕", "知远书院", "班主任"),
        ("扮演“小满”，一名来自惠农小额贷的客户代表", "小满", "惠农小额贷", "客户代表"),
        ("12333热线坐席姚叶，女，30岁", "姚叶", "12333热线", "坐席"),
        ("角色名：秦朗（男，45岁），远景重工员工关系主管", "秦朗", "远景重工", "员工关系主管"),
        ("罗兰，暖阳供热公司，客服专员，女，33岁", "罗兰", "暖阳供热公司", "客服专员"),
        ("姓名沈一苇，北辰宽带资费顾问，24岁，男", "沈一苇", "北辰宽带", "资费顾问"),
        ("方觉，回声智能人力资源合作伙伴，女，30岁", "方觉", "回声智能", "人力资源合作伙伴"),
        ("温故，青州市早高峰交通满意度调查组访问员，男", "温故", "青州市早高峰交通满意度调查组", "访问员"),
        ("小葵，区少年宫志愿服务队联络员，女，20岁", "小葵", "区少年宫志愿服务队", "联络员"),
        ("Amy，海岸航空会员服务专员，女，28岁", "Amy", "海岸航空", "会员服务专员"),
    ],
)
def test_name_employer_and_title_are_told_apart(text: str, name: str, employer: str, title: str | None) -> None:
    found = role(text)
    assert (found.name, found.employer, found.title) == (name, employer, title)


def test_a_role_without_an_organisation_has_no_employer() -> None:
    found = role("资深客服专员，女，29岁，语气温和")
    assert found.employer is None
    assert found.title == "资深客服专员"


def test_sex_age_years_and_manner_are_read() -> None:
    found = role("唐可，锦程旅行社客户经理，女性，三十二岁，从业八年，说话风格轻快、不绕弯。")
    assert (found.sex, found.age) == ("女", 32)
    assert found.seniority is not None and "八年" in found.seniority
    assert found.style is not None and "轻快" in found.style


@pytest.mark.parametrize(
    ("text", "seniority"),
    [
        ("具备5年以上客服经验", "具备5年以上客服经验"),
        ("入行四年", "入行四年"),
        ("十几年售后经验", "十几年售后经验"),
        ("干了十二年催收", "干了十二年催收"),
    ],
)
def test_years_in_the_trade_are_read_in_many_words(text: str, seniority: str) -> None:
    assert role(f"唐可，锦程旅行社客户经理，女，{text}，耐心。").seniority == seniority


def test_a_manner_without_the_word_style_is_what_is_left_over() -> None:
    assert role("唐可，锦程旅行社客户经理，女，27岁，爽快利落。").style == "爽快利落"


def test_an_empty_section_has_no_role() -> None:
    assert read_role(lines_of("\n\n")) is None
