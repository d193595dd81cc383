from __future__ import annotations

from pathlib import Path

import pytest

from corpus.families import families, family_key, successors, version_start
from corpus.load import SHIPPED, load_corpus
from corpus.model import Kind, Metadata, Status
from corpus.partial_date import PartialDate


def law(name: str, title: str, published: str, effective: str = "", level: str = "国家") -> Metadata:
    return Metadata(
        id=name,
        path=f"{name}.md",
        title=title,
        kind=Kind.OFFICIAL_TEXT,
        status=Status.UNKNOWN,
        level=level,
        published=PartialDate.parse(published, field="p"),
        effective=PartialDate.parse(effective, field="e"),
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("中华人民共和国公司法", "公司法（2018年修正）"),
        (
            "外商投资准入特别管理措施（负面清单）（2021年版）",
            "外商投资准入特别管理措施（负面清单）（2024年版）",
        ),
        ("2023年东湖区政府工作报告（2023年1月6日在某会议上）", "东湖区政府工作报告"),
        ("某市人民政府办公室关于印发《某市总部办法（试行）》的通知", "某市总部办法"),
        ("最高人民法院、最高人民检察院关于某事的解释", "最高人民法院 最高人民检察院关于某事的解释"),
        ("上海市实施《中华人民共和国水法》办法", "上海市实施〈水法〉办法"),
    ],
)
def test_versions_of_one_text_share_a_family(one: str, other: str) -> None:
    assert family_key(one) == family_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("关于适用民法典的解释（一）", "关于适用民法典的解释（二）"),
        ("南昌市绿化条例", "郑州市绿化条例"),
        ("公司法", "公司登记管理条例"),
    ],
)
def test_other_texts_do_not(one: str, other: str) -> None:
    assert family_key(one) != family_key(other)


def test_a_family_is_ordered_by_the_date_of_its_wording() -> None:
    new = law("new", "公司法", "2023-12-29", "2024-07-01")
    amended = law("amended", "公司法", "2018-10-26", "2006-01-01")
    assert str(version_start(amended)) == "2018-10-26"
    assert [m.id for m in families([new, amended])["公司法"]] == ["amended", "new"]
    assert successors([new, amended]) == {"amended": "new"}


def test_reports_of_years_decisions_and_other_places_do_not_follow_each_other() -> None:
    assert not successors(
        [law("a", "2023年工作报告", "2023-01-01"), law("b", "2024年工作报告", "2024-01-01")]
    )
    assert not successors(
        [law("a", "宪法修正案（1988年）", "1988-01-01"), law("b", "宪法修正案（1993年）", "1993-01-01")]
    )
    assert not successors(
        [law("a", "办法", "2023-01-01", level="甲市"), law("b", "办法", "2024-01-01", level="乙市")]
    )


def test_the_shipped_digests_form_their_known_chains() -> None:
    found = families(d.metadata for d in load_corpus([SHIPPED]).corpus.documents)
    chains = {tuple(m.id for m in members) for members in found.values() if len(members) > 1}
    assert ("cn-encourage-2022", "cn-encourage-2025") in chains
    assert ("cn-sme-payment-2020", "cn-sme-payment-2025") in chains
    assert any(chain[0] == "dh-gwr-2015" and chain[-1] == "dh-gwr-2024" for chain in chains)


def test_an_older_version_is_superseded_and_a_repealed_text_repealed_with_the_sentence(
    tmp_path: Path,
) -> None:
    def write(name: str, title: str, effective: str, end: str = "") -> None:
        body = f"# {title}\n\n第一条 甲。\n\n第二条 本条例自{effective}起施行。{end}\n"
        (tmp_path / name).write_text(body, encoding="utf-8")

    write("绿化条例(2010-01-01).md", "某市绿化条例", "2010年2月1日")
    write("绿化条例(2020-01-01).md", "某市绿化条例", "2020年2月1日")
    write("园林办法(2001-01-01).md", "某市园林办法", "2001年2月1日")
    write(
        "园林条例(2019-05-01).md",
        "某市园林条例",
        "2019年6月1日",
        "2001年1月1日市人民政府发布的《某市园林办法》同时废止。",
    )
    found = {
        d.metadata.title + str(d.metadata.published): d.metadata
        for d in load_corpus([tmp_path]).corpus.documents
    }
    old, new = found["某市绿化条例2010-01-01"], found["某市绿化条例2020-01-01"]
    assert (old.status, old.superseded_by, new.supersedes) == (Status.SUPERSEDED, new.id, (old.id,))
    ended, ending = found["某市园林办法2001-01-01"], found["某市园林条例2019-05-01"]
    assert (ended.status, ended.superseded_by) == (Status.REPEALED, ending.id)
    assert "《某市园林办法》同时废止" in ended.status_reason
    assert ending.repeals == ("某市园林办法",)


def test_a_status_that_staff_wrote_is_kept(tmp_path: Path) -> None:
    for year in (2010, 2020):
        (tmp_path / f"条例({year}-01-01).md").write_text("# 某条例\n\n第一条 甲。\n", encoding="utf-8")
    (tmp_path / "条例(2010-01-01).meta.yaml").write_text("status: in_force\n", encoding="utf-8")
    old = load_corpus([tmp_path]).corpus.documents[0].metadata
    assert old.status is Status.IN_FORCE
