"""How firmly a clause is put: polarity, stance, hedge and holder, read off the words around it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.claim import Attitude, Polarity, Stance
from onrecord.clause import subjects
from onrecord.lexicon import lexicon, look_up, word_class

if TYPE_CHECKING:
    from spacy.tokens import Token

_CLIMB = frozenset({"xcomp", "ccomp", "advcl", "conj", "pcomp", "csubj", "prep", "acl", "relcl"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_STRENGTH = (Stance.ALLEGED, Stance.HYPOTHETICAL, Stance.PLANNED, Stance.EVALUATED, Stance.HEDGED)


@dataclass(frozen=True, slots=True, eq=False)
class Modality:
    """How a clause is put forward; ``holder`` is the head of the noun phrase whose belief or aim it is."""

    polarity: Polarity = Polarity.AFFIRMED
    stance: Stance = Stance.ASSERTED
    hedge: str | None = None
    holder: "Token | None" = None
    attitude: Attitude | None = None
    verb: str | None = None


def modality(token: "Token") -> Modality:
    """Read the modality of the clause that a verb heads, or of a noun that stands for an event."""
    denied = False
    found: list[Stance] = []
    hedge: Token | None = None
    if token.pos_ in ("NOUN", "PROPN"):
        denied = _has_no(token) or _undone(token)
        for sign, stance in _adjectives(token):
            found.append(stance)
            hedge = hedge or (sign if stance is Stance.HEDGED else None)
        if verb_of(token) is not None and token.dep_ in ("nsubj", "nsubjpass"):
            found.extend(stance for sign, stance in _predicated(verb_of(token)))
        governed = _governed(token)
        if governed is not None:
            found.append(governed)
        verb = next((a for a in token.ancestors if a.pos_ in ("VERB", "AUX")), None)
        if verb is not None and any(
            c.dep_ == "mark" and _is(c, "hypothetical", "mark") for c in verb.children
        ):
            found.append(Stance.HYPOTHETICAL)
    else:
        denied = negated(token)
        for current, embedded in _climb(token):
            for sign, stance in _signs(current):
                found.append(stance)
                hedge = hedge or (sign if stance is Stance.HEDGED else None)
            if embedded:
                lent = _embedding(current)
                if lent is not None:
                    found.append(lent)
                    hedge = hedge or (current if lent is Stance.HEDGED else None)
                if _denies(current, token):
                    denied = not denied
        attitude, holder = _attitude(token)
        if attitude is not None and holder is not None:
            return Modality(
                Polarity.DENIED if denied else Polarity.AFFIRMED,
                Stance.ATTRIBUTED,
                hedge.text if hedge is not None else None,
                holder,
                attitude,
                _attitude_verb(token),
            )
    strongest = next((stance for stance in _STRENGTH if stance in found), Stance.ASSERTED)
    return Modality(
        Polarity.DENIED if denied else Polarity.AFFIRMED, strongest, hedge.text if hedge is not None else None
    )


def _is(token: "Token", means: str, note: str) -> bool:
    row = lexicon("hedges").get((token.lower_, ""))
    return row is not None and row.means == means and row.note == note


def negated(verb: "Token") -> bool:
    """Whether a verb is negated, by an adverb or by its subject ("no one came", "neither")."""
    for child in verb.children:
        if child.dep_ == "neg" or _negates(child, "adverb"):
            return True
        taking_part = child.dep_ == "dobj" or child.dep_ in ("nsubj", "nsubjpass") and child.i < verb.i
        if taking_part and (_negates(child, "pronoun") or _has_no(child)):
            return True  # "nobody came", "attacked no one"
        if taking_part and any(c.dep_ == "preconj" and _negates(c, "conjunction") for c in child.children):
            return True  # "neither X nor Y attacked"
        if child.dep_ == "preconj" and _negates(child, "conjunction"):
            return True
    if verb.dep_ in ("pcomp", "advcl") and _negates(verb.head, "preposition"):
        return True
    return verb.i > 0 and verb.dep_ == "conj" and any(_negates(c, "conjunction") for c in verb.children)


def _negates(token: "Token", as_: str) -> bool:
    """Whether a word negates as this part of speech, by the lexicon's note."""
    row = lexicon("negation").get((token.lower_, ""))
    return row is not None and as_ in row.note.split()


def is_none(head: "Token") -> bool:
    """Whether a noun or pronoun stands for nobody: "no group", "none", "neither side"."""
    return _negates(head, "pronoun") or _has_no(head)


def _has_no(noun: "Token") -> bool:
    return any(c.dep_ == "det" and _negates(c, "determiner") for c in noun.children)


