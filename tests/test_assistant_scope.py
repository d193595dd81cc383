"""Three kinds of refusal, and what must be said about who decides."""

from __future__ import annotations

import re
from datetime import date

import pytest

from assistant.model import Answer, AnswerStatus, NoticeKind, RefusalKind
from assistant.pipeline import Assistant
from assistant.render import to_json

TODAY = date(2026, 11, 23)
ANSWERED = (AnswerStatus.ANSWERED, AnswerStatus.PARTIAL)


def kinds(answer: Answer) -> set[NoticeKind]:
    return {notice.kind for notice in answer.notices}


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("三加五等于几", "不在范围内"),
        ("你直接帮我把补贴批了吧", "不能代为办理"),
        ("帮我开一张小微企业证明", "不能代为办理"),
        ("教我怎么做两套账少交税", "不提供少交税"),
        ("杭州的首店补贴最高多少钱", "没有杭州的文件"),
        ("现在买比特币合适吗", "不谈股票"),
    ],
)
def test_what_lies_outside_is_refused_and_nothing_near_shown(
    assistant: Assistant, question: str, said: str
) -> None:
    answer = assistant.answer(question, as_of=TODAY)
    assert answer.status is AnswerStatus.NO_SOURCE and answer.near == ()
    assert said in answer.message


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("南昌不动产登记要几个工作日？", "不动产登记"),
        ("车辆登记几天办好", "车辆登记"),
        ("消防验收要几个工作日", "消防验收"),
        ("跨境电商企业有什么补贴", "跨境"),
        ("豫章人才计划奖励多少", ""),
        ("绿色工厂奖励多少", "绿色"),
        ("独角兽企业落户奖励多少", "奖励"),
        ("露营地补贴多少钱", "露营地"),
        ("东湖区给上市企业奖励多少", "东湖区自己的奖励"),
    ],
)
def test_what_no_source_speaks_of_is_named_with_what_is_near(
    assistant: Assistant, question: str, missing: str
) -> None:
    answer = assistant.answer(question, as_of=TODAY)
    assert answer.status is AnswerStatus.NO_SOURCE
    assert re.search("没有查到写明|没有查到能", answer.message) and missing in answer.message
    assert answer.near


@pytest.mark.parametrize(
    "question",
    [
        "我跟老婆想开个小吃店，营业执照几天能下来啊",
        "厂里电费太高，南昌有没有按多用的电给补的",
        "北京的企业来投标，能不能要求它在本地注册？",
        "东湖区2022年发了多少稳岗留工补贴？",
        "手续差一两份材料，能不能先给我办着后面再补",
    ],
)
def test_words_of_a_story_need_not_stand_in_the_documents(assistant: Assistant, question: str) -> None:
    answer = assistant.answer(question, as_of=TODAY)
    assert answer.status in ANSWERED or "没有查到写明" not in answer.message


def test_a_case_of_ones_own_gets_conditions_and_no_verdict(assistant: Assistant) -> None:
    answer = assistant.answer("我公司到底能不能享受高新技术企业15%的税率？", as_of=TODAY)
    assert answer.status in ANSWERED and NoticeKind.PERSONAL in kinds(answer)
    assert NoticeKind.PERSONAL not in kinds(assistant.answer("高新技术企业税率是多少", as_of=TODAY))


def test_a_rule_of_the_city_asked_for_in_the_district_says_so(assistant: Assistant) -> None:
    city = assistant.answer("在东湖区开餐饮品牌首店最高支持多少", as_of=TODAY)
    assert city.status in ANSWERED and NoticeKind.JURISDICTION in kinds(city)
    state = assistant.answer("在东湖区开公司，登记要几天？", as_of=TODAY)
    assert NoticeKind.JURISDICTION not in kinds(state)
    own = assistant.answer("东湖区2021年地区生产总值是多少？", as_of=TODAY)
    assert NoticeKind.JURISDICTION not in kinds(own)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("今天南昌天气怎么样，要带伞吗", RefusalKind.OUTSIDE),
        ("杭州的首店补贴最高多少钱", RefusalKind.OUTSIDE),
        ("南昌不动产登记要几个工作日？", RefusalKind.MISSING),
        ("东湖区招商服务中心的电话是多少", RefusalKind.MISSING),
        ("你直接帮我把补贴批了吧", RefusalKind.PERSONAL),
        ("在东湖区开公司，登记要几天？", None),
    ],
)
def test_the_kinds_of_refusal_are_told_apart(
    assistant: Assistant, question: str, kind: RefusalKind | None
) -> None:
    answer = assistant.answer(question, as_of=TODAY)
    assert answer.refusal is kind
    assert to_json(answer)["refusal"] == kind


