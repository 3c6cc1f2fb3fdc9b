"""Who does what to whom: the participants of a verb, read off the parse."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.lexicon import look_up, word_class

if TYPE_CHECKING:
    from spacy.tokens import Token

_TURN = 50  # heads of a list that are numbered one after the other
_FAR = 10**9  # more than a hundred times the words that a document can have
_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass")


@dataclass(frozen=True, slots=True, eq=False)
class Clause:
    """A verb with the heads of its participants.

    ``agents`` do it (the subject, or the by-phrase of a passive), ``patients`` undergo it,
    ``obliques`` are (preposition, head) pairs. Coordinated heads are listed one by one.
    """

    verb: "Token"
    passive: bool
    agents: tuple["Token", ...]
    patients: tuple["Token", ...]
    obliques: tuple[tuple[str, "Token"], ...]

    def with_preposition(self, *prepositions: str) -> tuple["Token", ...]:
        """Return the heads that follow one of these prepositions."""
        return tuple(head for preposition, head in self.obliques if preposition in prepositions)


def coordinated(token: "Token") -> tuple["Token", ...]:
    """A head and the heads coordinated with it, in text order."""
    found = [token]
    for member in found:
        found.extend(child for child in member.children if child.dep_ == "conj" and child.i > member.i)
    return tuple(found)


def rank(token: "Token") -> int:
    """The place of a head in the list that it is coordinated in, from 0."""
    place = 0
    while token.dep_ == "conj" and token.head != token:
        token, place = token.head, place + 1
    return place


def number_in_list(nth: int, head: "Token", *, again: bool = False) -> int:
    """A number for what the nth use of a word says of a head in a list, as no other such thing has it.

    With ``again`` it is said of a part of the head, counted again: "two of them children".
    """
    turn, place = divmod(rank(head), _TURN)
    return nth * 100 + place + (_TURN if again else 0) + turn * _FAR


def is_passive(verb: "Token") -> bool:
    """Whether the verb is a passive, or a past participle that modifies a noun."""
    if any(child.dep_ in ("nsubjpass", "auxpass", "csubjpass") for child in verb.children):
        return True
    if verb.tag_ == "VBD" and verb.dep_ == "conj" and _undergone(verb):
        return is_passive(verb.head)  # "was killed and his driver wounded"
    if _in_headline(verb):
        return True
    if verb.tag_ != "VBN":
        return False
    if any(child.dep_ == "aux" and child.lemma_ == "have" for child in verb.children):
        return False
    if verb.dep_ == "acl" and look_up("harm", verb) and any(c.dep_ == "dobj" for c in verb.children):
        return False  # "fighters of the group executed 21 villagers", read as the group's
    if verb.dep_ in ("acl", "amod"):
        return not any(child.dep_ == "nsubj" for child in verb.children)
    if verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX"):
        own = {child.dep_ for child in verb.children}
        gapped = not own & {"dobj", "aux", "auxpass"}  # "six were killed and eleven wounded"
        return (gapped or own.isdisjoint(_SUBJECTS)) and is_passive(verb.head)
    return verb.dep_ in ("advcl", "ccomp", "ROOT") and not any(c.dep_ == "nsubj" for c in verb.children)


def _undergone(verb: "Token") -> bool:
    """Whether a verb of harm that needs an object has none, but a subject of its own."""
    row = look_up("harm", verb)
    own = {child.dep_ for child in verb.children}
    done = row is not None and row.pos == "verb" and verb.lemma_ not in word_class("perish")
    return done and "nsubj" in own and own.isdisjoint(("dobj", "aux", "prep")) and verb.head.pos_ == "VERB"


def _in_headline(verb: "Token") -> bool:
    """Whether a verb of harm is a bare participle: "12 killed 30 injured", "child killed in attack"."""
    row = look_up("harm", verb) if verb.tag_ in ("VBD", "VBN") else None
    if row is None or row.pos != "verb" or verb.lemma_ in word_class("perish"):
        return False
    if verb.dep_ == "ccomp" and look_up("speech", verb.head) is None:
        return False  # "helping rescue people trapped in", whose "rescue people" is no noun
    own = [child for child in verb.children if child.dep_ == "nsubj" and child.i < verb.i]
    if not own or own[0].pos_ not in ("NUM", "NOUN", "PROPN") or own[0].dep_ == "det":
        return False
    subject = own[0]
    counted = subject.pos_ == "NUM" or any(child.dep_ == "nummod" for child in subject.children)
    if any(child.dep_.startswith("aux") for child in verb.children):
        return False
    objects = [child for child in verb.children if child.dep_ in ("dobj", "attr", "ccomp", "xcomp", "oprd")]
    if objects:
        first = objects[0]
        listed = first.pos_ == "NUM" and first.i == verb.i + 1 and first.i + 1 < len(verb.doc)
        return counted and listed and look_up("harm", first.nbor(1)) is not None
    if any(
        child.dep_ == "conj" and not any(c.dep_ in _SUBJECTS for c in child.children)
        for child in verb.children
    ):
        return False  # "killed and wounded many"
    if any(child.dep_ in ("det", "poss") for child in subject.children) and not counted:
        return False
    if look_up("attacks", subject) is not None or look_up("weapons", subject) is not None:
        return False
    behind = verb.nbor(1).lower_ if verb.i + 1 < verb.sent.end else ""
    return behind in (*word_class("harm-cause"), *word_class("before-places"), "as")


def subjects(verb: "Token") -> tuple["Token", ...]:
    """The heads of a verb's grammatical subject, found through coordination and relative clauses."""
    seen = 0
    current = verb
    while seen < 12:
        seen += 1
        own = [child for child in current.children if child.dep_ in _SUBJECTS]
        if own:
            named = len(own) > 1 and own[1].left_edge.i == own[0].i + 1
            head = own[1] if named else own[0]  # "peacekeeper Sergeant X was killed", read as two subjects
            if head.lower_ in word_class("relative") and current.dep_ == "relcl":
                return coordinated(_antecedent(current, head)) if current.head.pos_ != "VERB" else ()
            return coordinated(head)
        if current.dep_ in ("acl", "relcl"):
            return (current.head,) if current.head.pos_ in ("NOUN", "PROPN", "PRON", "NUM") else ()
        if current.dep_ == "conj" and current.head.pos_ in ("NOUN", "PROPN") and current.tag_ == "VBN":
            return ()
        if current.dep_ in ("xcomp", "advcl") and current.head.lemma_ in word_class("calls-on"):
            asked = tuple(h for p, h in obliques(current.head) if p in word_class("calling-on"))
            if asked:
                return asked  # "calls on the parties to withdraw"
        if current.dep_ in ("xcomp", "conj", "advcl", "pcomp", "prep") and current.head != current:
            if current.dep_ == "xcomp":
                objects = [child for child in current.head.children if child.dep_ in ("dobj", "dative")]
                if objects and objects[-1].i < current.i:
                    return coordinated(objects[-1])
            if current.dep_ == "pcomp" and current.head.lower_ in ("of", "from", "for", "with"):
                governor = current.head.head  # "accused the gang of killing": the gang, not the accuser
                objects = [
                    child for child in governor.children if child.dep_ == "dobj" and child.i < current.i
                ]
                if objects:
                    return coordinated(objects[-1])
                if governor.pos_ in ("NOUN", "PROPN") and governor.dep_ == "dobj":
                    return (governor,)  # the same, where the phrase is read as the noun's
                if any(child.dep_ == "nsubjpass" for child in governor.children):
                    return subjects(governor)
            current = current.head
            if current.pos_ not in ("VERB", "AUX", "ADP", "SCONJ"):
                return ()
            continue
        return ()
    return ()


