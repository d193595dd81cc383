"""What can go wrong while documents are read.

CorpusError
├── DocumentError       one file cannot be used; the loader reports it and reads the rest
└── UnsupportedFormat   no reader takes files of this kind; the loader passes it over and says so

The messages are Chinese because staff read them in the build report.
"""


class CorpusError(Exception):
    """Base of all errors of this package."""


class DocumentError(CorpusError):
    """One file cannot be used. The message names the value and the next step, the report adds the file."""


class UnsupportedFormat(CorpusError):
    """The file is of a kind that no reader takes."""
