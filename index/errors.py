"""What can go wrong with an index. Messages are Chinese and name the next step.

IndexingError
├── IndexMissing    there is no index yet              exit code 4
├── IndexStale      documents or model changed since   exit code 4
├── IndexBusy       another process is changing it     exit code 4
├── NothingToIndex  no document could be read          exit code 4
├── UnknownDocument the index has no such document     exit code 2
└── StoreUnreachable  the Chroma server does not answer  exit code 4
"""


class IndexingError(Exception):
    """Base of all errors of this package."""


class IndexMissing(IndexingError):
    """No index at the given place; the command to build one is in the message."""


class IndexStale(IndexingError):
    """The index does not match the documents or the model; the command to rebuild is in the message."""


class NothingToIndex(IndexingError):
    """Not one document could be read; the reasons are in the message."""


class IndexBusy(IndexingError):
    """Another process is changing the index; nothing was done, try again when it has ended."""


class UnknownDocument(IndexingError):
    """The index holds no document of that id; the command that lists them is in the message."""


class StoreUnreachable(IndexingError):
    """The Chroma server that was set does not answer; nothing has been lost."""
