"""Imports go one way, and a heavy library is imported in one place only."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = {"corpus": 0, "index": 1, "assistant": 2, "ui": 3, "evals": 3}
HEAVY = {
    "torch": {"index/training.py", "index/token_sums.py", "index/module.py"},
    "scipy": {"index/token_sums.py"},
    "sentence_transformers": {"index/embedder.py", "index/module.py"},
    "chromadb": {"index/chroma.py"},
    "bm25s": {"index/lexical.py"},
    "jieba": {"index/tokens.py"},
    "langchain_core": {"assistant/chain.py", "assistant/model_composer.py"},
    "langchain": {"assistant/model_composer.py"},
    "openai": {"assistant/model_composer.py"},
    "gradio": {"ui.py"},
    "sqlalchemy": {"assistant/journal.py"},
    "prometheus_client": {"assistant/pages/metrics.py"},
    "pypdfium2": {"corpus/readers/pdf_pages.py"},
    "pdfplumber": {"corpus/readers/pdf_tables.py"},
    "docx": {"corpus/readers/docx.py", "assistant/pages/receipt_docx.py", "assistant/wording_docx.py"},
    "lxml": {"corpus/readers/html.py"},
    "trafilatura": {"corpus/readers/html.py"},
    "charset_normalizer": {"corpus/readers/html.py"},
    "openpyxl": {"corpus/readers/xlsx.py"},
    "rapidocr_onnxruntime": {"corpus/readers/ocr.py"},
}


def modules() -> list[Path]:
    files = [
        path for layer in ("corpus", "index", "assistant", "evals") for path in (ROOT / layer).rglob("*.py")
    ]
    return [*files, ROOT / "ui.py"]


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_imports_go_one_way() -> None:
    for path in modules():
        own = LAYERS[path.relative_to(ROOT).parts[0].removesuffix(".py")]
        for name in imports(path):
            layer = LAYERS.get(name.split(".")[0], -1)
            launches = path.name == "commands.py" and name == "ui"  # the command starts the page
            assert layer <= own or launches, f"{path.relative_to(ROOT)} imports {name}"


@pytest.mark.parametrize("library", sorted(HEAVY))
def test_a_heavy_library_is_imported_in_its_place_only(library: str) -> None:
    found = {
        str(path.relative_to(ROOT))
        for path in modules()
        if any(name.split(".")[0] == library for name in imports(path))
        and path.relative_to(ROOT).parts[0] != "evals"
    }
    assert found <= HEAVY[library]
    assert found


def test_files_stay_small() -> None:
    long = {
        str(p.relative_to(ROOT)): n
        for p in modules()
        if (n := len(p.read_text(encoding="utf-8").splitlines())) > 320
    }
    assert long == {}
