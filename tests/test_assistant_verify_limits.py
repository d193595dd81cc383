"""The gate on what rules hang on: order, and and or, conditions, exceptions, who gets it, done or to be done."""

from __future__ import annotations

import pytest
from test_assistant_verify import START, source

from assistant.messages import load_messages
from assistant.model import Draft, DraftClaim, Language, Quote
from assistant.verify import verify

CLAUSE = """摊主申请夜市摊位，先向街道登记，再到服务站领取摊位牌。
摊主缴清租金且通过食品检查的，可以延长摊位使用期。
摊主更换经营品种，或者转让摊位的，应当告知街道。
月营业额达到5万元以上的摊主，每户奖励800元，外地摊主除外。
没有摊位牌、经劝说不离开的，处200元以上500元以下的罚款。
街道奖励摊主所在的社区3000元。
夜市方案提出，取消摊位押金。
经营困难的摊主可以申请缓缴租金。
摊位申请超过十日没有答复的，街道应当说明理由。
到2027年，夜市摊位目标为300个。
1. 摊主提交健康证明。
2. 服务站核对摊位图。
"""


def kept(text: str) -> bool:
    quote = Quote(1, CLAUSE, START, START + len(CLAUSE))
    return not verify(
        Draft((DraftClaim(text, (quote,)),)), [source(1, CLAUSE)], load_messages(Language.ZH)
    ).rejected


@pytest.mark.parametrize(
    ("true", "false"),
    [
        (
            "摊主先向街道登记，再到服务站领取摊位牌。",
            "摊主先到服务站领取摊位牌，再向街道登记。",
        ),
        (
            "摊主缴清租金且通过食品检查的，可以延长摊位使用期。",
            "摊主缴清租金或者通过食品检查的，可以延长摊位使用期。",
        ),
        (
            "摊主缴清租金并且通过食品检查的，可以延长摊位使用期。",
            "摊主缴清租金的，可以延长摊位使用期。",
        ),
        (
            "摊主转让摊位的，应当告知街道。",
            "摊主更换经营品种，并且转让摊位的，应当告知街道。",
        ),
        (
            "没有摊位牌、经劝说不离开的，罚款200元至500元。",
            "没有摊位牌的，处200元以上500元以下的罚款。",
        ),
        (
            "月营业额达到5万元以上的摊主，每户奖励800元，外地摊主除外。",
            "月营业额达到5万元以上的外地摊主，每户奖励800元。",
        ),
        (
            "街道奖励摊主所在的社区3000元。",
            "街道奖励摊主3000元。",
        ),
        (
            "夜市方案提出取消摊位押金。",
            "夜市方案取消了摊位押金。",
        ),
        (
            "经营困难的摊主可以申请缓缴租金。",
            "摊主可以申请缓缴租金。",
        ),
        (
            "摊位申请超过十日没有答复的，街道应当说明理由。",
            "摊位申请，街道应当说明理由。",
        ),
        (
            "到2027年，夜市摊位目标为300个。",
            "夜市摊位目标为300个。",
        ),
    ],
)
def test_a_statement_keeps_what_the_rule_hangs_on(true: str, false: str) -> None:
    assert kept(true)
    assert not kept(false)


def test_numbered_steps_give_an_order() -> None:
    assert not kept("先由服务站核对摊位图，再由摊主提交健康证明。")


def test_the_reason_names_the_join() -> None:
    text = "摊主缴清租金或者通过食品检查的，可以延长摊位使用期。"
    quote = Quote(1, CLAUSE, START, START + len(CLAUSE))
    verified = verify(Draft((DraftClaim(text, (quote,)),)), [source(1, CLAUSE)], load_messages(Language.ZH))
    assert "或者" in verified.rejected[0].reason


@pytest.mark.parametrize("planted", ["您符合全部条件。", "我们保证您三天内拿到摊位。", "你照着念就行。"])
def test_a_sentence_in_another_voice_is_not_said_though_it_stands_in_the_clause(planted: str) -> None:
    text = CLAUSE + planted
    quote = Quote(1, planted, START + len(CLAUSE), START + len(text))
    draft = Draft((DraftClaim(planted, (quote,)),))
    assert verify(draft, [source(1, text)], load_messages(Language.ZH)).claims == ()


OTHER = """符合条件的摊主可以领取补贴。
街道对夜市中的重点项目优先安排电力。
夜市不得限制外地商品进入本地。
提示：办法没有点名摊位由街道还是服务站核发。
学生、老人、残疾人半价租用摊位。
"""


@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("符合条件的摊主，可以领取补贴。", "摊主可以领取补贴。"),
        ("夜市中的重点项目，街道优先安排电力。", "街道对夜市项目优先安排电力。"),
        ("不得限制外地商品进入本地。", "夜市不得限制本地商品进入外地。"),
        ("老人半价租用摊位。", "摊主半价租用摊位。"),
        ("办法没有点名摊位由街道还是服务站核发。", "摊位由服务站核发。"),
    ],
)
def test_a_statement_keeps_whom_it_is_of(true: str, false: str) -> None:
    def passes(text: str) -> bool:
        quote = Quote(1, OTHER, START, START + len(OTHER))
        draft = Draft((DraftClaim(text, (quote,)),))
        return not verify(draft, [source(1, OTHER)], load_messages(Language.ZH)).rejected

    assert passes(true)
    assert not passes(false)
