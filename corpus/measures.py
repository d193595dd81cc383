"""The units that figures are given in, Chinese and English, and the regular expression that finds them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from corpus.figures import FigureKind

__all__ = ["CURRENCY", "PER", "UNIT", "Measure", "find_measure", "per_unit"]


@dataclass(frozen=True, slots=True)
class Measure:
    """A unit as written.

    Attributes:
        kind: what it measures.
        unit: its canonical spelling.
        factor: the value of one in the canonical unit.
        arabic_only: after a Chinese numeral the same sign is mostly another word (三部门, 一级).
    """

    kind: FigureKind
    unit: str
    factor: Decimal = Decimal(1)
    arabic_only: bool = False


# Pattern -> measure. A pattern says after which following signs it is not the unit: 人 in 人民, 年 in 年级.
_CHINESE: tuple[tuple[FigureKind, str, str], ...] = (
    (FigureKind.AMOUNT, "元", r"元人民币|元(?![化素论旦宵首器件月区])"),
    (FigureKind.AMOUNT, "美元", "美元|美金"),
    (FigureKind.AMOUNT, "欧元", "欧元"),
    (FigureKind.AMOUNT, "港元", "港元|港币"),
    (FigureKind.AMOUNT, "日元", "日元"),
    (FigureKind.AMOUNT, "英镑", "英镑"),
    (FigureKind.RATIO, "%", "%"),
    (FigureKind.RATIO, "‰", "‰"),
    (FigureKind.RATIO, "百分点", "个?百分点"),
    (FigureKind.RATIO, "基点", "个?基点"),
    (FigureKind.RATIO, "倍", "倍"),
    (FigureKind.PERIOD, "工作日", "个?工作日"),
    (FigureKind.PERIOD, "交易日", "个?交易日"),
    (FigureKind.PERIOD, "日", r"个?(?:自然日|日历日|日历天)|天(?![津然使气空下地])|日(?![元本常均报])"),
    (FigureKind.PERIOD, "个月", "个月"),
    (FigureKind.PERIOD, "年", r"周年|个?(?:完整)?(?:纳税|会计|自然)?年度|个自然年|年(?![级代龄轻])"),
    (FigureKind.PERIOD, "小时", r"个?小时"),
    (FigureKind.PERIOD, "分钟", "分钟"),
    (FigureKind.PERIOD, "秒", "秒钟?"),
    (FigureKind.PERIOD, "周", r"个?星期|周(?![岁年边期转长密])"),
    (FigureKind.PERIOD, "季度", r"个季度"),
    (FigureKind.COUNT, "平方公里", "平方公里|平方千米"),
    (FigureKind.COUNT, "平方米", "平方米|平米|㎡"),
    (FigureKind.COUNT, "立方米", "立方米"),
    (FigureKind.COUNT, "公里", "公里|千米"),
    (FigureKind.COUNT, "米", r"米(?![粉饭])"),
    (FigureKind.COUNT, "公斤", "公斤|千克"),
    (FigureKind.COUNT, "岁", "周岁|岁"),
    (FigureKind.COUNT, "人", r"人(?![民大均次天])"),
    (FigureKind.COUNT, "次", r"次(?![性日月年要序级])"),
    (FigureKind.COUNT, "户", r"户(?![籍口均次])"),
    (FigureKind.COUNT, "处", r"处(?![罚理分置于以])"),
    (FigureKind.COUNT, "所", r"所(?![得有在需属以称述占列])"),
    (FigureKind.COUNT, "场", r"场(?![所地景内馆])"),
    (FigureKind.COUNT, "种", r"种(?![植子业])"),
    (FigureKind.COUNT, "间", r"间(?![接隔])"),
    (FigureKind.COUNT, "份", r"份(?!额)"),
    (FigureKind.COUNT, "层", r"层(?![级面次])"),
    (FigureKind.COUNT, "摄氏度", "摄氏度|℃"),
    (FigureKind.COUNT, "总吨", "总吨"),
    (FigureKind.COUNT, "名", r"名(?![称录单牌义])"),
    (FigureKind.COUNT, "支", r"支(?![付持出撑])"),
)
_PLAIN_COUNTS = (
    "人天次 车次 架次 班次 人次 户次 家次 个 家 项 条 件 位 类 笔 座 套 台 辆 艘 只 枚 张 栋 幢 株 头 匹 "
    "颗 篇 册 标箱 亩 公顷 吨 克 厘米 毫米 升 毫升 千瓦时 千瓦 兆瓦 千伏 床 股 票 学时 课时 学分"
)
_ARABIC_COUNTS = "部 门 组 起 期 批 章 节 页 度 级 步 口 本 对 队 瓶 箱 袋 桶 列 车 点 分贝 分 字 版 首 届 轮"

_ENGLISH: tuple[tuple[FigureKind, str, str], ...] = (
    (FigureKind.AMOUNT, "元", r"yuan(?: RMB)?|RMB(?: yuan)?|CNY|renminbi"),
    (FigureKind.AMOUNT, "美元", r"US dollars?|U\.S\. dollars?|USD|dollars?"),
    (FigureKind.AMOUNT, "欧元", r"euros?|EUR"),
    (FigureKind.AMOUNT, "港元", r"HK dollars?|HKD"),
    (FigureKind.RATIO, "百分点", r"percentage points?|per cent points?"),
    (FigureKind.RATIO, "基点", r"basis points?"),
    (FigureKind.RATIO, "%", r"percent|per cent"),
    (FigureKind.RATIO, "‰", r"per mille|per thousand"),
    (FigureKind.RATIO, "倍", r"times"),
    (FigureKind.PERIOD, "工作日", r"(?:working|business|work)[ -]days?"),
    (FigureKind.PERIOD, "交易日", r"trading[ -]days?"),
    (FigureKind.PERIOD, "日", r"(?:calendar |natural )?days?"),
    (FigureKind.PERIOD, "个月", r"(?:calendar )?months?"),
    (FigureKind.PERIOD, "年", r"(?:calendar |tax |fiscal )?years?"),
    (FigureKind.PERIOD, "小时", r"hours?"),
    (FigureKind.PERIOD, "分钟", r"minutes?"),
    (FigureKind.PERIOD, "周", r"weeks?"),
    (FigureKind.PERIOD, "季度", r"quarters?"),
    (FigureKind.COUNT, "亩", r"mu"),
    (FigureKind.COUNT, "平方公里", r"square kilomet(?:er|re)s?|sq\.? ?km|km2|km²"),
    (FigureKind.COUNT, "平方米", r"square met(?:er|re)s?|sq\.? ?m|m2|m²"),
    (FigureKind.COUNT, "公里", r"kilomet(?:er|re)s?|km"),
    (FigureKind.COUNT, "米", r"met(?:er|re)s?|m"),
    (FigureKind.COUNT, "厘米", r"cm"),
    (FigureKind.COUNT, "毫米", r"mm"),
    (FigureKind.COUNT, "公斤", r"kg"),
    (FigureKind.COUNT, "吨", r"tons?|tonnes?|t"),
    (FigureKind.COUNT, "公顷", r"hectares?|ha"),
    (FigureKind.COUNT, "千瓦时", r"kWh|kilowatt[ -]hours?"),
    (FigureKind.COUNT, "千瓦", r"kW|kilowatts?"),
    (FigureKind.COUNT, "兆瓦", r"MW|megawatts?"),
    (FigureKind.COUNT, "千伏", r"kV"),
    (FigureKind.COUNT, "人", r"people|persons?|employees|staff|talents"),
)

_TABLE: list[tuple[str, Measure]] = [(p, Measure(kind, unit)) for kind, unit, p in _CHINESE]
_TABLE += [(unit, Measure(FigureKind.COUNT, unit)) for unit in _PLAIN_COUNTS.split()]
_TABLE += [(unit, Measure(FigureKind.COUNT, unit, arabic_only=True)) for unit in _ARABIC_COUNTS.split()]
_TABLE.append((r"成(?![员立为果本功品年型套熟都效长交就])", Measure(FigureKind.RATIO, "%", Decimal(10))))
_TABLE.append((r"折(?![页叠旧])", Measure(FigureKind.RATIO, "%", Decimal(10))))
_ENGLISH_TABLE = [(p, Measure(kind, unit)) for kind, unit, p in _ENGLISH]


def _longest_first(table: list[tuple[str, Measure]]) -> list[str]:
    """Order alternatives so that 个工作日 is tried before 个, and 平方公里 before 公里."""
    pieces = [piece for pattern, _ in table for piece in _alternatives(pattern)]
    return sorted(pieces, key=_literal_length, reverse=True)


def _alternatives(pattern: str) -> list[str]:
    pieces, depth, current = [], 0, ""
    for sign in pattern:
        depth += (sign in "([") - (sign in ")]")
        if sign == "|" and depth == 0:
            pieces.append(current)
            current = ""
        else:
            current += sign
    return [*pieces, current]


def _literal_length(piece: str) -> int:
    return len(re.sub(r"\(\?!\[?[^)]*\]?\)|[()?:\[\]|]", "", piece))


UNIT = (
    rf"(?: ?(?:{'|'.join(_longest_first(_TABLE))})"
    rf"|[ -]?(?i:{'|'.join(_longest_first(_ENGLISH_TABLE))})(?![A-Za-z]))"
)
"""Regular expression of a unit, with the blank before it."""

CURRENCY = r"(?:人民币|RMB|CNY|USD|US\$|HK\$|HKD|EUR|[¥￥$€])\s?"
"""Regular expression of a currency before the number."""

_BEFORE = {
    "USD": "美元",
    "US$": "美元",
    "$": "美元",
    "HK$": "港元",
    "HKD": "港元",
    "EUR": "欧元",
    "€": "欧元",
}

_PER_NOUNS = {
    "year": "年",
    "annum": "年",
    "month": "月",
    "day": "日",
    "mu": "亩",
    "square metre": "平方米",
    "square meter": "平方米",
    "kwh": "千瓦时",
    "person": "人",
    "household": "户",
    "company": "家",
    "enterprise": "家",
    "天": "日",
    "㎡": "平方米",
}
_PER_CHINESE = "千瓦时|平方米|立方米|公里|小时|工作日|年|月|日|天|亩|吨|人|户|家|次|个|项|件|套|台|辆|㎡|kWh"
PER = (
    rf"(?:\s?/\s?(?P<per>{_PER_CHINESE})(?:[·./](?:年|月|日|天|人))?"
    r"|\s(?i:per|an?)\s(?i:(?P<per_en>year|annum|month|day|mu|square met(?:er|re)|kWh|person|household"
    r"|company|enterprise))(?![A-Za-z]))"
)
"""Regular expression of the 元/年 or "per year" part after a unit."""

_COMPILED = [
    (re.compile(pattern if pattern.isascii() is False else f"(?i:{pattern})"), measure)
    for pattern, measure in (*_TABLE, *_ENGLISH_TABLE)
]


def find_measure(written: str, currency: str) -> Measure | None:
    """Give the measure of a unit as `UNIT` found it; without a unit, that of the currency before it."""
    name = written.strip(" -")
    if name:
        for pattern, measure in _COMPILED:
            if pattern.fullmatch(name):
                return measure
    if currency:
        return Measure(FigureKind.AMOUNT, _BEFORE.get(currency.strip().upper(), "元"))
    return None


def per_unit(match: re.Match[str]) -> str:
    """Give the /年 of a match of `PER`, or nothing."""
    noun = (match["per"] or match["per_en"]).lower()
    return "/" + _PER_NOUNS.get(noun, noun)
