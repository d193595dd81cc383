"""Reports to keep: one of three kinds of file, by its suffix."""

from __future__ import annotations

import json

from assistant.compare import Comparison
from assistant.compare_report import comparison_to_json
from assistant.model import Language
from assistant.wording_docx import comparison_to_docx, report_to_docx
from assistant.wording_html import comparison_to_html, report_to_html
from assistant.wording_json import report_to_json
from assistant.wording_model import WordingReport

SUFFIXES = (".docx", ".html", ".json")


def report_as(suffix: str, report: WordingReport, language: Language) -> bytes:
    """Return a wording report as the bytes of a file; ``suffix`` is one of SUFFIXES."""
    match suffix.lower():
        case ".docx":
            return report_to_docx(report, language)
        case ".html":
            return report_to_html(report, language).encode()
        case _:
            return _json(report_to_json(report))


def comparison_as(suffix: str, comparison: Comparison, language: Language) -> bytes:
    """Return a comparison as the bytes of a file; ``suffix`` is one of SUFFIXES."""
    match suffix.lower():
        case ".docx":
            return comparison_to_docx(comparison, language)
        case ".html":
            return comparison_to_html(comparison, language).encode()
        case _:
            return _json(comparison_to_json(comparison))


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()
