"""Templates of ``data`` filled with values. They escape everything they are given."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assistant.glossary import gloss
from assistant.messages import DATA, Messages, load_messages
from assistant.model import Language
from assistant.render import field_in_words, kind_name
from assistant.render import in_words as period_in_words

TAGS = {Language.ZH: "zh-CN", Language.EN: "en"}  # BCP 47
CHAT = {Language.ZH: "/", Language.EN: "/en/"}  # where the chat of a language is served
ASSETS = {"page.css": "text/css", "favicon.svg": "image/svg+xml"} | dict.fromkeys(
    ("page.js", "theme.js", "chat.js", "sources.js", "answer.js"), "text/javascript"
)


def render(template: str, language: Language, **values: object) -> str:
    """Return a template of ``data`` with the texts of a language and the values given."""
    messages = load_messages(language)
    return (
        _environment()
        .get_template(template)
        .render(
            say=messages.text,
            in_words=messages.day,
            period_in_words=lambda period: period_in_words(period, messages),
            field_in_words=lambda field: field_in_words(field, messages),
            english=lambda title: gloss(title) if language is Language.EN else "",
            language=language,
            tag=TAGS[language],
            home=CHAT[language],
            asset=asset,
            is_web=is_web,
            kind_name=lambda document, confidence: kind_name(document, confidence, messages),
            level_name=lambda level: level_name(level, messages),
            **values,
        )
    )


def is_web(url: str) -> bool:
    """Tell whether a link leads to a page of the web; anything else is never made a link."""
    return url.startswith(("https://", "http://"))


def level_name(level: str, messages: Messages) -> str:
    """Return the name of a level; one without a name of its own stays as the document gives it."""
    return messages.section("level").get(level, level)


@lru_cache(maxsize=len(ASSETS))
def asset(name: str) -> str:
    """Return the address of a style sheet, script or picture; it changes with the content."""
    digest = hashlib.blake2b((DATA / name).read_bytes(), digest_size=6).hexdigest()
    return f"/page/{name}?v={digest}"


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(DATA),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
