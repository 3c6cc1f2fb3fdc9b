"""A graph directory put into a triple store: sent aside, seen to be whole, put into its place, seen again.

Nothing is half there at the end, whatever fails: run it again, and the store holds exactly the graph.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryFile, gettempdir
from typing import TYPE_CHECKING

from onrecord.errors import InputError, ToolError
from onrecord.manifest import MANIFEST, changed_remedy, read_manifest
from onrecord.progress import silent
from onrecord.settings import DEFAULT_DIRECTORY
from onrecord.stores.address import shown
from onrecord.stores.destination import Destination
from onrecord.stores.profile import Profile

if TYPE_CHECKING:
    from onrecord.progress import Progress
    from onrecord.receipt import Receipt
    from onrecord.stores.connection import Patience
    from onrecord.stores.shipment import Shipment
    from onrecord.stores.staging import Staging

_MOST = 5


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did, or would do (``dry``), or saw (``only_verified``).

    ``sent`` are the graphs that were sent, or would be, with so many ``sent_triples``; ``dropped`` those of
    an earlier load that are no longer part of the graph, ``left`` those that an unfinished load had left;
    ``differences`` what is not in the store as it is in the directory.
    """

    profile: Profile
    triples: int
    graphs: int
    dropped: tuple[str, ...] = ()
    left: int = 0
    differences: tuple[str, ...] = ()
    dry: bool = False
    only_verified: bool = False
    sent: int = 0
    sent_triples: int = 0
    receipt: str = ""

    @property
    def exit_code(self) -> int:
        """What the command returns: 1 where a store that was only looked at differs."""
        return 1 if self.differences else 0

    def __str__(self) -> str:
        size = f"{self.triples} triples in {self.graphs} graphs"
        place = f"{self.profile.label} at {shown(self.profile.query)}"
        lines = []
        if self.only_verified:
            lines.append(
                f"{place} {'differs from' if self.differences else 'holds exactly'} the graph: {size}"
            )
            lines += [f"  {difference}" for difference in self.differences[:_MOST]]
            if len(self.differences) > _MOST:
                lines.append(f"  … and {len(self.differences) - _MOST} more")
        elif self.dry:
            lines.append(f"would send {self.sent_triples} triples in {self.sent} graphs to {place}")
            lines.append(f"  {self.graphs - self.sent} graphs are there already")
        else:
            lines.append(f"{place} holds exactly the graph: {size}")
            lines.append(f"  sent {self.sent} graphs, {self.graphs - self.sent} were there")
            lines.append(f"  receipt: {self.receipt}")
        if self.dropped and not self.only_verified:
            done = "would drop" if self.dry else "dropped"
            lines.append(f"  {done} {len(self.dropped)} graphs of an earlier load")
        if self.left and not self.only_verified:
            done = "would clear" if self.dry else "cleared"
            lines.append(f"  {done} {self.left} graphs that an unfinished load had left")
        if not self.profile.tested:
            lines.append("  this kind of store is untested: its settings come from its documentation")
        return "\n".join(lines)


