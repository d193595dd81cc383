"""The bench of the wording desk: sentences, references, a document of ten pages, versions side by side."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from assistant.compare_report import counts
from assistant.comparison import compare_named
from assistant.messages import load_messages
from assistant.model import Language
from assistant.wording import check
from assistant.wording_versions import Versions
from corpus.families import family_of
from evals.laws import LOCAL, open_laws, shared_data
from evals.wording import judge, wording_misses, wording_table
from evals.wording_references import judge_references, make_references, reference_misses, reference_table
from evals.wording_sets import SEED, draw, make_cases, words_of
from index.search import PolicyIndex

PAGES, PAGE = 10, 650  # characters of a printed page of Chinese
_EACH_REFERENCE = 100
_PAIRS = 25
_ALWAYS = ("公司法", "上海市优化营商环境条例", "保障中小企业款项支付条例")  # laws that are always compared


def wording_report(folder: Path, scale: float, seed: int | None, misses: int) -> Iterator[str]:
    """Yield the parts of the report as they are measured.

    Args:
        folder: an index of all laws, made if there is none.
        scale: 1 for 1,000 true and 2,000 altered sentences and 400 references, less for fewer.
        seed: of every choice, None for the usual one.
        misses: how many misses of each kind to show.

    Raises:
        NoSharedData: if the laws are not at hand.
    """
    laws = shared_data() / "laws"
    index = open_laws(laws, folder).index
    chosen = SEED if seed is None else seed
    yield f"{len(index.documents)} documents, {len(index)} passages, seed {chosen}"
    cases = make_cases(index, words_of(laws), true=int(1000 * scale), each=int(200 * scale), seed=chosen)
    judged = judge(cases, index)
    yield wording_table(judged)
    references = judge_references(
        make_references(index, each=int(_EACH_REFERENCE * scale), seed=chosen), index
    )
    yield reference_table(references)
    yield speed(index, chosen)
    yield versions_table(index)
    yield from wording_misses(judged, misses)
    yield from reference_misses(references, misses)


def speed(index: PolicyIndex, seed: int) -> str:
    """Return how long a document of ten pages takes: half its sentences as they stand, half with a change."""
    rng = random.Random(seed)
    text = ""
    for drawn in draw(index, 1000, seed):
        words = drawn.text if rng.random() < 0.5 else drawn.text.replace("应当", "可以").replace("三", "五")
        text += words + ("\n" if rng.random() < 0.3 else "")
        if len(text) >= PAGES * PAGE:
            break
    lines = [f"{'ten pages':14}{'sentences':>10}{'characters':>12}{'seconds':>9}"]
    for name in ("first time", "again"):
        began = time.perf_counter()
        report = check(text, index)
        lines.append(
            f"{name:14}{len(report.sentences):>10}{len(text):>12}{time.perf_counter() - began:>9.2f}"
        )
    return "\n".join(lines)


def versions_table(index: PolicyIndex) -> str:
    """Return what became of the clauses of laws in their next version: of some always, of the longest."""
    versions = Versions(index, date.today())
    found_pairs = ((versions.successor(d.id), d) for d in index.documents.values())
    pairs = [(new.id, old) for new, old in found_pairs if new is not None]
    sizes = {old.id: len(index.passages_of(old.id)) for _, old in pairs}
    national = [p for p in pairs if not p[1].path.startswith(f"{LOCAL}/")]
    longest = sorted(national or pairs, key=lambda pair: -sizes[pair[1].id])[:_PAIRS]
    always = [pair for pair in pairs if family_of(pair[1]) in _ALWAYS]
    chosen = [*always, *(pair for pair in longest if pair not in always)]
    kinds = ("same", "changed", "added", "removed", "moved", "renumbered")
    lines = ["  ".join(f"{kind:>10}" for kind in kinds) + f"{'seconds':>9}  pair"]
    messages = load_messages(Language.ZH)
    for new, old in chosen:
        began = time.perf_counter()
        found = counts(compare_named(old.id, new, index, messages))
        took = time.perf_counter() - began
        cells = "  ".join(f"{found[kind]:>10}" for kind in kinds)
        lines.append(f"{cells}{took:>9.2f}  {old.title} {old.published} → {index.documents[new].published}")
    return "\n".join(lines)
