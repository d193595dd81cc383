from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from checking import DAY, REPORT, kinds, one

from assistant.messages import load_messages
from assistant.model import Language
from assistant.wording import check
from assistant.wording_json import report_to_json
from assistant.wording_model import CheckedSentence, DifferenceKind, Verdict
from assistant.wording_notes import notes
from index.build import build
from index.search import PolicyIndex

NEW_ID = "甲市楼宇管理条例(2024-06-01)"
OLD_ID = "甲市楼宇管理条例(2020-03-01)"


@pytest.fixture
def index(regulations: PolicyIndex) -> PolicyIndex:
    return regulations


def test_the_own_words_of_a_clause_are_verbatim(index: PolicyIndex) -> None:
    sentence = one(index, REPORT)
    assert sentence.verdict is Verdict.VERBATIM
    assert sentence.finding is not None
    place = sentence.finding.place
    assert (place.document.id, place.locator) == (NEW_ID, "第三条")
    assert sentence.current is None


def test_white_space_width_and_quotation_marks_do_not_count(index: PolicyIndex) -> None:
    assert (
        one(
            index, " 楼宇运营单位应当自楼宇启用之日起　十五日内\t向主管部门报送楼宇信息．".replace("．", "。")
        ).verdict
        is Verdict.VERBATIM
    )
    half = "主管部门收到楼宇信息后,可以委托专业机构核对,不得向楼宇运营单位收取费用。"
    assert one(index, half).verdict is Verdict.VERBATIM


@pytest.mark.parametrize(
    ("text", "kind", "said", "official"),
    [
        (REPORT.replace("十五日内", "二十日内"), DifferenceKind.FIGURE, "二十日内", "十五日内"),
        (REPORT.replace("十五日内", "十五个工作日内"), DifferenceKind.UNIT, "十五个工作日内", "十五日内"),
        (REPORT.replace("应当", "可以"), DifferenceKind.OBLIGATION, "可以", "应当"),
        (REPORT.replace("楼宇运营单位", "街道办事处"), DifferenceKind.SUBJECT, "街道办事处", "楼宇运营单位"),
        ("主管部门收到楼宇信息后，可以委托专业机构核对，可以向楼宇运营单位收取费用。", DifferenceKind.OBLIGATION, "可以", "不得"),
        ("主管部门收到楼宇信息后，可以委托专业机构核对，向楼宇运营单位收取费用。", DifferenceKind.OBLIGATION, "", "不得"),
        ("对租用面积不足五百平方米的企业，给予每年不超过三十万元的租金补助。", DifferenceKind.BOUND, "不足五百平方米", "超过五百平方米"),
        ("对租用面积超过五百平方米的企业，给予每年不低于三十万元的租金补助。", DifferenceKind.BOUND, "不低于三十万元", "不超过三十万元"),
        ("乙区、丙区人民政府负责本行政区域内的楼宇巡查，每季度不少于两次。", DifferenceKind.FIGURE, "不少于两次", "不少于一次"),
        ("有下列情形之一的，予以补助：", DifferenceKind.NEGATION, "", "不予"),
        (REPORT.replace("楼宇运营单位", "设立商会的街道"), DifferenceKind.SUBJECT, "设立商会的街道", "楼宇运营单位"),
        ("逾期未报送摊位信息的，处一千万元以上五千元以下罚款。", DifferenceKind.UNIT, "一千万元以上", "一千元以上五千元以下"),
        ("逾期未报送摊位信息的，处一千元以上罚款。", DifferenceKind.BOUND, "一千元以上", "一千元以上五千元以下"),
        ("上一个月度未报送的，责令改正。", DifferenceKind.UNIT, "个月", "年"),
        ("夜市摊位的备案期限自提出申请之日起计算。", DifferenceKind.DATE, "提出申请", "收到通知"),
        ("登记的普通企业不得向楼宇运营单位收取费用。", DifferenceKind.SUBJECT, "登记的普通企业", ""),
        ("本条例自2024年9月1日起施行。", DifferenceKind.DATE, "2024年9月1日起", "2024年8月1日起"),
    ],
)  # fmt: skip
def test_what_contradicts_is_named(
    index: PolicyIndex, text: str, kind: DifferenceKind, said: str, official: str
) -> None:
    sentence = one(index, text)
    assert sentence.verdict is Verdict.CONTRADICTED
    assert sentence.finding is not None
    named = [d for d in sentence.finding.differences if d.kind is kind]
    assert [(d.said, d.official) for d in named] == [(said, official)]


