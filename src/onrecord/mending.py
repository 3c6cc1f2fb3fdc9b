"""Parses set right where the surface of a sentence shows that they are wrong.

Newspapers put who says it last: "Shells hit a school, killing a girl and a teacher, the governor, X, wrote on
Telegram". The parser takes such a speaker for one more of those killed. Where a sentence ends in a comma,
somebody and a verb of saying, the stretch before the comma is parsed again by itself and hung below the verb.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from onrecord.attribution import SUBJECTS, Attribution, attribution_at_end, is_parsed
from onrecord.depth import flatten
from onrecord.lexicon import lexicon, look_up

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_ATTRIBUTIONS = 3  # "X, said A, according to B": more are nobody's, and each is parsed again
_WHEN = ("DATE", "TIME")
_ATTRIBUTES = ("HEAD", "DEP", "TAG", "POS", "LEMMA")


def mend(doc: "Doc", parse: "Callable[[str], Doc]", within: int = 0) -> None:
    """Set the parse of a text right in place; ``parse`` parses a stretch by itself.

    ``within`` is how many attributions were found at the end of what the text is a stretch of.
    """
    flatten(doc)
    mended = _Parse(doc)
    for sentence in list(doc.sents):
        found = attribution_at_end(sentence) if within < _ATTRIBUTIONS else None
        if found is not None and not is_parsed(found):
            mended.attribute(found, parse, within)
            continue
        _mend_subject(sentence, mended)
        _mend_modifier(sentence, mended)
        _mend_apposition(sentence, mended)
        _mend_report(sentence, mended)
        _mend_gerund(sentence, mended)
        _mend_accusation(sentence, mended)
        _mend_semicolon(sentence, mended)
        _mend_condition(sentence, mended)
        _mend_list(sentence, mended)
        _mend_struck(sentence, mended)
    mended.write()


class _Parse:
    """The heads and labels of a text's tokens, as they shall be."""

    def __init__(self, doc: "Doc") -> None:
        self.doc = doc
        self.heads: dict[int, int] = {}
        self.labels: dict[int, str] = {}
        self.tags: dict[int, tuple[str, str, str]] = {}

    def hang(self, token: int, head: int, label: str = "") -> None:
        """Hang a token below a head; the token itself is a root."""
        self.heads[token] = head
        if label:
            self.labels[token] = label

    def as_verb(self, token: "Token", tag: str, lemma: str) -> None:
        """Take a token for a verb."""
        self.tags[token.i] = (tag, "VERB", lemma)

    def attribute(self, found: Attribution, parse: "Callable[[str], Doc]", within: int) -> None:
        """Hang what is reported below the verb of saying, and its speaker too."""
        doc, verb = self.doc, found.verb
        first, last = found.content
        whole = parse(doc[first:last].text + " .")
        mend(whole, parse, within + 1)
        again = whole[:-1]
        if [t.text for t in again] != [t.text for t in doc[first:last]]:
            return
        roots = [t for t in again if t.head == t]
        if not roots:
            return
        main = next((t for t in roots if t.pos_ in ("VERB", "AUX")), roots[0])
        for token in again:
            head = main if token.head == token and token != main else token.head
            label = "dep" if token.head == token else token.dep_
            self.hang(first + token.i, first + head.i, label)
            self.tags[first + token.i] = (token.tag_, token.pos_, token.lemma_)
        self.hang(first + main.i, verb.i, "ccomp")
        self.hang(last, verb.i, "punct")
        names = [found.speaker.i]
        for token in doc[found.phrase[0] : found.phrase[1]]:
            inside = found.phrase[0] <= token.head.i < found.phrase[1] and token.head != token
            if token == found.speaker:
                self.hang(token.i, verb.i, "nsubj")
            elif token.dep_ in ("aux", "auxpass") or token.pos_ == "ADV":
                self.hang(token.i, verb.i)
            elif not inside:
                punctuation = token.is_punct or token.is_space
                self.hang(token.i, names[-1], "punct" if punctuation else "appos")
        for token in doc[verb.i + 1 : found.end]:
            if not verb.i <= token.head.i < found.end or token.head == token:
                self.hang(token.i, verb.i, "prep" if token.dep_ == "agent" else "")
        self.hang(verb.i, verb.i, "ROOT")
        helped = any(t.lemma_ == "have" for t in doc[found.phrase[0] : verb.i])
        if verb.tag_ == "NNS" or verb.tag_ == "VBN" and not helped:
            self.as_verb(verb, "VBZ" if verb.tag_ == "NNS" else "VBD", verb.lemma_)

    def write(self) -> None:
        """Put the new heads and labels into the text, all at once."""
        if not (self.heads or self.tags):
            return
        doc, strings = self.doc, self.doc.vocab.strings
        rows: Any = doc.to_array(list(_ATTRIBUTES))
        for token, head in self.heads.items():
            rows[token, 0] = (head - token) % 2**64
        for token, label in self.labels.items():
            rows[token, 1] = strings.add(label)
        for token, (tag, pos, lemma) in self.tags.items():
            rows[token, 2], rows[token, 4] = strings.add(tag), strings.add(lemma)
            rows[token, 3] = strings.add(pos)
        doc.from_array(list(_ATTRIBUTES), rows)


