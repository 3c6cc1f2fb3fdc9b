"""Invented articles with what they put forward: the same for the same seed, of any number.

Places and agents are those of the gazetteer, the commoner ones oftener; all that is told of them is made up.
"""

import itertools
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import TypeVar

from onrecord import gazetteer
from onrecord.atlas import rows
from onrecord.claim import (
    Attitude,
    Claim,
    Explicitness,
    Extraction,
    Kind,
    NameSpan,
    Polarity,
    Quotation,
    Stance,
    Value,
)
from onrecord.dates import TimeDescription
from onrecord.document import Document
from onrecord.entity import Entity
from onrecord.mention import Selector
from onrecord.quantity import Quantity
from onrecord.resources import resource

T = TypeVar("T")

COUNTRIES = ("SY", "YE", "IQ", "SD", "UA", "AF", "SO", "LY")
ATTACKS = ("airstrike", "shelling", "bombing", "shooting", "arson", "abduction", "suicideBombing", "stabbing")
FACILITIES = {
    "hospital": "medical", "clinic": "medical", "rescue centre": "rescue", "school": "school",
    "mosque": "religious",
    "market": "market", "camp": "camp", "water station": "infrastructure", "prison": "prison",
}  # fmt: skip
WEAPONS = {"barrel bomb": "barrelBomb", "mortar": "mortar", "drone": "aircraftWeapon", "car bomb": "carBomb"}
GROUPS = ("civilians", "children", "medical workers", "rescuers", "displaced families", "students")
FIRST = (
    "Adil",
    "Mariam",
    "Oleh",
    "Yusuf",
    "Hana",
    "Daniel",
    "Amina",
    "Viktor",
    "Salma",
    "Idris",
    "Nadia",
    "Tariq",
)
LAST = (
    "Haddad",
    "Kovalenko",
    "Osman",
    "Barzani",
    "Saleh",
    "Melnyk",
    "Warsame",
    "Nasser",
    "Rahimi",
    "Khoury",
    "Idrees",
)
TITLES = ("director", "spokesman", "field coordinator", "lead organizer", "chief surgeon", "mayor")
HEDGES = ("reportedly", "apparently", "possibly")
SAYINGS = (
    "the situation is getting worse every day", "we will stay as long as we are needed",
    "nobody has come to help", "the ceasefire exists on paper only",
    "there is no fuel left for the ambulances",
)  # fmt: skip
SUPPORT = ("financial", "military", "humanitarian", "medicalAid")


@dataclass(slots=True)
class Said:
    """A sentence that was written: its selector, and those of the words that filled its fields."""

    whole: Selector
    fields: dict[str, Selector]


