"""The files beside a document: everyday questions (`.asks.yaml`) and fields (`.facets.yaml`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from corpus.errors import DocumentError
from corpus.model import Clause, Facets, FigureFacet

SUFFIXES = (".asks.yaml", ".facets.yaml", ".meta.yaml")


def read_sidecar(document: Path, suffix: str) -> Mapping[str, Any]:
    """Read ``NAME<suffix>`` beside a document; an absent file gives an empty mapping.

    Raises:
        DocumentError: if it is not a YAML mapping.
    """
    path = document.with_name(document.stem + suffix)
    if not path.exists():
        return {}
    try:
        value = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, ValueError) as error:
        raise DocumentError(f"{path.name} 不是有效的 YAML：{' '.join(str(error).split())}") from error
    if value is not None and not isinstance(value, dict):
        raise DocumentError(f"{path.name} 应为“条目编号: 内容”的列表")
    return value or {}


def attach(clauses: Sequence[Clause], document: Path) -> tuple[Clause, ...]:
    """Give each clause its asks and facets.

    Raises:
        DocumentError: if a side-car names a clause that the document lacks, or a facet says what its clause
            does not.
    """
    asks = read_sidecar(document, ".asks.yaml")
    facets = read_sidecar(document, ".facets.yaml")
    unknown = (asks.keys() | facets.keys()) - {clause.id for clause in clauses}
    if unknown:
        raise DocumentError(f"附属文件里的条目编号在正文中不存在：{'、'.join(sorted(map(str, unknown)))}")
    return tuple(
        replace(
            clause,
            asks=_asks(asks.get(clause.id)),
            facets=_facets(clause, facets[clause.id]) if clause.id in facets else None,
        )
        for clause in clauses
    )


def _asks(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, dict):
        raise DocumentError("问题清单应按语言分组：zh: [...]、en: [...]")
    return tuple(dict.fromkeys(str(ask) for group in value.values() for ask in group or ()))


def _facets(clause: Clause, value: Mapping[str, Any]) -> Facets:
    facets = Facets(
        who=value.get("who") or "",
        conditions=tuple(value.get("conditions") or ()),
        procedure=tuple(value.get("procedure") or ()),
        basis=value.get("basis") or "",
        figures=tuple(_figure(row) for row in value.get("figures") or ()),
    )
    figures = [text for f in facets.figures for text in (f.meaning, f.period, f.quote)]
    for text in (facets.who, facets.basis, *facets.conditions, *facets.procedure, *figures):
        if text not in clause.text:
            raise DocumentError(f"{clause.id} 的字段“{text}”在正文中找不到原词")
    return facets


def _figure(row: Mapping[str, Any]) -> FigureFacet:
    value = row["value"]
    text = "-".join(map(str, value)) if isinstance(value, list) else str(value)
    return FigureFacet(
        value=text,
        unit=str(row["unit"]),
        meaning=str(row["meaning"]),
        period=str(row["period"] or ""),
        bound=str(row["bound"]),
        kind=str(row["kind"]),
        quote=str(row["quote"]),
    )