def _mend_subject(sentence: "Span", mended: _Parse) -> None:
    """As in "the hospital run by the charity Emergency took in …", where the name is taken for a subject."""
    for name in sentence:
        if name.dep_ != "nsubj" or name.i == sentence.start or not name.is_title:
            continue
        before = name.nbor(-1)
        others = [c for c in name.head.children if c.dep_ in SUBJECTS and c.i < name.i]
        if others and before.pos_ == "NOUN" and before.dep_ == "pobj" and others[-1].is_ancestor(before):
            mended.hang(name.i, before.i, "appos")


def _mend_modifier(sentence: "Span", mended: _Parse) -> None:
    """As in "the group set fire to a village", where the verb is taken for an adjective of its object."""
    for verb in sentence:
        thing = verb.head
        if verb.tag_ != "VBD" or verb.dep_ != "amod" or thing.i < verb.i:
            continue
        doer = next((c for c in verb.children if c.dep_ in ("npadvmod", "compound", "nmod")), None)
        if doer is None or doer.i > verb.i or doer.pos_ not in ("NOUN", "PROPN"):
            continue
        mended.hang(verb.i, verb.i if thing.head == thing else thing.head.i, thing.dep_)
        mended.hang(thing.i, verb.i, "dobj")
        mended.hang(doer.i, verb.i, "nsubj")
        for child in thing.children:
            if child.i < verb.i and child != verb:
                mended.hang(child.i, doer.i if child.dep_ == "det" else verb.i)
            elif child.dep_ in ("advcl", "prep", "punct"):
                mended.hang(child.i, verb.i)


def _mend_apposition(sentence: "Span", mended: _Parse) -> None:
    """As in "The spokesman, X, posted on Telegram that …", where the verb is taken for a participle."""
    root = sentence.root
    if root.pos_ not in ("NOUN", "PROPN"):
        return
    for child in root.children:
        row = look_up("speech", child) if child.dep_ == "acl" and child.tag_ == "VBN" else None
        if row is not None and row.pos == "verb" and child.i > root.i and child.nbor(-1).text == ",":
            mended.hang(root.i, child.i, "nsubj")
            mended.hang(child.i, child.i, "ROOT")
            mended.tags[child.i] = ("VBD", "VERB", child.lemma_)
            for other in root.children:
                if other.i > child.i:
                    mended.hang(other.i, child.i, "ccomp" if other.pos_ in ("VERB", "AUX") else "")
            return


def _mend_report(sentence: "Span", mended: _Parse) -> None:
    """As in "denied that troops entered and blamed the rebels": who denies blames."""
    for verb in sentence:
        if verb.dep_ != "conj" or verb.tag_ != "VBD" or verb.head.dep_ != "ccomp":
            continue
        content, above = verb.head, verb.head.head
        rows = [lexicon("speech").get((t.lemma_, "verb")) for t in (verb, content, above)]
        own = any(c.dep_ in SUBJECTS for c in verb.children)
        said = any(c.dep_ == "mark" for c in content.children)
        if rows[0] and not rows[1] and rows[2] and not own and said and above.tag_ == verb.tag_:
            mended.hang(verb.i, above.i, "conj")


