"""Whether a document bears the edition, kind and issuer by which an assertion names it.

That another document is mentioned in a passage proves nothing of it: only what a document is called, when it
is of and who issued it can bear out such a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.findings import Finding
from assistant.phrases import unified
from assistant.premise_terms import premise_rules
from corpus.model import Metadata


def bears_name(asserted: str, finding: Finding) -> bool:
    """Tell whether the document of a finding is the one that an assertion names, if it names one.

    What ended is the exception: the sentence that ends it names it, and stands in another document.
    """
    document, rules = finding.source.document, premise_rules()
    told = _called(document)
    if re.search(rules["ended"], asserted, re.IGNORECASE) and re.search(rules["gone"], finding.sentence.text):
        told += finding.sentence.text
    return all(unified(name) in unified(told) for name in _names(asserted))


def _called(document: Metadata) -> str:
    days = (document.published, document.effective)
    years = " ".join(f"{day.year}年" for day in days if day)
    return " ".join(
        (document.title, document.subtitle, document.doc_number, document.issuer, document.level, years)
    )


def _names(asserted: str) -> Iterator[str]:
    """Yield the words of an assertion that say which document it is, or whose."""
    rules = premise_rules()
    for name in ("edition", "kind", "issuer"):
        for match in re.finditer(rules["named_by"][name], asserted):
            yield next(group for group in match.groups() if group)
