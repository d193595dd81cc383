"""Documents for which nobody has written questions are answered from, and not beyond what they say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from assistant.model import Answer, AnswerStatus, Language, Source
from assistant.pipeline import Assistant
from assistant.weighing import bare, rule_for, rules
from evals.cases import Case, Expect, read_cases, resolve_sets
from index.build import build
from index.search import PolicyIndex

TODAY = date(2026, 11, 23)


def cases(name: str, expect: Expect) -> Sequence[Case]:
    every = read_cases(resolve_sets([name]))
    return [case for case in every if case.expect is expect and not case.turns]


def asked(assistant: Assistant, wanted: Sequence[Case]) -> list[Answer]:
    return [assistant.answer(case.question, as_of=case.as_of or TODAY) for case in wanted]


def test_everyday_questions_are_mostly_answered(unasked: Assistant) -> None:
    """A rule learned with everyday questions at hand answered three of ten."""
    answers = asked(unasked, cases("lay", Expect.ANSWERED))
    told = sum(answer.status in (AnswerStatus.ANSWERED, AnswerStatus.PARTIAL) for answer in answers)
    assert told >= 0.65 * len(answers)


def test_what_no_document_answers_is_still_refused(unasked: Assistant) -> None:
    answers = asked(unasked, cases("refusals", Expect.REFUSED))
    assert sum(answer.refusal is not None for answer in answers) >= 0.9 * len(answers)


@pytest.mark.parametrize("language", list(Language))
def test_a_clause_has_the_rule_that_fits_what_is_known_of_it(
    assistant: Assistant, unasked: Assistant, language: Language
) -> None:
    for of, name in ((assistant, str(language)), (unasked, bare(language))):
        hit = of.index.search("公司登记几天", floor=0.0).hits[0]
        assert rule_for(language, Source(1, hit)) == rules()[name]


def test_an_amount_written_in_chinese_numerals_answers_how_much(tmp_path: Path) -> None:
    text = (
        "# 某市博士办法\n\n第一条 博士每人给予一次性安家费二十万元。\n\n第二条 逾期不报到的，处五千元罚款。\n"
    )
    (tmp_path / "博士.md").write_text(text, encoding="utf-8")
    build([tmp_path / "博士.md"], tmp_path / "index")
    assistant = Assistant(PolicyIndex.open(tmp_path / "index"))
    for question, told in (("博士安家费多少？", "二十万元"), ("博士逾期不报到罚款多少", "五千元")):
        assert told in "".join(claim.text for claim in assistant.answer(question, as_of=TODAY).claims)
