"""Shared parts of the tests: the shipped corpus, an index of it, and a fence around the machine."""

from __future__ import annotations

import ipaddress
import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import chromium, visit
from openai_stub import Stub, openai_stub
from playwright.sync_api import Browser, Page
from serving import Served, serving
from wording_texts import write_texts

from assistant.pipeline import Assistant
from corpus.load import SHIPPED, Loaded, load_corpus
from index.build import build
from index.search import PolicyIndex

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("ASSISTANT_SHARED") or ROOT.parent / "shared")


class LeftTheMachine(AssertionError):
    """A test opened a connection to another machine."""


@pytest.fixture(autouse=True)
def fence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail any test that connects to, or looks up, an address that is not this machine."""
    connect, lookup = socket.socket.connect, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _local(str(address[0])):
            raise LeftTheMachine(f"connect {address}")
        connect(self, address)

    def guarded_lookup(host: Any, *rest: Any, **named: Any) -> Any:
        if host is not None and not _local(host.decode() if isinstance(host, bytes) else str(host)):
            raise LeftTheMachine(f"look up {host}")
        return lookup(host, *rest, **named)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_lookup)


def _local(host: str) -> bool:
    if host in ("localhost", "", "0.0.0.0", "::"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session")
def shipped() -> Loaded:
    """The shipped documents."""
    return load_corpus([SHIPPED])


@pytest.fixture(scope="session")
def shared() -> Iterator[Path]:
    """The folder of real laws and benchmark data, when it is at hand."""
    if not (SHARED / "laws").is_dir():
        pytest.skip("no shared data: set ASSISTANT_SHARED or put the folder shared/ beside the repository")
    yield SHARED


@pytest.fixture(scope="session")
def index_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the shipped documents, built once for all tests; do not write to it."""
    folder = tmp_path_factory.mktemp("shipped-index")
    build([SHIPPED], folder)
    return folder


@pytest.fixture(scope="session")
def regulations_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the invented regulation in two versions, see ``wording_texts``; do not write to it."""
    folder = tmp_path_factory.mktemp("regulations")
    build([write_texts(folder / "documents")], folder / "index")
    return folder / "index"


@pytest.fixture(scope="session")
def regulations(regulations_folder: Path) -> PolicyIndex:
    """The open index of the invented regulation."""
    return PolicyIndex.open(regulations_folder)


@pytest.fixture(scope="session")
def assistant(index_folder: Path) -> Assistant:
    """The default assistant over the shipped documents."""
    return Assistant(PolicyIndex.open(index_folder))


@pytest.fixture(scope="session")
def unasked(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant over the shipped documents as if nobody had written questions for them."""
    folder = tmp_path_factory.mktemp("unasked")
    shutil.copytree(SHIPPED, folder / "documents", ignore=shutil.ignore_patterns("*.asks.yaml"))
    build([folder / "documents"], folder / "index")
    return Assistant(PolicyIndex.open(folder / "index"))


@pytest.fixture(scope="module")
def served(index_folder: Path) -> Iterator[Served]:
    """The shipped documents on a server of their own."""
    with serving(index_folder) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    with chromium() as running:
        yield running


@pytest.fixture
def page(browser: Browser, served: Served) -> Iterator[Page]:
    """The chat as a new visitor sees it."""
    with visit(browser, served) as opened:
        yield opened


@pytest.fixture
def stub() -> Iterator[Stub]:
    with openai_stub() as running:
        yield running
