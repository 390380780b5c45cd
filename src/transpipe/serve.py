"""A preview in the browser: built in memory, built again on every change, on this machine only.

The one door to starlette, uvicorn and watchfiles.
"""

from __future__ import annotations

import asyncio
import hashlib
import mimetypes
import socket
from base64 import b64encode
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from watchfiles import awatch

from transpipe.errors import InputOutputError, TranspipeError
from transpipe.page import error_page
from transpipe.project.preview import Preview

__all__ = ["HOST", "application", "listen", "server", "with_reload"]

HOST = "127.0.0.1"
_EVENTS = "/_transpipe/events"
_HEARTBEAT = 15.0  # seconds
_DEBOUNCE = 100  # milliseconds
_SETTLED = 500  # milliseconds
_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
# The version stands beside the script, so that the script and its hash never change.
_SCRIPT = (
    f'new EventSource("{_EVENTS}").onmessage=e=>{{'
    'if(e.data!==document.querySelector("meta[name=transpipe]").content)location.reload()}'
)
_INERT = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; sandbox"
_HASH = b64encode(hashlib.sha256(_SCRIPT.encode()).digest()).decode()
_POLICY_BEFORE = "default-src &#39;none&#39;;"
_POLICY = f"{_POLICY_BEFORE} script-src &#39;sha256-{_HASH}&#39;; connect-src &#39;self&#39;;"


class _Server:
    """What the preview answers, and who waits for the next version of it."""

    def __init__(self, preview: Preview, tell: Callable[[str], None]) -> None:
        self.preview = preview
        self.tell = tell
        self._changed = asyncio.Condition()
        self._last: tuple[Path, Sequence[Path]] = (Path(), ())

    async def build(self) -> None:
        """Build again, and wake all who wait."""
        before = self.preview.version
        await asyncio.to_thread(self.preview.build)
        if self.preview.version != before:
            error = self.preview.error
            self.tell(f"error: {error}" if error else "built")
        async with self._changed:
            self._changed.notify_all()

    async def watch(self) -> None:
        """Build on every change, for ever."""
        root, folders = await asyncio.to_thread(self._watched)
        below = asyncio.create_task(self._watch(*folders))
        try:
            # Right in the project's folder: its configuration, and folders that come and go.
            async for _ in _changes(root, recursive=False):
                await self.build()
                _, now = await asyncio.to_thread(self._watched)
                if now != folders or below.done():
                    below.cancel()
                    folders = now
                    below = asyncio.create_task(self._watch(*folders))
        finally:
            below.cancel()

    async def _watch(self, *folders: Path) -> None:
        if folders:
            async for _ in _changes(*folders, recursive=True):
                await self.build()

    def _watched(self) -> tuple[Path, list[Path]]:
        """Return what to watch; what it was before while the configuration is wrong."""
        with suppress(TranspipeError):
            self._last = self.preview.watched()
        root, folders = self._last
        return root, [path for path in folders if path.is_dir()]

    async def page(self, request: Request) -> Response:
        """Answer with a file of the preview; with what is wrong where it could not be built."""
        name = request.path_params["path"] or "index.html"
        if self.preview.error and name.endswith(".html"):
            return self._html(error_page(str(self.preview.error)), 500)
        data = self.preview.files.get(name)
        if data is None and name in self.preview.attached:
            return _attached(name, self.preview.attached[name])
        if data is None:
            return self._html(error_page(f"There is no {name}."), 404)
        if name.endswith(".html"):
            return self._html(data.decode(), 200)
        kind = mimetypes.guess_type(name)[0] or "text/plain"
        return Response(data, 200, _HEADERS, f"{kind}; charset=utf-8")

    def _html(self, html: str, status: int) -> Response:
        page = with_reload(html, self.preview.version)
        return Response(page, status, _HEADERS, "text/html; charset=utf-8")

    async def events(self, _request: Request) -> Response:
        """Answer with the version, and again whenever it changes (server-sent events)."""
        return StreamingResponse(self._versions(), 200, _HEADERS, "text/event-stream")

    async def _versions(self) -> AsyncIterator[str]:
        while True:
            yield f"data: {self.preview.version}\n\n"
            async with self._changed:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._changed.wait(), _HEARTBEAT)


def _attached(name: str, data: bytes) -> Response:
    """Answer with a file that a document names; one that is a page can do nothing here."""
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Response(data, 200, {**_HEADERS, "Content-Security-Policy": _INERT}, kind)


async def _changes(*folders: Path, recursive: bool) -> AsyncIterator[None]:
    """Yield once the folders are watched, for what changed before, and on every change."""
    first = True
    async for changes in awatch(
        *folders,
        recursive=recursive,
        debounce=_DEBOUNCE,
        rust_timeout=_SETTLED,
        yield_on_timeout=True,
    ):
        if changes or first:
            first = False
            yield


def with_reload(html: str, version: str) -> str:
    """Return a page that loads itself again when another version is there.

    Its policy allows that one script, by its hash, and asking this server.
    """
    html = html.replace(_POLICY_BEFORE, _POLICY, 1)
    meta = f'<meta name="transpipe" content="{version}">\n'
    html = html.replace("</head>", f"{meta}</head>", 1)
    before, end, after = html.rpartition("</body>")
    script = f"<script>{_SCRIPT}</script>\n"
    return before + script + end + after if end else html + script


def application(preview: Preview, tell: Callable[[str], None]) -> Starlette:
    """Return the application that serves a preview and watches what it is made of."""
    server = _Server(preview, tell)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        watching = asyncio.create_task(server.watch())
        yield
        watching.cancel()

    return Starlette(
        routes=[Route(_EVENTS, server.events), Route("/{path:path}", server.page)],
        # A page of another site that had its name point here is turned away.
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=[HOST, "localhost"])],
        lifespan=lifespan,
    )


def listen(port: int) -> socket.socket:
    """Return a socket on this machine's own address.

    Raises:
        InputOutputError: somebody else has the port.

    """
    try:
        return socket.create_server((HOST, port))
    except OSError as error:
        raise InputOutputError(
            f"port {port} cannot be had: {error.strerror}", hint="Choose another with --port."
        ) from None


def server(preview: Preview, tell: Callable[[str], None]) -> uvicorn.Server:
    """Return a server of a preview, built once."""
    preview.build()
    return uvicorn.Server(
        uvicorn.Config(
            application(preview, tell),
            log_level="critical",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=1,
        )
    )
