"""How true sentences are made false, one kind a function. None of them knows how a statement is checked."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from assistant.model import DraftClaim, Quote
from corpus.chinese_numbers import chinese_number
from corpus.numerals import Figure, FigureKind, read_figures, same_value
from corpus.references import read_articles
from evals.lies import Maker, Truth

_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_UNITS = (
    ("亿美元", "亿元"), ("万美元", "万元"), ("亿元", "亿美元"), ("万元", "万美元"), ("工作日", "月"), ("个月", "年"),
    ("个百分点", "%"), ("%", "个百分点"), ("平方公里", "平方米"), ("平方米", "亩"), ("家", "人"), ("小时", "日"), ("日内", "个月内"),
)  # fmt: skip
_BOUNDS = (
    ("最高不超过", "最低不少于"), ("最高", "最低"), ("不超过", "不低于"), ("不低于", "不超过"), ("不少于", "不超过"),
    ("以上", "以下"), ("以内", "以上"), ("日内", "日以上"), ("以下", "以上"), ("至少", "至多"), ("最长", "最短"), ("超过", "不足"),
    ("日前", "日后"), ("日以前", "日以后"), ("日止", "日起"), ("上限", "下限"),
)  # fmt: skip
_SUBJECTS = (
    "小型微利企业", "大型企业", "中小企业", "外商投资企业", "国有企业", "民营企业", "高新技术企业", "个体工商户", "居民企业", "非居民企业",
    "上市公司", "金融机构", "房地产企业", "餐饮品牌", "零售品牌", "商业品牌", "农业合作社", "行政机关", "社会组织", "总部企业", "股东", "董事会",
    "小规模纳税人", "一般纳税人", "外国投资者", "境内投资者", "招引方", "品牌方", "登记机关", "审批部门", "行业协会", "代理银行",
)  # fmt: skip
_PLACES = (
    "东湖区",
    "南昌市",
    "江西省",
    "南昌",
    "江西",
    "国家",
    "西湖区",
    "九江市",
    "红谷滩区",
    "赣州市",
    "浙江省",
    "深圳",
)
_OFFICES = (
    "税务局", "商务局", "财政局", "行政审批局", "市场监督管理局", "发展和改革委员会", "科技局", "公安局", "海关", "证监局", "商务部", "财政部",
    "招商服务中心", "登记机关", "税务机关", "国务院", "科学技术厅", "商务主管部门", "住房公积金中心",
)  # fmt: skip
_FORCE = (
    ("不得", "可以"), ("不得", ""), ("不得", "应当"), ("应当", "可以"), ("应当", "无需"), ("应当", "不得"), ("须", "无需"), ("须", "可以"),
    ("可以", "不得"), ("可以", "必须"), ("无需", "需要"), ("不再", "仍然"), ("不予", "予以"), ("禁止", "允许"), ("没有", "有"), ("不是", "是"),
    ("免征", "征收"), ("免征", "减半征收"), ("减半", "全额"), ("减按", "加按"), ("不征", "征"), ("未", "已"), ("不需要", "需要"), ("不能", "能"),
)  # fmt: skip
_TURNS = (
    ("增长", "下降"), ("下降", "增长"), ("提高", "降低"), ("压缩到", "压缩"), ("压缩", "延长"), ("缩短", "延长"), ("鼓励", "限制"), ("支持", "限制"),
    ("允许", "禁止"), ("境外", "境内"), ("境内", "境外"), ("免费", "收费"), ("优先", "推迟"), ("累计", "每笔"), ("实际", "计划"), ("合同", "实际"),
    ("提高到", "提高"), ("增加", "减少"), ("扩大", "缩小"), ("取消", "保留"), ("设立", "撤销"), ("之前", "之后"), ("先", "后"),
)  # fmt: skip
_TERMS = (
    ("一次性", "每年"),
    ("每年", "每月"),
    ("每年", ""),
    ("每月", "每年"),
    ("年均", "每月"),
    ("每个", ""),
    ("每家", "所有"),
)
_HOPES = (("预计为", "为"), ("预计", ""), ("力争", ""), ("预期目标为", "为"), ("意向", ""), ("拟", "已"))
_INVENTED = (
    "{place}对所有企业免费提供办公室。",
    "{place}为{who}提供{n}年免租的办公用房。",
    "{who}可以直接领取{n}万元奖金。",
    "{place}设立了招商引资专项基金，优先支持{who}。",
    "{who}无需任何材料即可享受上述政策。",
    "申请人应当向{place}{office}提交营业执照和身份证。",
    "该政策长期有效，不会取消。",
    "{place}保证{who}获得全部补贴。",
    "{who}的子女可以就近入学。",
    "咨询电话由{office}公布。",
    "{who}自动享受该项优惠，不用申请。",
    "{place}的房价低于全国平均水平。",
    "办理时应当缴纳保证金。",
    "经{office}推荐的{who}可以优先办理。",
    "相关企业将获得税收返还。",
    "{place}鼓励员工持股，并给予个人所得税返还。",
)


def _figures(truth: Truth, *kinds: FigureKind) -> Iterator[Figure]:
    for figure in read_figures(truth.text):
        if (not kinds or figure.kind in kinds) and _NUMBER.search(figure.text):
            yield figure


def _put(text: str, figure: Figure, new: str) -> str:
    return text[: figure.start] + new + text[figure.end :]


_VALUES = (FigureKind.AMOUNT, FigureKind.RATIO, FigureKind.PERIOD, FigureKind.COUNT)


def figure(truth: Truth, rng: random.Random) -> Iterator[str]:
    """Change the number."""
    for found in _figures(truth, *_VALUES):
        number = _NUMBER.findall(found.text)[-1]
        new = str(int(float(number)) + rng.choice((1, 2, 5, 10)))
        if "." not in number:
            new = rng.choice((new, number + "0"))
        if float(new) != float(number):
            yield _put(truth.text, found, found.text.replace(number, new))


def unit(truth: Truth, rng: random.Random) -> Iterator[str]:
    """Change the unit."""
    for found in _figures(truth, *_VALUES):
        for old, new in _UNITS:
            if old in found.text:
                yield _put(truth.text, found, found.text.replace(old, new))
                break


def scale(truth: Truth, rng: random.Random) -> Iterator[str]:
    """Put 亿 for 万 and the other way round, or leave it out."""
    for found in _figures(truth, FigureKind.AMOUNT, FigureKind.COUNT):
        for old, new in (("万", "亿"), ("亿", "万"), ("万", ""), ("亿", "千亿"), ("万", "百万")):
            if old in found.text:
                yield _put(truth.text, found, found.text.replace(old, new))


def bound(truth: Truth, rng: random.Random) -> Iterator[str]:
    """Turn the bound round."""
    for found in _figures(truth):
        for old, new in _BOUNDS:
            if old in found.text:
                yield _put(truth.text, found, found.text.replace(old, new))
                break


def year(truth: Truth, rng: random.Random) -> Iterator[str]:
    """Change a year."""
    for match in re.finditer(r"(?<!\d)20\d\d(?=年)", truth.text):
        shift = rng.choice((-3, -2, -1, 1, 2))
        yield truth.text[: match.start()] + str(int(match.group()) + shift) + truth.text[match.end() :]


def han_digit(truth: Truth, rng: random.Random) -> Iterator[str]:
    """Write the number in Chinese numerals and change a digit of it."""
    for found in _figures(truth, FigureKind.AMOUNT, FigureKind.PERIOD, FigureKind.COUNT):
        number = _NUMBER.findall(found.text)[-1]
        if "." in number or int(number) > 9999:
            continue
        digits = [i for i, sign in enumerate(number) if sign != "0"]
        at = rng.choice(digits) if digits else 0
        changed = number[:at] + rng.choice([d for d in "123456789" if d != number[at]]) + number[at + 1 :]
        yield _put(truth.text, found, found.text.replace(number, chinese_number(int(changed))))


def _replaced(truth: Truth, old: str, new: str) -> Iterator[str]:
    if old in truth.text:
        yield truth.text.replace(old, new, 1)


def subject(truth: Truth, rng: random.Random) -> Iterator[str]:
    """Put another subject."""
    for old in _SUBJECTS:
        if old in truth.text:
            new = rng.choice([s for s in _SUBJECTS if s[:2] not in truth.text])
            yield from _replaced(truth, old, new)


def subject_of_clause(truth: Truth, rng: random.Random) -> Iterator[str]:
    """Exchange two subjects that the sentence names."""
    named = [s for s in _SUBJECTS if s in truth.text]
    for one in named:
        for other in named:
            first, last = sorted((truth.text.index(one), truth.text.index(other)))
            between = truth.text[first:last]
            for subject in named:
                between = between.replace(subject, "")
            listed = re.fullmatch("(?:、|和|或者|或|以及|与|其他)*", between) or "不同" in truth.text
            if one < other and one not in other and other not in one and not listed:
                yield truth.text.replace(one, "\0").replace(other, one).replace("\0", other)


def place(truth: Truth, rng: random.Random) -> Iterator[str]:
    """Put another place."""
    for old in _PLACES[:5]:
        if re.search(f"{old}(?![市省])", truth.text):
            new = rng.choice([p for p in _PLACES if old[:2] not in p])
            yield re.sub(f"{old}(?![市省])", new, truth.text, count=1)


def office(truth: Truth, rng: random.Random) -> Iterator[str]:
    """Put another office."""
    for old in _OFFICES:
        if old in truth.text:
            new = rng.choice([o for o in _OFFICES if o not in truth.source.passage.text])
            yield from _replaced(truth, old, new)


def swapped(truth: Truth, rng: random.Random) -> Iterator[str]:
    """Give a thing the figure of another thing in the clause, with its bound words."""
    others = read_figures(truth.source.passage.text)
    for found in read_figures(truth.text):
        for other in others:
            same_kind = other.kind is found.kind and other.unit == found.unit and other.bound is found.bound
            if same_kind and not same_value(other, found) and found.kind in _VALUES:
                yield _put(truth.text, found, other.text)


def swapped_year(truth: Truth, rng: random.Random) -> Iterator[str]:
    """Give a figure the year of another figure in the clause."""
    years = set(re.findall(r"20\d\d(?=年)", truth.source.passage.text))
    for match in re.finditer(r"20\d\d(?=年)", truth.text):
        for other in sorted(years - {match.group()}):
            yield truth.text[: match.start()] + other + truth.text[match.end() :]


def force(truth: Truth, rng: random.Random) -> Iterator[str]:
    """Take a negation or duty away, put one in, or turn it round."""
    for old, new in _FORCE:
        if f"不{old}" not in truth.text:
            yield from _replaced(truth, old, new)


def turned(truth: Truth, rng: random.Random) -> Iterator[str]:
    """Say the opposite."""
    for old, new in _TURNS:
        yield from _replaced(truth, old, new)


def term(truth: Truth, rng: random.Random) -> Iterator[str]:
    """Make once of each year, and the other way round."""
    if read_figures(truth.text):
        for old, new in _TERMS:
            yield from _replaced(truth, old, new)


def hope(truth: Truth, rng: random.Random) -> Iterator[str]:
    """Give a plan as a result."""
    if read_figures(truth.text):
        for old, new in _HOPES:
            yield from _replaced(truth, old, new)


def label(truth: Truth, rng: random.Random) -> Iterator[DraftClaim]:
    """Cite a source that does not exist."""
    quote = truth.claim(truth.text).quotes[0]
    yield DraftClaim(truth.text, (Quote(rng.randint(2, 12), quote.text, quote.start, quote.end),))


def quote(truth: Truth, rng: random.Random) -> Iterator[DraftClaim]:
    """Alter a character of the quote, or its place."""
    given = truth.claim(truth.text).quotes[0]
    at = rng.randrange(len(given.text))
    altered = given.text[:at] + rng.choice("不可应九省万年免") + given.text[at + 1 :]
    if altered != given.text:
        yield DraftClaim(truth.text, (Quote(1, altered, given.start, given.end),))
    yield DraftClaim(truth.text, (Quote(1, given.text, given.start + 1, given.end + 1),))


def number(truth: Truth, rng: random.Random) -> Iterator[str]:
    """Name a document number that is another's."""
    code = rng.choice(("洪府发", "赣府发", "国发", "财税", "东府办发", "洪办发", "赣府厅字"))
    yield f"根据{code}〔{rng.randint(2015, 2025)}〕{rng.randint(40, 99)}号，{truth.text}"
    yield f"国务院令第{rng.randint(810, 999)}号规定，{truth.text}"


