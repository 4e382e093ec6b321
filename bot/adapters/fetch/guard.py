"""Sockets for addresses that may be connected to, and for no others."""

from __future__ import annotations

import errno
import ipaddress
import socket
from collections.abc import Collection

from aiohttp import AddrInfoType
from yarl import URL

from bot.core.feeds.addresses import Allowed, bare_host, is_allowed, refused
from bot.errors import AddressRefused, ConfigError


class RefusedError(OSError):
    """Raised where the socket would be made; the connector hands it on as the reason."""

    def __init__(self, reason: str) -> None:
        super().__init__(errno.EACCES, reason)
        self.reason = reason


class Guard:
    """Makes sockets; called by the connector with each address it is about to connect to."""

    def __init__(self, allow: Collection[str], own_hosts: Collection[str] = ()) -> None:
        try:
            self._allowed = [Allowed.read(entry) for entry in allow]
        except ValueError as error:
            raise ConfigError(f"gather.allow: {error}") from error
        try:
            self._own_hosts = {bare_host(name) for name in own_hosts}
        except ValueError as error:
            raise ConfigError(f"gather.own_hosts: {error}; write a name such as news.example") from error

    def __call__(self, info: AddrInfoType) -> socket.socket:
        """A socket for this address; raises RefusedError where it must not be connected to."""
        family, kind, protocol, _, address = info
        if reason := refused(str(address[0]), int(address[1]), self._allowed):
            raise RefusedError(reason)
        return socket.socket(family=family, type=kind, proto=protocol)

    def owns(self, url: URL) -> bool:
        """Whether the host is one that the config names, by its address or as one of ours."""
        try:
            host = bare_host(url.raw_host or "")
            if host in self._own_hosts:
                return True
            return is_allowed(ipaddress.ip_address(host), url.port or 0, self._allowed)
        except ValueError:
            return False


def proper(url: str, base: URL | None = None) -> URL:
    """A web address that may be asked for, by its looks; raises AddressRefused."""
    shown = str(base) if base else url
    try:
        address = (base.join(URL(url)) if base else URL(url)).with_fragment(None)
        bare_host(address.raw_host or "")
    except ValueError as error:
        raise AddressRefused(shown, f"it leads to no proper web address: {error}") from error
    if address.scheme not in ("http", "https"):
        raise AddressRefused(shown, f"only http and https addresses are fetched, not {address.scheme!r}")
    if address.raw_user is not None or address.raw_password is not None:
        raise AddressRefused(shown, "an address with a user name in it is not fetched")
    return address
