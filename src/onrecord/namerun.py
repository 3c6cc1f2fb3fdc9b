"""Stretches of a passage that may be names: where they begin, what joins them, where two meet."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from onrecord import gazetteer
from onrecord.folding import fold, is_article
from onrecord.lexicon import lexicon, look_up, word_class, words
from onrecord.nametype import NAME_LABELS, possessed
from onrecord.syntax import is_ordinary

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_HYPHENS = frozenset("-–’'`")
#: From this population on, a settlement is known well enough to be read in a list without commas.
_WELL_KNOWN = 50_000


def runs(doc: "Doc", taken: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Yield first and last token of each stretch of name tokens, cut where another name begins."""
    i, end = 0, len(taken)
    while i < end:
        if taken[i] or not (_in_name(doc[i]) or _opens(doc, i)):
            i += 1
            continue
        last = i
        j = i + 1
        while j < end and not taken[j]:
            token = doc[j]
            if _in_name(token) and not _begins(token, doc[j - 1]):
                last = j
            elif not _in_name(token) and (_joins(token) or _joins_body(doc, i, j)):
                pass
            elif (end_of := _owned(doc, i, j)) is not None:
                last = j = end_of
            else:
                break
            j += 1
        last = _to_known_place(doc, i, last)
        yield from _cut(doc, i, last)
        i = last + 1


def _to_known_place(doc: "Doc", first: int, last: int) -> int:
    """The end of a stretch with what makes a known place of it: "Deir ezzor", "Kingdom of Jordan"."""
    for end in range(min(last + 3, len(doc) - 1), last, -1):
        if doc[end].is_alpha and _place(doc[first : end + 1].text):
            known = _place(doc[first : last + 1].text)
            if not known and (end == last + 1 or doc[last + 1].lower_ == "of" and _in_name(doc[end])):
                return end
    return last


def _cut(doc: "Doc", first: int, last: int) -> Iterator[tuple[int, int]]:
    """Cut a stretch in which a known place is followed by another name: "Damascus Aleppo and Idlib"."""
    while first < last:
        end = _place_before_another(doc, first, last)
        if end is None:
            break
        yield first, end
        first = end + 1
    yield first, last


def _place_before_another(doc: "Doc", first: int, last: int) -> int | None:
    """The last token of the well-known place that a stretch begins with, where another name follows it."""
    if _place(doc[first : last + 1].text) or gazetteer.agent(doc[first : last + 1].text):
        return None
    for end in range(last - 1, first - 1, -1):
        following = doc[end + 1]
        if following.text in _HYPHENS or doc[end].text in _HYPHENS or not following.text[0].isupper():
            continue
        if not _well_known(doc[first : end + 1].text):
            continue
        person = doc[first].ent_type_ == "PERSON"
        stops = (stop for stop in range(end + 1, last + 1) if stop == last or _bare(doc[stop + 1]))
        if any(_beside(doc[first : end + 1].text, doc[end + 1 : stop + 1].text) for stop in stops):
            tagged = person and following.ent_type_ == "PERSON" and following.ent_iob_ == "I"
            return None if tagged else end
        if gazetteer.demonym(following.text) and not person:
            return end
        if last - end >= 2 and end > first and _is_no_head(doc[last]):
            return end  # "the Middle East Tobias Ellwood"
        named = last - end >= 2 and following.ent_type_ == "PERSON" and not person
        if named or following.lower_ in words("kunyas"):
            return end
        return None
    return None


def _is_no_head(token: "Token") -> bool:
    """Whether a word that ends a stretch says of no kind of thing that it is one."""
    return token.lower_ not in words("no-name-heads") and look_up("heads", token) is None


def _bare(token: "Token") -> bool:
    """Whether a token can begin a word of a name: no hyphen and no particle."""
    return token.text not in _HYPHENS and token.text[0].isupper()


@lru_cache(maxsize=65536)
def _place(text: str) -> bool:
    """Whether words name a place of the gazetteer."""
    return bool(gazetteer.places(text))


def _beside(known: str, name: str) -> bool:
    """Whether words name a place that may stand in a list with a known one: large, or of its country."""
    if _well_known(name):
        return True
    country = gazetteer.places(known)[0].country
    return any(country is not None and place.country == country for place in gazetteer.places(name))


@lru_cache(maxsize=65536)
def _well_known(text: str) -> bool:
    """Whether words name a country, a region, or a large settlement."""
    return any(
        place.kind in ("country", "region")
        or place.kind == "area"
        and place.feature != "district"
        or place.population >= _WELL_KNOWN
        for place in gazetteer.places(text)[:1]
    )


def _begins(token: "Token", before: "Token") -> bool:
    """Whether a name token begins another name than the token before it."""
    if _glued(before):
        return False
    if token.ent_iob_ == "B" and before.ent_type_ and before.ent_type_ in NAME_LABELS:
        return not _place(f"{before.text} {token.text}")
    return possessed(before.text) is not None or possessed(token.text) is not None


def _opens(doc: "Doc", i: int) -> bool:
    """Whether a particle begins a name: the "al" of "al-Bab"."""
    if doc[i].lower_ not in words("particles") or i + 2 >= len(doc):
        return False
    return _glued(doc[i]) and doc[i + 1].text in _HYPHENS and doc[i + 2].text[0].isupper()


