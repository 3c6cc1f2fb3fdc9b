"""Where a passage reports somebody's words, directly or indirectly, with who said them to whom."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.clause import coordinated, obliques, subjects
from onrecord.lexicon import look_up, word_class
from onrecord.naming import Name
from onrecord.outlet import is_bracketed, is_interviewer, platform
from onrecord.quotationmarks import is_speech, quoted_ranges, segment_after, segment_before
from onrecord.syntax import Passage

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True, eq=False)
class Speech:
    """Words reported as somebody's, with the tokens that say whose.

    ``spans`` are the reported words and ``attribution`` the words that attribute them, as
    code-point ranges of the stored text; ``speaker``, ``addressee`` and ``outlet`` are heads of
    noun phrases; ``verb`` is the word of saying.
    """

    passage: Passage
    spans: tuple[tuple[int, int], ...]
    attribution: tuple[int, int] | None
    direct: bool
    speaker: "Token | None" = None
    addressee: "Token | None" = None
    outlet: "Token | None" = None
    verb: "Token | None" = None

    def contains(self, position: int) -> bool:
        """Whether a position of the stored text lies within the reported words."""
        return any(start <= position < end for start, end in self.spans)


def speeches(passage: Passage, names: Sequence[Name]) -> tuple[Speech, ...]:
    """Find what is reported speech in a passage, direct quotations first."""
    direct = list(_direct(passage, names))
    indirect = [
        speech
        for speech in _indirect(passage, names)
        if not any(d.contains(speech.spans[0][0]) or _is_the_same(speech, d) for d in direct)
    ]
    return tuple(direct + indirect)


def _is_the_same(indirect: Speech, direct: Speech) -> bool:
    """Whether a verb's content is the quotation itself, no words before it: "said X, adding “Y”"."""
    gap = direct.spans[0][0] - indirect.spans[0][0]
    return indirect.verb == direct.verb and gap <= 20


def _direct(passage: Passage, names: Sequence[Name]) -> Iterator[Speech]:
    text = passage.text
    ranges = [r for r in quoted_ranges(text) if is_speech(text, r)]
    used: set[int] = set()
    for index, (start, end) in enumerate(ranges):
        if index in used:
            continue
        spans = [(start, end)]
        after = segment_after(text, end, ranges)
        found = _attribute(passage, names, after) if after else None
        if found is None:
            before = segment_before(text, start, ranges)
            found = _attribute(passage, names, before) if before else None
        if found is not None and index + 1 < len(ranges) and after and ranges[index + 1][0] - end < 160:
            tail = text[found.segment[1] : ranges[index + 1][0]].strip(' "“,:.')
            if not tail and found.segment[0] >= end:  # "…," said X, "…": one quotation in two pieces
                spans.append(ranges[index + 1])
                used.add(index + 1)
        ranged = tuple((passage.start + a, passage.start + b) for a, b in spans)
        if found is None:
            yield Speech(passage, ranged, None, True)
            continue
        a, b = found.segment
        segment = (passage.start + a, passage.start + b)
        yield Speech(passage, ranged, segment, True, found.speaker, found.addressee, found.outlet, found.verb)


@dataclass(frozen=True, slots=True, eq=False)
class _Attributed:
    """A stretch beside a quotation that says whose words they are."""

    segment: tuple[int, int]
    speaker: "Token"
    addressee: "Token | None"
    outlet: "Token | None"
    verb: "Token"


def _attribute(passage: Passage, names: Sequence[Name], segment: tuple[int, int]) -> _Attributed | None:
    doc = passage.parsed
    tokens = [t for t in doc if segment[0] <= t.idx < segment[1]]
    verb = next(
        (t for t in tokens if t.pos_ in ("VERB", "AUX") and _says(t)),
        None,
    )
    inside = [n for n in names if segment[0] <= n.first.idx and n.last.idx < segment[1]]
    if verb is None:
        return None
    speaker = _speaker(verb, inside, segment)
    if speaker is None:
        return None
    addressee = _addressee(verb, inside, speaker)
    outlet = next((n.head for n in inside if is_bracketed(n) and n.head != speaker), None) or platform(verb)
    if outlet is None:
        outlet = next((n.head for n in inside if is_interviewer(n)), None)
    return _Attributed(segment, speaker, addressee, outlet, verb)


def _says(token: "Token") -> bool:
    trigger = look_up("speech", token)
    return trigger is not None and trigger.pos == "verb"