def _mend_gerund(sentence: "Span", mended: _Parse) -> None:
    """As in "Shelling of the town killed two", where the noun is taken for a verb."""
    for noun in sentence:
        if noun.tag_ != "VBG" or noun.dep_ not in (*SUBJECTS, "csubj", "csubjpass", "dobj", "pobj", "pcomp"):
            continue
        own = {child.dep_ for child in noun.children}
        governs = any(child.dep_ == "prep" and child.lower_ == "of" for child in noun.children)
        if (
            governs
            and not own & {"dobj", "nsubj", "aux", "mark"}
            and (noun.lower_, "noun") in lexicon("attacks")
        ):
            mended.tags[noun.i] = ("NN", "NOUN", noun.lower_)
            if noun.dep_.startswith("csubj"):
                mended.labels[noun.i] = "n" + noun.dep_.removeprefix("c")


def _mend_accusation(sentence: "Span", mended: _Parse) -> None:
    """As in "accused the volunteers of attacks", where the attacks are taken for the volunteers' own."""
    for preposition in sentence:
        accused = preposition.head
        verb = accused.head
        if preposition.dep_ != "prep" or preposition.lower_ != "of" or accused.dep_ != "dobj":
            continue
        row = lexicon("perpetration").get((verb.lemma_.lower(), "verb"))
        if row is None or row.note != "of":
            continue
        if any((child.lemma_.lower(), "noun") in lexicon("attacks") for child in preposition.children):
            mended.hang(preposition.i, verb.i)


def _mend_semicolon(sentence: "Span", mended: _Parse) -> None:
    """As in "A bomb killed six; the rebels claimed it", where what is told is taken for what is claimed."""
    for told in sentence:
        verb = told.head
        if told.dep_ == "ccomp" and told.i < verb.i and verb.pos_ == "VERB":
            apart = any(c.text == ";" and told.right_edge.i < c.i < verb.i for c in verb.lefts)
            if apart and not any(t.is_quote for t in sentence):
                mended.hang(told.i, verb.i, "dep")


def _mend_condition(sentence: "Span", mended: _Parse) -> None:
    """As in "If the army attacks Zamzam, thousands will flee", where the verb is taken for a noun."""
    for deed in sentence:
        thing, main = deed.head, deed.head.head
        if deed.i == sentence.start or thing.i != deed.i + 1 or thing.dep_ != "nsubj":
            continue
        if deed.tag_ != "NNS" or deed.dep_ != "compound":
            continue
        mark = next((c for c in main.lefts if c.dep_ == "mark" and c.i < deed.i), None)
        later = any(c.dep_ in SUBJECTS and c.i > thing.i for c in main.lefts)
        doer = deed.nbor(-1)
        row = lexicon("attacks").get((deed.lemma_.lower(), "verb"))
        if mark is None or not later or row is None or doer.pos_ not in ("NOUN", "PROPN"):
            continue
        mended.tags[deed.i] = ("VBZ", "VERB", deed.lemma_.lower())
        mended.hang(deed.i, main.i, "advcl")
        mended.hang(doer.i, deed.i, "nsubj")
        mended.hang(thing.i, deed.i, "dobj")
        mended.hang(mark.i, deed.i, "mark")
        for child in (*thing.lefts, *deed.lefts):
            if child.i < doer.i:
                mended.hang(child.i, doer.i)


def _mend_list(sentence: "Span", mended: _Parse) -> None:
    """As in "struck the barracks, the embassy and the palace", where the second is taken to explain."""
    for second in sentence:
        if second.dep_ != "appos" or second.left_edge.i - sentence.start < 2:
            continue
        last = next((c for c in second.children if c.dep_ == "conj" and c.i > second.i), None)
        first = second.doc[second.left_edge.i - 2]
        if last is None or first.pos_ != "NOUN" or first.tag_ != "NN" and first.dep_ != "dobj":
            continue
        listed = all(any(c.dep_ in ("det", "nummod") for c in one.children) for one in (second, last))
        between = second.doc[second.left_edge.i - 1].text == ","
        if listed and between and (second.head == first or second.head.i < first.head.i < first.i):
            mended.hang(second.i, first.i, "conj")


def _mend_struck(sentence: "Span", mended: _Parse) -> None:
    """As in "The army shelled Donetsk", where the town is taken for an adverb."""
    for name in sentence:
        if name.dep_ not in ("advmod", "npadvmod") or name.tag_ != "NNP" or name.ent_type_ in _WHEN:
            continue
        verb = name.head
        row = lexicon("attacks").get((verb.lemma_.lower(), "verb")) if verb.i == name.i - 1 else None
        if row is not None and not any(c.dep_ in ("dobj", "auxpass") for c in verb.children):
            mended.hang(name.i, verb.i, "dobj")