def _antecedent(verb: "Token", relative: "Token") -> "Token":
    """Of whom a relative clause tells: of X in "X, a leader of the Nuba people, who was shot"."""
    noun = verb.head
    if relative.lower_ != "who" or relative.i == 0 or relative.nbor(-1).text != ",":
        return noun
    current = noun
    while current.dep_ in ("pobj", "prep", "conj") and current.head != current:
        current = current.head
    if current.dep_ == "appos" and current.i < noun.i and current.head.pos_ == "PROPN":
        return current.head
    return current if current.dep_ == "appos" and current == noun and noun.head.pos_ == "PROPN" else noun


def obliques(head: "Token") -> Iterator[tuple[str, "Token"]]:
    """Yield the (preposition, head) pairs that hang on a token, coordinated heads one by one."""
    for child in head.children:
        if child.dep_ in ("prep", "agent", "dative", "prt") and child.pos_ in ("ADP", "SCONJ", "ADV", "ADJ"):
            for preposition in coordinated(child):  # "at the bank, at the mall and near the station"
                yield from _prepositional(preposition, preposition.lower_)


def _prepositional(preposition: "Token", words: str) -> Iterator[tuple[str, "Token"]]:
    for child in preposition.children:
        if child.dep_ in ("pobj", "pcomp") and child.pos_ not in ("ADP", "SCONJ"):
            for member in coordinated(child):
                yield words, member
            if (
                child.ent_type_ == "DATE"
            ):  # "the murder in February of a priest", where "of" hangs on the month
                yield from obliques(child)
        elif child.dep_ in ("prep", "pcomp") and child.pos_ in ("ADP", "SCONJ"):
            yield from _prepositional(child, f"{words} {child.lower_}")


