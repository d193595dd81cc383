"""Who is logged in: signed cookies for sessions that the server keeps, and a limit on wrong passwords."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

COOKIE = "staff"
PATH = "/staff"
LONGEST = 8 * 3600  # seconds of a session
IDLE = 3600  # seconds without a request that end it
_MOST = 200  # sessions; the oldest goes
_KEPT = 8  # results of a session that can be exported
_TRIES, _WINDOW = 5, 300.0  # wrong passwords of one address in so many seconds
_ALL_TRIES = 60  # of all addresses together


@dataclass(slots=True, eq=False)
class Session:
    """A login. Only the server holds it; the cookie names it."""

    account: str
    client: str
    csrf: str
    began: float
    seen: float
    results: OrderedDict[str, object] = field(default_factory=OrderedDict)

    def keep(self, result: object) -> str:
        """Keep a result for export and return its name; the oldest of more than eight goes."""
        name = secrets.token_urlsafe(9)
        self.results[name] = result
        while len(self.results) > _KEPT:
            self.results.popitem(last=False)
        return name


class Sessions:
    """The sessions of one server. A restart ends them all.

    Args:
        clock: seconds, for tests.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._secret = secrets.token_bytes(32)
        self._clock = clock
        self._lock = threading.Lock()
        self._open: OrderedDict[str, Session] = OrderedDict()

    def begin(self, account: str, client: str) -> str:
        """Open a session and return the value of its cookie.

        Args:
            account: who logged in.
            client: where from: address and browser. Who shows the cookie from elsewhere has stolen it.
        """
        name, now = secrets.token_urlsafe(24), self._clock()
        with self._lock:
            self._open[name] = Session(account, client, secrets.token_urlsafe(24), now, now)
            while len(self._open) > _MOST:
                self._open.popitem(last=False)
        return f"{name}.{self._sign(name)}"

    def find(self, cookie: str, client: str) -> Session | None:
        """Return the session of a cookie; None if it is forged, ended or too old.

        A cookie that comes from another client than the one that logged in ends its session.
        """
        name, _, signature = cookie.partition(".")
        if not hmac.compare_digest(signature.encode(), self._sign(name).encode()):
            return None
        now = self._clock()
        with self._lock:
            session = self._open.get(name)
            if session is None:
                return None
            if now - session.began > LONGEST or now - session.seen > IDLE or session.client != client:
                del self._open[name]
                return None
            session.seen = now
            return session

    def end(self, cookie: str) -> None:
        """End a session: the cookie opens nothing any more, whoever holds a copy."""
        with self._lock:
            self._open.pop(cookie.partition(".")[0], None)

    def _sign(self, name: str) -> str:
        return hmac.new(self._secret, name.encode(), hashlib.sha256).hexdigest()


class Attempts:
    """Counts wrong passwords, so that guessing takes for ever."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._wrong: dict[str, deque[float]] = {}

    def allowed(self, address: str) -> bool:
        """Tell whether an address may try again."""
        with self._lock:
            self._forget()
            own = len(self._wrong.get(address, ()))
            return own < _TRIES and sum(map(len, self._wrong.values())) < _ALL_TRIES

    def wrong(self, address: str) -> None:
        """Count a wrong password."""
        with self._lock:
            self._wrong.setdefault(address, deque()).append(self._clock())

    def right(self, address: str) -> None:
        """Forget the wrong passwords of an address."""
        with self._lock:
            self._wrong.pop(address, None)

    def _forget(self) -> None:
        before = self._clock() - _WINDOW
        for address in list(self._wrong):
            times = self._wrong[address]
            while times and times[0] < before:
                times.popleft()
            if not times:
                del self._wrong[address]
