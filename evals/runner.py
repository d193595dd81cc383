"""Run the assistant over cases and keep everything that scoring needs, so that scoring runs nothing."""

from __future__ import annotations

import json
import platform
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tqdm import tqdm

from assistant.model import Answer
from assistant.pipeline import Assistant
from assistant.render import hit_to_json, to_json
from corpus.load import load_corpus
from corpus.model import Document
from evals.cases import ASKED_ON, Case, CaseError, case_from_json, case_to_json
from evals.metrics import Actual, Scored, score
from index.search import PolicyIndex

GENERATED = "generated.jsonl"
SETTINGS = "settings.json"
HITS = 10  # kept of each search


def result_folder(root: Path) -> Path:
    """Name a new folder for results after the time, UTC."""
    return root / datetime.now(UTC).strftime("%Y-%m-%dT%H%M%S")


def generate(cases: Sequence[Case], index: Path, sets: Sequence[Path], out: Path) -> Path:
    """Ask every case and write question, answer and evidence together.

    Args:
        cases: what to ask.
        index: the index folder.
        sets: where the cases came from, for the record.
        out: folder for the results; made if absent.

    Returns:
        The file written.

    Raises:
        IndexMissing: if there is no index.
        IndexStale: if it was built with another model or version.
    """
    opened = PolicyIndex.open(index)
    assistant = Assistant(opened)
    sources = [Path(source) for source in opened.current.sources]
    documents = {document.metadata.id: document for document in load_corpus(sources).corpus.documents}
    out.mkdir(parents=True, exist_ok=True)
    settings = _settings(opened, index, sets, len(cases))
    (out / SETTINGS).write_text(json.dumps(settings, ensure_ascii=False, indent=2), encoding="utf-8")
    file = out / GENERATED
    with file.open("w", encoding="utf-8") as lines:
        for case in tqdm(cases, file=sys.stderr, disable=None, leave=False):
            row = {"case": case_to_json(case), "actual": ask(assistant, case, documents)}
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")
    return file


def ask(assistant: Assistant, case: Case, documents: Mapping[str, Document]) -> dict[str, Any]:
    """Ask one case.

    A crash is a result like any other: it must cost its own case, not the run.

    Returns:
        ``ask``: the answer as the command prints it, None after a crash; ``search``: the best hits, whether
        or not they reach the floor; ``evidence``: per citation, what the document itself says at the
        offsets and in the whole clause; ``crash``: type and message.
    """
    day = case.as_of or ASKED_ON
    try:
        answer = assistant.answer(case.question, case.turns, day)
        text = answer.question.search_text if answer.question else case.question
        result = assistant.index.search(text, limit=HITS, as_of=day, floor=0.0)
    except Exception as error:
        return {"ask": None, "search": [], "evidence": [], "crash": f"{type(error).__name__}: {error}"}
    return {
        "ask": to_json(answer, case.id),
        "search": [_hit(hit_to_json(hit)) for hit in result.hits],
        "evidence": _evidence(answer, documents),
        "search_ms": round(result.milliseconds, 1),
        "crash": None,
    }


def _hit(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("rank", "score", "document_id", "clause_id", "status", "why")}


def _evidence(answer: Answer, documents: Mapping[str, Document]) -> list[dict[str, Any]]:
    """Read the cited places from the documents, not from the index, so that a stale index shows."""
    rows: list[dict[str, Any]] = []
    for citation in answer.citations:
        document = documents.get(citation.document.id)
        clauses = document.clauses if document else ()
        text = next((clause.text for clause in clauses if clause.id == citation.passage.clause_id), "")
        span = document.text[citation.start : citation.end] if document else ""
        rows.append({"label": citation.label, "span": span, "clause": text})
    return rows


def _settings(index: PolicyIndex, folder: Path, sets: Sequence[Path], count: int) -> dict[str, Any]:
    state = asdict(index.state)
    return {
        "started": datetime.now(UTC).isoformat(timespec="seconds"),
        "asked_on": ASKED_ON.isoformat(),
        "real_day": date.today().isoformat(),
        "sets": [path.name for path in sets],
        "cases": count,
        "index": str(folder),
        "index_fingerprint": state["fingerprint"],
        "embedder": state["embedder"],
        "embedder_fingerprint": state["embedder_fingerprint"],
        "documents": len(index.documents),
        "passages": len(index),
        "floor": index.floor,
        "python": platform.python_version(),
        "machine": platform.machine(),
    }


def read_generated(path: Path) -> tuple[Scored, ...]:
    """Score a saved run.

    Args:
        path: a generated file, or the folder that holds one.

    Raises:
        CaseError: if there is no such file, it is empty, or a line is not a result.
    """
    file = path / GENERATED if path.is_dir() else path
    if not file.is_file():
        raise CaseError(f"no results at {file}: run `python -m evals generate` first")
    rows: list[Scored] = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            actual: Actual = row["actual"]
            case = case_from_json({name: value for name, value in row["case"].items() if value is not None})
        except (KeyError, TypeError, ValueError) as error:
            raise CaseError(f"{file.name} line {number} is not a result: {error}") from error
        rows.append(score(case, actual))
    if not rows:
        raise CaseError(f"{file} holds no results")
    return tuple(rows)
