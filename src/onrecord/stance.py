"""How firmly a clause is put: polarity, stance, hedge and holder, read off the words around it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.attitude import attitude_of, attitude_verb, is_doubted, viewer
from onrecord.claim import Attitude, Polarity, Stance
from onrecord.clause import subjects
from onrecord.denial import carries_out, denies, has_no, is_undone, leaves_open, negated, undone_by
from onrecord.hedging import beside_noun, embedding, hedging_word, opens_condition, predicated, signs
from onrecord.infinitive import unrealised
from onrecord.lexicon import lexicon, look_up, word_class

if TYPE_CHECKING:
    from spacy.tokens import Token

_CLIMB = frozenset({"xcomp", "ccomp", "advcl", "conj", "pcomp", "csubj", "prep", "acl", "relcl", "acomp"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_STRENGTH = (Stance.ALLEGED, Stance.HYPOTHETICAL, Stance.PLANNED, Stance.EVALUATED, Stance.HEDGED)


#: Stances that words lend a clause, each with its word where one is known.
_Found = list[tuple["Token | None", Stance]]


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
    if token.pos_ in ("NOUN", "PROPN"):
        return _as_seen(token) or _of_noun(token)
    return _of_verb(token)


def _as_seen(noun: "Token") -> Modality | None:
    """How a noun is put that somebody takes something for: "the UN called it a massacre"."""
    seer = viewer(noun)
    if seer is None:
        return None
    denied = any(negated(a) for a in noun.ancestors if seer in a.subtree and a.pos_ == "VERB")
    verb = verb_of(noun)
    return Modality(
        _polarity(denied),
        Stance.ATTRIBUTED,
        holder=seer,
        attitude=Attitude.BELIEF,
        verb=verb.text if verb is not None else None,
    )


def _of_noun(noun: "Token") -> Modality:
    found: _Found = [*beside_noun(noun)]
    verb = verb_of(noun)
    if verb is not None and noun.dep_ in ("nsubj", "nsubjpass"):
        found += [(None, stance) for _, stance in predicated(verb)]
        if _generic(noun, verb):
            found.append((None, Stance.HYPOTHETICAL))
        if _averted(verb):
            found.append((None, Stance.HYPOTHETICAL))
    governed = _governed(noun)
    if governed is not None:
        found.append((verb, governed))
    if verb is not None and any(c.dep_ == "mark" and opens_condition(c) for c in verb.children):
        found.append((None, Stance.HYPOTHETICAL))
    return Modality(_polarity(has_no(noun) or is_undone(noun)), _strongest(found), _hedge(found))


def _of_verb(verb: "Token") -> Modality:
    denied = negated(verb)
    found: _Found = []
    for current, embedded in _climb(verb):
        found += signs(current)
        lent = unrealised(current)
        if lent is not None:
            found.append((current.head, lent))
        if embedded:
            lent = embedding(current)
            if lent is not None:
                found.append((hedging_word(current), lent))
            if denies(current, verb):
                denied = not denied
            elif leaves_open(current):
                found.append((None, Stance.HYPOTHETICAL))
        if current.dep_ in ("xcomp", "ccomp", "pcomp") and undone_by(current):
            denied = not denied
    attitude, holder = attitude_of(verb)
    if attitude is not None and is_doubted(verb):
        denied = not denied
    if attitude is not None and holder is not None:
        said = attitude_verb(verb)
        return Modality(_polarity(denied), Stance.ATTRIBUTED, _hedge(found), holder, attitude, said)
    if attitude is Attitude.BELIEF:
        found.append((next(a for a in verb.ancestors if look_up("attitudes", a) is not None), Stance.HEDGED))
    elif attitude is not None:
        found.append((None, Stance.PLANNED))
    return Modality(_polarity(denied), _strongest(found), _hedge(found))


def _polarity(denied: bool) -> Polarity:
    return Polarity.DENIED if denied else Polarity.AFFIRMED


def _strongest(found: _Found) -> Stance:
    """The stance that weakens most."""
    stances = {stance for _, stance in found}
    return next((stance for stance in _STRENGTH if stance in stances), Stance.ASSERTED)


def _hedge(found: _Found) -> str | None:
    """The first word that hedges."""
    return next((word.text for word, stance in found if word is not None and stance is Stance.HEDGED), None)


def _climb(token: "Token") -> Iterator[tuple["Token", bool]]:
    """Yield the verb and those above it; the flag says whether the lower one is its content."""
    current, steps, within = token, 0, False
    yield current, False
    while current.dep_ in _CLIMB and current.head != current and steps < 8:
        if current.dep_ in ("relcl", "acl") and current.head.pos_ in ("NOUN", "PROPN", "PRON"):
            head = current.head
            if current.dep_ == "acl" and look_up("hedges", head) is not None:
                yield head, True
            if head.dep_ == "dobj" and head.head.lemma_ in word_class("depict"):
                yield from _climb(head.head)  # "a video that appears to show a shell hitting"
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


def verb_of(noun: "Token") -> "Token | None":
    """The verb that a noun is the subject or object of, the nearest one above it."""
    return next((a for a in noun.ancestors if a.pos_ in ("VERB", "AUX")), None)


def _governed(noun: "Token") -> Stance | None:
    """The stance that a governing verb or noun lends: "threat of an attack", "prevent attacks"."""
    current, steps = noun, 0
    while steps < 4 and current.dep_ in ("pobj", "prep", "dobj", "conj", "compound", "attr"):
        below, current = current, current.head
        steps += 1
        row = look_up("hedges", current)
        if row is not None and row.note == "governs":
            return Stance(row.means)
        if current.pos_ == "VERB" and _of_plan(current):
            return Stance.PLANNED
        if current.pos_ in ("VERB", "AUX"):
            if below.dep_ == "prep" and below.lower_ == "of" and embedding(current) is Stance.ALLEGED:
                return Stance.ALLEGED  # "accused them of attacks"
            if current.dep_ == "pcomp" and current.head.dep_ == "prep":
                return embedding(current.head.head)  # "accused of staging attacks"
            return _of_deed(current)
    return None


def _of_plan(verb: "Token") -> bool:
    """Whether a verb says what a plan holds: "a plot that included the murder of"; not what it led to."""
    return look_up("causation", verb) is None and any(
        one.lemma_.lower() in word_class("plan") for one in subjects(verb)
    )


def _generic(noun: "Token", verb: "Token") -> bool:
    """Whether attacks of a kind are judged, and none is told: "attacks on hospitals may be war crimes"."""
    bare = noun.tag_ in ("NNS", "NNPS") and noun.dep_ == "nsubj"
    if not bare or any(c.dep_ in ("det", "poss", "nummod", "acl", "relcl") for c in noun.children):
        return False
    modal = any(child.tag_ == "MD" and child.lower_ not in ("will", "would") for child in verb.children)
    judged = verb.tag_ in ("VBP", "VBZ") and verb.lemma_ in word_class("amount-to")
    if judged and verb.lemma_ in word_class("copula"):
        judged = any(child.dep_ == "attr" for child in verb.children)
    return modal and verb.lemma_ in word_class("amount-to") or judged


def _averted(verb: "Token") -> bool:
    """Whether of an attack only what it would have done is told: "the bombing would have killed dozens"."""
    aux = [child.lower_ for child in verb.children if child.dep_ == "aux"]
    more = any(t.lower_ in word_class("further") for t in verb.subtree)
    harmful = look_up("harm", verb) is not None or look_up("damage", verb) is not None
    return harmful and not more and any(one in word_class("future-in-past") for one in aux) and len(aux) > 1


def _of_deed(verb: "Token") -> Stance | None:
    """The stance of the verb that an event is the object of: "was due to carry out an attack"."""
    weak = (Stance.PLANNED, Stance.HYPOTHETICAL)
    found = [stance for _, stance in signs(verb) if stance in weak]
    for current, embedded in _climb(verb) if carries_out(verb) else ():
        lent = unrealised(current) or (embedding(current) if embedded else None)
        found += [lent] if lent in weak else []
        row = look_up("attitudes", current) if embedded else None
        if row is not None and row.note == "aim":
            found.append(Stance.PLANNED)
    return found[0] if found else None


def is_question(token: "Token") -> bool:
    """Whether the token's sentence is a question."""
    sentence = token.sent
    last = sentence[-1]
    while last.i > sentence.start and (last.is_space or last.is_quote):
        last = last.nbor(-1)
    return last.text in ("?", "?!", "!?")
