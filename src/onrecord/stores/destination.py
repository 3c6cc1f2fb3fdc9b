"""The destination of a load: a store's server as it is named by who loads, and what is known of its kind."""

from collections.abc import Callable
from dataclasses import dataclass, field

from onrecord.errors import UsageError
from onrecord.stores.address import checked, shown, without_query
from onrecord.stores.profile import Profile, custom, profile_named, profile_of


@dataclass(frozen=True, slots=True)
class Destination:
    """A store's server: its URL, what kind of store it is or where it takes what, and who asks.

    Without ``store`` and URLs the kind is told by how the server calls itself.
    """

    url: str = ""
    store: str | None = None
    query_url: str = ""
    update_url: str = ""
    gsp_url: str = ""
    user: str = ""
    password: str = field(default="", repr=False)

    def check(self) -> None:
        """UsageError where it is not said to which server, or where a URL cannot be one."""
        named = {
            "--to": self.url,
            "--query-url": self.query_url,
            "--update-url": self.update_url,
            "--gsp-url": self.gsp_url,
        }
        for option, url in named.items():
            if url:
                checked(url, option)
        if self.url:
            without_query(self.url, "--to")
        if not any(named.values()):
            raise UsageError(
                "is missing",
                where="--to",
                remedy="give the store's server, as in --to http://localhost:7878,"
                " or of a store of another kind --query-url and --update-url",
            )
        if not self.url and not self.query_url:
            raise UsageError("is missing", where="--query-url", remedy="give it beside the other URLs")

    def profile(self, server: Callable[[str], str]) -> Profile:
        """The profile with its URLs; ``server`` asks a server how it calls itself."""
        self.check()
        if self.query_url:
            return custom(self.query_url, self.update_url, self.gsp_url, server(self.query_url))
        url = self.url
        if self.store is not None:
            return profile_named(self.store).at(url)
        found = profile_of(server(url))
        if found is None:
            raise UsageError(
                "does not say which kind of store it is",
                where=f"--to {shown(url)}",
                remedy="name it with --store, or give --query-url, --update-url and --gsp-url",
            )
        return found.at(url)