def _speaker(verb: "Token", names: Sequence[Name], segment: tuple[int, int]) -> "Token | None":
    named = {n.head.i: n.head for n in names}
    for child in verb.children:
        if child.dep_ in ("nsubj", "nsubjpass") and segment[0] <= child.idx < segment[1]:
            return child
    before = [n for n in names if n.last.i < verb.i and not is_bracketed(n)]
    if before:
        return before[0].head
    after = [n for n in names if n.first.i > verb.i and n.first.i - verb.i <= 4 and not is_bracketed(n)]
    if after and after[0].first.nbor(-1).dep_ not in ("prep", "dative"):
        return after[0].head
    for head in subjects(verb):
        if segment[0] <= head.idx < segment[1]:
            return named.get(head.i, head)
    pronoun = next(
        (t for t in verb.doc[max(0, verb.i - 3) : verb.i + 3] if t.lower_ in word_class("speaking")),
        None,
    )
    return pronoun if pronoun is not None and segment[0] <= pronoun.idx < segment[1] else None


def _addressee(verb: "Token", names: Sequence[Name], speaker: "Token") -> "Token | None":
    for name in names:
        before = name.first.nbor(-1) if name.first.i > 0 else None
        if before is not None and before.lower_ in word_class("article"):
            before = before.nbor(-1) if before.i > 0 else None
        if before is None or name.head == speaker:
            continue
        if (
            before.lower_ == "to"
            and before.head == verb
            or before == verb
            and verb.lemma_ in word_class("tell")
        ):
            return name.head
    if verb.lemma_ in word_class("tell"):
        return next((c for c in verb.children if c.dep_ in ("dobj", "dative") and c != speaker), None)
    return None


def _indirect(passage: Passage, names: Sequence[Name]) -> Iterator[Speech]:
    for token in passage.parsed:
        if token.lower_ in word_class("according"):
            yield from _according(passage, token)
        elif token.pos_ == "VERB" and _says(token):
            yield from _complement(passage, names, token)


def _complement(passage: Passage, names: Sequence[Name], verb: "Token") -> Iterator[Speech]:
    content = next((c for c in verb.children if c.dep_ == "ccomp"), None)
    said = look_up("speech", verb)
    if content is None and said is not None and said.means == "denied":  # "X denied bombing Y"
        content = next((c for c in verb.children if c.dep_ == "xcomp" and c.tag_ in ("VBG", "VBN")), None)
    holders = [h for h in subjects(verb) if h.pos_ in ("NOUN", "PROPN", "PRON")]
    if content is None or not holders or content.pos_ not in ("VERB", "AUX", "NOUN", "ADJ"):
        return
    passive = any(c.dep_ in ("auxpass", "nsubjpass") for c in verb.children)
    speaker: Token | None = holders[0]
    if passive:
        speaker = next(
            (h for c in verb.children if c.dep_ == "agent" for h in c.children if h.dep_ == "pobj"), None
        )
    start, end = _extent(content, verb)
    inside = [n for n in names if n.first.sent.start == verb.sent.start]
    yield Speech(
        passage,
        ((start + passage.start, end + passage.start),),
        (passage.start + verb.sent.start_char, passage.start + verb.sent.end_char),
        False,
        speaker,
        _addressee(verb, inside, speaker) if speaker is not None else None,
        next((n.head for n in inside if is_bracketed(n)), None) or platform(verb),
        verb,
    )


def _extent(content: "Token", verb: "Token") -> tuple[int, int]:
    first, last = content.left_edge, content.right_edge
    if first.i < verb.i < last.i:
        last = verb.nbor(-1) if verb.i > 0 and content.i < verb.i else last
        first = verb.nbor(1) if content.i > verb.i else first
    return first.idx, last.idx + len(last)


def _issuer(source: "Token") -> "Token":
    """Who speaks in a document: of "a statement by the army" and "the army's statement" the army."""
    row = look_up("speech", source)
    if row is None or row.note != "document":
        return source
    by = [h for p, h in obliques(source) if p in ("by", "from", "of")]
    owner = [c for c in source.children if c.dep_ in ("poss", "compound", "nmod")]
    return next(
        (t for t in (*by, *owner) if t.pos_ in ("NOUN", "PROPN") and look_up("speech", t) is None), source
    )


def _according(passage: Passage, token: "Token") -> Iterator[Speech]:
    source: Token | None = None
    for child in token.subtree:
        if child.dep_ == "pobj" and child.i > token.i:
            source = child
            break
    if source is None:
        return
    sentence = token.sent
    first, last = token.i, max(t.right_edge.i for t in coordinated(source))
    source = _issuer(source)
    spans = []
    if first > sentence.start:
        spans.append((sentence.start_char, sentence.doc[first - 1].idx + len(sentence.doc[first - 1])))
    if last + 1 < sentence.end:
        spans.append((sentence.doc[last + 1].idx, sentence.end_char))
    if not spans:
        return
    yield Speech(
        passage,
        tuple((passage.start + a, passage.start + b) for a, b in spans),
        (
            passage.start + sentence.doc[first].idx,
            passage.start + sentence.doc[last].idx + len(sentence.doc[last]),
        ),
        False,
        source,
        verb=token,
    )