def clause(verb: "Token") -> Clause:
    """Return the clause of a verb token."""
    passive = is_passive(verb)
    grammatical = subjects(verb)
    objects = tuple(
        member
        for child in verb.children
        if child.dep_ in ("dobj", "attr", "oprd") and child.i != verb.i
        for member in coordinated(child)
    )
    objects += _misplaced(verb, objects) or _shared(verb, objects)
    pairs = tuple(obliques(verb))
    if passive:
        agents = tuple(head for preposition, head in pairs if preposition == "by")
        patients = grammatical
        if not agents:  # "seen as a threat by X": the by-phrase may hang on a noun in between
            agents = tuple(
                head
                for _, middle in pairs
                for preposition, head in obliques(middle)
                if preposition == "by" and middle.i > verb.i
            )
        return Clause(verb, True, agents or _agents_behind(verb), patients, pairs)
    return Clause(verb, False, grammatical, objects, pairs)


def _agents_behind(verb: "Token") -> tuple["Token", ...]:
    """Those by whom the next participle is done: "was destroyed and five houses damaged by explosives"."""
    for child in verb.children:
        for deed in (child, *child.children) if child.dep_ == "conj" else ():
            gapped = deed == child or deed.dep_ == "acl"
            if gapped and deed.tag_ == "VBN" and not any(c.dep_.startswith("aux") for c in deed.children):
                return tuple(head for preposition, head in obliques(deed) if preposition == "by")
    return ()


def _misplaced(verb: "Token", objects: tuple["Token", ...]) -> tuple["Token", ...]:
    """Objects that the parse coordinates with the verb: "killing the imam and at least 11 worshippers"."""
    if not objects:
        return ()
    return tuple(
        member
        for child in verb.children
        if child.dep_ == "conj" and child.pos_ in ("NOUN", "PROPN", "NUM") and child.i > objects[-1].i
        for member in coordinated(child)
    )


def _shared(verb: "Token", objects: tuple["Token", ...]) -> tuple["Token", ...]:
    """The objects of the next verb, where two verbs have them in common: "attacked and sank a boat"."""
    for child in verb.children if not objects else ():
        alike = child.tag_ == verb.tag_ or {child.tag_, verb.tag_} == {"VBD", "VBN"}
        near = child.dep_ == "conj" and alike and child.i - verb.i == 2
        if near and not any(c.dep_ in _SUBJECTS for c in child.children):
            return tuple(m for c in child.children if c.dep_ == "dobj" for m in coordinated(c))
    return ()


def noun_phrase(head: "Token") -> tuple["Token", "Token"]:
    """The first and last token of a head with what stands before it, without what follows."""
    first = head
    for child in head.lefts:
        if child.dep_ in ("relcl", "appos", "advmod", "cc", "punct", "preconj", "neg"):
            continue
        edge = child.left_edge
        if edge.i < first.i and not any(
            t.is_space or t.text in ('"', "“", "(") for t in head.doc[edge.i : child.i]
        ):
            first = edge
    return first, head
