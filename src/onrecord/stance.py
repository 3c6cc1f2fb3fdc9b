"""How firmly a clause is put: polarity, stance, hedge and holder, read off the words around it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.attitude import attitude_of, attitude_verb, is_doubted, viewer
from onrecord.claim import Attitude, Polarity, Stance
from onrecord.denial import denies, has_no, is_undone, leaves_open, negated, undone_by
from onrecord.infinitive import unrealised
from onrecord.lexicon import lexicon, look_up, word_class

if TYPE_CHECKING:
    from spacy.tokens import Token

_CLIMB = frozenset({"xcomp", "ccomp", "advcl", "conj", "pcomp", "csubj", "prep", "acl", "relcl", "acomp"})
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
        seer = viewer(token)
        if seer is not None:
            denied = any(negated(a) for a in token.ancestors if seer in a.subtree and a.pos_ == "VERB")
            polarity = Polarity.DENIED if denied else Polarity.AFFIRMED
            verb = verb_of(token)
            return Modality(
                polarity,
                Stance.ATTRIBUTED,
                holder=seer,
                attitude=Attitude.BELIEF,
                verb=verb.text if verb is not None else None,
            )
        denied = has_no(token) or is_undone(token)
        for sign, stance in _adjectives(token):
            found.append(stance)
            hedge = hedge or (sign if stance is Stance.HEDGED else None)
        if verb_of(token) is not None and token.dep_ in ("nsubj", "nsubjpass"):
            found.extend(stance for sign, stance in _predicated(verb_of(token)))
        governed = _governed(token)
        if governed is not None:
            found.append(governed)
            hedge = hedge or (verb_of(token) if governed is Stance.HEDGED else None)
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
            lent = unrealised(current)
            if lent is not None:
                found.append(lent)
                hedge = hedge or (current.head if lent is Stance.HEDGED else None)
            if embedded:
                lent = _embedding(current)
                if lent is not None:
                    found.append(lent)
                    hedge = hedge or (_hedging(current) if lent is Stance.HEDGED else None)
                if denies(current, token):
                    denied = not denied
                elif leaves_open(current):
                    found.append(Stance.HYPOTHETICAL)
            if current.dep_ in ("xcomp", "ccomp", "pcomp") and undone_by(current):
                denied = not denied
        attitude, holder = attitude_of(token)
        if attitude is not None and is_doubted(token):
            denied = not denied
        if attitude is Attitude.BELIEF and holder is None:
            found.append(Stance.HEDGED)
            hedge = hedge or next(a for a in token.ancestors if look_up("attitudes", a) is not None)
        elif attitude is not None and holder is None:
            found.append(Stance.PLANNED)
        if attitude is not None and holder is not None:
            return Modality(
                Polarity.DENIED if denied else Polarity.AFFIRMED,
                Stance.ATTRIBUTED,
                hedge.text if hedge is not None else None,
                holder,
                attitude,
                attitude_verb(token),
            )
    strongest = next((stance for stance in _STRENGTH if stance in found), Stance.ASSERTED)
    return Modality(
        Polarity.DENIED if denied else Polarity.AFFIRMED, strongest, hedge.text if hedge is not None else None
    )


def _is(token: "Token", means: str, note: str) -> bool:
    row = lexicon("hedges").get((token.lower_, ""))
    return row is not None and row.means == means and row.note == note


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
        if current.dep_ == "ccomp" and parent.dep_ == "acomp":
            if parent.dep_ == "acomp" and (parent.lower_, "adjective") in lexicon("hedges"):
                yield parent, True  # "it was unclear who attacked", but not "so dire that many fled"
            return
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
        if current.pos_ in ("VERB", "AUX", "NOUN", "ADJ"):
            yield current, within
        if within and current.dep_ == "dobj" and look_up("speech", current.head) is not None:
            yield current.head, True  # "accused the officer of killing", read as the officer's


def _signs(verb: "Token") -> Iterator[tuple["Token", Stance]]:
    table = lexicon("hedges")
    inverted = _inverted(verb)
    if inverted is not None:
        yield inverted, Stance.HYPOTHETICAL
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


def _inverted(verb: "Token") -> "Token | None":
    """The word that opens a condition without "if": "Had the bomb gone off", "Were they to attack"."""
    if verb.dep_ != "advcl":
        return None
    opening = next((c for c in verb.children if c.dep_ == "aux"), verb)
    subject = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    first = opening.lower_ in word_class("inverted") and opening == verb.left_edge
    return opening if first and subject is not None and subject.i > opening.i else None


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
            return _of_deed(current)
    return None


def _of_deed(verb: "Token") -> Stance | None:
    """The stance of the verb that an event is the object of: "was due to carry out an attack"."""
    weak = (Stance.PLANNED, Stance.HYPOTHETICAL)
    signs = [stance for _, stance in _signs(verb) if stance in weak]
    for current, embedded in _climb(verb) if _is_deed(verb) else ():
        lent = unrealised(current) or (_embedding(current) if embedded else None)
        signs += [lent] if lent in weak else []
        row = look_up("attitudes", current) if embedded else None
        if row is not None and row.note == "aim":
            signs.append(Stance.PLANNED)
    return signs[0] if signs else None


def _is_deed(verb: "Token") -> bool:
    """Whether a verb says of an event that somebody carries it out."""
    row = lexicon("perpetration").get((verb.lemma_.lower(), "verb"))
    return row is not None and row.means == "perpetrates"


def _embedding(verb: "Token") -> Stance | None:
    row = look_up("hedges", verb)
    if verb.lemma_ == "be" or verb.pos_ == "ADJ":  # "it is possible that"
        adjectives = [verb] if verb.pos_ == "ADJ" else [c for c in verb.children if c.dep_ == "acomp"]
        rows = [lexicon("hedges").get((c.lower_, "adjective")) for c in adjectives]
        return next((Stance(found.means) for found in rows if found is not None), None)
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


def _hedging(verb: "Token") -> "Token":
    """The word that hedges: the adjective of "is possible"."""
    said = (c for c in verb.children if c.dep_ == "acomp")
    return next(said, verb) if verb.lemma_ == "be" else verb


def _is_past(content: "Token") -> bool:
    """Whether a clause tells what has happened: "that thousands had been driven out"."""
    if content.dep_ != "ccomp" or content.pos_ not in ("VERB", "AUX"):
        return False
    helpers = [c.lower_ for c in content.children if c.dep_ in ("aux", "auxpass")]
    return content.tag_ == "VBD" or content.tag_ == "VBN" and any(h in word_class("perfect") for h in helpers)


def is_question(token: "Token") -> bool:
    """Whether the token's sentence is a question."""
    sentence = token.sent
    last = sentence[-1]
    while last.i > sentence.start and (last.is_space or last.is_quote):
        last = last.nbor(-1)
    return last.text in ("?", "?!", "!?")
