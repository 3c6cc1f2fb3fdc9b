"""News on attacks in Latin America: who did them, to whom and to what, with which weapons."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from accuracy.facts import Facts
from accuracy.graph import Row, TextGraph
from accuracy.mapping import meaning
from accuracy.matching import match
from accuracy.measure import Counts, Measure, Miss, context
from accuracy.roles import parts, taught
from accuracy.weights import Fit, Weights, weights

SCHEME = "muc4"
ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
#: The models of the scheme; without them the table of roles decides.
MODELS = ("relevance", "told", "roles", "names")
#: How likely a part must be to be answered, and how often the texts are split to train the models.
_LEAST, _FOLDS = 0.25, 3
NOTHING: dict[str, object] = {role: [] for role in ROLES}
_SLOTS = {
    "PERP: INDIVIDUAL ID": "PerpInd",
    "PERP: ORGANIZATION ID": "PerpOrg",
    "PHYS TGT: ID": "Target",
    "HUM TGT: NAME": "Victim",
    "HUM TGT: DESCRIPTION": "Victim",
    "INCIDENT: INSTRUMENT ID": "Weapon",
}
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_OF_NAMED = re.compile(r'"\s*:\s*"')


def answer(graph: TextGraph) -> dict[str, object]:
    """The entities of each role, over all attacks of a text, each by the words that name it best."""
    relevance, told, roles, names = (weights(SCHEME, name) for name in MODELS)
    if relevance is None or told is None or roles is None or names is None:
        return _by_rules(graph)
    found: dict[str, dict[str, list[str]]] = {role: {} for role in ROLES}
    for role, words, chance in parts(Facts(graph), relevance, told, roles, names):
        bare = normal(words)
        if chance >= _LEAST and bare and not any(_same(bare, other) for other in found[role]):
            found[role][bare] = [words]
    return {role: list(entities.values()) for role, entities in found.items()}


def _same(one: str, other: str) -> bool:
    """Whether the words of one name are all among those of another."""
    mine, others = set(one.split()), set(other.split())
    return mine <= others or others <= mine


def teach(records: Sequence[tuple[dict[str, object], TextGraph]], fit: Fit) -> dict[str, Weights]:
    """The models that texts with gold teach; how likely a text is relevant is told by models of others."""
    known = []
    for record, graph in records:
        entities = {role: gold_entities(record["templates"], role) for role in ROLES}  # type: ignore[arg-type]
        known.append((Facts(graph), {role: [one.alternatives for one in entities[role]] for role in ROLES}))
    return taught(known, normal, fit, _FOLDS)


def _by_rules(graph: TextGraph) -> dict[str, object]:
    """The entities by the table of roles alone, where no model is wanted."""
    found: dict[str, dict[str, list[str]]] = {role: {} for role in ROLES}
    for row in (*graph.ask("participants"), *graph.ask("affected")):
        role = _role(row)
        if role:
            words = str(row["label"])
            found[role].setdefault(normal(words), [words])
    return {role: list(entities.values()) for role, entities in found.items()}


def _role(row: Row) -> str | None:
    filler = f"{row['property']} {row['class']} {'named' if row['named'] else 'described'}"
    if meaning(SCHEME, "fillers", label=row["label"]) is not None:
        return None
    return meaning(SCHEME, "roles", stance=row["stance"], filler=filler)


def normal(words: str) -> str:
    """Words as they are compared: lower case, without punctuation, articles and needless space."""
    bare = re.sub(r"[^\w\s]", "", words.lower())
    return " ".join(word for word in bare.split() if word not in ("a", "an", "the"))


@dataclass(frozen=True)
class Gold:
    """An entity of the gold: the ways to name it; optional ones count only when predicted."""

    alternatives: frozenset[str]
    optional: bool
    words: str


def gold_entities(templates: Sequence[dict[str, list[str]]], role: str) -> list[Gold]:
    """The entities of a role over all templates, each once, those wanted first."""
    found: list[Gold] = []
    for template in templates:
        for slot, of in _SLOTS.items():
            if of == role:
                for fill in template.get(slot, ()):
                    entity = _entity(fill, slot)
                    if entity is not None:
                        found = _merged(found, entity)
    return sorted(found, key=lambda one: one.optional)


def _entity(fill: str, slot: str) -> Gold | None:
    if slot.endswith("DESCRIPTION") and _OF_NAMED.search(fill):
        return None  # describes someone who is named
    words = [re.sub(r"\\(.)", r"\1", one) for one in _QUOTED.findall(fill)]
    if not words:
        return None
    return Gold(frozenset(normal(one) for one in words), fill.lstrip().startswith("?"), " / ".join(words))


def _merged(found: list[Gold], entity: Gold) -> list[Gold]:
    """The entities with one more, together with those it shares a name with."""
    same = [one for one in found if one.alternatives & entity.alternatives]
    every = [*same, entity]
    whole = Gold(
        frozenset().union(*(one.alternatives for one in every)),
        all(one.optional for one in every),
        " / ".join(dict.fromkeys(name for one in every for name in one.words.split(" / "))),
    )
    return [one for one in found if one not in same] + [whole]


def has_gold(records: Sequence[dict[str, object]]) -> bool:
    """Whether the texts come with gold."""
    return bool(records) and all("templates" in record for record in records)


def _compared(
    record: dict[str, object], prediction: dict[str, object]
) -> Iterator[tuple[str, list[list[str]], list[Gold], dict[int, int]]]:
    """Yield, role by role, the predicted entities, the gold ones, and which fit which."""
    for role in ROLES:
        predicted: list[list[str]] = prediction[role]  # type: ignore[assignment]
        gold = gold_entities(record["templates"], role)  # type: ignore[arg-type]
        yield role, predicted, gold, match(predicted, gold, _fits)


def _fits(mentions: list[str], gold: Gold) -> bool:
    return bool(mentions) and {_normal(one) for one in mentions} <= gold.alternatives


@cache
def _normal(words: str) -> str:
    return normal(words)


def score(records: Sequence[dict[str, object]], predictions: Sequence[dict[str, object]]) -> list[Measure]:
    """Micro F1 over the entities of all roles, and of each role."""
    counts = {role: Counts() for role in ROLES}
    for record, prediction in zip(records, predictions, strict=True):
        for role, predicted, gold, matched in _compared(record, prediction):
            expected = sum(not one.optional or g in matched.values() for g, one in enumerate(gold))
            counts[role] += Counts(len(matched), len(predicted), expected)
    whole = sum(counts.values(), Counts())
    measures = [whole.measure("entities per role", "45–58", "45")]
    return measures + [counts[role].measure(role) for role in ROLES]


def misses(records: Sequence[dict[str, object]], predictions: Sequence[dict[str, object]]) -> list[Miss]:
    """Entities predicted or expected in vain, with the words around them."""
    found = []
    for record, prediction in zip(records, predictions, strict=True):
        text, id = str(record["text"]), str(record["id"])
        relevant = bool(record["templates"])
        for role, predicted, gold, matched in _compared(record, prediction):
            roles = {normal(m): r for r in ROLES for e in prediction[r] for m in e}  # type: ignore[attr-defined]
            wrong = [one for p, one in enumerate(predicted) if p not in matched]
            for g, entity in enumerate(gold):
                if g not in matched.values() and not entity.optional:
                    near = [one for one in wrong if _near(one, entity)]
                    elsewhere = {roles[name] for name in entity.alternatives if name in roles}
                    sort = "missed: nothing like it"
                    if near:
                        sort = "missed: other words for it"
                    elif elsewhere:
                        sort = f"missed: answered as {min(elsewhere)}"
                    shown = "; ".join(", ".join(one) for one in near or predicted)
                    where = _around(text, entity.words.split(" / "))
                    found.append(Miss(role, sort, id, entity.words, shown, where))
            for one in wrong:
                if not any(_near(one, entity) for entity in gold):
                    sort = "invented" if relevant else "invented: text tells of no incident of the scheme"
                    found.append(
                        Miss(role, sort, id, "; ".join(g.words for g in gold), str(one), _around(text, one))
                    )
    return found


def _near(mentions: list[str], gold: Gold) -> bool:
    """Whether some words of a prediction and the gold end alike or one holds the other."""
    mine = {_normal(one) for one in mentions}
    return any(a and b and (a in b or b in a) for a in mine for b in gold.alternatives)


def _around(text: str, names: Sequence[str]) -> tuple[str, ...]:
    for name in names:
        pattern = r"\s+".join(re.escape(word) for word in name.split())
        place = re.search(pattern, text, re.IGNORECASE) if pattern else None
        if place:
            return (context(text, place.start(), place.end()),)
    return ()
