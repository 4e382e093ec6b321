"""Keeps tokens as ciphertext: Fernet (AES-128 in CBC mode and an HMAC), under keys that may be changed."""

from __future__ import annotations

import re

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.errors import ConfigError

NAME = "ONRECORD_SECRET_KEYS"


class Vault:
    """Implements `ports.Secrets`: seals under the newest of its keys, and opens what any of them sealed."""

    def __init__(self, keys: str) -> None:
        """Keys newest first, commas or new lines between; raises ConfigError when one is malformed."""
        parts = [part for part in re.split(r"[\s,]+", keys) if part]
        if not parts:
            raise ConfigError(f"{NAME}: no key is set; `onrecord secrets key` prints a new one")
        self._box = MultiFernet([_key(number, part) for number, part in enumerate(parts, 1)])

    def seal(self, plain: str) -> str:
        """The ciphertext, under the newest key."""
        return self._box.encrypt(plain.encode()).decode()

    def open(self, sealed: str) -> str:
        """The text; raises ConfigError when no key of ours opens it."""
        try:
            return self._box.decrypt(sealed.encode()).decode()
        except InvalidToken:
            raise ConfigError(
                f"{NAME}: no key there opens a stored token; put the key of before after the newest,"
                " or install On Record in that workspace anew"
            ) from None


def fresh_key() -> str:
    """A new key."""
    return Fernet.generate_key().decode()


def _key(number: int, text: str) -> Fernet:
    """The error says which key, never what it is."""
    try:
        return Fernet(text)
    except ValueError:
        raise ConfigError(
            f"{NAME}: key {number} is not a key; `onrecord secrets key` prints one that is"
        ) from None