def title(truth: Truth, rng: random.Random) -> Iterator[str]:
    """Name a law or paper that is another's."""
    name = rng.choice(
        (
            "东湖区招商引资奖励办法",
            "江西省企业登记条例",
            "中华人民共和国民法典",
            "南昌市人才引进若干规定",
            "外商投资准入条例",
        )
    )
    yield f"根据《{name}》，{truth.text}"
    yield f"《{name}》第{chinese_number(rng.randint(3, 60))}条规定，{truth.text}"


def article(truth: Truth, rng: random.Random) -> Iterator[str]:
    """Name an article that the clause does not."""
    named = {reference.article for reference in read_articles(truth.source.passage.text)}
    other = rng.choice([n for n in range(1, 80) if f"第{chinese_number(n)}条" not in named])
    yield f"第{chinese_number(other)}条规定，{truth.text}"
    yield f"《{truth.source.document.title}》第{chinese_number(other)}条规定：{truth.text}"


def invented(truth: Truth, rng: random.Random) -> Iterator[str]:
    """Make a sentence up."""
    pattern = rng.choice(_INVENTED)
    made = pattern.format(
        place=rng.choice(_PLACES[:3]),
        who=rng.choice(_SUBJECTS),
        office=rng.choice(_OFFICES),
        n=rng.randint(2, 9),
    )
    yield made
    yield truth.text.rstrip("。") + "，" + made
    yield truth.text + made


FABRICATIONS: dict[str, Maker] = {
    make.__name__: make
    for make in (
        figure,
        unit,
        scale,
        bound,
        year,
        han_digit,
        subject,
        subject_of_clause,
        place,
        office,
        swapped,
        swapped_year,
        force,
        turned,
        term,
        hope,
        label,
        quote,
        number,
        title,
        article,
        invented,
    )  # fmt: skip
}
"""Kinds of fabrication."""
