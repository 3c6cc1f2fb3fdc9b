"""News reports on the Syrian war: where the main event was, who did it, how, and how many civilians died."""

from collections import Counter
from collections.abc import Sequence

from accuracy.contest import SCHEME, UNKNOWN, Contest, Ways
from accuracy.facts import Facts
from accuracy.graph import Row, TextGraph, Value
from accuracy.mapping import meaning
from accuracy.measure import Measure, Miss, percent
from accuracy.report import UNREAL, Report
from accuracy.toll import Toll
from accuracy.weights import Fit, Weights, instead, weights
from accuracy.whereabouts import Whereabouts

NOTHING: dict[str, object] = {
    "governorate": UNKNOWN,
    "actor": UNKNOWN,
    "cause_of_death": UNKNOWN,
    "civilians": 0,
}
_FIELDS = tuple(NOTHING)
#: The models of the scheme, and how far their weights are let loose; without them the tables decide.
_LOOSE = {"governorate": 0.3, "actor": 0.1, "cause_of_death": 0.05, "civilians": 0.1}
MODELS = tuple(_LOOSE)
#: How strong features count that are crossed with an answer, by what crosses them.
_STRENGTHS = {" & ": 0.5, " | ": 0.3}
#: A mention of a place within the first so many characters counts so much more.
_LEAD, _EARLY = 400, 5


def answer(graph: TextGraph) -> dict[str, object]:
    """The answers for one report: by models where there are some, else from its main event first."""
    deaths, ranked = _deaths(graph), _ranked(graph)
    found: dict[str, object] = {
        "governorate": _governorate(graph, ranked),
        "actor": _actor(graph, ranked),
        "cause_of_death": _cause(graph, ranked),
        "civilians": _civilians(deaths),
    }
    return found | _learned(graph, found, ranked)


def _learned(graph: TextGraph, ruled: dict[str, object], ranked: list[Value]) -> dict[str, object]:
    """What the models answer, given what the tables of the scheme do."""
    known = {name: weights(SCHEME, name) for name in MODELS}
    seen = {name: model for name, model in known.items() if model is not None}
    if not seen:
        return {}
    ways = _ways(graph, ruled, ranked)
    return {field: _likeliest(model, ways[field]) for field, model in seen.items() if ways[field]}


def _ways(graph: TextGraph, ruled: dict[str, object], ranked: list[Value]) -> dict[str, Ways]:
    """The possible answers of each field, with their features."""
    contest = Contest(_report(graph), ruled)
    return {
        "governorate": _units(graph, ranked),
        "actor": contest.actors(),
        "cause_of_death": contest.causes(),
        "civilians": Toll(contest.report, ruled, contest.title).numbers(),
    }


def _report(graph: TextGraph) -> Report:
    return Report(
        Facts(graph),
        lambda id, label: meaning(SCHEME, "actors", id=id, label=label),
        lambda kind, words: (
            (meaning(SCHEME, "groups", group=words) if kind == "PopulationGroup" else None)
            or meaning(SCHEME, "groups", **{"class": kind, "group": words})
            or "people"
        ),
    )


def _units(graph: TextGraph, ranked: list[Value]) -> Ways:
    """The governorates whose places a report names, with their features."""
    where = Whereabouts(graph, Facts(graph), lambda unit: meaning(SCHEME, "governorates", unit=unit), ranked)
    return [(unit, where.features(unit)) for unit in where.mentions]


def _ranked(graph: TextGraph) -> list[Value]:
    """The attacks of a report, its main event first."""
    events = _events(graph)
    main = _main(events, _deaths(graph), {row["harm"]: row["attack"] for row in graph.ask("causes")})
    return ([main] if main else []) + [one for one in events if one != main]


def _likeliest(model: Weights, ways: Ways) -> object:
    return max(ways, key=lambda way: model.lead(way[1]))[0]


def teach(records: Sequence[tuple[dict[str, object], TextGraph]], fit: Fit) -> dict[str, Weights]:
    """The models that reports with gold teach."""
    from choosing import Choice, choose

    units: list[tuple[list[str], str]] = []
    choices: dict[str, list[Choice]] = {name: [] for name in MODELS if name != "governorate"}
    instead.update({(SCHEME, name): None for name in MODELS})
    for record, graph in records:
        gold: dict[str, object] = record["gold"]  # type: ignore[assignment]
        ways = _ways(graph, answer(graph), _ranked(graph))
        for unit, features in ways["governorate"]:
            units.append((features, "yes" if unit == gold["governorate"] else "no"))
        for field, known in choices.items():
            answers = [one for one, _ in ways[field]]
            if gold[field] in answers:
                known.append(([features for _, features in ways[field]], answers.index(gold[field])))
    for name in MODELS:
        instead.pop((SCHEME, name))
    taught = {"governorate": fit(units, _LOOSE["governorate"])}
    return taught | {name: choose(known, _LOOSE[name], _strength) for name, known in choices.items()}


def _strength(feature: str) -> float:
    return next((strength for mark, strength in _STRENGTHS.items() if mark in feature), 1.0)


def _events(graph: TextGraph) -> dict[Value, Row]:
    """The attacks told as having happened, in text order."""
    found: dict[Value, Row] = {}
    for row in graph.ask("attacks"):
        if row["stance"] not in UNREAL:
            found.setdefault(row["attack"], row)
    return found


