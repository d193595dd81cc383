"""Errors of this package.

AssistantError
├── UsageError      the question or the command cannot be used    exit code 2
└── MessageMissing  a text is missing in messages.*.toml           a defect, found by a test
"""


class AssistantError(Exception):
    """Base of all errors of this package."""


class UsageError(AssistantError):
    """The question or command cannot be used; the message says what to do instead."""


class MessageMissing(AssistantError):
    """A text that the program wants to show does not stand in the messages file."""