def load(
    directory: Path | str = DEFAULT_DIRECTORY,
    to: str = "",
    *,
    store: str | None = None,
    query_url: str = "",
    update_url: str = "",
    gsp_url: str = "",
    user: str = "",
    password: str = "",
    dry_run: bool = False,
    verify_only: bool = False,
    progress: "Progress | None" = None,
    patience: "Patience | None" = None,
) -> Loaded:
    """Put a graph directory into the store at a URL, so that it holds exactly this graph; see `Loaded`.

    Graphs of an earlier load under the same base are dropped, all others are left alone. With
    ``dry_run`` nothing is written, with ``verify_only`` the store is only compared. InputError for data
    that no store would keep, or that were changed since they were written, UsageError for a URL or a
    profile that cannot be, ToolError for a store that cannot be reached, refuses, or does not keep what
    it is sent.
    """
    from onrecord.stores.connection import Access, Connection
    from onrecord.stores.contents import ChangingError
    from onrecord.stores.staging import Staging

    directory, tell = Path(directory), progress or silent
    destination = Destination(to, store, query_url, update_url, gsp_url, user, password)
    destination.check()
    shipment = _shipment(directory)
    with Connection(Access(user, password), patience) as unknown:
        profile = destination.profile(unknown.server)
    access = Access(user, password, profile.auth)
    with Connection(access, patience) as connection:

        def made() -> "tuple[Staging, Receipt]":
            receipt = _receipt(shipment, profile)
            return Staging(connection, profile, shipment.base, receipt.load), receipt

        staging, receipt = made()
        if verify_only:
            return _verify(staging, shipment, tell)
        if dry_run:
            return _rehearse(staging, shipment, tell)
        try:
            return _load(staging, receipt, shipment, tell)
        except (_OvertakenError, ChangingError):
            return _load(*made(), shipment, tell)


def _shipment(directory: Path) -> "Shipment":
    """What a directory sends: a copy in a file without a name, which is gone however the load ends."""
    from onrecord.export import export_to
    from onrecord.stores.shipment import read_shipment

    try:
        with TemporaryFile(prefix="onrecord-load-") as file:
            export_to(file, directory, "nquads")
            file.flush()
            shipment = read_shipment(file, directory)
    except OSError as error:
        if error.filename is not None:
            raise
        raise ToolError(
            f"a temporary file cannot be written: {error.strerror}",
            where=gettempdir(),
            remedy="make room there, or set TMPDIR to a folder that has some",
        ) from error
    _check_unchanged(directory, shipment)
    return shipment


def _check_unchanged(directory: Path, shipment: "Shipment") -> None:
    """InputError where a dataset is not what its manifest says was written: only its length was looked at."""
    from onrecord.stores.oxigraph import DATASET

    manifest = read_manifest(directory)
    if manifest is not None and manifest.files.get(DATASET, (0, shipment.sha256))[1] != shipment.sha256:
        raise InputError(
            "was changed since it was written",
            where=directory / DATASET,
            remedy=f"{changed_remedy(directory)}; to send it as it is, remove {MANIFEST} first",
        )


def _receipt(shipment: "Shipment", profile: Profile) -> "Receipt":
    """The receipt of a load that begins now."""
    from onrecord import __version__
    from onrecord.receipt import Receipt

    return Receipt(
        shipment.base,
        shipment.sha256,
        str(shipment.fingerprint),
        shipment.triples,
        len(shipment.graphs),
        f"onrecord {__version__}",
        profile.label,
        datetime.now(UTC),
    )


def _verify(staging: "Staging", shipment: "Shipment", tell: "Progress") -> Loaded:
    """Compare a store with a shipment."""
    from onrecord.pull import arrival

    faults = staging.check(shipment, list(shipment.graphs), waiting=False, progress=tell)
    old = staging.contents.counts(staging.prefix)
    faults += [f"{name} is no part of the graph" for name in _obsolete(old, shipment)]
    faults += [f"{name} was left by an unfinished load" for name in staging.leftovers(old)]
    seen = arrival(staging.contents, shipment.base)
    if seen is not None and not seen.finished:
        faults.append("its receipt says that a load did not come to its end")
    return Loaded(
        staging.profile,
        shipment.triples,
        len(shipment.graphs),
        differences=tuple(faults),
        only_verified=True,
    )


def _rehearse(staging: "Staging", shipment: "Shipment", tell: "Progress") -> Loaded:
    """What a load would do; nothing is written."""
    old = staging.contents.counts(staging.prefix)
    left = len(staging.leftovers(old))
    new = staging.changed(shipment, old, tell)
    return Loaded(
        staging.profile,
        shipment.triples,
        len(shipment.graphs),
        _obsolete(old, shipment),
        left,
        dry=True,
        sent=len(new),
        sent_triples=shipment.size(new),
    )