def _deaths(graph: TextGraph) -> list[dict[str, Value]]:
    """The deaths told as having happened, in text order: how many, of whom, in the scheme's groups."""
    groups: dict[Value, str] = {}
    for row in graph.ask("affected"):
        said = f"{row['group']} {row['words']}"
        found = meaning(SCHEME, "groups", group=said) if row["class"] == "PopulationGroup" else None
        found = found or meaning(SCHEME, "groups", **{"class": row["class"], "group": said})
        groups.setdefault(row["harm"], found or "people")
    counts: dict[Value, Row] = {}
    for row in graph.ask("counts"):
        counts.setdefault(row["harm"], row)
    deaths = []
    for row in graph.ask("deaths"):
        if row["stance"] in UNREAL:
            continue
        count = counts.get(row["harm"], {})
        number = count.get("number")
        deaths.append({**row, "number": number, "group": groups.get(row["harm"], "people")})
    return deaths


def _main(events: dict[Value, Row], deaths: list[dict[str, Value]], causes: dict[Value, Value]) -> Value:
    """The main event: the first that killed people, else the first that has a kind, else the first."""
    for death in deaths:
        if causes.get(death["harm"]) in events:
            return causes[death["harm"]]
    specific = (one for one, row in events.items() if row["kind"] != "attack")
    return next(specific, next(iter(events), None))


def _governorate(graph: TextGraph, ranked: list[Value]) -> str:
    """The governorate that most speaks for: places of the main event, and mentions, early ones more."""
    weights: Counter[str] = Counter()
    for row in graph.mentions:
        unit = meaning(SCHEME, "governorates", unit=row["unit"])
        if unit:
            start = int(row["start"] or 0)
            weights[unit] += 1 + (_EARLY if start < _LEAD else 0)  # type: ignore[assignment]
    for row in graph.ask("places"):
        unit = meaning(SCHEME, "governorates", unit=row["unit"])
        if unit and row["attack"] in ranked:
            weights[unit] += 4 if row["attack"] == ranked[0] else 1
    best = max(weights.values(), default=0)
    return next((unit for unit, weight in weights.items() if weight == best), UNKNOWN)


def _actor(graph: TextGraph, ranked: list[Value]) -> str:
    """Who is held responsible for the first event, in rank, of which the text says so."""
    rows = graph.ask("perpetrators")
    for event in ranked:
        for row in rows:
            if row["attack"] == event:
                found = meaning(SCHEME, "actors", id=row["agent"], label=f"{row['label']} {row['words']}")
                if found:
                    return found
    return UNKNOWN


def _cause(graph: TextGraph, ranked: list[Value]) -> str:
    """How the first event, in rank, that has a kind or a weapon of the scheme was carried out."""
    means = graph.ask("means")
    told = {row["attack"]: row for row in graph.ask("attacks")}
    for event in ranked:
        weapons = " ".join(
            str(row["label"]) for row in means if row["attack"] == event and row["property"] == "weapon"
        )
        row = told[event]
        found = meaning(SCHEME, "causes", weapon=weapons or None, kind=row["kind"], label=row["label"])
        if found:
            return found
    return UNKNOWN


def _civilians(deaths: list[dict[str, Value]]) -> int:
    """How many civilians were killed: the first number of civilians, else of people, else of part of them."""
    for group in ("civilians", "people", "part"):
        for death in deaths:
            if death["group"] == group and isinstance(death["number"], int):
                return death["number"]
    return 0


def has_gold(records: Sequence[dict[str, object]]) -> bool:
    """Whether the texts come with gold."""
    return bool(records) and all("gold" in record for record in records)


def score(records: Sequence[dict[str, object]], predictions: Sequence[dict[str, object]]) -> list[Measure]:
    """Accuracy field by field, with how many were answered and right when answered."""
    measures = []
    told = {"governorate": ("84.6", "90"), "actor": ("53.9", "70"), "cause_of_death": ("79.6", "87")}
    told["civilians"] = ("52", "60")
    for field in _FIELDS:
        pairs = [(r["gold"][field], p[field]) for r, p in zip(records, predictions, strict=True)]  # type: ignore[index]
        measures.append(_accuracy(field, pairs, *told[field]))
        if field == "actor":
            named = [pair for pair in pairs if pair[0] != UNKNOWN]
            measures.append(_accuracy("actor, gold names one", named, "70.2", "70"))
    return measures


def _accuracy(name: str, pairs: list[tuple[object, object]], baseline: str, target: str) -> Measure:
    empty = NOTHING.get(name, UNKNOWN)
    right = sum(gold == found for gold, found in pairs)
    answered = [(gold, found) for gold, found in pairs if found != empty]
    share = percent(sum(gold == found for gold, found in answered), len(answered))
    detail = f"{right} of {len(pairs)}; answered {len(answered)}, right when answered {share:.1f}"
    return Measure(name, percent(right, len(pairs)), detail, baseline, target)


def misses(records: Sequence[dict[str, object]], predictions: Sequence[dict[str, object]]) -> list[Miss]:
    """The wrong answers with the beginning of each text."""
    found = []
    for record, prediction in zip(records, predictions, strict=True):
        for field in _FIELDS:
            gold, answered = record["gold"][field], prediction[field]  # type: ignore[index]
            if gold != answered:
                lead = " ".join(str(record["text"]).split())[:900]
                miss = Miss(
                    field, _sort(field, gold, answered), str(record["id"]), str(gold), str(answered), (lead,)
                )
                found.append(miss)
    return found


def _sort(field: str, gold: object, answered: object) -> str:
    if field != "civilians":
        return f"{gold} → {answered}"
    assert isinstance(gold, int) and isinstance(answered, int)
    if answered == 0:
        return "a number, none answered"
    if gold == 0:
        return "none, a number answered"
    return "too low" if answered < gold else "too high"
