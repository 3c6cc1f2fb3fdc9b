"""How a report is to be written: how many results of each shape are shown, and what counts as a failure."""

from dataclasses import dataclass

from onrecord.report import Report, Result


@dataclass(frozen=True, slots=True)
class View:
    """How many results of a shape are shown to people (all if None), and from which severity on one fails.

    ``limit`` holds for text and HTML, whose counts stay whole; the formats for machines have every result.
    ``fail_on`` holds for JUnit, which tells failures from the rest.
    """

    limit: int | None = None
    fail_on: str = "error"

    def shown(self, results: list[Result]) -> list[Result]:
        """The results of a shape that are shown: the first ones."""
        return results if self.limit is None else results[: self.limit]

    def more(self, results: list[Result]) -> str:
        """A line that says how many results are not shown, "" where all are."""
        hidden = len(results) - len(self.shown(results))
        return f"… and {hidden} more" if hidden else ""

    def is_failure(self, result: Result) -> bool:
        """Whether a result makes the exit code 1."""
        return Report((result,)).fails(self.fail_on)
