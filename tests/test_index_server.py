"""The same index on a real Chroma server, shared by processes, stopped and started again."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.build import build
from index.errors import StoreUnreachable
from index.search import PolicyIndex
from index.store import PassageStore, State

LAW = "# 某市投资条例\n\n第一条 登记机关应当在3个工作日内办结登记。\n\n第二条 首店按投资额的50%给予补助，最高30万元。\n"


class Server:
    """`chroma run` on a free port of this machine."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        chroma = Path(sys.executable).with_name("chroma")
        command = [
            str(chroma),
            "run",
            "--path",
            str(self._folder),
            "--host",
            "127.0.0.1",
            "--port",
            str(self.port),
        ]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(300):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.1)
        raise TimeoutError("chroma run did not start")

    def stop(self) -> None:
        if self._process:
            self._process.terminate()
            self._process.wait(30)
            self._process = None


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    found = Server(tmp_path / "server")
    found.start()
    yield found
    found.stop()


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "投资条例.md").write_text(LAW, encoding="utf-8")
    return folder


def ask_elsewhere(folder: Path, url: str) -> str:
    """Search from another process with an index folder of its own."""
    script = (
        "import sys; from pathlib import Path; from index.search import PolicyIndex;"
        "index = PolicyIndex.open(Path(sys.argv[1]), server=sys.argv[2]);"
        "print(index.search('首店补助最高多少', floor=0.0).hits[0].passage.text)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(folder), url], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_processes_share_one_index(server: Server, documents: Path, tmp_path: Path) -> None:
    assert build([documents], tmp_path / "a", server=server.url).embedded == 2
    assert "30万元" in ask_elsewhere(tmp_path / "b", server.url)
    assert "30万元" in ask_elsewhere(tmp_path / "c", server.url)
    again = build([documents], tmp_path / "d", server=server.url)
    assert (again.embedded, again.unchanged) == (0, 2)


def test_a_changed_clause_reaches_the_other_processes(
    server: Server, documents: Path, tmp_path: Path
) -> None:
    build([documents], tmp_path / "a", server=server.url)
    ask_elsewhere(tmp_path / "b", server.url)
    (documents / "投资条例.md").write_text(LAW.replace("30万元", "40万元"), encoding="utf-8")
    assert build([documents], tmp_path / "a", server=server.url).embedded == 1
    assert "40万元" in ask_elsewhere(tmp_path / "b", server.url)


def test_a_stopped_server_is_named_and_loses_nothing(server: Server, documents: Path, tmp_path: Path) -> None:
    build([documents], tmp_path / "a", server=server.url)
    index = PolicyIndex.open(tmp_path / "a", server=server.url)
    server.stop()
    with pytest.raises(StoreUnreachable, match=server.url):
        index.search("首店补助最高多少", floor=0.0)
    with pytest.raises(StoreUnreachable):
        PassageStore(server.url)
    with pytest.raises(StoreUnreachable):
        build([documents], tmp_path / "a", server=server.url)
    server.start()
    assert "30万元" in index.search("首店补助最高多少", floor=0.0).hits[0].passage.text
    assert build([documents], tmp_path / "a", server=server.url).embedded == 0


def test_what_another_process_dropped_and_made_again_is_read(server: Server) -> None:
    def state(name: str) -> State:
        return State(name, "", "", "2026-01-01T00:00:00+00:00", ())

    reader, writer = PassageStore(server.url), PassageStore(server.url)
    writer.commit(state("old"))
    assert reader.state() == state("old")
    writer.clear()
    assert reader.state() is None
    writer.commit(state("new"))
    assert reader.state() == state("new")
