"""What can go wrong with an index. Messages are Chinese and name the next step.

IndexingError
├── IndexMissing    there is no index yet              exit code 4
├── IndexStale      documents or model changed since   exit code 4
├── NothingToIndex  no document could be read          exit code 4
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


class StoreUnreachable(IndexingError):
    """The Chroma server that was set does not answer; nothing has been lost."""
