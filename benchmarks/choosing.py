"""Training of choices: a logistic regression that tells the right one of the answers possible for a text."""

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import accumulate

import numpy as np
from accuracy.weights import Weights
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

#: A feature must be there for so many answers; a weight below the least is left out.
_OFTEN, _LEAST = 4, 0.005

#: The features of each answer possible for a text, and which of them is right.
Choice = tuple[Sequence[Sequence[str]], int]


def choose(choices: Sequence[Choice], looseness: float, strength: Callable[[str], float]) -> Weights:
    """Weights by which the right answer of each choice is the likeliest, features held down by strength."""
    ways = [set(features) for answers, _ in choices for features in answers]
    often = Counter(feature for features in ways for feature in features)
    names = sorted(name for name, count in often.items() if count >= _OFTEN)
    column = {name: at for at, name in enumerate(names)}
    strengths = [strength(name) for name in names]
    cells = [(row, column[name]) for row, way in enumerate(ways) for name in sorted(way) if name in column]
    rows, columns = [row for row, _ in cells], [at for _, at in cells]
    matrix = csr_matrix(([strengths[at] for at in columns], (rows, columns)), shape=(len(ways), len(names)))
    turned = matrix.T.tocsr()
    starts = np.array([0, *accumulate(len(answers) for answers, _ in choices)][:-1])
    text = np.repeat(np.arange(len(choices)), [len(answers) for answers, _ in choices])
    right = starts + np.array([at for _, at in choices])
    wanted = np.zeros(len(ways))
    wanted[right] = 1

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        sums = matrix @ weights
        most = np.maximum.reduceat(sums, starts)
        parts = np.exp(sums - most[text])
        total = np.add.reduceat(parts, starts)
        likely = (sums[right] - most - np.log(total)).sum()
        slope = turned @ (wanted - parts / total[text])
        return -looseness * likely + 0.5 * weights @ weights, weights - looseness * slope

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    weights = {name: round(float(found[at]) * strengths[at], 3) for name, at in column.items()}
    features = {name: (0.0, one) for name, one in weights.items() if abs(one) >= _LEAST}
    return Weights(("no", "yes"), (0.0, 0.0), features)