def _climb(token: "Token") -> Iterator[tuple["Token", bool]]:
    """Yield the verb and those above it; the flag says whether the lower one is its content."""
    current, steps, within = token, 0, False
    yield current, False
    while current.dep_ in _CLIMB and current.head != current and steps < 8:
        if current.dep_ in ("relcl", "acl") and current.head.pos_ in ("NOUN", "PROPN", "PRON"):
            head = current.head
            if current.dep_ == "acl" and look_up("hedges", head) is not None:
                yield head, True
            return
        embedded = current.dep_ in ("xcomp", "ccomp", "pcomp", "csubj")
        parent = current.head
        if current.dep_ == "conj" and current.tag_ in _FINITE and parent.tag_ == "VB":
            return  # "decided to help and formed": the finite verb goes with the one above the infinitive
        if current.dep_ == "advcl" and current.tag_ not in ("VBG", "VBN", "VB"):
            return  # "since no one came": its own sentence
        if current.dep_ == "conj" and any(c.dep_ in ("nsubj", "nsubjpass") for c in current.children):
            return
        within = (
            embedded or within and current.dep_ == "prep"
        )  # "accused of staging": through the preposition
        current = parent
        steps += 1
        if current.pos_ in ("VERB", "AUX", "NOUN"):
            yield current, within
        if within and current.dep_ == "dobj" and look_up("speech", current.head) is not None:
            yield current.head, True  # "accused the officer of killing", read as the officer's


def _undone(noun: "Token") -> bool:
    """Whether an event is one that nobody carried out: "had not carried out any strike"."""
    row = lexicon("perpetration").get((noun.head.lemma_.lower(), "verb"))
    done = row is not None and row.means == "perpetrates" and noun.dep_ in ("dobj", "nsubjpass")
    return done and not _has_no(noun) and negated(noun.head)


def _is_untrue(verb: "Token") -> bool:
    """Whether it says of something that it is not so: "is untrue", "is false"."""
    untrue = any(c.dep_ in ("acomp", "attr") and c.lower_ in word_class("untrue") for c in verb.children)
    return untrue and not negated(verb)


def _excludes(verb: "Token") -> bool:
    """Whether a verb with its particle says that something is not so: "ruled out that"."""
    words = (f"{verb.lemma_} {c.lower_}" for c in verb.children if c.dep_ == "prt")
    return any(one in word_class("excludes") for one in words) and not negated(verb)


def _denies(verb: "Token", content: "Token") -> bool:
    """Whether a verb denies what it governs: "denied bombing", "did not say"."""
    if verb.pos_ in ("VERB", "AUX") and (_is_untrue(verb) or _excludes(verb)):
        return True
    doubt = look_up("hedges", verb)
    if doubt is not None and doubt.note == "content-noun" and verb.pos_ == "NOUN":
        return _has_no(verb) or verb.dep_ == "nsubj" and _is_untrue(verb.head)  # "no evidence that"
    row = look_up("speech", verb)
    if row is None or verb.dep_ == "conj":
        return False
    if row.means == "denied" and content.dep_ == "pcomp" and content.head.head in (verb, *verb.children):
        return not negated(verb)  # "acquitted of killing"
    if row.means == "denied" and row.pos == "verb":
        return not negated(verb) and any(
            c.dep_ in ("xcomp", "pcomp") and content in c.subtree for c in verb.children
        )
    return negated(verb)


def _signs(verb: "Token") -> Iterator[tuple["Token", Stance]]:
    table = lexicon("hedges")
    for child in verb.children:
        if child.dep_ == "advmod":
            row = table.get((child.lower_, "adverb"))
            if row is not None:
                yield child, Stance.ALLEGED if row.note == "alleged" else Stance(row.means)
        elif child.dep_ == "aux":
            row = table.get((child.lower_, "verb"))
            if child.lower_ in word_class("polite") and verb.lemma_ == "like":
                continue  # "I would like to thank"
            if row is not None and row.note == "modal":
                yield child, Stance.PLANNED if _announced(child, verb) else Stance(row.means)
        elif child.dep_ == "mark" and _is(child, "hypothetical", "mark"):
            yield child, Stance.HYPOTHETICAL
        elif child.dep_ in ("acomp", "attr") and look_up("evaluation", child) is not None:
            yield child, Stance.EVALUATED
        elif _is_fiction(child):
            yield child, Stance.HYPOTHETICAL


def _announced(modal: "Token", verb: "Token") -> bool:
    """Whether "would" tells of a plan in reported speech: "said it would evacuate", without a condition."""
    if modal.lower_ not in word_class("future-in-past") or verb.dep_ != "ccomp":
        return False
    row = look_up("speech", verb.head)
    if row is None or row.means != "said" or verb.head.tag_ not in ("VBD", "VBN"):
        return False
    return not any(_is(t, "hypothetical", "mark") for t in verb.subtree)