def _joins(token: "Token") -> bool:
    """Whether a token may stand inside a name: a hyphen, a particle before a name, "of" in a known name."""
    if token.i + 1 >= len(token.doc):
        return False
    if token.text in _HYPHENS:
        return _glued(token.nbor(-1)) and _glued(token)
    following = token.nbor(1)
    if following.text in _HYPHENS and _glued(token) and is_article(fold(token.text)):
        return True  # the "ez" of "Deir ez-Zor"
    if token.lower_ in words("particles"):
        if following.lower_ in words("particles") and following.i + 1 < len(token.doc):
            following = following.nbor(1)
        return _in_name(following) or following.text in _HYPHENS
    return token.lower_ in word_class("joins-names") and token.ent_iob_ == "I"


_BODIES = frozenset({"Organization", "NonGovernmentalOrganization", "GovernmentalBody", "ArmedGroup"})
_PLACES = frozenset({"Region", "Settlement"})


def _joins_body(doc: "Doc", first: int, i: int) -> bool:
    """Whether a small word goes on a body's or a land's name: "Front for the Liberation of Kivu"."""
    word, start = doc[i].lower_, i + 1
    if word not in word_class("joins-names") and word not in word_class("joins-lands"):
        return False
    if word == "the":
        return doc[i - 1].lower_ in word_class("joins-purposes")
    if start < len(doc) and doc[start].lower_ == "the":
        start += 1
    if start >= len(doc) or not _in_name(doc[start]) or doc[start].ent_type_ == "PERSON":
        return False
    if gazetteer.demonym(doc[start].text) and doc[start].dep_ in ("amod", "compound", "nmod"):
        return False
    if word == "and":
        return _second_purpose(doc, first, i)
    if word in word_class("joins-lands") and _is_land(doc, first, i - 1):
        return True
    return word in word_class("joins-purposes") and any(_is_body(doc[k], i - 1) for k in range(first, i))


def _is_body(token: "Token", last: int) -> bool:
    """Whether a capitalised word says that a name is a body's: the last, or before an "of"."""
    row = look_up("heads", token) or lexicon("heads").get((token.lower_, "noun"))
    if row is None or row.means not in _BODIES or row.note != "body" or token.tag_ == "NNPS":
        return False
    named = token.pos_ == "PROPN" or not token.is_sent_start
    following = token.nbor(1)
    return (
        token.text[0].isupper()
        and named
        and (token.i == last or following.lower_ in word_class("joins-purposes"))
    )


def _is_land(doc: "Doc", first: int, last: int) -> bool:
    """Whether words are the kind of a land with its status: "Autonomous Region", "Special Territory"."""
    row = lexicon("heads").get((doc[last].lower_, "noun"))
    land = row is not None and row.means in _PLACES and doc[last].text[0].isupper()
    return land and last > first and doc[last - 1].lower_ in word_class("land-status")


def _second_purpose(doc: "Doc", first: int, i: int) -> bool:
    """Whether "and" joins two purposes of one body: "Alliance for Peace and Justice"."""
    behind = doc[i + 2] if i + 2 < len(doc) else None
    purpose = any(doc[k].lower_ in word_class("joins-purposes") for k in range(first + 1, i - 1))
    if not purpose or doc[i - 1].text == doc[i - 1].lower_ or behind is None:
        return False
    if _in_name(behind) or behind.lower_ in word_class("joins-names"):
        return False
    return all(is_ordinary(t.lower_) and not _place(t.text) for t in (doc[i - 1], doc[i + 1]))


def _owned(doc: "Doc", first: int, i: int) -> int | None:
    """The last token of a name with an owner in it: "Teachers' Union", "St. Mary's Hospital"."""
    if doc[i].tag_ != "POS" or i + 1 >= len(doc) or doc[i - 1].i < first:
        return None
    owner, last = doc[i - 1], i + 1
    while last < len(doc) and _in_name(doc[last]):
        last += 1
    last -= 1
    row = (
        (look_up("heads", doc[last]) or lexicon("heads").get((doc[last].lower_, "noun")))
        if last > i
        else None
    )
    if row is None or row.means not in _BODIES | {"Facility"}:
        return None
    saint = doc[max(first, i - 2)].lower_ in word_class("saints")
    own = look_up("heads", owner)
    body = own is not None and own.means in _BODIES
    plain = is_ordinary(owner.lower_) and owner.ent_type_ != "PERSON" and not body
    known = _place(doc[first:i].text) or _place(owner.text) or gazetteer.demonym(owner.text) is not None
    return last if saint or plain and not known else None


def _glued(token: "Token") -> bool:
    return not token.whitespace_


def _in_name(token: "Token") -> bool:
    if token.is_punct or token.is_space or token.like_num and not token.text[0].isupper():
        return False
    if token.ent_type_ in NAME_LABELS and (
        token.text[0].isupper() or token.lower_ in word_class("opens-names")
    ):
        return token.pos_ not in ("DET", "PRON", "ADP", "CCONJ", "VERB", "AUX") or not token.is_stop
    return (
        token.pos_ == "PROPN" and token.text[0].isupper() and token.ent_type_ not in ("DATE", "TIME", "MONEY")
    )
