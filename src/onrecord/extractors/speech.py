"""What is said and fits no other word of the ontology: kept word for word, clause by clause."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.attribution import FINITE, SUBJECTS
from onrecord.claim import Claim, Explicitness, Polarity, Stance
from onrecord.denial import negated
from onrecord.entity import Entity
from onrecord.incidents import Incidents
from onrecord.lexicon import look_up, word_class
from onrecord.mention import Selector
from onrecord.reading import Reading
from onrecord.referent import Referent
from onrecord.stance import is_question
from onrecord.syntax import offset, passage_of
from onrecord.voice import speaker_of

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

NAME = "speech"
_SHORTEST = 2  # words of a heading or a clause
_LONGEST = 40  # words from a subject to the last of its verbs


def extract(reading: Reading, incidents: Incidents) -> Iterator[Claim]:
    """Yield the exemptions that a text denies ("not hospitals") as claims of their own."""
    for token in reading.tokens():
        if token.dep_ == "neg" and token.head.pos_ in ("NOUN", "PROPN") and token.lower_ == "not":
            yield from _spared(reading, incidents, token)


def _spared(reading: Reading, incidents: Incidents, neg: "Token") -> Iterator[Claim]:
    """As in "no one is immune to the massacres: not hospitals": the massacres do not spare hospitals."""
    noun = neg.head
    if noun.i < neg.i or any(t.text == "," for t in neg.doc[neg.i : noun.i]):
        following = (t for t in neg.doc[neg.i + 1 : neg.i + 6])
        noun = next((t for t in following if t.pos_ in ("NOUN", "PROPN")), noun)
    event = next(
        (incidents.at(a) for a in noun.ancestors if incidents.at(a) is not None and a.pos_ == "NOUN"), None
    )
    at = next((a for a in noun.ancestors if incidents.at(a) is not None and a.pos_ == "NOUN"), None)
    if event is None or at is None:
        return
    spared = reading.referent(noun, "asset")
    if spared is None:
        return
    first = neg
    while first.i > 0 and first.nbor(-1).pos_ == "ADV":
        first = first.nbor(-1)
    yield reading.claim(
        incidents.referent(event, at),
        "spares",
        spared,
        reading.span(first, noun),
        at,
        extractor=NAME,
        polarity=Polarity.DENIED,
    )


def remainder(reading: Reading, covered: list[Selector]) -> Iterator[Claim]:
    """Yield an `onr:says` claim for each clause that no other claim rests on.

    ``covered`` are the words that the other claims rest on.
    """
    document = Entity("Document", reading.document.source)
    spans = sorted(covered)
    for passage in reading.passages:
        asked_in_vain = False
        for sentence in passage.parsed.sents:
            root = sentence.root
            speech = reading.speech_at(_content_token(sentence))
            question = is_question(root)
            if not question or negated(root):
                asked_in_vain = negated(root) and root.lemma_ in word_class("inquire")
            told = list(_clauses(reading, sentence))
            for verb, selector in told:
                if any(_goes_on(reading, verb, selector, *other) for other in told):
                    continue
                if _attributes(reading, verb):
                    continue
                if question and verb != root or not question and _is_covered(verb, spans):
                    continue
                framed = verb.dep_ == "ccomp" and _is_speech_frame(verb.head)
                if (
                    verb != root
                    and verb.dep_ != "conj"
                    and not framed
                    and not (_is_finite(verb) and _differs(reading, verb, root))
                ):
                    continue  # its words stand in the clause above already
                yield from _says(
                    reading, document, verb, selector, question, asked_in_vain, speech is not None
                )


def _says(
    reading: Reading,
    document: Entity,
    verb: "Token",
    words: Selector,
    question: bool,
    asked_in_vain: bool,
    quoted: bool,
) -> Iterator[Claim]:
    speech = reading.speech_at(verb)
    speaker = speaker_of(reading, speech) if speech is not None else None
    subject = speaker or Referent(document, "", words, verb)
    if speaker is None and speech is None and not _tells(verb):
        return
    rhetorical = question and speech is not None and not negated(verb)
    stance = Stance.RHETORICAL if rhetorical or question and speech is None else None
    polarity = Polarity.DENIED if rhetorical and asked_in_vain else None
    if question and negated(verb):
        stance, polarity = Stance.ASSERTED, Polarity.DENIED
    how = reading.modality(verb)
    hedge: str | None = None
    if stance is None and how.stance is Stance.ATTRIBUTED:
        holder = reading.referent(how.holder, "agent")
        if holder is not None:
            yield reading.claim(
                subject,
                "says",
                words.exact,
                words,
                verb,
                extractor=NAME,
                polarity=polarity,
                object_text=words.exact,
            )
            return
        stance, hedge = Stance.HEDGED, how.hedge or how.verb
    yield reading.claim(
        subject,
        "says",
        words.exact,
        words,
        verb,
        extractor=NAME,
        stance=stance,
        polarity=polarity,
        object_text=words.exact,
        hedge=hedge,
        explicitness=Explicitness.STATED,
    )


def _tells(head: "Token") -> bool:
    """Whether a clause says something: a byline without a verb does not, a heading names a part."""
    words_ = [t for t in head.subtree if t.is_alpha]
    if passage_of(head).kind in ("heading", "title"):
        return len(words_) >= _SHORTEST
    finite = any(t.tag_ in (*FINITE, "MD") or t.dep_ == "neg" for t in head.subtree)
    bare = head.tag_ == "VB" and head.dep_ == "ROOT"  # "Free the hostages"
    return finite and len(words_) >= _SHORTEST or bare or head.sent[-1].text in "?!"


def _content_token(sentence: "Span") -> "Token":
    for token in sentence:
        if not token.is_punct and not token.is_space:
            return token
    return sentence[0]


def _clauses(reading: Reading, sentence: "Span") -> Iterator[tuple["Token", Selector]]:
    """The clauses of a sentence: a main verb, and what is coordinated with or adverbial to it."""
    heads = [
        t
        for t in sentence
        if t.pos_ in ("VERB", "AUX")
        and (t == sentence.root or t.dep_ in ("conj", "advcl", "ccomp", "relcl", "acl"))
        and not (t.pos_ == "AUX" and t.dep_ in ("aux", "auxpass"))
    ]
    if sentence.root not in heads:
        heads.insert(0, sentence.root)
    owned = {h.i for h in heads}
    for head in heads:
        if _is_speech_frame(head):
            continue
        tokens = _whole(head, _without_source(reading, _own(head, owned)))
        while tokens and (tokens[-1].is_punct or tokens[-1].is_space) and tokens[-1].text != "?":
            tokens.pop()
        while tokens and (tokens[0].is_punct or tokens[0].is_space or _joins(tokens[0])):
            tokens.pop(0)
        tokens = _with_quotes(tokens)
        if tokens and any(t.is_alpha for t in tokens):
            yield head, passage_of(head).select(tokens[0], tokens[-1])


def _whole(head: "Token", tokens: list["Token"]) -> list["Token"]:
    """The tokens of a clause from its subject on, and from behind its "that": no bare "and left"."""
    mark = next((c for c in head.children if c.dep_ == "mark" and _joins(c)), None)
    if mark is not None and mark.i < head.i and head.dep_ in ("ccomp", "conj"):
        tokens = [t for t in tokens if t.i > mark.i]  # "said earlier that"
    own = any(c.dep_ in ("nsubj", "nsubjpass", "expl", "csubj") for c in head.children)
    helped = any(c.dep_ in ("aux", "auxpass") and c.tag_ in FINITE for c in head.children)
    if own or head.dep_ != "conj" or not (helped or head.tag_ in FINITE) or not tokens:
        return tokens
    above = head.head
    while above.dep_ == "conj" and not any(c.dep_ in SUBJECTS for c in above.children):
        above = above.head
    first = next((c.left_edge for c in above.children if c.dep_ in SUBJECTS and c.i < above.i), None)
    if first is None or first.sent != head.sent or head.i - first.i > _LONGEST:
        return tokens
    return list(head.doc[first.i : tokens[-1].i + 1])


def _with_quotes(tokens: list["Token"]) -> list["Token"]:
    """The tokens of a clause with the quotation mark that opens or closes a quotation within it."""
    if not tokens:
        return tokens
    first, last = tokens[0], tokens[-1]
    marks = sum(t.is_quote for t in tokens)
    if marks % 2 and first.i > 0 and first.nbor(-1).is_quote:
        return [first.nbor(-1), *tokens]
    if marks % 2 and last.i + 1 < len(last.doc) and last.nbor(1).is_quote:
        return [*tokens, last.nbor(1)]
    return tokens


def _goes_on(reading: Reading, verb: "Token", words: Selector, other: "Token", longer: Selector) -> bool:
    """Whether the words of a clause begin a longer one that is put in the same way."""
    same = words.start == longer.start and words.end < longer.end
    if not same or other.dep_ != "conj":
        return False
    one, two = reading.modality(verb), reading.modality(other)
    return (one.polarity, one.stance) == (two.polarity, two.stance)


def _joins(token: "Token") -> bool:
    """Whether a word only joins a clause to what stands before it: "and", "that"."""
    return token.dep_ == "cc" or token.dep_ == "mark" and token.lower_ in word_class("complementizer")


def _without_source(reading: Reading, tokens: list["Token"]) -> list["Token"]:
    """The tokens of a clause without "according to X" before or behind them."""
    for speech in reading.speeches[passage_of(tokens[0]).start] if tokens else ():
        if not tokens or speech.direct or speech.attribution is None or speech.verb is None:
            continue
        if speech.verb.lower_ in word_class("according") and speech.verb.sent == tokens[0].sent:
            start, end = speech.attribution
            before = [t for t in tokens if offset(t) < start]
            behind = [t for t in tokens if offset(t) >= end and not t.is_punct]
            if len(before) + len(behind) < len(tokens) and not (before and behind):
                tokens = before or [t for t in tokens if offset(t) >= end]
    return tokens


def _own(head: "Token", owned: set[int]) -> list["Token"]:
    """The tokens of a clause from its first to its last, the clauses coordinated behind it left out."""
    tokens = sorted(head.subtree, key=lambda t: t.i)
    cut = [c for c in head.children if c.i in owned and c.dep_ == "conj" and c.i > head.i]
    if cut:
        first = min(min(t.i for t in c.subtree) for c in cut)
        tokens = [t for t in tokens if t.i < first]
        while tokens and tokens[-1].dep_ in ("cc", "punct"):
            tokens.pop()
    dash = next((i for i, t in enumerate(tokens) if t.text in ("—", "–", "--") and t.i > head.i), None)
    if dash is not None and not any(t.pos_ in ("VERB", "AUX") for t in tokens[dash:]):
        tokens = tokens[:dash]
    return tokens


def _is_speech_frame(verb: "Token") -> bool:
    """Whether a verb only says that somebody said something."""
    row = look_up("speech", verb)
    return row is not None and row.pos == "verb" and any(c.dep_ == "ccomp" for c in verb.children)


def _attributes(reading: Reading, verb: "Token") -> bool:
    """Whether a verb only attributes a direct quotation that stands beside it."""
    row = look_up("speech", verb)
    if row is None or row.pos != "verb":
        return False
    position = offset(verb)
    passage = passage_of(verb)
    return any(
        s.direct and s.attribution is not None and s.attribution[0] <= position < s.attribution[1]
        for s in reading.speeches[passage.start]
    )


def _is_finite(verb: "Token") -> bool:
    """Whether a clause has a subject and a tense of its own: not "seeking comment", "to enter"."""
    own = any(c.dep_ in ("nsubj", "nsubjpass", "expl", "csubj") for c in verb.children)
    return own and not any(c.dep_ == "aux" and c.tag_ == "TO" for c in verb.children)


def _differs(reading: Reading, verb: "Token", root: "Token") -> bool:
    """Whether a subordinate clause is put forward otherwise than the main clause."""
    one, other = reading.modality(verb), reading.modality(root)
    return one.polarity is not other.polarity or other.stance is Stance.ATTRIBUTED is not one.stance


def _is_covered(verb: "Token", spans: list[Selector]) -> bool:
    """Whether another claim rests on the verb of a clause."""
    position = offset(verb)
    return any(span.start <= position < span.end for span in spans)
