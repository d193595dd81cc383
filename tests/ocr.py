"""Whether scans can be recognised here."""

from __future__ import annotations

from corpus.readers.ocr import INSTALL


def why_not() -> str:
    """Return why scans cannot be recognised, empty if they can."""
    try:
        import rapidocr_onnxruntime  # noqa: F401
    except ImportError as error:
        return f"scans cannot be recognised ({error}): {INSTALL}, on Debian also libgl1 libglib2.0-0"
    return ""