@pytest.mark.parametrize(
    "text",
    [
        "楼宇运营单位应当自楼宇启用之日起十五日内向主管部门上报楼宇信息。",
        "楼宇运营单位应当自楼宇启用之日起15日内向主管部门报送楼宇信息。",
        "主管部门在收到楼宇信息后，可以委托专业机构核对，不得向楼宇运营单位收取费用。",
        "夜市经营者应当保持摊位整洁，情形变化的，及时告知消费者。",
        "夜市经营者应当保持摊位整洁，情况变化的，尽快通知消费者。",
    ],
)
def test_other_words_of_the_same_content_are_altered(index: PolicyIndex, text: str) -> None:
    assert one(index, text).verdict is Verdict.ALTERED


def test_a_clause_may_be_quoted_in_part(index: PolicyIndex) -> None:
    sentence = one(index, "给予每年不超过三十万元的租金补助。")
    assert sentence.verdict is Verdict.VERBATIM
    assert sentence.cautions and "但已享受同类补助的除外" in sentence.cautions[0]


def test_a_quotation_that_leaves_out_the_negation_is_no_quotation(index: PolicyIndex) -> None:
    sentence = one(index, "向楼宇运营单位收取费用。")
    assert sentence.verdict is Verdict.CONTRADICTED
    assert kinds(sentence) == {DifferenceKind.OBLIGATION}


def test_a_figure_cut_off_its_bound_is_no_quotation(index: PolicyIndex) -> None:
    sentence = one(index, "乙区、丙区人民政府负责本行政区域内的楼宇巡查，每季度一次。")
    assert sentence.verdict is Verdict.CONTRADICTED


def test_a_sentence_of_two_clauses_names_both(index: PolicyIndex) -> None:
    text = "商圈运营单位应当按月公布客流数据，可以委托专业机构核对，不得向楼宇运营单位收取费用。"
    sentence = one(index, text)
    assert sentence.verdict is Verdict.ALTERED
    assert [part.place.locator for part in sentence.parts] == ["第一条", "第四条"]
    assert all(part.verdict is Verdict.VERBATIM for part in sentence.parts)


def test_a_clause_of_many_slices_is_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paragraphs = [
        f"第{n}类企业应当在{n + 1}个工作日内提交{n + 2}份材料，" + "逐项核对" * 30 + "。" for n in range(99)
    ]
    paragraphs.insert(0, "在草原上经营跨境牧场的，应当在春季为羊群另行登记耳标。")
    text = "# 某市长条例\n\n第一条 " + "\n".join(paragraphs) + "\n\n第二条 本条例自公布之日起施行。\n"
    (tmp_path / "长条例.md").write_text(text, encoding="utf-8")
    build([tmp_path / "长条例.md"], tmp_path / "i")
    monkeypatch.setattr("assistant.wording_clauses._CANDIDATES", 1)  # one slice leads to all the others
    found = one(PolicyIndex.open(tmp_path / "i"), paragraphs[0]).finding
    assert found and found.place.clause.endswith(paragraphs[-1])


def test_what_no_clause_says_is_not_found(index: PolicyIndex) -> None:
    sentence = one(index, "主管部门应当建立低空物流航线备忘，并抄送气象台。")
    assert sentence.verdict is Verdict.NOT_FOUND
    assert report_to_json(check(sentence.text, index, as_of=DAY))["sentences"][0]["document_id"] == ""


def test_an_old_text_is_flagged_and_checked_against_the_current_one(index: PolicyIndex) -> None:
    sentence = one(index, "楼宇运营单位应当自楼宇启用之日起三十日内向主管部门报送楼宇信息。")
    assert sentence.verdict is Verdict.VERBATIM and sentence.old_words
    assert sentence.finding is not None and sentence.finding.place.document.id == OLD_ID
    assert sentence.current is not None and sentence.current.verdict is Verdict.CONTRADICTED
    assert sentence.current.place.document.id == NEW_ID
    named = [(d.said, d.official) for d in sentence.current.differences]
    assert named == [("三十日内", "十五日内")]


def test_on_an_earlier_day_the_old_text_holds(index: PolicyIndex) -> None:
    text = "楼宇运营单位应当自楼宇启用之日起三十日内向主管部门报送楼宇信息。"
    (sentence,) = check(text, index, as_of=date(2021, 1, 1)).sentences
    assert sentence.verdict is Verdict.VERBATIM and sentence.current is None


def test_of_a_digest_only_facts_are_checked(index: PolicyIndex) -> None:
    true = one(index, "新引进的零售首店可以一次性拿到最高20万元支持。")
    assert true.verdict is Verdict.ALTERED and true.finding is not None
    assert not true.finding.place.wording_counts and true.finding.diff == ()
    wrong = one(index, "对新引进的零售首店，一次性给予最高50万元的支持。")
    assert wrong.verdict is Verdict.CONTRADICTED
    assert kinds(wrong) == {DifferenceKind.FIGURE}
    row = report_to_json(check(wrong.text, index, as_of=DAY))["sentences"][0]
    assert row["wording_checked"] is False


def test_the_words_of_a_digest_are_never_called_verbatim(index: PolicyIndex) -> None:
    assert one(index, "对新引进的零售首店，一次性给予最高20万元的支持。").verdict is Verdict.ALTERED


