"""Attributions that end a sentence: the comma, the speaker and the verb of saying, read off its surface."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.lexicon import lexicon, word_class

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

FINITE = frozenset({"VBD", "VBZ", "VBP"})
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_NOMINAL = frozenset({"DET", "ADJ", "NOUN", "PROPN", "ADP", "PART", "NUM", "CCONJ", "PRON", "SYM"})
_OPENERS = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM", "PRON"})
_LONGEST_TAIL = 12  # words behind the verb of saying: "in a statement on Telegram late on Thursday"


@dataclass(frozen=True, slots=True, eq=False)
class Attribution:
    """The end of a sentence that says whose words it reports."""

    content: tuple[int, int]  # the tokens before the comma
    speaker: "Token"
    phrase: tuple[int, int]  # the tokens from the comma to the verb
    verb: "Token"
    end: int


def attribution_at_end(sentence: "Span") -> Attribution | None:
    """Who is said to say a sentence at its end, as its surface shows."""
    doc, end = sentence.doc, sentence.end
    while end > sentence.start and (doc[end - 1].is_punct or doc[end - 1].is_space):
        end -= 1
    verb = _last_of_saying(sentence, end)
    if verb is None:
        return None
    before = verb.i
    while before > sentence.start and doc[before - 1].pos_ in ("AUX", "ADV"):
        before -= 1
    phrase_end = before
    if doc[before - 1].text == ",":  # "the governor, Oleh Syniehubov, wrote"
        inner = _opening(doc, before - 1, sentence.start)
        if inner is None:
            return None
        phrase_end = inner - 1
    first = _opening(doc, phrase_end, sentence.start)
    if first is None:
        return None
    content = (sentence.start, first - 1)
    speaker = _head(doc, first, phrase_end)
    if speaker is None or not _tells(doc, *content):
        return None
    return Attribution(content, speaker, (first, verb.i), verb, sentence.end)


def _last_of_saying(sentence: "Span", end: int) -> "Token | None":
    """The verb of saying that a sentence ends in, with no more than circumstances behind it."""
    doc = sentence.doc
    for token in reversed(doc[max(sentence.start, end - _LONGEST_TAIL) : end]):
        if token.is_quote:
            return None
        finite = token.tag_ in (*FINITE, "VBN") or token.tag_ == "NNS" and token.i == end - 1
        row = lexicon("speech").get((token.lemma_.lower(), "verb")) if finite else None
        if row is not None and row.note != "of":
            if token.lemma_ not in word_class("tell") and not _circumstance(token, end):
                return None
            return token
        if token.pos_ in ("VERB", "AUX", "SCONJ"):
            return None
    return None


def _circumstance(verb: "Token", end: int) -> bool:
    """Whether nothing or only a circumstance stands behind a verb: "said on Monday", not "said nothing"."""
    if verb.i + 1 >= end:
        return True
    following = verb.nbor(1)
    return following.pos_ in ("ADP", "ADV") or following.ent_type_ in ("DATE", "TIME")


def _opening(doc: "Doc", end: int, start: int) -> int | None:
    """Where the noun phrase that ends before a token begins, behind a comma; None if it is none."""
    at = end
    while at > start and doc[at - 1].text != ",":
        token = doc[at - 1]
        if token.pos_ not in _NOMINAL and not (token.pos_ == "PUNCT" and token.text in "-()–’'."):
            return None
        at -= 1
    if at <= start or at >= end or doc[at].pos_ not in _OPENERS:
        return None
    return at


def _head(doc: "Doc", first: int, end: int) -> "Token | None":
    """The head of a noun phrase: the last noun before its first preposition."""
    found = None
    for token in doc[first:end]:
        if token.pos_ == "ADP" and found is not None:
            break
        if token.pos_ in ("NOUN", "PROPN", "PRON") and not _owns(token) and token.text != "(":
            found = token
        if token.text == "(":
            break
    return found


def _owns(token: "Token") -> bool:
    return token.i + 1 < len(token.doc) and token.nbor(1).tag_ == "POS"


def _tells(doc: "Doc", first: int, end: int) -> bool:
    """Whether a stretch tells something: it has a finite verb that no conjunction makes secondary."""
    if end - first < 3:
        return False
    verbs = [t for t in doc[first:end] if t.tag_ in FINITE]
    return any(not any(c.dep_ == "mark" and first <= c.i for c in v.children) for v in verbs) and (
        doc[first].pos_ != "SCONJ" or any(t.text == "," for t in doc[first:end])
    )


def is_parsed(found: Attribution) -> bool:
    """Whether the parse has the speaker as the only subject and the rest as what is said."""
    verb, (first, last) = found.verb, found.content
    subjects = [c for c in verb.children if c.dep_ in SUBJECTS]
    hung = [t for t in verb.doc[first:last] if not first <= t.head.i < last and not t.is_punct]
    stray = [
        t
        for t in verb.doc[found.phrase[0] : found.phrase[1]]
        if t.head.i < found.phrase[0] and not t.is_punct
    ]
    right = len(hung) == 1 and hung[0].dep_ == "ccomp" and hung[0].pos_ in ("VERB", "AUX")
    below = first <= verb.head.i < last  # the verb hangs on what it reports
    return subjects == [found.speaker] and right and not stray and not below and verb.pos_ == "VERB"