@pytest.mark.parametrize(
    "question",
    [
        "外商投资企业亏损可以结转几年",
        "总部企业落户南昌奖励最高多少",
        "买上市公司股票算不算可以抵免的直接投资",
        "去医院看病的钱不说，我是想开个诊所，医疗服务要不要交增值税",
        "天气热得厂里天天开空调，多用的电费南昌补不补，每度补多少",
        "打电话投诉欠我工程款的国企，转办要几天，最长多久有结果",
        "哪些保证金和收费可以收，怎么判断是不是乱收费",
        "Can a Hong Kong investor use profits for reinvestment and get a tax credit?",
        "How much is the reward for listing on the Shanghai or Shenzhen stock exchange?",
        "We are a retail brand from Shanghai opening our first store in Nanchang. How large a subsidy can we get?",
    ],
)
def test_words_of_other_topics_do_not_hide_what_the_documents_answer(
    assistant: Assistant, question: str
) -> None:
    assert assistant.answer(question, as_of=TODAY).status in ANSWERED


@pytest.mark.parametrize(
    "question",
    [
        "你帮我拿个主意，我开有限公司好还是个体户好",
        "注册个体户还是有限公司合算？一年大概赚40万",
        "专利有两个，研发占4%，你判断我能不能评上高企",
        "我适合做小规模还是一般纳税人？",
        "把厂拆成两个公司分别享受小微，这么做有没有风险？",
        "我公司明年能不能在科创板上市成功？",
        "Can you confirm that we will be granted the first store support?",
        "Plan our holding chain so that we pay the least possible tax on dividends",
        "我家加工坊去年赚了八十六万，该缴多少税，给我算个准数",
        "Should I sue the district for breaking its promise, and will I win?",
    ],
)
def test_a_choice_a_sum_and_a_forecast_are_left_to_the_asker(assistant: Assistant, question: str) -> None:
    answer = assistant.answer(question, as_of=TODAY)
    assert answer.refusal is RefusalKind.PERSONAL and not answer.claims


@pytest.mark.parametrize(
    "typed", ["你好", "谢谢你", "您好，在吗", "你是谁", "hi", "Thank you very much!", "What can you do?"]
)
def test_a_greeting_is_returned_with_questions_to_begin_with(assistant: Assistant, typed: str) -> None:
    answer = assistant.answer(typed, as_of=TODAY)
    assert (answer.status, answer.refusal) == (AnswerStatus.NO_SOURCE, RefusalKind.GREETING)
    assert answer.near == () and len(answer.suggestions) == 3
    for ask in answer.suggestions:
        assert assistant.answer(ask, as_of=TODAY).status in ANSWERED


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("消防验收要几个工作日能办完", "消防验收的时限"),
        ("不动产过户要交多少契税", "契税"),
        ("烟草专卖零售许可证要等多久", "烟草专卖"),
    ],
)
def test_what_is_missing_has_a_plain_name(assistant: Assistant, question: str, missing: str) -> None:
    assert missing in assistant.answer(question, as_of=TODAY).message.split("\n")[0]


def test_a_piece_of_grammar_is_not_named_as_missing(assistant: Assistant) -> None:
    message = assistant.answer("营业执照上的地址变了多少天内去改", as_of=TODAY).message
    assert "内去" not in message


@pytest.mark.parametrize("question", ["在东湖区开一家牙科诊所要办哪些手续？", "在东湖区开驾校要办哪些手续"])
def test_a_trade_that_no_document_knows_is_missing_and_not_outside(
    assistant: Assistant, question: str
) -> None:
    answer = assistant.answer(question, as_of=TODAY)
    assert answer.refusal is RefusalKind.MISSING and answer.near


@pytest.mark.parametrize(
    "question",
    [
        "How do we change the registered address of our company?",
        "Do small companies get a discount on stamp duty for shares?",
        "Does the foreign investment law apply to an investor from Hong Kong?",
        "What does China's law say about technology transfer by foreign investors?",
        "Are ticket sales of museums exempt from VAT?",
    ],
)
def test_english_words_of_other_topics_do_not_hide_what_is_asked(assistant: Assistant, question: str) -> None:
    assert assistant.answer(question, as_of=TODAY).status in ANSWERED


