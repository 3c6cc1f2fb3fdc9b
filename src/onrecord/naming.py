"""The proper names of a passage: where they stand, and what each is likely to name."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from onrecord import gazetteer
from onrecord.entity import AGENT_TYPES
from onrecord.lexicon import lemma_of, look_up, word_class, words
from onrecord.namerun import runs
from onrecord.nametype import PLACE_TYPES, WEIGHT, is_office, titles_end, type_of
from onrecord.syntax import Passage, passage_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


@dataclass(frozen=True, slots=True, eq=False)
class Name:
    """A proper name: its tokens from first to last, its likely type, and why.

    ``type`` is a class's local name; ``kind`` refines it ("medical", "city"); ``entry`` is the id
    of a gazetteer entry when the name alone decides it; ``title`` are role words before a person's
    name; ``weight`` is how far the evidence for the type counts.
    """

    first: "Token"
    last: "Token"
    head: "Token"
    type: str
    kind: str = ""
    entry: str | None = None
    title: str | None = None
    weight: int = 1

    @property
    def text(self) -> str:
        """The words of the name as the text gives them."""
        start, end = self.first.idx, self.last.idx + len(self.last)
        return passage_of(self.first).text[start:end]


def echoes(passage: Passage, found: Sequence[Name], known: Mapping[str, Name]) -> tuple[Name, ...]:
    """Add the names that the tagger missed here but that the document names elsewhere.

    ``known`` maps a word that names by itself (a surname, a one-word name) to such a name.
    """
    taken = {i for name in found for i in range(name.first.i, name.last.i + 1)}
    more = [
        Name(token, token, token, known[token.text].type, "", known[token.text].entry, None, 0)
        for token in passage.parsed
        if token.text in known and token.i not in taken
    ]
    return tuple(sorted((*found, *more), key=lambda name: name.first.i)) if more else tuple(found)


def known_words(found: Iterable[Name]) -> dict[str, Name]:
    """The words that name something by themselves in a document: surnames and one-word names."""
    words: dict[str, Name] = {}
    for name in found:
        last = name.last.text
        names_alone = name.first.i == name.last.i and name.weight > 0 or name.type == "Person"
        ordinary = look_up("heads", name.last) is not None or look_up("titles", name.last) is not None
        if last[:1].isupper() and len(last) > 2 and names_alone and not ordinary:
            words.setdefault(last, name)
    return words


def names(passage: Passage) -> tuple[Name, ...]:
    """Find the proper names of a passage, in text order, without overlaps."""
    doc = passage.parsed
    taken = [False] * len(doc)
    found: list[Name] = []
    tokens = [token.text for token in doc]
    for first, last, agent in _known(doc, tokens):
        found.append(_known_name(doc, first, last, agent))
        taken[first : last + 1] = [True] * (last + 1 - first)
    for first, last in runs(doc, taken):
        name = _classify(doc, first, last)
        if name is not None:
            found.append(name)
    taken_by = {i for name in found for i in range(name.first.i, name.last.i + 1)}
    found.extend(demonym_phrases(passage, taken_by))
    found = [_with_number(_with_article(_with_body(name))) for name in found]
    return tuple(_without_overlaps(sorted(found, key=lambda name: (name.first.i, -name.last.i))))


def _without_overlaps(found: list[Name]) -> Iterator[Name]:
    end = -1
    for name in found:
        if name.first.i > end:
            yield name
            end = name.last.i


def _known(doc: "Doc", tokens: list[str]) -> Iterator[tuple[int, int, gazetteer.KnownAgent]]:
    i = 0
    while i < len(tokens):
        if tokens[i][0].isupper() or (tokens[i].lower() == "al" and i + 1 < len(tokens)):
            match = gazetteer.longest_match(tokens, i)
            if match is not None:
                length, agent = match
                if any(word[0].isupper() for word in tokens[i : i + length]):
                    article = tokens[i].lower() == "the" and not agent.name.startswith("The ") and length > 1
                    yield i + article, i + length - 1, agent
                    i += length
                    continue
        i += 1


def _known_name(doc: "Doc", first: int, last: int, agent: gazetteer.KnownAgent) -> Name:
    head = _head(doc, first, last)
    return Name(doc[first], doc[last], head, agent.type, "", agent.id, None, WEIGHT["gazetteer"])


def _head(doc: "Doc", first: int, last: int) -> "Token":
    span = doc[first : last + 1]
    root: Token = span.root
    return root


def _classify(doc: "Doc", first: int, last: int) -> Name | None:
    while first < last and _leads(doc, first, last):
        first += 1
    first = _behind_description(doc, first, last)
    start = titles_end(doc, first, last)
    if start > first and doc[start].lower_ in ("of", "for"):
        return None  # "the Minister of Health": an office, no name
    title = doc[first:start].text if start > first else None
    if last - start >= 1 and gazetteer.demonym(doc[start].text) and doc[last].ent_type_ == "PERSON":
        start += 1
    addressed = title is not None and _is_rank(doc[start - 1])
    if (not title or addressed and start == last) and is_office(doc, start, last):
        return None  # "the Foreign Secretary", "Brigadier General": an office, no name
    if (
        doc[start].lower_ in words("no-names")
        and start == last
        or not any(t.text[0].isupper() for t in doc[start : last + 1])
    ):
        return None
    head = _head(doc, start, last)
    words_of = doc[start : last + 1]
    text = words_of.text
    if not any(char.isalpha() for char in text) or len(text) < 2:
        return None
    type_, kind, entry, weight = type_of(words_of, text, head, bool(title))
    if not type_:
        return None
    return Name(doc[start], doc[last], head, type_, kind, entry, title, weight)


def _is_rank(token: "Token") -> bool:
    """Whether a title is a rank or an office and no mere address: "Brigadier", but not "Mr."."""
    row = look_up("titles", token)
    return row is not None and row.means != "honorific"


def _behind_description(doc: "Doc", first: int, last: int) -> int:
    """Where the place begins that capitalised words describe: after "Syrian Capital" or "District of"."""
    for start in range(first + 1, last + 1):
        before = doc[start - 1]
        described = (
            before.lower_ in words("place-nouns") | words("no-names")
            or start > first + 1
            and before.lower_ == "of"
        )
        if not described and gazetteer.demonym(before.text) is None:
            return first
        if doc[start].lower_ != "of" and gazetteer.places(doc[start : last + 1].text):
            return first if gazetteer.places(doc[first : last + 1].text) else start
    return first


def _leads(doc: "Doc", first: int, last: int) -> bool:
    """Whether the first word of a stretch is none of the name: "In Iraq", but not "New York"."""
    lower = doc[first].lower_
    if lower not in words("function-words") and lower not in words("locatives"):
        return False
    return lower == "the" or not gazetteer.places(doc[first : last + 1].text)


def _with_article(name: Name) -> Name:
    """Take "The" in for a name that stands alone in brackets: "(The New Arab)"."""
    i = name.first.i
    if i >= 2 and name.first.nbor(-1).text == "The" and name.first.nbor(-2).text in ("(", "["):
        return replace(name, first=name.first.nbor(-1))
    return name


def _with_number(name: Name) -> Name:
    """Take in the number of a unit: "99th Light Infantry Division", "Task Force 50"."""
    behind = list(name.last.doc[name.last.i + 1 : name.last.i + 3])
    unit = name.type in AGENT_TYPES - {"Person"} and behind and behind[0].is_digit and len(behind[0]) < 4
    if (
        unit
        and behind[0].head in (name.head, name.last)
        and behind[0].dep_ in ("nummod", "appos", "npadvmod")
    ):
        return replace(name, last=behind[0])
    before = name.first.nbor(-1) if name.first.i > 0 else name.first
    numbered = before.text[0].isdigit() and before.text[-2:] in word_class("ordinal-endings")
    if numbered and name.type in ("ArmedGroup", "GovernmentalBody") and name.weight == WEIGHT["head"]:
        return replace(name, first=before)
    return name


def _with_body(name: Name) -> Name:
    """Extend "Assad" to "Assad regime", "Kafranbel" to "Kafranbel city", by the noun it modifies."""
    head = name.head
    if head.dep_ not in ("compound", "amod", "nmod", "poss") or head.head.i <= name.last.i:
        return name
    noun = head.head
    if noun.i - name.last.i > 3 or noun.pos_ not in ("NOUN", "PROPN") or head.dep_ == "poss":
        return name
    trigger = look_up("heads", noun)
    if trigger is None:
        return name
    if trigger.means in PLACE_TYPES:
        of = noun.i + 1 < len(noun.doc) and noun.nbor(1).lower_ == "of"
        if noun.i - name.last.i > 1 or of and (trigger.note == "region" or _holds(name, noun)):
            return name  # "Homs central province", "Douma east of Damascus", "the Cairo suburb of Maadi"
        return Name(name.first, noun, noun, trigger.means, trigger.note, None, name.title, WEIGHT["cue"])
    if trigger.means in ("Organization", "GovernmentalBody", "ArmedGroup", "MediaOutlet", "Facility"):
        if trigger.note in ("fighters",) or _is_placed(name):
            return name
        if trigger.means == "Facility" and noun.tag_ == "NNS" and name.type in AGENT_TYPES:
            return name  # "PKK camps": a description
        return Name(name.first, noun, noun, trigger.means, trigger.note, None, None, WEIGHT["head"])
    return name


def _holds(name: Name, noun: "Token") -> bool:
    """Whether a place is the larger one of "X suburb of Y": Y is then the suburb."""
    following = noun.doc[noun.i + 2 : noun.i + 3].text
    outer, inner = gazetteer.places(name.text), gazetteer.places(following)
    if not outer or not following[:1].isupper():
        return False
    if not inner:
        return False
    larger = [place.population for place in outer if place.country == inner[0].country]
    return max(larger, default=0) > inner[0].population


def _is_placed(name: Name) -> bool:
    """Whether a place noun introduces a name: "in the province of Hama state television said"."""
    i, doc = name.first.i, name.first.doc
    return i > 1 and doc[i - 1].lower_ == "of" and doc[i - 2].lower_ in words("place-nouns")


def demonym_phrases(passage: Passage, taken: "set[int]") -> Iterator[Name]:
    """Yield phrases such as "the Syrian government": an adjective of nationality and a body."""
    bodies = ("GovernmentalBody", "ArmedGroup", "Organization")
    for token in passage.parsed:
        if token.i in taken or not token.text[0].isupper() or gazetteer.demonym(token.text) is None:
            continue
        noun = token.head
        if token.dep_ not in ("amod", "compound", "nmod") or not 0 < noun.i - token.i <= 4 or noun.i in taken:
            continue
        trigger = look_up("heads", noun)
        if trigger is None or noun.pos_ not in ("NOUN", "PROPN"):
            continue
        if trigger.means in bodies and trigger.note == "body" or lemma_of(noun) in ("people", "state"):
            before = token.nbor(-1) if token.i > 0 else token  # "South Sudanese"
            if before.i not in taken and gazetteer.demonym(f"{before.text} {token.text}"):
                token = before
            yield Name(token, noun, noun, trigger.means, trigger.note, None, None, WEIGHT["head"])