def test_a_law_named_within_a_sentence_is_not_taken_for_its_source(index: PolicyIndex) -> None:
    sentence = one(index, "对符合甲市楼宇管理条例第六条第一款规定的，可以委托专业机构核对。")
    assert sentence.verdict is not Verdict.VERBATIM


def test_a_true_quotation_does_not_prove_the_sentence_around_it(index: PolicyIndex) -> None:
    text = "街道办事处应当自楼宇启用之日起十五日内向主管部门报送“楼宇信息楼宇启用之日起”。"
    assert one(index, text).verdict is Verdict.CONTRADICTED


PARKING_ID, MARKET_ID = "甲市停车场办法(2019-01-05)", "甲市夜市办法(2021-01-05)"


def document(sentence: CheckedSentence) -> str:
    assert sentence.finding is not None
    return sentence.finding.place.document.id


def test_a_wrong_date_is_held_against_the_nearest_of_equal_sentences(index: PolicyIndex) -> None:
    sentence = one(index, "本办法自2020年3月1日起施行。")
    assert sentence.verdict is Verdict.CONTRADICTED and kinds(sentence) == {DifferenceKind.DATE}
    assert {document(sentence), *(place.document.id for place in sentence.elsewhere)} == {
        PARKING_ID,
        MARKET_ID,
    }
    assert sentence.undecided
    assert document(one(index, "本办法自2022年3月1日起施行。")) == MARKET_ID
    assert document(one(index, "本办法自2018年3月1日起施行。")) == PARKING_ID


def test_the_same_words_in_two_documents_are_told_to_be_open(index: PolicyIndex) -> None:
    sentence = one(index, "违反本办法规定的，由交通主管部门责令改正。")
    assert sentence.verdict is Verdict.VERBATIM and sentence.undecided
    (note,) = notes(sentence, load_messages(Language.ZH))
    assert "2 部文件" in note and "看不出" in note
    row = report_to_json(check(sentence.text, index, as_of=DAY))["sentences"][0]
    assert row["undecided"] and row["elsewhere_count"] == len(row["elsewhere"]) == 1


@pytest.mark.parametrize(
    "words", ["本办法自2022年3月1日起施行。", "违反本办法规定的，由交通主管部门责令改正。"]
)
def test_what_the_text_around_says_settles_which_was_meant(index: PolicyIndex, words: str) -> None:
    for around, meant in (
        ("停车场经营者应当公示收费标准。", PARKING_ID),
        ("夜市经营者应当保持摊位整洁，情况变化的，及时告知消费者。", MARKET_ID),
        ("《甲市停车场办法》已经公布。", PARKING_ID),
    ):
        *_, sentence = check(around + words, index, as_of=DAY).sentences
        assert document(sentence) == meant and not sentence.undecided


def test_only_the_documents_asked_for_are_looked_at(index: PolicyIndex) -> None:
    (sentence,) = check(REPORT, index, as_of=DAY, documents=["甲市商圈促进办法(2023-01-05)"]).sentences
    assert sentence.verdict is Verdict.NOT_FOUND


def test_the_contract_of_the_json(index: PolicyIndex) -> None:
    text = f"楼宇指南\n{REPORT}\n主管部门应当收取费用三百元。"
    report = report_to_json(check(text, index, as_of=DAY))
    assert report["summary"]["sentences"] == 2 and report["summary"]["headings"] == 1
    assert report["summary"]["as_of"] == "2026-01-01"
    for row in report["sentences"]:
        assert {"text", "verdict", "document_id", "locator", "official", "diff", "figures"} <= row.keys()
        assert text[row["start"] : row["end"]] == row["text"]
        assert all(kind in ("equal", "insert", "delete") for kind, _ in row["diff"])
    assert report["sentences"][0]["figures"][0]["text"] == "十五日内"


def test_a_diff_holds_both_texts(index: PolicyIndex) -> None:
    sentence = one(index, REPORT.replace("十五日内", "二十日内"))
    assert sentence.finding is not None
    said = "".join(words for kind, words in sentence.finding.diff if kind != "delete")
    official = "".join(words for kind, words in sentence.finding.diff if kind != "insert")
    assert said == sentence.text.rstrip("。")
    assert official == sentence.finding.place.official


def test_progress_is_told(index: PolicyIndex) -> None:
    told: list[tuple[int, int]] = []
    check(REPORT * 3, index, as_of=DAY, progress=lambda done, all_: told.append((done, all_)))
    assert told[-1] == (3, 3)


def test_offsets_point_into_the_document(index: PolicyIndex, tmp_path: Path) -> None:
    sentence = one(index, REPORT)
    assert sentence.finding is not None
    place = sentence.finding.place
    begin = place.start - place.clause_start
    assert place.clause[begin : begin + len(place.official)] == place.official