@dataclass(slots=True)
class Article:
    """An article while it is invented: its text so far, and the claims made in it."""

    chance: random.Random
    number: int
    published: date
    home: str
    text: str = ""
    claims: list[Claim] = field(default_factory=list)
    quotations: list[Quotation] = field(default_factory=list)
    mentions: list[NameSpan] = field(default_factory=list)
    sentences: list[tuple[int, int]] = field(default_factory=list)
    counts: dict[tuple[str, str], int] = field(default_factory=dict)

    def write(self, template: str, **words: str) -> Said:
        """Write a sentence after the others; its fields are words to be found again."""
        start = len(self.text) + 1 if self.text else 0
        spans: dict[str, tuple[int, int]] = {}
        sentence = ""
        for part in template.split("{"):
            name, brace, rest = part.partition("}")
            if not brace:
                sentence += part
                continue
            spans[name] = (start + len(sentence), start + len(sentence) + len(words[name]))
            sentence += words[name] + rest
        self.text += ("\n" if self.text else "") + sentence
        self.sentences.append((start, start + len(sentence)))
        fields = {name: Selector(a, b, self.text[a:b]) for name, (a, b) in spans.items() if b > a}
        return Said(Selector(start, len(self.text), sentence), fields)

    def claim(
        self, said: Said, subject: Entity, predicate: str, value: Value, words: str = "", **more: object
    ) -> None:
        """Put forward that the subject has the value, in the words of a field or of the sentence."""
        selector = said.fields.get(words, said.whole)
        text = selector.exact if words else (value.name if isinstance(value, Entity) else None)
        made = Claim(subject, predicate, value, (selector,), subject.name, text, extractor="invented", **more)  # type: ignore[arg-type]
        self.claims.append(made)

    def described(self, type: str, name: str) -> Entity:
        """Something new that the article only describes."""
        nth = self.counts[type, name] = self.counts.get((type, name), 0) + 1
        return Entity(type, name, None, nth)

    def place(self) -> Entity:
        """A place, mostly of the article's country, the larger the more likely."""
        country = self.home if self.chance.random() < 0.8 else self.chance.choice(COUNTRIES)
        found = skewed(self.chance, settlements(country))
        return Entity("Settlement", found.name, found.id)

    def agent(self, *types: str) -> Entity:
        """A known agent of one of the types."""
        found = skewed(self.chance, agents(types))
        return Entity(found.type, found.name, found.id)

    def person(self) -> Entity:
        """A person with an invented name."""
        return Entity("Person", f"{self.chance.choice(FIRST)} {self.chance.choice(LAST)}")

    def time(self) -> TimeDescription:
        """A day, month or year before the article's."""
        day = self.published - timedelta(days=int(self.chance.expovariate(1 / 200)))
        if self.chance.random() < 0.6:
            return TimeDescription(f"{day.day} {day:%B %Y}", day.isoformat(), day, day)
        if self.chance.random() < 0.7:
            first = day.replace(day=1)
            last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
            return TimeDescription(f"{day:%B %Y}", f"{day:%Y-%m}", first, last)
        year = day.year
        return TimeDescription("that year", str(year), date(year, 1, 1), date(year, 12, 31), self.published)

    def quantity(self) -> Quantity:
        """A number of people as a report would word it."""
        number = int(self.chance.paretovariate(0.9))
        return self.chance.choice((
            Quantity(str(number), number, number, number),
            Quantity(f"at least {number}", number, number, None),
            Quantity(f"more than {number}", number, number + 1, None),
            Quantity(f"about {number}", number),
        ))  # fmt: skip

    def quote(
        self, said: Said, speaker: Entity | None, outlet: Entity | None = None, role: str | None = None
    ) -> Quotation:
        """The sentence as words of a speaker."""
        made = Quotation((said.whole,), speaker, role, outlet if self.chance.random() < 0.3 else None, outlet)
        self.quotations.append(made)
        return made

    def finished(self) -> tuple[Document, Extraction]:
        """The document and what it puts forward."""
        source = f"{self.home.lower()}/{self.published.year}/{self.number:06}.txt"
        title = self.text.partition("\n")[0]
        document = Document(source, self.text, title, self.published.isoformat())
        extraction = Extraction(
            tuple(self.claims), tuple(self.quotations), tuple(self.mentions), tuple(self.sentences)
        )
        return document, extraction


def articles(seed: int = 1) -> Iterator[tuple[Document, Extraction]]:
    """Yield articles without end, each with what it puts forward."""
    for number in itertools.count(1):
        chance = random.Random(f"{seed} {number}")
        published = date(2014, 1, 1) + timedelta(days=chance.randrange(3650))
        article = Article(chance, number, published, skewed(chance, COUNTRIES))
        article.write("Report {number}: news of {day}", number=str(number), day=published.isoformat())
        for _ in range(chance.randint(5, 16)):
            chance.choices(list(PARTS), list(PARTS.values()))[0](article)
        yield article.finished()


