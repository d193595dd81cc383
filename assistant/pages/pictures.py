"""The route of the pictures of pages: drawn one by one when they are asked for, and kept for a while."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from functools import partial

from anyio.to_thread import run_sync as in_thread
from fastapi import APIRouter, Request, Response

from assistant.pages.leaf import PATH
from assistant.pages.plain import missing
from corpus.pictures import page_picture
from index.live import IndexNow
from index.originals import original

PIXELS = 1600  # of the longer side of a picture: twice what a wide screen shows of it beside an answer
KEPT = 48  # pictures in memory, some 150 KB each
LONGEST_LINE = 16  # pictures that may be waited for
_FOREVER = "public, max-age=31536000, immutable"  # the address changes with the file


class Pictures:
    """Draws pages one by one, and keeps those asked for lately.

    Args:
        now: returns the index whose documents are drawn.
    """

    def __init__(self, now: IndexNow) -> None:
        self._now = now
        self._kept: OrderedDict[tuple[str, int], bytes] = OrderedDict()
        self._drawing = asyncio.Lock()
        self._waiting = 0

    async def picture(self, document_id: str, number: int) -> bytes | None:
        """Return a page of a document, None if there is none or too many others are waited for."""
        index = self._now()
        document = index.documents.get(document_id)
        if document is None or self._waiting >= LONGEST_LINE:
            return None
        name = (document.file_digest, number)
        self._waiting += 1
        try:
            async with self._drawing:
                file = await in_thread(partial(original, document, index.folder, index.current))
                if file is None:
                    return None
                if name not in self._kept:
                    drawn = await in_thread(partial(page_picture, file, number, PIXELS))
                    if drawn is None:
                        return None
                    self._kept[name] = drawn
        finally:
            self._waiting -= 1
        self._kept.move_to_end(name)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return self._kept[name]


def originals(now: IndexNow) -> APIRouter:
    """Return the route of the pictures."""
    router = APIRouter()
    pictures = Pictures(now)

    @router.get(PATH + "{number}/{document_id:path}")
    async def leaf(request: Request, number: int, document_id: str, v: str = "") -> Response:
        picture = await pictures.picture(document_id, number)
        if picture is None:
            return missing(request, now(), "no_leaf")
        document = now().documents.get(document_id)
        fresh = document is not None and v == document.file_digest
        kept = _FOREVER if fresh else "no-cache"
        return Response(picture, media_type="image/webp", headers={"Cache-Control": kept})

    return router
