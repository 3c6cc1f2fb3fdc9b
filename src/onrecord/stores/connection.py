"""A connection to a store's server: HTTP with a password, limits, and another try where that may help.

A request is repeated as it is where that does no harm: it reads, or adds triples without blank nodes, or
drops a graph. Another, as one that moves graphs, is made anew for each try by who sends it.
"""

import base64
import gzip
import html
import re
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote, urlsplit

from onrecord.errors import ToolError
from onrecord.stores.address import shown

if TYPE_CHECKING:
    import httpx

    from onrecord.stores.incoming import Incoming

T = TypeVar("T")
Fields = list[tuple[str, str]]

MOST = 512 * 1024**2
_REMEDIES = {
    404: "check the URL and --store",
    405: "check the URL; is it read-only?",
    413: "use --store with smaller requests",
    507: "make room on its disk",
}
_PASSING = {408, 425, 429, 502, 503, 504}
_REFUSED = {401, 403}
_MARKUP = re.compile(
    r"<(?:style|script|head)\b.*?</(?:style|script|head)>|<[^>]*>", re.DOTALL | re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Access:
    """Who asks: a user and a password or token, and how the server is expected to want them."""

    user: str = ""
    password: str = ""
    kind: str = "challenge"  # none, basic, digest, bearer; challenge: as the server asks for them

    def __repr__(self) -> str:
        return f"Access(user={self.user!r}, kind={self.kind!r})"


NOBODY = Access()
"""Who asks without saying who."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long one request may take, and how often it is tried: waits double from ``wait`` seconds."""

    seconds: float = 900.0
    connect: float = 10.0
    tries: int = 5
    wait: float = 0.5
    longest: float = 15.0


@dataclass(frozen=True, slots=True)
class Response:
    """What a server answered: its media type and its body."""

    media_type: str
    body: bytes


class Connection:
    """HTTP requests to one store. Redirects are never followed; what fails in passing is tried again.

    ``remedies`` say for a status of HTTP what whoever asks can do.
    """

    def __init__(
        self,
        access: Access | None = None,
        patience: Patience | None = None,
        remedies: Mapping[int, str] = _REMEDIES,
    ) -> None:
        import httpx

        self._remedies = remedies
        self.patience = patience or Patience()
        self._access = access or Access()
        self._client = httpx.Client(
            auth=_auth(self._access),
            timeout=httpx.Timeout(self.patience.seconds, connect=self.patience.connect),
            headers={"User-Agent": "onrecord"},
            follow_redirects=False,
        )

    def __enter__(self) -> "Connection":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def hurried(self, seconds: float) -> "Connection":
        """Another connection of who asks, for a request that may take so long and is tried once."""
        return Connection(self._access, Patience(seconds=seconds, connect=seconds, tries=1), self._remedies)

    def close(self) -> None:
        """End what is open of it."""
        self._client.close()

    def form(
        self, url: str, fields: Fields, accept: str, renewed: "Callable[[], Fields] | None" = None
    ) -> Response:
        """What is answered to a form that is sent.

        ``renewed`` gives the fields of another try, none where there is nothing more to ask for.
        """
        from urllib.parse import urlencode

        def again() -> bytes:
            return urlencode(renewed() if renewed else fields).encode()

        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": accept}
        return self.send(url, urlencode(fields).encode(), headers, again)

    def opened(self, url: str, fields: Fields, accept: str) -> "Incoming":
        """What is answered to a form, while it comes: whoever asked reads and closes it.

        Only what fails before it comes is tried again.
        """
        from urllib.parse import urlencode

        from onrecord.stores.incoming import Incoming

        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": accept}

        def ask(_: int) -> Incoming:
            with self._failures(url), ExitStack() as stack:
                response = stack.enter_context(
                    self._client.stream("POST", url, content=urlencode(fields).encode(), headers=headers)
                )
                pieces = response.iter_bytes()
                self._check(url, response, b"" if response.is_success else next(pieces, b""))
                media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
                done = stack.pop_all().close
                return Incoming(
                    url, media_type, pieces, lambda: self._failures(url), done, self.patience.seconds
                )

        return self._tried(ask)

    def upload(self, url: str, data: bytes, media_type: str, zipped: bool = False) -> Response:
        """What is answered to data that are sent."""
        headers = {"Content-Type": media_type}
        if zipped:
            data, headers["Content-Encoding"] = gzip.compress(data, 1, mtime=0), "gzip"
        return self.send(url, data, headers)

    def server(self, url: str) -> str:
        """How the server at a URL calls itself: its Server header, whatever else it answers.

        ToolError where it fails, unless it is a known store that has nothing there.
        """
        from onrecord.stores.profile import profile_of

        def ask(_: int) -> str:
            with self._failures(url), self._client.stream("GET", url, headers={"Accept": "*/*"}) as response:
                name = str(response.headers.get("Server", ""))
                status = response.status_code
                if status in _PASSING or (status >= 500 and profile_of(name) is None):
                    self._check(url, response, next(response.iter_bytes(), b""))
                return name

        return self._tried(ask)

    def send(
        self, url: str, data: bytes, headers: Mapping[str, str], again: "Callable[[], bytes] | None" = None
    ) -> Response:
        """What is answered to a POST. ToolError where it fails, after some tries where that may help.

        ``again`` gives the data of another try; where there are none, all is done and nothing is sent.
        """

        def ask(attempt: int) -> Response:
            sent = data if attempt == 1 or again is None else again()
            return self._send(url, sent, headers) if sent or attempt == 1 else Response("", b"")

        return self._tried(ask)

    def _tried(self, ask: "Callable[[int], T]") -> "T":
        """What is answered, asked for as often as it fails in passing; told which try it is."""
        wait = self.patience.wait
        for attempt in range(1, self.patience.tries + 1):
            try:
                return ask(attempt)
            except _PassingError as error:
                if attempt == self.patience.tries:
                    raise ToolError(error.what, where=error.where, remedy=error.remedy) from error
                time.sleep(min(max(wait, error.after), self.patience.longest))
                wait *= 2
        raise AssertionError("no try is left")

    def _send(self, url: str, data: bytes, headers: Mapping[str, str]) -> Response:
        until = time.monotonic() + self.patience.seconds
        with (
            self._failures(url),
            self._client.stream("POST", url, content=data, headers=dict(headers)) as response,
        ):
            body = bytearray()
            for piece in response.iter_bytes():
                body += piece
                if len(body) > MOST:
                    raise ToolError("answered more than fits", where=shown(url), remedy="ask for less")
                if time.monotonic() > until:
                    raise _PassingError(
                        f"did not finish its answer in {self.patience.seconds:g} seconds",
                        where=shown(url),
                        remedy="try again when it is less busy",
                    )
            self._check(url, response, bytes(body))
            media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
            return Response(media_type, bytes(body))

    def _check(self, url: str, response: "httpx.Response", body: bytes) -> None:
        """ToolError for an answer that is no success."""
        status = response.status_code
        if response.is_success:
            return
        if response.is_redirect:
            target = shown(response.headers.get("Location", ""))
            raise ToolError(
                f"sends elsewhere ({status}, to {target or 'nowhere'}), which is not followed",
                where=shown(url),
                remedy="give the URL it is really at",
            )
        if status in _REFUSED:
            raise self._refusal(url, status, self._words(body))
        said = self._words(body) or self._blanked(response.reason_phrase)
        error = ToolError
        after = 0.0
        if status in _PASSING or (status == 500 and "deadlock" in said.lower()):
            error = _PassingError
            after = _seconds(response.headers.get("Retry-After", ""))
        remedy = self._remedies.get(status, "see what it says, then run the command again")
        if "no space left" in said.lower():
            remedy = _REMEDIES[507]
        failure = error(f"answered {status}: {said}", where=shown(url), remedy=remedy)
        if isinstance(failure, _PassingError):
            failure.after = after
        raise failure

    def _refusal(self, url: str, status: int, said: str) -> ToolError:
        """The error of a server that wants to know who asks (401), or that does not let them (403)."""
        given = bool(self._access.password)
        if status == 401:
            what = "the user or the password" if given else "to do this without a password"
            remedy = "give --user, and the password in ONRECORD_PASSWORD"
        else:
            what = "to let that user do this" if given else "this"
            remedy = "see whether it is read-only, or lets only some users do this"
        words = f": {said}" if said else ""
        return ToolError(f"refuses {what} ({status}){words}", where=shown(url), remedy=remedy)

    def _words(self, body: bytes) -> str:
        """The beginning of what a server says, as words, never with the password in them."""
        text = html.unescape(_MARKUP.sub(" ", body[:4000].decode("utf-8", "replace")))
        printable = "".join(sign if sign.isprintable() else " " for sign in self._blanked(text))
        return " ".join(printable.split())[:300]

    def _blanked(self, text: str) -> str:
        """A text without the password, plain, as a URL spells it, or as Basic authentication sends it."""
        user, password = self._access.user, self._access.password
        if not password:
            return text
        basic = base64.b64encode(f"{user}:{password}".encode()).decode()
        for secret in (basic, basic.rstrip("="), quote(password, safe=""), password):
            text = text.replace(secret, "…")
        return text

    @contextmanager
    def _failures(self, url: str) -> Iterator[None]:
        """Turn the errors of the HTTP library into ours."""
        import httpx

        try:
            yield
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError) as error:
            raise ToolError("is no URL that can be asked", where=shown(url), remedy="check it") from error
        except httpx.TimeoutException as error:
            raise _PassingError(
                f"did not answer in time ({type(error).__name__})",
                where=shown(url),
                remedy="check that it runs and try again",
            ) from error
        except httpx.ConnectError as error:
            if "CERTIFICATE_VERIFY_FAILED" in str(error):
                raise ToolError(
                    f"has a certificate that is not trusted here: {error}",
                    where=shown(url),
                    remedy="name a file with the certificates to trust (PEM) in SSL_CERT_FILE",
                ) from error
            host = urlsplit(url).netloc.rpartition("@")[2]
            raise _PassingError(
                f"cannot be reached: {error or 'no connection'}",
                where=shown(url),
                remedy=f"check the URL, and that the store runs at {host}",
            ) from error
        except (httpx.TransportError, httpx.DecodingError) as error:
            raise _PassingError(
                f"broke off: {error or type(error).__name__}",
                where=shown(url),
                remedy="check that the store still runs, then run the command again",
            ) from error


