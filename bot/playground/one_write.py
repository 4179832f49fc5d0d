"""uvicorn writes an answer's head and body one by one; here they leave in one write.

A write is a third of the cost of a small answer, and so is its second half for the reader.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol


class GatheringTransport(asyncio.Transport):
    """Passes on what is written in one turn of the event loop in one piece; all else goes straight through."""

    def __init__(self, transport: asyncio.Transport) -> None:
        super().__init__()
        self._transport = transport
        self._loop = asyncio.get_running_loop()
        self._waiting: list[bytes] = []

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Keeps it until the turn ends."""
        if not self._waiting:
            self._loop.call_soon(self._flush)
        self._waiting.append(bytes(data))

    def close(self) -> None:
        """What was written still goes out."""
        self._flush()
        self._transport.close()

    def abort(self) -> None:
        """What was written is lost."""
        self._waiting.clear()
        self._transport.abort()

    def is_closing(self) -> bool:
        """Of the real transport."""
        return self._transport.is_closing()

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        """Of the real transport."""
        return self._transport.get_extra_info(name, default)

    def pause_reading(self) -> None:
        """Of the real transport."""
        self._transport.pause_reading()

    def resume_reading(self) -> None:
        """Of the real transport."""
        self._transport.resume_reading()

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        """Of the real transport."""
        self._transport.set_protocol(protocol)

    def _flush(self) -> None:
        if self._waiting and not self._transport.is_closing():
            self._transport.write(b"".join(self._waiting))
        self._waiting.clear()


class OneWriteProtocol(HttpToolsProtocol):
    """uvicorn's own protocol on a gathering transport."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A new connection."""
        assert isinstance(transport, asyncio.Transport)
        super().connection_made(GatheringTransport(transport))
