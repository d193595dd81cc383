"""The words that make a sentence a question: they say nothing about what is asked for."""

from __future__ import annotations

import re

_PHRASES = re.compile(
    "怎么样|怎么办|怎么|怎样|咋样|咋办|咋|如何|多少钱|多少|什么时候|什么|啥时候|啥|哪些|哪个|哪里|哪儿|哪"
    "|才能|才行|想要|还是|到底|究竟|其实|毕竟|听说|据说|真的假的|真的吗|没错吧|对吧|对吗|是吧|是吗"
    "|是不是|能不能|可不可以|行不行|对不对|有没有|要不要|请问一下|请问|想问一下|想问|问一下|问下|我想知道|想知道|我想了解"
    "|想了解|告诉我|麻烦|帮我|说说|介绍一下|介绍|一下|我们|咱们|咱|我|你们|你|它|吗|呢|吧|啊|呀|嘛|么|哦|噢|了"
    r"|\b(?:what|which|how|when|where|who|why|can|could|do|does|did|is|are|was|were|will|would|should|the|an?|of|to|in|for|"
    r"on|at|by|and|or|i|we|you|my|our|your|it|there|any|please|tell|me|us|if|with|from|be|have|has)\b",
    re.IGNORECASE,
)


def without_question_words(text: str) -> str:
    """Return a text without question words."""
    return _PHRASES.sub(" ", text)


def content(question: str) -> str:
    """Return a question without its question words; the whole of it if nothing else is in it."""
    rest = without_question_words(question)
    return rest if any(char.isalnum() for char in rest) else question