def _is_fiction(preposition: "Token") -> bool:
    """Whether a phrase sets a clause in a made-up world: "in the novel, soldiers massacre a village"."""
    if preposition.dep_ != "prep" or preposition.lower_ not in ("in", "during"):
        return False
    return any(c.dep_ == "pobj" and look_up("fiction", c) is not None for c in preposition.children)


def verb_of(noun: "Token") -> "Token | None":
    """The verb that a noun is the subject or object of, the nearest one above it."""
    return next((a for a in noun.ancestors if a.pos_ in ("VERB", "AUX")), None)


def _predicated(verb: "Token | None") -> Iterator[tuple["Token", Stance]]:
    """What "an attack was possible" says of its subject."""
    for child in verb.children if verb is not None else ():
        row = lexicon("hedges").get((child.lower_, "adjective")) if child.dep_ == "acomp" else None
        if row is not None:
            yield child, Stance(row.means)


def _adjectives(noun: "Token") -> Iterator[tuple["Token", Stance]]:
    first = min((child.left_edge.i for child in noun.lefts), default=noun.i)
    before = noun.doc[first - 1] if first > noun.sent.start else None
    row = lexicon("hedges").get((before.lower_, "adjective")) if before is not None else None
    if row is not None and before is not None:  # "monitoring alleged airstrikes", read as a verb
        yield before, Stance(row.means)
    for child in noun.children:
        if child.dep_ in ("amod", "advmod", "compound"):
            row = lexicon("hedges").get((child.lower_, "adjective")) or lexicon("hedges").get(
                (child.lower_, "adverb")
            )
            if row is not None and child.dep_ != "advmod":
                yield child, Stance(row.means)


def _governed(noun: "Token") -> Stance | None:
    """The stance that a governing verb or noun lends: "threat of an attack", "prevent attacks"."""
    current, steps = noun, 0
    while steps < 4 and current.dep_ in ("pobj", "prep", "dobj", "conj", "compound", "attr"):
        below, current = current, current.head
        steps += 1
        row = look_up("hedges", current)
        if row is not None and row.note == "governs":
            return Stance(row.means)
        if current.pos_ in ("VERB", "AUX"):
            if below.dep_ == "prep" and below.lower_ == "of" and _embedding(current) is Stance.ALLEGED:
                return Stance.ALLEGED  # "accused them of attacks"
            if current.dep_ == "pcomp" and current.head.dep_ == "prep":
                return _embedding(current.head.head)  # "accused of staging attacks"
            signs = [
                stance for _, stance in _signs(current) if stance in (Stance.PLANNED, Stance.HYPOTHETICAL)
            ]
            return signs[0] if signs else None
    return None


def _embedding(verb: "Token") -> Stance | None:
    row = look_up("hedges", verb)
    said = look_up("speech", verb)
    if said is not None and said.pos == "verb" and said.means == "alleged":
        return Stance.ALLEGED
    if row is not None and row.note == "governs":
        past = said is not None and said.means == "said" and any(_is_past(c) for c in verb.children)
        return None if past else Stance(row.means)  # "warned that thousands had fled"
    if row is not None and row.note == "content-noun":
        return Stance(row.means)
    if row is not None and row.note == "raising":
        return Stance.HEDGED
    if row is not None and row.note == "participle":
        return Stance.ALLEGED
    return None


def _is_past(content: "Token") -> bool:
    """Whether a clause tells what has happened: "that thousands had been driven out"."""
    if content.dep_ != "ccomp" or content.pos_ not in ("VERB", "AUX"):
        return False
    helpers = [c.lower_ for c in content.children if c.dep_ in ("aux", "auxpass")]
    return content.tag_ == "VBD" or content.tag_ == "VBN" and any(h in word_class("perfect") for h in helpers)


def _attitude(token: "Token") -> tuple[Attitude | None, "Token | None"]:
    """The attitude verb that a clause is the content of, and the head of its holder."""
    current, steps = token, 0
    while (
        current.dep_ in ("xcomp", "ccomp", "csubj", "conj", "advcl") and current.head != current and steps < 6
    ):
        embedded = current.dep_ in ("xcomp", "ccomp")
        current = current.head
        steps += 1
        row = look_up("attitudes", current) if embedded and current.pos_ == "VERB" else None
        if row is not None and row.note in ("content", "aim"):
            holders = subjects(current)
            if holders and holders[0].pos_ in ("NOUN", "PROPN", "PRON"):
                return Attitude(row.means), holders[0]
    return None, None


def _attitude_verb(token: "Token") -> str | None:
    rows = (a for a in token.ancestors if look_up("attitudes", a) is not None)
    return next((a.text for a in rows), None)


def is_question(token: "Token") -> bool:
    """Whether the token's sentence is a question."""
    sentence = token.sent
    last = sentence[-1]
    while last.i > sentence.start and (last.is_space or last.is_quote):
        last = last.nbor(-1)
    return last.text in ("?", "?!", "!?")