class _OvertakenError(ToolError):
    """The server was still at work for a load that was killed, and mixed it with this one: begin again."""


def _load(staging: "Staging", receipt: "Receipt", shipment: "Shipment", tell: "Progress") -> Loaded:
    """Send a shipment and put it into its place."""
    from onrecord.pull import arrival

    held = staging.contents.counts(staging.prefix)
    left = staging.clear(held)
    if left:  # what is cleared away may have been waited for
        held = staging.contents.counts(staging.prefix)
    failure = _OvertakenError if left else ToolError
    new = staging.changed(shipment, held, tell)
    with staging.withdrawn_if_stopped(new):
        staging.send(shipment, new, tell)
        _insist(staging, staging.check(shipment, new, waiting=True, progress=tell), "what was sent aside")
        held = staging.contents.counts(staging.prefix)
        gone = _obsolete(held, shipment)
        staging.update(_written(receipt))
        staging.replace(shipment, new, gone, held, _begun(receipt), tell)
    alike = shipment.graphs.keys() - set(new)
    faults = staging.check(shipment, list(shipment.graphs), waiting=False, progress=tell, counted=alike)
    _insist(staging, faults, "the graph in its place", failure)
    left += staging.clear()  # what a load that was killed had sent, and the store has only now taken in
    staging.update([_ended(receipt, datetime.now(UTC))])
    seen = arrival(staging.contents, shipment.base)
    if seen is None or not seen.finished:
        raise failure(
            "holds the graph, but not the receipt of this load alone: another load began meanwhile",
            where=shown(staging.profile.query),
            remedy="run one load at a time; run the command again when the other is done",
        )
    return Loaded(
        staging.profile,
        shipment.triples,
        len(shipment.graphs),
        gone,
        left,
        sent=len(new),
        sent_triples=shipment.size(new),
        receipt=receipt.graph,
    )


def _written(receipt: "Receipt") -> list[str]:
    """The updates that put a receipt in the place of the one before."""
    from onrecord.stores.wording import iri, worded

    triples = "".join(f"{triple} .\n" for triple in receipt.triples_of())
    graph = iri(receipt.graph)
    return [worded("drop.ru", graph=graph), worded("insert.ru", graph=graph, triples=triples)]


def _begun(receipt: "Receipt") -> str:
    """The update that goes with each move, and says whose it is: it may be carried out too late."""
    from onrecord.receipt import STARTED
    from onrecord.stores.wording import iri, worded

    (begin,) = (triple for triple in receipt.triples_of() if triple.predicate.value == STARTED)
    return worded("insert.ru", graph=iri(receipt.graph), triples=f"{begin} .\n")


def _ended(receipt: "Receipt", ended: datetime) -> str:
    """The update that tells a receipt that its load has come to its end."""
    from onrecord.stores.wording import iri, worded

    (end,) = set(replace(receipt, ended=ended).triples_of()) - set(receipt.triples_of())
    return worded("end.ru", graph=iri(receipt.graph), load=end.subject, end=end)


def _obsolete(held: dict[str, int], shipment: "Shipment") -> tuple[str, ...]:
    """The graphs of an earlier load that are no part of this shipment, sorted; none of somebody else."""
    from onrecord.stores.named import is_ours

    return tuple(
        sorted(name for name in held if name not in shipment.graphs and is_ours(name, shipment.base))
    )


def _insist(staging: "Staging", faults: list[str], what: str, failure: type[ToolError] = ToolError) -> None:
    """ToolError where the store does not hold what it was sent."""
    if faults:
        more = f"; and {len(faults) - _MOST} more" if len(faults) > _MOST else ""
        raise failure(
            f"{what} is not what was sent: {'; '.join(faults[:_MOST])}{more}",
            where=shown(staging.profile.query),
            remedy="run the command again; if it stays so, this store does not keep such data",
        )
