"""What a question takes for granted by the way is put right first, and a case that is told is left alone."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.asides import read_asides
from assistant.model import Answer, AnswerStatus, NoticeKind
from assistant.pipeline import Assistant
from assistant.spoken_figures import in_figures

TODAY = date(2026, 11, 23)


def said(answer: Answer, kind: NoticeKind) -> str:
    return "".join(notice.text for notice in answer.notices if notice.kind is kind)


@pytest.mark.parametrize(
    ("question", "asides"),
    [
        ("歇业最长八年，手续去哪里办？", ["歇业最长八年"]),
        ("听说目录还是旧版，新的哪天用？", ["目录还是旧版"]),
        ("注册资本要一次缴清吧，缴的钱放哪里？", ["注册资本要一次缴清"]),
        ("区里GDP过了六百亿，增速八个点，今年多少？", ["区里GDP过了600亿", "区里GDP过了600亿，增速8%"]),
        ("我公司有80人，年利润280万，能享受小微吗？", []),  # a case of one's own, and what goes on with it
        ("如果十年内缴足，从哪天起算？", []),  # only supposed
        ("甲方只收现金保证金，这合规吗？", []),  # what a party does
        ("税率是多少，怎么申报？", []),  # it asks
    ],
)
def test_statements_before_the_question_are_read(question: str, asides: list[str]) -> None:
    assert [aside.text for aside in read_asides(question)] == asides


@pytest.mark.parametrize(
    ("spoken", "written"),
    [
        ("奖五百万", "奖500万"),
        ("补一半", "补50%"),
        ("增长八个点", "增长8%"),
        ("两三百万", "两三百万"),  # nobody can tell
        ("三个月", "三个月"),
    ],
)
def test_spoken_figures_are_written_in_digits(spoken: str, written: str) -> None:
    assert in_figures(spoken) == written


@pytest.mark.parametrize(
    ("question", "right"),
    [
        ("歇业最长八年，手续去哪里办？", "3年"),  # a period
        ("公司注册资本十年内缴足的规定，十年从哪天起算？", "5年内"),  # a rule that is only named
        ("外商投资负面清单现在还是35条，哪条管教育？", "29条"),  # a count
        ("小微企业所得税优惠到2025年底就停了，之后怎么交？", "2027年12月31日"),  # an end
        ("东湖区行政审批局2019年就开始运行了，之前找谁办？", "2021年6月1日"),  # a day, by its own verb
        ("南昌餐饮首店也是按投资一半、最高四十万补吧？要交什么材料？", "10万元"),  # a spoken figure
        ("现在有效的是2021年版负面清单吧，自贸区那份有几条？", "已不是现行文件"),  # an edition
        ("工商年报九月三十号截止，十月补报会怎样？", "6月30日"),  # the end of a time, and not its beginning
        (
            "个体户一百万以内才减半交个税，超过的怎么算？",
            "200万元",
        ),  # a limit that is said to be the only one
        ("增值税还是按暂行条例走，现在几档税率？", "同时废止"),  # a text that another has ended
        ("外企注册资本只能填人民币，美元按哪天的汇率折？", "可自由兑换货币"),  # one thing and no other
        ("开外资公司要先去商务局做设立备案，备案回执几天能拿到？", "不再办理"),  # a duty
        ("江西省给首次评上省级工业旅游基地的企业五万，去哪个厅领？", "南昌市层级"),  # who gives
        ("省里给上市企业直接发五百万，打到账上要几天？", "设区市政府"),  # to whom
        ("外企去投诉了就不能再起诉，投诉多久有结果？", "提起诉讼"),  # a rule
        (
            "登记机关有二十天时间审材料，月底能拿到执照吗？",
            "3个工作日",
        ),  # longer than a limit that may be shorter
    ],
)
def test_a_wrong_statement_by_the_way_is_put_right(assistant: Assistant, question: str, right: str) -> None:
    answer = assistant.answer(question, as_of=TODAY)
    assert right in said(answer, NoticeKind.PREMISE) and not said(answer, NoticeKind.CONFIRMED)
    assert answer.citations


def test_a_right_statement_by_the_way_is_confirmed(assistant: Assistant) -> None:
    answer = assistant.answer("机关单位收了货30天要付款，那合同里最长能写几天？", as_of=TODAY)
    assert "30日内" in said(answer, NoticeKind.CONFIRMED) and not said(answer, NoticeKind.PREMISE)


@pytest.mark.parametrize(
    "question",
    [
        "给区里单位供的货，快两个月了还没给钱，规定是几天要给",
        "项目核准下来两年还没动工，想延一延，要提前多久说？",
        "2024年7月前设的公司没在2027年6月30日前调出资期限，会罚多少钱？",
        "税收协定的股息税率比10%还低，再投资抵免按哪个算？",
        "南昌经济总量过八千亿没有，去年具体多少",
        "我公司工商税务都在南昌，外地有五家子公司，够得上总部吗",
    ],
)
def test_a_case_is_neither_put_right_nor_confirmed(assistant: Assistant, question: str) -> None:
    answer = assistant.answer(question, as_of=TODAY)
    assert said(answer, NoticeKind.PREMISE) == said(answer, NoticeKind.CONFIRMED) == ""


def test_a_day_of_every_year_is_not_held_against_the_end_of_a_document(assistant: Assistant) -> None:
    answer = assistant.answer("小微企业优惠九月三十号截止，怎么申请？", as_of=TODAY)
    assert "有效期不是" not in said(answer, NoticeKind.PREMISE)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("非货币出资要评估，没错吧", "须经评估"),  # 非 is a part of the name and denies nothing
        ("公平竞争审查条例2024年就施行了，是8月1号吗？", "2024年8月1日"),
    ],
)
def test_what_sounds_like_a_denial_is_none(assistant: Assistant, question: str, sentence: str) -> None:
    answer = assistant.answer(question, as_of=TODAY)
    assert sentence in said(answer, NoticeKind.CONFIRMED) and not said(answer, NoticeKind.PREMISE)


def test_who_gives_is_put_right_only_where_the_passage_says_all_else(assistant: Assistant) -> None:
    answer = assistant.answer("江西省给养老院奖五万，去哪个厅领？", as_of=TODAY)
    assert said(answer, NoticeKind.PREMISE) == ""


def test_a_condition_of_a_sentence_puts_nothing_right(assistant: Assistant) -> None:
    answer = assistant.answer("兼营没分开核算要从高适用税率，没错吧", as_of=TODAY)
    assert said(answer, NoticeKind.PREMISE) == ""


def test_another_place_puts_nothing_right(assistant: Assistant) -> None:
    answer = assistant.answer("2026年南昌增长目标定在9%，跟省里一样吗？", as_of=TODAY)
    assert "5.0%—5.5%" in said(answer, NoticeKind.PREMISE)


def test_what_is_put_right_stands_though_nothing_answers(assistant: Assistant) -> None:
    answer = assistant.answer("去年南昌GDP冲上九千亿了，里面工业占多少", as_of=TODAY)
    assert answer.status is AnswerStatus.PARTIAL
    assert "8141.69亿元" in said(answer, NoticeKind.PREMISE)
