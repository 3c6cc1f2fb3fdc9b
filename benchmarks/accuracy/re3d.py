"""Reports on Syria and Iraq: the organisations, persons and places they name, and how these are related."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from accuracy.graph import Row, TextGraph
from accuracy.mapping import meaning
from accuracy.measure import Counts, Measure, Miss, context

SCHEME = "re3d"
NOTHING: dict[str, object] = {"entities": [], "relations": []}
TYPES = ("Organisation", "Person", "Location")
_SYMMETRIC = frozenset({"CoLocated", "FightingAgainst", "AlliesOf", "CommWith", "IsSynonymOf", "Apart"})
_ARTICLE = re.compile(r"(?:the|a|an)\s+", re.IGNORECASE)
#: How far from the words of a claim a mention may stand to be an end of its relation.
_NEAR = 250

Span = tuple[int, int, str]
Relation = tuple[str, int, int]


def answer(graph: TextGraph) -> dict[str, object]:
    """The named mentions of a text with their types, and the relations between them."""
    spans = [
        {"begin": begin, "end": row["end"], "type": kind}
        for row in graph.mentions
        if (kind := meaning(SCHEME, "types", **{"class": row["class"]}))
        for begin in [_start(row)]
    ]
    starts = {span["begin"] for span in spans}
    relations: dict[Relation, None] = {}
    for kind, source, target in _relations(graph):
        if source in starts and target in starts and source != target:
            relations[kind, source, target] = None
    return {
        "entities": spans,
        "relations": [
            {"type": kind, "sourceBegin": source, "targetBegin": target} for kind, source, target in relations
        ],
    }


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
