"""How requests reach the Bot API: python-telegram-bot's request class over aiohttp's connection pool.

httpx's own pool is quadratic in idle connections and collapses at some hundred concurrent requests; the
httpx-aiohttp transport keeps its speed.
"""

from __future__ import annotations

import functools
import ssl

from httpx import Limits, create_ssl_context
from httpx_aiohttp import AiohttpTransport
from telegram.request import HTTPXRequest

CONNECTIONS = 512


@functools.cache
def _trusted() -> ssl.SSLContext:
    """Whom https trusts: reading the authorities takes time, and all connections may share them."""
    return create_ssl_context()


def request(connections: int = CONNECTIONS, *, read_timeout: float = 20) -> HTTPXRequest:
    """A request backend that stands `connections` at once."""
    transport = AiohttpTransport(
        verify=_trusted(), limits=Limits(max_connections=connections, keepalive_expiry=60)
    )
    return HTTPXRequest(
        connection_pool_size=connections,
        read_timeout=read_timeout,
        connect_timeout=10,
        pool_timeout=30,
        httpx_kwargs={"transport": transport},
    )
