"""Which words tell of an attack: verbs, nouns and phrases, told apart from habits and metaphors."""

from typing import TYPE_CHECKING

from onrecord.accusation import accused
from onrecord.arms import attack_by, weapon_row, wielded
from onrecord.clause import obliques
from onrecord.habit import habitual
from onrecord.lexicon import Trigger, lemma_of, lexicon, look_up, word_class, words
from onrecord.phrasal import look_up_phrasal
from onrecord.reading import Reading
from onrecord.strikes import abstract, armed, done, fire_of, leader_in, physical, stands_as_noun, violent
from onrecord.whereabouts import places_of

if TYPE_CHECKING:
    from spacy.tokens import Token


#: How far the rest of a phrase stands from its verb.
_PHRASE = 12
_THINGS = frozenset({"Facility", "Asset", "Settlement"})
_CHARGES = frozenset({"bomb", "carBomb", "mine", "improvisedDevice", "grenade", "chemicalAgent", "fire"})
_OF_PEOPLE = frozenset({"execution", "abduction"})


class Triggers:
    """Tells of which kind of attack, if any, the words of a reading tell."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._after_airstrike = False

    def kind(self, token: "Token", after_airstrike: bool = False) -> str | None:
        """The kind of attack that a word tells of, None where it tells of none.

        ``after_airstrike``: an airstrike was told of just before, so that "the strike" is one too.
        """
        self._after_airstrike = after_airstrike
        if token.pos_ not in ("NOUN", "PROPN", "VERB"):
            return None
        row = look_up_phrasal("attacks", token)
        if stands_as_noun(token):  # "shelling kills two"
            row = lexicon("attacks").get((token.lower_, "noun"))
            return self._noun_kind(token, row.means, row.note) if row is not None else None
        phrase = self._phrase(token)
        if phrase is not None:
            return phrase
        fired = row is not None and row.note == "fires" and token.pos_ == "VERB"
        aimed = fired and self._reading.clause(token).with_preposition(*word_class("aim-at"))
        if row is None or row.pos == "verb" and row.note == "ambiguous" or aimed:
            wide = aimed and all(lemma_of(head) in word_class("waters") for head in aimed)
            delivered = None if wide else self._delivered(token)  # "fired a missile into the sea"
            if delivered is not None:
                return delivered
        if row is None:
            fired = token.pos_ == "NOUN" and token.lower_ in word_class("fire")
            return fire_of(self._reading, token) if fired else self._told_by_people(token)
        if row.pos == "noun":
            return self._noun_kind(token, row.means, row.note)
        if token.pos_ != "VERB":
            return None
        return self._verb_kind(token, row.means, row.note)

    def _told_by_people(self, token: "Token") -> str | None:
        """The kind of attack of "the murderers of X", and of a death that somebody answers for."""
        row = look_up("doers", token) or look_up("deaths", token)
        if row is None or token.pos_ == "VERB":
            return None
        owners = [head for preposition, head in obliques(token) if preposition == "of"]
        owners += [child for child in token.children if child.dep_ == "poss"]
        people = (self._reading.referent(owner) for owner in owners)
        if not any(one is not None and one.entity.type in ("Person", "PopulationGroup") for one in people):
            return None
        if look_up("deaths", token) is not None and next(accused(self._reading, token), None) is None:
            return None
        return row.means

    def _phrase(self, token: "Token") -> str | None:
        """The kind of attack of "opened fire", "set fire": a verb with its object."""
        if token.pos_ != "VERB":
            return None
        for child in token.children:
            if child.dep_ in ("dobj", "prep", "acomp", "oprd"):
                row = lexicon("attack-phrases").get((f"{token.lemma_.lower()} {child.lower_}", "verb"))
                if row is not None:
                    return row.means
        for later in token.doc[token.i + 1 : min(token.i + _PHRASE, token.sent.end)]:
            if later.pos_ == "VERB":
                break
            if later.dep_ == "pobj" and later.head.i > token.i:
                row = lexicon("attack-phrases").get(
                    (f"{token.lemma_.lower()} {later.head.lower_} {later.lower_}", "verb")
                )
                if row is not None:
                    return row.means
        return None

    def _delivered(self, token: "Token") -> str | None:
        """The kind of attack of "dropped barrel bombs", "fired rockets", by what was delivered."""
        row = look_up_phrasal("delivery", token) if token.pos_ == "VERB" else None
        if row is None:
            return None
        clause = self._reading.clause(token)
        intransitive = row.note == "falls" or token.lemma_ in word_class("go-off")
        if row.note == "placed" and not _left_behind(wielded(clause.patients)):
            return None  # "placed artillery on the hills"
        if row.note == "aimed" and not clause.with_preposition(*word_class("aim-at")):
            return None  # "used explosives", in a quarry
        weapon = wielded((*clause.patients, *(clause.agents if intransitive else ())))
        return attack_by(weapon) if weapon is not None else None

    def _noun_kind(self, token: "Token", means: str, note: str) -> str | None:
        if token.dep_ == "compound" and token.head.pos_ in ("NOUN", "PROPN"):
            whole = look_up("attacks", token.head)
            if whole is None or whole.note in ("attempt", "act"):
                return None  # "attack helicopter", "bomb squad", "murder attempt"
        if note == "thing" and not self._undone(token):
            return None
        if (note == "lethal" or means in _OF_PEOPLE) and not self._of_somebody(token):
            return None
        if note == "attempt" and not self._attempted(token):
            return None
        if note == "act" and not self._violent_act(token):
            return None
        if lemma_of(token) in words("weapon-measures") and self._of_words(token):
            return None
        before = [
            c.lower_ for c in token.children if c.dep_ in ("compound", "amod", "nmod") and c.i < token.i
        ]
        lemma = lemma_of(token)
        if any((word, "adjective") in lexicon("metaphors") for word in before) or self._aims_at_nothing(
            token
        ):
            return None
        if any(f"{word} {lemma}" in words("metaphors") for word in before) or lemma in words("metaphors"):
            return None
        for word in before:
            row = lexicon("attacks").get((f"{word} {lemma}", "noun"))
            if row is not None:
                return row.means
            modifier = lexicon("attack-modifiers").get((word, ""))
            if modifier is not None and means != "airstrike":
                return means if modifier.means == "airstrike" and means == "bombing" else modifier.means
            if modifier is not None:
                return means
        if note == "needs-air":
            on_place = any(p in word_class("aim") for p, _ in obliques(token))
            national = any(
                self._reading.state(c) is not None or leader_in(self._reading, c) is not None
                for c in token.children
                if c.dep_ in ("amod", "compound")
            )
            if not (on_place or national or self._after_airstrike):
                return None
            return means if national or self._after_airstrike else "attack"
        return means

    def _undone(self, noun: "Token") -> bool:
        """Whether "the destruction of" has a thing that is struck, and nobody but people as its doer."""
        pairs = list(obliques(noun))
        things = [self._reading.referent(head) for preposition, head in pairs if preposition == "of"]
        doers = [head for preposition, head in pairs if preposition == "by"]
        return any(one is not None and one.entity.type in _THINGS for one in things) and (
            not doers or done(self._reading, tuple(doers))
        )

    def _of_somebody(self, noun: "Token") -> bool:
        """Whether a killing, if it is said of what, is one of people: not "the execution of the plan"."""
        heads = tuple(head for preposition, head in obliques(noun) if preposition == "of")
        known = any(
            head.pos_ == "PROPN"
            or lemma_of(head) in word_class("some-of")
            or lemma_of(head).endswith(word_class("of-people"))
            or look_up("titles", head) is not None
            for head in heads
        )
        return not heads or known or physical(self._reading, heads)

    def _violent_act(self, noun: "Token") -> bool:
        """Whether an act is a violent one on something: "terrorist acts against the embassies"."""
        pairs = list(obliques(noun))
        for deed in (noun.head, *noun.children):  # "terrorist acts were carried out against"
            row = look_up("perpetration", deed) if deed.pos_ == "VERB" else None
            pairs += self._reading.clause(deed).obliques if row is not None else ()
        words_of = [c for c in noun.children if c.dep_ in ("amod", "compound", "nmod")]
        words_of += [head for preposition, head in pairs if preposition == "of"]
        aims = tuple(head for preposition, head in pairs if preposition in word_class("aim"))
        return any(lemma_of(one) in words("violent") for one in words_of) and physical(self._reading, aims)

    def _attempted(self, noun: "Token") -> bool:
        """Whether it is one on somebody: "an attempt on the life of X", "an assassination attempt"."""
        if any(
            look_up("attacks", c) is not None for c in noun.children if c.dep_ in ("compound", "amod", "nmod")
        ):
            return True
        heads = [head for preposition, head in obliques(noun) if preposition in word_class("aim")]
        return any(
            look_up("parts", head) is not None and any(p == "of" for p, _ in obliques(head)) for head in heads
        ) or physical(self._reading, tuple(heads))

    @staticmethod
    def _of_words(noun: "Token") -> bool:
        """Whether a burst or barrage is one of something that is no weapon: "a barrage of complaints"."""
        inner = [head for preposition, head in obliques(noun) if preposition == "of"]
        return any(weapon_row(head) is None and look_up("heads", head) is None for head in inner)

    def _aims_at_nothing(self, noun: "Token") -> bool:
        """Whether an attack noun is on something that nobody can strike: "an attack on the plan"."""
        aims = [head for preposition, head in obliques(noun) if preposition in word_class("aim")]
        unknown = [
            h
            for h in aims
            if h.pos_ == "NOUN"
            and h.ent_type_ not in ("DATE", "TIME")
            and (abstract(h) and look_up("parts", h) is None or lemma_of(h) in words("untouched"))
            and not self._stands_somewhere(h, noun)
        ]
        return bool(aims) and len(unknown) == len(aims)

    def _stands_somewhere(self, head: "Token", noun: "Token") -> bool:
        """Whether it is a building after all: "an attack on a market in Kirkuk", "killed nine"."""
        row = look_up("heads", head)
        if row is None or row.means != "Facility":
            return False
        harmful = any(look_up("harm", t) is not None for t in (noun.head, *noun.head.children))
        return harmful or any(True for _ in places_of(self._reading, head))

    def _verb_kind(self, token: "Token", means: str, note: str) -> str | None:
        clause = self._reading.clause(token)
        if token.dep_ in ("amod", "compound") or habitual(self._reading, token):
            return None
        if token.i > token.sent.start and stands_as_noun(token.nbor(-1)):
            return None  # "shelling killed two": told by its own word
        if note == "explosion":
            return self._explosion((*clause.agents, *clause.patients))
        if note == "blow-up":
            if not any(c.dep_ == "prt" and c.lower_ == "up" for c in token.children):
                return None
            if any(h.lower_ in word_class("reflexive") for h in clause.patients):
                return "suicideBombing"
            if not clause.patients and not clause.passive:
                return self._explosion(clause.agents)  # "a car loaded with explosives blew up"
            return means if physical(self._reading, clause.patients) else None
        aims = clause.with_preposition(*word_class("fire-at"))
        if note == "fires" or means == "shooting" and not clause.patients:
            return means if not clause.patients and physical(self._reading, aims) else None
        if not clause.patients or all(lemma_of(h) in word_class("coffers") for h in clause.patients):
            return None  # "raided its pension fund"
        taken = clause.with_preposition("of")
        if means == "robbery" and taken and all(lemma_of(h) in words("untouched") for h in taken):
            return None  # "was robbed of victory"
        may_strike = any(violent(self._reading, agent) for agent in clause.agents)
        struck = physical(self._reading, clause.patients)
        weapon = wielded(clause.agents or clause.with_preposition("with"))
        by_somebody = done(self._reading, clause.agents)
        if token.lemma_ in words("murders") and not clause.agents:
            by_somebody = True
        if note == "lethal" and (not struck or means == "attack" and not by_somebody):
            return None
        by_armed = any(armed(self._reading, agent) for agent in clause.agents)
        if note == "armed" and not (struck and (weapon is not None or by_armed)):
            return None
        unarmed = bool(clause.agents) and not may_strike  # "hit by injury", "struck by the idea"
        if note == "ambiguous" and (not struck or unarmed or not (clause.passive or may_strike)):
            return None
        if not struck and not (may_strike and note != "lethal"):
            return None
        instruments = clause.with_preposition("with")
        if note != "strike-any" and any(
            weapon_row(h) is None and look_up("attacks", h) is None and h.pos_ == "NOUN" and abstract(h)
            for h in instruments
        ):
            return None  # "was bombarded with criticism"
        aircraft = (
            look_up("weapons", head)
            for head in (*clause.agents, *instruments, *clause.with_preposition("from"))
        )
        if means in ("bombing", "attack", "shelling") and any(
            row is not None and row.means == "aircraftWeapon" for row in aircraft
        ):
            return "airstrike"
        weapon = weapon or wielded(instruments)
        return attack_by(weapon) if weapon is not None and means == "attack" else means

    def _explosion(self, subjects: "tuple[Token, ...]") -> str | None:
        """The kind of attack of something that exploded; None for a song or an argument."""
        for head in subjects:
            weapon = weapon_row(head)
            if weapon is not None:
                kind = attack_by(weapon)
                return "bombing" if kind == "attack" else kind
            if lemma_of(head) in words("weapon-measures"):
                return "bombing"  # "the charge exploded"
            thing = look_up("heads", head)
            if (
                thing is not None
                and thing.means in ("Asset", "Facility")
                or look_up("attacks", head) is not None
            ):
                return "bombing"
        return None


def _left_behind(weapon: Trigger | None) -> bool:
    """Whether a weapon is one that is left to explode, and is not brought up to be fired later."""
    return weapon is not None and weapon.means in _CHARGES