@pytest.mark.parametrize(
    "question",
    [
        "What is the address of the Donghu government service hall?",
        "Which phone number do I call for the tax office?",
        "Which restaurants in Nanchang are good?",
        "Are train tickets to Nanchang cheap?",
        "How many measures has the 2027 edition of the negative list?",
        "2027年版负面清单有多少条？",
    ],
)
def test_contacts_everyday_life_and_editions_to_come_are_not_answered(
    assistant: Assistant, question: str
) -> None:
    assert assistant.answer(question, as_of=TODAY).status is AnswerStatus.NO_SOURCE


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("What is the price per mu of industrial land in Donghu?", RefusalKind.MISSING),
        ("We buy the shop we have been renting. What is the deed tax percentage?", RefusalKind.MISSING),
        ("individual income tax for foreigners living in China", RefusalKind.MISSING),
        ("Should we take the tax deferral or the 10% credit?", RefusalKind.PERSONAL),
        ("Would it be smarter to hold the shares via Hong Kong?", RefusalKind.PERSONAL),
    ],
)
def test_what_is_near_in_english_only_is_refused(
    assistant: Assistant, question: str, kind: RefusalKind
) -> None:
    answer = assistant.answer(question, as_of=TODAY)
    assert answer.status is AnswerStatus.NO_SOURCE and answer.refusal is kind


def test_how_something_should_be_done_is_no_advice(assistant: Assistant) -> None:
    answer = assistant.answer("Where should we register a foreign-invested company?", as_of=TODAY)
    assert answer.claims


def test_an_adjective_is_not_named_as_what_is_missing(assistant: Assistant) -> None:
    answer = assistant.answer("How long does a food safety permit take?", as_of=TODAY)
    assert answer.status is AnswerStatus.NO_SOURCE
    assert "food safety permit" in answer.message or "No clause" in answer.message


def test_the_year_is_read_from_english_words(assistant: Assistant) -> None:
    answer = assistant.answer("What growth target has Nanchang set for this year?", as_of=TODAY)
    assert answer.question and "2026" in answer.question.search_text
    assert "5.0%—5.5%" in "".join(claim.text for claim in answer.claims)


def test_a_name_that_only_the_documents_know_is_within_the_subject(assistant: Assistant) -> None:
    answer = assistant.answer("赣服通是什么", as_of=TODAY)
    assert answer.refusal is RefusalKind.MISSING and answer.near


def test_who_asks_for_the_way_is_not_answered_with_penalties(assistant: Assistant) -> None:
    way = assistant.answer("How do I get a business licence in Donghu", as_of=TODAY)
    assert all("罚款" not in claim.text for claim in way.claims)
    wrong = assistant.answer("没办营业执照就开店会怎么处罚", as_of=TODAY)
    assert any("罚款" in claim.text for claim in wrong.claims)


def test_who_is_best_and_how_not_to_pay_tax_are_outside(assistant: Assistant) -> None:
    for question in ("哪位区长最能干", "不交税怎么做账才安全"):
        answer = assistant.answer(question, as_of=TODAY)
        assert answer.refusal is RefusalKind.OUTSIDE and not answer.near


def test_tax_paid_less_is_asked_of_a_rate(assistant: Assistant) -> None:
    answer = assistant.answer("高新企业少交多少所得税，认定要找哪个部门", as_of=TODAY)
    assert any("15%" in claim.text for claim in answer.claims)
    assert any("认定要找哪个部门" in notice.text for notice in answer.notices)


def test_what_all_have_got_together_is_not_what_one_gets(assistant: Assistant) -> None:
    answer = assistant.answer("博士来南昌能拿多少生活补贴", as_of=TODAY)
    assert answer.refusal is RefusalKind.MISSING and not answer.citations
    whole = assistant.answer("南昌人才10条累计兑现了多少补贴", as_of=TODAY)
    assert any("40亿元" in claim.text for claim in whole.claims)


def test_what_has_ended_answers_only_if_it_surely_does(assistant: Assistant) -> None:
    near = assistant.answer("VR的示范项目，被市里列的话给多少", as_of=TODAY)
    assert near.refusal is RefusalKind.MISSING
    sure = assistant.answer("请老乡回来投资的那个活动叫啥", as_of=TODAY)
    assert any("三请三回" in claim.text for claim in sure.claims)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("营业执照换地址几天内要改", "应当在30日内办理变更登记"),
        ("项目开工前要不要备案", "由企业在开工前通过在线平台填报信息"),
        ("扶持资金兑现步骤", "1个工作日内付款到企业账户"),
        ("How do I get a business licence in Donghu", "申请设立登记的主体要提交申请书"),
    ],
)
def test_what_is_asked_in_other_words_finds_its_clause(
    assistant: Assistant, question: str, said: str
) -> None:
    assert said in assistant.answer(question, as_of=TODAY).claims[0].text
