"""A graph directory made of a short invented report: a strike, victims, witnesses, a minister, a leader."""

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from onrecord.pipeline import build

TEXT = """Shells hit Idlib hospital, AHMED AL-KHALAF killed

Date: 5 May 2019

Shells fell on a hospital in Idlib on Sunday, killing Ahmed al-Khalaf and injuring his wife Maryam \
Darwish. "They bombed us at night," said Nizar Dabbagh, a resident of Idlib. Dabbagh's house was destroyed \
by an airstrike.

Ahmed al-Khalaf was a teacher. Khalaf’s brother, Yusuf al-Khalaf, told Reuters that Russia had bombed the \
town. President Bashar al-Assad said the attack never happened. Foreign Minister Walid Muallem denied it.

"My father was killed," said Darwish. The house of Nizar Dabbagh was hit. Raed Haddad, the head of the White \
Helmets, said volunteers rescued twelve people. Russia bombed a school in the city of Kafranbel on 4 May 2019.
"""
PRIVATE = ("Ahmed al-Khalaf", "Maryam Darwish", "Nizar Dabbagh", "Yusuf al-Khalaf")
PUBLIC = ("Bashar al-Assad", "Walid Muallem", "Raed Haddad")


@cache
def village() -> Path:
    """The graph directory, built once a run of the tests; not to be written to."""
    return made(TEXT)


def made(text: str, name: str = "maryam-darwish-and-others.txt") -> Path:
    """A graph directory of an article with that text."""
    folder = Path(mkdtemp(prefix="onrecord-tests-"))
    (folder / name).write_text(text, "utf-8")
    build([folder / name], folder / "graph")
    return folder / "graph"