def attack(article: Article) -> None:
    """An attack in a place: what it hit, whom it is blamed on, what it caused, and who tells it."""
    chance, kind, place, time = (
        article.chance,
        skewed(article.chance, ATTACKS),
        article.place(),
        article.time(),
    )
    noun, sort = chance.choice(list(FACILITIES.items()))
    facility = Entity("Facility", f"the {place.name} {noun}")
    blamed = article.agent("ArmedGroup", "GeopoliticalActor")
    quoted = chance.random() < 0.4
    said = article.write(
        "A {attack} hit {facility} in {place} {when}, and {blamed} was blamed{voice}.",
        attack=kind, facility=facility.name, place=place.name, when=time.wording, blamed=blamed.name,
        voice=", a witness said" if quoted else "",
    )  # fmt: skip
    speaker = article.agent("MediaOutlet", "NonGovernmentalOrganization") if chance.random() < 0.8 else None
    quotation = article.quote(said, speaker, article.agent("MediaOutlet")) if quoted else None
    firm = chance.choices((Stance.ASSERTED, Stance.HEDGED), (9, 1))[0]
    manner = {
        "stance": firm,
        "hedge": chance.choice(HEDGES) if firm is Stance.HEDGED else None,
        "quotation": quotation,
    }
    event = article.described("Attack", kind)
    article.claim(said, event, "type", "Attack", "attack", **manner)
    article.claim(said, event, "kind", Kind(kind), "attack", **manner)
    article.claim(said, event, "tookPlaceIn", place, "place", **manner)
    article.claim(said, event, "time", time, "when", **manner)
    if chance.random() < 0.7:
        article.claim(said, event, "target", facility, "facility", **manner)
        article.claim(said, facility, "kind", Kind(sort), "facility", **manner)
        article.claim(said, facility, "locatedIn", place, "place", **manner)
    if chance.random() < 0.6:
        denied = Polarity.DENIED if chance.random() < 0.15 else Polarity.AFFIRMED
        alleged = {**manner, "stance": Stance.ALLEGED, "hedge": None, "polarity": denied}
        article.claim(said, event, "allegedPerpetrator", blamed, "blamed", **alleged)
    if chance.random() < 0.3:
        name, weapon = chance.choice(list(WEAPONS.items()))
        used = article.described("Weapon", name)
        article.claim(said, event, "weapon", used, **manner)
        article.claim(said, used, "kind", Kind(weapon), **manner)
    if chance.random() < 0.6:
        harm(article, event)
    if chance.random() < 0.25:
        damage(article, event, facility)
    if chance.random() < 0.15:
        displacement(article, event)


def harm(article: Article, event: Entity | None = None) -> None:
    """People killed or injured, sometimes counted twice by different tellers."""
    chance = article.chance
    event = event or article.described("Attack", "attack")
    kind, group = chance.choice(("killed", "injured")), Entity("PopulationGroup", chance.choice(GROUPS))
    done = article.described("Harm", kind)
    for again in range(1 + (chance.random() < 0.25)):
        count = article.quantity()
        said = article.write(
            "It left {count} {group} {kind}.", count=count.wording, group=group.name, kind=kind
        )
        told = {
            "quotation": article.quote(said, article.agent("NonGovernmentalOrganization")) if again else None
        }
        article.claim(said, event, "caused", done, **told)
        article.claim(said, done, "kind", Kind(kind), "kind", **told)
        article.claim(said, done, "affected", group, "group", **told)
        article.claim(said, done, "count", count, "count", **told)


def damage(article: Article, event: Entity, facility: Entity) -> None:
    """A facility destroyed or damaged."""
    kind = article.chance.choice(("destroyed", "damaged", "outOfService"))
    said = article.write("{facility} was {kind}.", facility=facility.name, kind=kind)
    done = article.described("Damage", kind)
    article.claim(said, event, "caused", done)
    article.claim(said, done, "kind", Kind(kind), "kind")
    article.claim(said, done, "affected", facility, "facility")


def displacement(article: Article, event: Entity) -> None:
    """People who fled."""
    count, place = article.quantity(), article.place()
    said = article.write("{count} people fled to {place}.", count=count.wording, place=place.name)
    flight, people = article.described("Displacement", "flight"), Entity("PopulationGroup", "people")
    article.claim(said, event, "caused", flight)
    article.claim(said, flight, "affected", people)
    article.claim(said, flight, "count", count, "count")
    article.claim(said, flight, "destination", place, "place")


def rescue(article: Article) -> None:
    """People pulled from rubble by an organization."""
    helper, count, place = article.agent("VolunteerOrganization"), article.quantity(), article.place()
    said = article.write(
        "{helper} rescued {count} people in {place}.",
        helper=helper.name,
        count=count.wording,
        place=place.name,
    )
    event, people = article.described("Rescue", "rescue"), Entity("PopulationGroup", "people")
    article.claim(said, event, "actor", helper, "helper")
    article.claim(said, event, "affected", people)
    article.claim(said, event, "count", count, "count")
    article.claim(said, event, "tookPlaceIn", place, "place")
    article.claim(said, helper, "helps", people)
    article.claim(said, helper, "worksIn", place, "place")


