"""Accounts of staff: names with hashed passwords, one a line in a file, or one made for this start."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from assistant.errors import UsageError
from assistant.messages import cli_text

# Cost of scrypt as OWASP recommends for interactive logins: 2^15 × 8 × 128 bytes = 32 MB for each try.
_N, _R, _P = 2**15, 8, 1
_MEMORY = 64 * 1024 * 1024  # bytes
_SALT = 16  # bytes
_SHORTEST = 10  # characters of a password
MADE_NAME = "staff"


@dataclass(frozen=True, slots=True)
class Accounts:
    """Who may use the staff pages.

    Attributes:
        hashes: hash of the password by name, see :func:`hashed`.
        made: the password that was made for this start, empty where accounts are set.
    """

    hashes: Mapping[str, str] = field(repr=False)
    made: str = field(default="", repr=False)

    @classmethod
    def load(cls, file: Path | None) -> Accounts:
        """Read the accounts of a file; without one make a single account with a random password.

        Raises:
            UsageError: if the file is missing, has no account, or a line is not ``name:hash``.
        """
        if file is None:
            password = secrets.token_urlsafe(12)
            return cls({MADE_NAME: hashed(password)}, password)
        try:
            lines = file.read_text(encoding="utf-8").splitlines()
        except OSError as error:
            raise UsageError(cli_text("no_accounts", file=file, reason=error.strerror or error)) from error
        hashes = {}
        for number, line in enumerate(lines, 1):
            if line.strip() and not line.startswith("#"):
                name, _, kept = line.strip().partition(":")
                if not name or not _is_hash(kept):
                    raise UsageError(cli_text("bad_account", file=file, line=number))
                hashes[name] = kept
        if not hashes:
            raise UsageError(cli_text("no_accounts", file=file, reason=cli_text("empty")))
        return cls(hashes)

    def check(self, name: str, password: str) -> bool:
        """Tell whether a password is right. An unknown name takes as long as a known one."""
        kept = self.hashes.get(name)
        right = _matches(password, kept or _NOBODY)
        return right and kept is not None


def hashed(password: str) -> str:
    """Return a salted hash of a password as one line: scrypt$n$r$p$salt$key, the last two in base 64.

    Raises:
        UsageError: if the password is shorter than ten characters.
    """
    if len(password) < _SHORTEST:
        raise UsageError(cli_text("short_password", least=_SHORTEST))
    salt = secrets.token_bytes(_SALT)
    return "$".join(
        ("scrypt", str(_N), str(_R), str(_P), _text(salt), _text(_key(password, salt, _N, _R, _P)))
    )


def _key(password: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=n, r=r, p=p, maxmem=_MEMORY, dklen=32)


def _text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode()


def _is_hash(kept: str) -> bool:
    parts = kept.split("$")
    if len(parts) != 6 or parts[0] != "scrypt" or not all(part.isdecimal() for part in parts[1:4]):
        return False
    try:
        return len(base64.urlsafe_b64decode(parts[5])) == 32
    except ValueError:
        return False


def _matches(password: str, kept: str) -> bool:
    _, n, r, p, salt, key = kept.split("$")
    try:
        found = _key(password, base64.urlsafe_b64decode(salt), int(n), int(r), int(p))
    except ValueError:  # a cost that this machine does not allow
        return False
    return hmac.compare_digest(found, base64.urlsafe_b64decode(key))


_NOBODY = f"scrypt${_N}${_R}${_P}${_text(b'-' * _SALT)}${_text(b'-' * 32)}"
