"""Train the models of a corpus's labelling habits: train.py {fakes,re3d,muc4} FILE [--check].

The graph of each text is built by the normal pipeline; features come out of it by SPARQL, labels from the
gold of FILE. The weights are written into ``mapping``; the same FILE and code give the same weights. With
--check, nothing is written: each half of the file is scored with models of the other half (even lines, then
odd ones), and without models. Needs scikit-learn; reading the weights does not.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from accuracy.command import SCHEMES
from accuracy.graph import MAPPING, TextGraph, Unreadable, document
from accuracy.measure import table
from accuracy.weights import Weights, instead
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

Taught = list[tuple[dict[str, object], TextGraph]]
#: A feature must be there in so many examples; a weight below the least is left out.
_OFTEN, _LEAST = 4, 0.04


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    parser = argparse.ArgumentParser(prog="train.py", description=__doc__)
    parser.add_argument("corpus", choices=sorted(SCHEMES))
    parser.add_argument("file", type=Path, metavar="FILE", help="texts with gold as JSON Lines")
    parser.add_argument("--check", action="store_true", help="score halves, write nothing")
    given = parser.parse_args(arguments)
    scheme = SCHEMES[given.corpus]
    with given.file.open(encoding="utf-8") as file:
        known = [pair for line in file if line.strip() for pair in graphs(json.loads(line), given.corpus)]
    if given.check:
        check(given.corpus, known)
        return 0
    for name, model in scheme.teach(known, fit).items():
        (MAPPING / given.corpus / f"{name}.json").write_text(model.json(), encoding="utf-8")
        print(f"{given.corpus}/{name}: {len(model.features)} features, {len(model.labels)} labels")
    return 0


def graphs(record: dict[str, object], corpus: str) -> Taught:
    """A record with its graph; nothing where the text cannot be read."""
    try:
        return [(record, TextGraph.of(document(record), corpus))]
    except Unreadable:
        return []


def check(corpus: str, known: Taught) -> None:
    """Print the scores of each half by models of the other, and without models."""
    scheme = SCHEMES[corpus]
    for name, mine, others in (("even", 0, 1), ("odd", 1, 0)):
        for how in ("without models", "with models of the other half"):
            models = scheme.teach(known[others::2], fit) if how.startswith("with ") else {}
            instead.update({(corpus, name): models.get(name) for name in scheme.MODELS})
            records = [record for record, _ in known[mine::2]]
            predictions = [{"id": str(r["id"]), **scheme.answer(graph)} for r, graph in known[mine::2]]
            print(f"\n{name} lines, {how}\n{table(scheme.score(records, predictions))}")
    instead.clear()


def fit(examples: Sequence[tuple[list[str], str]], looseness: float) -> Weights:
    """A logistic regression of examples; the smaller the looseness, the smaller the weights."""
    often = Counter(feature for features, _ in examples for feature in set(features))
    rows = [{one: 1.0 for one in features if often[one] >= _OFTEN} for features, _ in examples]
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(rows)
    model = LogisticRegression(C=looseness, max_iter=500, tol=1e-3).fit(
        matrix, [label for _, label in examples]
    )
    columns, bias = [list(map(float, row)) for row in model.coef_], list(map(float, model.intercept_))
    if len(model.classes_) == 2:
        columns, bias = [[0.0] * len(columns[0]), columns[0]], [0.0, bias[0]]
    features = {}
    for name, at in sorted(vectorizer.vocabulary_.items()):
        row = tuple(round(column[at], 2) for column in columns)
        if max(abs(weight) for weight in row) >= _LEAST:
            features[name] = row
    return Weights(tuple(map(str, model.classes_)), tuple(round(one, 3) for one in bias), features)


if __name__ == "__main__":
    sys.exit(main())