def funding(article: Article) -> None:
    """Support for an organization that starts, halts or is taken up again."""
    chance, time = article.chance, article.time()
    giver, taker = article.agent("GovernmentalBody"), article.agent("VolunteerOrganization", "Organization")
    change, verb = chance.choice(
        (("SupportStart", "began"), ("SupportHalt", "halted"), ("SupportReinstatement", "resumed"))
    )
    said = article.write(
        "{giver} {verb} its support of {taker} in {when}.",
        giver=giver.name,
        verb=verb,
        taker=taker.name,
        when=time.wording,
    )
    relation, event = article.described("SupportRelation", "support"), article.described(change, verb)
    how = {"explicitness": Explicitness.IMPLIED if change != "SupportStart" else Explicitness.STATED}
    article.claim(said, relation, "supporter", giver, "giver", **how)
    article.claim(said, relation, "recipient", taker, "taker", **how)
    article.claim(said, relation, "kind", Kind(chance.choice(SUPPORT)), **how)
    article.claim(said, event, "changes", relation)
    article.claim(said, event, "actor", giver, "giver")
    article.claim(said, event, "time", time, "when")
    if chance.random() < 0.3:
        million = chance.randint(1, 90)
        article.claim(said, relation, "amount", Quantity(f"${million} million", million * 10**6, unit="USD"))


def statement(article: Article) -> None:
    """Words of a person of an organization, said to an outlet."""
    chance, speaker, title = article.chance, article.person(), article.chance.choice(TITLES)
    outlet, body, words = article.agent("MediaOutlet"), article.agent("Organization"), chance.choice(SAYINGS)
    said = article.write(
        "“{words},” {speaker}, {title} of {body}, told {outlet}.",
        words=words, speaker=speaker.name, title=title, body=body.name, outlet=outlet.name,
    )  # fmt: skip
    role = article.described("RoleHolding", title)
    article.claim(
        said, speaker, "says", words, "words", quotation=article.quote(said, speaker, outlet, title)
    )
    article.claim(said, speaker, "holdsRole", role)
    article.claim(said, role, "roleTitle", title, "title")
    article.claim(said, role, "roleIn", body, "body")
    article.mentions.append(NameSpan(said.fields["speaker"], speaker))


def denial(article: Article) -> None:
    """A side that denies an attack, and what another side believes of it."""
    side, other = article.agent("GovernmentalBody"), article.agent("ArmedGroup")
    said = article.write("{side} denied attacking {other}.", side=side.name, other=other.name)
    quotation = article.quote(said, side)
    article.claim(said, side, "attacks", other, "other", polarity=Polarity.DENIED, quotation=quotation)
    said = article.write("{other} sees {side} as a threat.", other=other.name, side=side.name)
    article.claim(
        said,
        side,
        "characterizedAs",
        "a threat",
        stance=Stance.ATTRIBUTED,
        holder=other,
        attitude=Attitude.BELIEF,
    )


def founding(article: Article) -> None:
    """An organization with its founder, when and where."""
    founder, body, time = article.person(), article.agent("VolunteerOrganization"), article.time()
    said = article.write(
        "{founder} founded {body} in {when}.", founder=founder.name, body=body.name, when=time.wording
    )
    event = article.described("Founding", "founding")
    article.claim(said, event, "actor", founder, "founder")
    article.claim(said, event, "founded", body, "body")
    article.claim(said, event, "kind", Kind("formation"))
    article.claim(said, event, "time", time, "when")
    article.claim(said, body, "startedWith", article.quantity())


PARTS: dict[Callable[[Article], None], int] = {
    attack: 9, rescue: 2, funding: 3, statement: 6, denial: 2, founding: 1, harm: 1,
}  # fmt: skip


def skewed(chance: random.Random, things: tuple[T, ...]) -> T:
    """One of the things, the first ones the most likely."""
    return things[int(len(things) * chance.random() ** 3)]


@cache
def settlements(country: str) -> tuple[gazetteer.Place, ...]:
    """The larger settlements of a country, the largest first."""
    with resource("data", "gazetteer", "places.tsv").open(encoding="utf-8") as lines:
        ids = [
            parts[0]
            for line in lines
            if (parts := line.split("\t"))[4] == country and parts[2] == "settlement"
        ]
    found = [place for id in ids if (place := gazetteer.place(id)) is not None and place.id.startswith("gn")]
    return tuple(sorted(found, key=lambda place: (-place.population, place.id))[:150])


@cache
def agents(types: tuple[str, ...]) -> tuple[gazetteer.KnownAgent, ...]:
    """The known agents of some types, in the gazetteer's order."""
    found = (gazetteer.agent(row["name"]) for row in rows("agents.csv") if row["type"] in types)
    return tuple(dict.fromkeys(one for one in found if one is not None and one.type in types))
