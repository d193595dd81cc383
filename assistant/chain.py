"""LangChain over the same parts: a retriever, and the pipeline as a Runnable.

``policy_chain`` runs exactly the steps of ``pipeline.py``, each as a named runnable, so tracing, batching,
fallbacks and replacing a step work as LangChain users expect; there is no second way to an answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableLambda, RunnableSequence
from pydantic import ConfigDict

from assistant.model import Answer, Inquiry
from assistant.pipeline import Assistant
from index.hits import Filters
from index.search import PolicyIndex


class PolicyRetriever(BaseRetriever):
    """Passages of an index as LangChain documents, best first, with their address in the metadata."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: PolicyIndex
    limit: int = 8
    filters: Filters = Filters()

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        result = self.index.search(query, limit=self.limit, filters=self.filters)
        return [
            Document(
                id=hit.passage.id,
                page_content=hit.passage.text,
                metadata={
                    "document_id": hit.document.id,
                    "title": hit.document.title,
                    "doc_number": hit.document.doc_number,
                    "locator": hit.passage.locator,
                    "status": str(hit.status),
                    "kind": str(hit.document.kind),
                    "recognised": hit.passage.confidence(hit.passage.start, hit.passage.end),
                    "score": hit.score,
                    "start": hit.passage.start,
                    "end": hit.passage.end,
                },
            )
            for hit in result.hits
        ]


def policy_chain(assistant: Assistant) -> Runnable[str | Mapping[str, Any], Answer]:
    """Return the steps of an assistant as one Runnable.

    The input is a question, or a mapping with ``question`` and optionally ``turns`` (earlier questions) and
    ``as_of`` (a date). The output is an :class:`assistant.model.Answer`.
    """
    steps = [RunnableLambda(step).with_config(run_name=name) for name, step in assistant.steps]
    begin = RunnableLambda(_begin).with_config(run_name="question")
    end = RunnableLambda(_end).with_config(run_name="answer")
    return RunnableSequence(begin, *steps, end)


def _begin(value: str | Mapping[str, Any]) -> Inquiry:
    if isinstance(value, str):
        return Inquiry(value, (), date.today())
    return Inquiry(str(value["question"]), tuple(value.get("turns", ())), value.get("as_of") or date.today())


def _end(inquiry: Inquiry) -> Answer:
    assert inquiry.answer is not None, "the last step always answers"
    return inquiry.answer
