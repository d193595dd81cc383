import logging

from hypothesis import given
from hypothesis import strategies as st

from index.tokens import BIGRAM_PREFIX, STOP_WORDS, bigrams, model_tokens, words


def test_words_hold_the_long_word_and_the_words_inside_it() -> None:
    found = words("外商投资企业的注册")
    assert {"外商投资", "外商", "投资", "企业", "注册"} <= set(found)


def test_words_drop_punctuation_and_stop_words() -> None:
    assert words("税率，是：15%！") == ["税率", "15"]


def test_full_width_and_capitals_are_folded() -> None:
    assert words("ＧＤＰ增长５．５％") == words("gdp增长5.5%")


def test_numbers_and_latin_words_stay_whole() -> None:
    assert words("赣府字〔2023〕40号 Park-A1")[-4:] == ["40", "号", "park", "a1"]


def test_bigrams_do_not_span_punctuation() -> None:
    assert bigrams("税率，最高15万") == ["税率", "最高", "15", "万"]


def test_model_tokens_are_words_then_marked_chinese_bigrams() -> None:
    text = "研发费用2023"
    marked = [BIGRAM_PREFIX + pair for pair in ("研发", "发费", "费用")]
    assert model_tokens(text) == [*words(text), *marked]


def test_the_word_cutter_is_quiet() -> None:
    words("安静")
    assert logging.getLogger("jieba").getEffectiveLevel() >= logging.WARNING


@given(st.text(max_size=80))
def test_any_text_is_cut_without_stop_words_or_blanks(text: str) -> None:
    found = words(text)
    assert not STOP_WORDS.intersection(found)
    assert all(word.strip() and not word.startswith(BIGRAM_PREFIX) for word in found)


@given(st.lists(st.sampled_from(["企业", "所得税", "，", "15", "%", " ", "\n"]), max_size=12))
def test_bigrams_of_lines_are_those_of_each_line(parts: list[str]) -> None:
    text = "".join(parts)
    assert bigrams(text) == [pair for line in text.split("\n") for pair in bigrams(line)]
