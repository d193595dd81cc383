"""Cut Chinese policy text into words and character bigrams."""

import logging
import re
import unicodedata
from functools import lru_cache

import jieba

BIGRAM_PREFIX = "#"
"""Marks a bigram in a vocabulary that also holds words; no word starts with it."""

STOP_WORDS = frozenset(
    "的 了 和 与 及 是 在 之 其 也 就 都 而 着 吗 呢 吧 啊 呀 嘛 么 哦 请问 您好 你好 谢谢 "
    "the a an of to in is are and".split()
)

_RUN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇]+|[a-z0-9]+(?:\.[0-9]+)*")
_SPACE = re.compile(r"\s+")
_LAST_ASCII = "\x7f"


def words(text: str) -> list[str]:
    """Cut a text into search words, in reading order.

    Chinese runs are cut by jieba in search mode, so a long word is followed or preceded by the shorter
    words inside it. Runs of Latin letters and digits stay whole ("2023", "3.5", "gdp"). Full-width forms
    are folded (NFKC), letters lower-cased, punctuation and a few stop words dropped.
    """
    found: list[str] = []
    for run in _runs(text):
        if run[0] > _LAST_ASCII:
            found.extend(_cut(run))
        elif run not in STOP_WORDS:
            found.append(run)
    return found


def bigrams(text: str) -> list[str]:
    """Cut a text into the character bigrams of its Chinese runs, in reading order.

    A run of one character gives that character; Latin and digit runs stay whole. No bigram spans
    punctuation or a change of script.
    """
    found: list[str] = []
    for run in _runs(text):
        found.extend(_pairs(run) if run[0] > _LAST_ASCII else (run,))
    return found


def model_tokens(text: str) -> list[str]:
    """Give the tokens the embedding model adds up: words, then Chinese bigrams under their prefix."""
    tokens = words(text)
    for run in _runs(text):
        if run[0] > _LAST_ASCII:
            tokens.extend([BIGRAM_PREFIX + pair for pair in _pairs(run)])
    return tokens


def commonness(word: str) -> int:
    """Return how often a word occurs in the general texts behind jieba's dictionary; 0 if it is not there."""
    return int(cutter().FREQ.get(word) or 0)


def folded(text: str) -> str:
    """Return a text in half-width forms and without white space, as it is compared with others."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text))


def _runs(text: str) -> list[str]:
    return _RUN.findall(unicodedata.normalize("NFKC", text).lower())


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


@lru_cache(maxsize=1)
def cutter() -> jieba.Tokenizer:
    """Load the dictionary on first use; jieba would otherwise log its progress to standard error."""
    jieba.setLogLevel(logging.WARNING)
    loaded = jieba.Tokenizer()
    loaded.initialize()
    return loaded


@lru_cache(maxsize=1 << 15)
def _cut(run: str) -> tuple[str, ...]:
    """Cut one Chinese run; a third of the runs in legal text are repeats."""
    return tuple(word for word in cutter().lcut_for_search(run) if word not in STOP_WORDS)