class _PassingError(ToolError):
    """A failure that may be over soon; ``after`` is when the server says to ask again, in seconds."""

    after: float = 0.0


def _auth(access: Access) -> "httpx.Auth | Callable[[httpx.Request], httpx.Request] | None":
    """How the HTTP library is to show who asks."""
    import httpx

    def show_token(request: httpx.Request) -> httpx.Request:
        request.headers.encoding = "utf-8"
        request.headers["Authorization"] = f"Bearer {access.password}"
        return request

    class Challenged(httpx.Auth):
        """Digest or Basic, as the server asks for: nothing is sent before, but Basic where usual."""

        chosen: httpx.Auth | None = None

        def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
            request.headers.encoding = "utf-8"  # so Virtuoso takes the name of a user
            if isinstance(self.chosen, httpx.DigestAuth):
                yield from self.chosen.auth_flow(request)
                return
            response = yield next(self.chosen.auth_flow(request)) if self.chosen else request
            asked = response.headers.get("WWW-Authenticate", "").lower()
            if response.status_code == 401 and "digest" in asked:
                self.chosen = httpx.DigestAuth(access.user, access.password)
            elif response.status_code == 401 and self.chosen is None and ("basic" in asked or not asked):
                self.chosen = basic
            else:
                return
            request.headers.pop("Authorization", None)
            yield from self.chosen.auth_flow(request)

    if not (access.user or access.password) or (access.kind == "none" and not access.user):
        return None
    if access.kind == "bearer":
        return show_token
    basic = httpx.BasicAuth(access.user, access.password)
    challenged = Challenged()
    challenged.chosen = basic if access.kind == "basic" else None
    return challenged


def _seconds(text: str) -> float:
    return float(text) if text.isdecimal() else 0.0
