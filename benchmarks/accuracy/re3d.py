"""Reports on Syria and Iraq: the organisations, persons and places they name, and how these are related."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from accuracy.facts import Facts
from accuracy.graph import Row, TextGraph
from accuracy.mapping import meaning
from accuracy.measure import Counts, Measure, Miss, context
from accuracy.pairs import Mention, Pairs
from accuracy.related import NONE, Relation, examples, relations
from accuracy.spans import Spans
from accuracy.weights import Fit, Weights, weights

SCHEME = "re3d"
#: The models of the scheme: of names, of relations; without them the tables of classes and relations decide.
MODELS = ("spans", "relations")
#: How likely a name, an end of a relation and a relation must be, how far weights are let loose, and how
#: often texts are split.
_NAME, _END, _RELATED, _LOOSE, _LOOSE_RELATED, _FOLDS = 0.28, 0.2, 0.22, 0.1, 1.0, 4
NOTHING: dict[str, object] = {"entities": [], "relations": []}
TYPES = ("Organisation", "Person", "Location")
_SYMMETRIC = frozenset({"CoLocated", "FightingAgainst", "AlliesOf", "CommWith", "IsSynonymOf", "Apart"})
_ARTICLE = re.compile(r"(?:the|a|an)\s+", re.IGNORECASE)
#: How far from the words of a claim a mention may stand to be an end of its relation.
_NEAR = 250

Span = tuple[int, int, str]


def answer(graph: TextGraph) -> dict[str, object]:
    """The named mentions of a text with their types, and the relations between them."""
    facts = Facts(graph)
    names, related = (weights(SCHEME, name) for name in MODELS)
    mentions = Spans(facts).named(names, _NAME) if names else _by_class(graph)
    mentions = tuple(replace(m, begin=m.begin + _article(facts.text[m.begin : m.end])) for m in mentions)
    ends = mentions
    if names and related:  # a relation may have an end that is less surely a name
        ends = tuple(
            replace(m, begin=m.begin + _article(facts.text[m.begin : m.end]))
            for m in Spans(facts).named(names, _END)
        )
    starts = {one.begin for one in ends}
    found = _relations(graph) if related is None else relations(Pairs(facts, ends), related, _RELATED)
    kept: dict[Relation, None] = {}
    for kind, source, target in found:
        if source in starts and target in starts and source != target:
            kept[kind, source, target] = None
    return {
        "entities": [{"begin": one.begin, "end": one.end, "type": one.type} for one in mentions],
        "relations": [
            {"type": kind, "sourceBegin": source, "targetBegin": target} for kind, source, target in kept
        ],
    }


def _by_class(graph: TextGraph) -> tuple[Mention, ...]:
    """The mentions as the graph has them, typed by the table of classes alone."""
    return tuple(
        Mention(_start(row), int(row["end"] or 0), kind, str(row["thing"]), int(row["sentence"] or 0))
        for row in graph.mentions
        if (kind := meaning(SCHEME, "types", **{"class": row["class"]}))
    )


def teach(records: Sequence[tuple[dict[str, object], TextGraph]], fit: Fit) -> dict[str, Weights]:
    """The models that texts with gold teach; relations are learned between names told by models of others."""
    known = [(gold_of(record), Facts(graph)) for record, graph in records]
    taught = {"spans": [_taught(gold, facts) for gold, facts in known]}
    related: list[tuple[list[str], str]] = []
    for fold in range(_FOLDS):
        others = [one for at, part in enumerate(taught["spans"]) if at % _FOLDS != fold for one in part]
        names = fit(others, _LOOSE)
        for gold, facts in known[fold::_FOLDS]:
            mentions = Spans(facts).named(names, _END)
            mentions = tuple(
                replace(m, begin=m.begin + _article(facts.text[m.begin : m.end])) for m in mentions
            )
            labels: dict[tuple[int, int], str] = {}
            for kind, source, target in sorted(gold.relations):
                back = " back" if source > target else ""
                labels.setdefault((min(source, target), max(source, target)), kind + back)
            starts = {begin for begin, _, _ in gold.named}
            related += examples(Pairs(facts, mentions), starts, labels)
    return {
        "spans": fit([one for part in taught["spans"] for one in part], _LOOSE),
        "relations": fit(related, _LOOSE_RELATED),
    }


def _taught(gold: "Gold", facts: Facts) -> list[tuple[list[str], str]]:
    """What a text with its gold teaches of names; spans neither wanted nor punished teach nothing."""
    types = {(begin, end): kind for begin, end, kind in sorted(gold.named)}
    free = {(begin, end) for begin, end, _ in gold.described}
    found = []
    for (start, end, _), features in Spans(facts).candidates.items():
        place = (start + _article(facts.text[start:end]), end)
        if place in types or place not in free:
            found.append((features, types.get(place, NONE)))
    return found


def _start(row: Row) -> int:
    """Where a mention begins, without a leading article."""
    assert isinstance(row["start"], int)
    return row["start"] + _article(str(row["words"]))


def _article(words: str) -> int:
    found = _ARTICLE.match(words)
    return found.end() if found else 0


def _relations(graph: TextGraph) -> Iterator[Relation]:
    for name in ("direct", "participants", "roles"):
        for row in graph.ask(name):
            kind = meaning(SCHEME, "relations", path=row["path"])
            source, target = _nearest(graph, row["source"], row), _nearest(graph, row["target"], row)
            if kind and source is not None and target is not None:
                yield kind, _start(source), _start(target)
    for row in graph.ask("aliases"):
        named = [m for m in graph.mentions if m["thing"] == row["thing"] and _distance(m, row) == 0]
        others = [m for m in named if m["words"] == row["name"]]
        for other in others[:1]:
            for known in [m for m in named if m["words"] != row["name"]][:1]:
                yield "IsSynonymOf", _start(known), _start(other)


def _nearest(graph: TextGraph, thing: object, claim: Row) -> Row | None:
    """The mention of a thing that stands nearest to the words of a claim, unless all are far."""
    near = [m for m in graph.mentions if m["thing"] == thing and _distance(m, claim) <= _NEAR]
    return min(near, key=lambda m: (_distance(m, claim), int(m["start"] or 0)), default=None)


def _distance(mention: Row, claim: Row) -> int:
    """How many characters lie between a mention and the words of a claim; 0 within them."""
    start, end, first, last = (
        int(v or 0) for v in (mention["start"], mention["end"], claim["start"], claim["end"])
    )
    return max(0, start - last, first - end)


@dataclass(frozen=True)
class Gold:
    """The gold of a text: named mentions, described ones (neither wanted nor punished), relations."""

    named: frozenset[Span]
    described: frozenset[Span]
    relations: frozenset[Relation]


def gold_of(record: dict[str, object]) -> Gold:
    """The gold of a record, without leading articles."""
    text = str(record["text"])
    named, described = set(), set()
    for entity in record["entities"]:  # type: ignore[attr-defined]
        if entity["type"] in TYPES:
            words = text[entity["begin"] : entity["end"]]
            begin = entity["begin"] + _article(words)
            span = (begin, entity["end"], entity["type"])
            (named if meaning(SCHEME, "named", words=text[begin : entity["end"]]) else described).add(span)
    starts = {begin for begin, _, _ in named}
    relations = set()
    for relation in record["relations"]:  # type: ignore[attr-defined]
        ends = [relation[key] + _article(text[relation[key] :]) for key in ("sourceBegin", "targetBegin")]
        if starts.issuperset(ends):
            relations.add(_unordered(relation["type"], *ends))
    return Gold(frozenset(named), frozenset(described), frozenset(relations))


def _unordered(kind: str, source: int, target: int) -> Relation:
    return (kind, min(source, target), max(source, target)) if kind in _SYMMETRIC else (kind, source, target)


def _compared(
    record: dict[str, object], prediction: dict[str, object]
) -> tuple[Gold, frozenset[Span], frozenset[Relation]]:
    """The gold of a text, with the predicted spans and relations that count against it."""
    gold = gold_of(record)
    spans = {(one["begin"], one["end"], one["type"]) for one in prediction["entities"]}  # type: ignore[attr-defined]
    starts = {begin for begin, _, _ in gold.named}
    relations = {
        _unordered(one["type"], one["sourceBegin"], one["targetBegin"])
        for one in prediction["relations"]  # type: ignore[attr-defined]
        if one["sourceBegin"] in starts and one["targetBegin"] in starts
    }
    return gold, frozenset(spans - gold.described), frozenset(relations)


def has_gold(records: Sequence[dict[str, object]]) -> bool:
    """Whether the texts come with gold."""
    return bool(records) and all("entities" in record for record in records)


def score(records: Sequence[dict[str, object]], predictions: Sequence[dict[str, object]]) -> list[Measure]:
    """F1 of named mentions, by type too, and of relations, by type too."""
    entities, relations = {kind: Counts() for kind in TYPES}, {}
    for record, prediction in zip(records, predictions, strict=True):
        gold, spans, found = _compared(record, prediction)
        for kind in TYPES:
            mine, wanted = ({s for s in side if s[2] == kind} for side in (spans, gold.named))
            entities[kind] += Counts(len(mine & wanted), len(mine), len(wanted))
        for kind in {one[0] for one in found | gold.relations}:
            mine_, wanted_ = ({r for r in side if r[0] == kind} for side in (found, gold.relations))
            counts = Counts(len(mine_ & wanted_), len(mine_), len(wanted_))
            relations[kind] = relations.get(kind, Counts()) + counts
    measures = [sum(entities.values(), Counts()).measure("named entities", "49–57", "62")]
    measures += [entities[kind].measure(f"  {kind}") for kind in TYPES]
    measures.append(sum(relations.values(), Counts()).measure("relations", "", "15"))
    return measures + [relations[kind].measure(f"  {kind}") for kind in sorted(relations)]


def misses(records: Sequence[dict[str, object]], predictions: Sequence[dict[str, object]]) -> list[Miss]:
    """Mentions and relations predicted or expected in vain, with the words around them."""
    found = []
    for record, prediction in zip(records, predictions, strict=True):
        text, id = str(record["text"]), str(record["id"])
        gold, spans, relations = _compared(record, prediction)
        for span in sorted(gold.named - spans):
            near = [one for one in spans if one[0] < span[1] and span[0] < one[1]]
            same = [one for one in near if one[:2] == span[:2]]
            sort = f"missed {span[2]}"
            if same:
                sort = f"type: {span[2]} → {same[0][2]}"
            elif near:
                sort = f"span of {span[2]}"
            shown = "; ".join(f"{text[b:e]} ({kind})" for b, e, kind in sorted(near))
            around = context(text, *span[:2], 80)
            found.append(Miss("entities", sort, id, text[span[0] : span[1]], shown, (around,)))
        for span in sorted(spans - gold.named):
            if not any(one[0] < span[1] and span[0] < one[1] for one in gold.named):
                around = context(text, *span[:2], 80)
                found.append(
                    Miss("entities", f"invented {span[2]}", id, "", text[span[0] : span[1]], (around,))
                )
        ends = {begin: text[begin:end] for begin, end, _ in gold.named}
        for side, other, sort in (
            (gold.relations, relations, "missed"),
            (relations, gold.relations, "invented"),
        ):
            for kind, source, target in sorted(side - other):
                words = f"{ends[source]} – {ends[target]}"
                sort_of = f"{sort} {kind}" + (", far apart" if abs(source - target) > 400 else "")
                first, last = min(source, target), max(source, target)
                around = context(text, first, last + 40, 40)[:400]
                pair = ("", words) if sort == "invented" else (words, "")
                found.append(Miss("relations", sort_of, id, *pair, (around,)))
    return found
