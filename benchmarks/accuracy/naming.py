"""Which words name a candidate of the muc4 scheme: what the text calls it, whole or cut as the corpus does."""

from collections.abc import Iterator

from accuracy.facts import Facts
from accuracy.incident import bucket, head
from accuracy.words import classes, shape, tokens


def variants(facts: Facts, thing: str) -> dict[str, list[str]]:
    """The ways to name a thing, each with its features."""
    whole: dict[str, list[str]] = {facts.labels[thing]: ["label"]}
    for mention in facts.mentions.get(thing, ()):
        whole.setdefault(str(mention["words"]), []).append("mention")
    for claim in facts.about.get(thing, ()):
        words = claim["objectWords"] if claim["object"] == thing else claim["subjectWords"]
        if words:
            whole.setdefault(str(words), []).append("words")
        if claim["predicate"] == "alias" and claim["value"]:
            whole.setdefault(str(claim["value"]), []).append("alias")
    longest = max(len(words.split()) for words in whole)
    found: dict[str, list[str]] = {}
    for words, origins in whole.items():
        basic = [f"from {origin}" for origin in sorted(set(origins))]
        basic.append(f"shorter {bucket(longest - len(words.split()), 0, 1, 2)}")
        for part, features in _cuts(words):
            found.setdefault(part, basic + features)
    return found


def _cuts(words: str) -> Iterator[tuple[str, list[str]]]:
    """The words, without those in front one by one, and without what is joined on."""
    split = tokens(words)
    if not split:
        return
    inner = next((at for at, (_, _, word) in enumerate(split) if at and word == head(words)), len(split) - 1)
    for last, joined in dict.fromkeys(((len(split) - 1, "whole"), (inner, "head"))):
        if joined == "head" and last == len(split) - 1:
            continue
        for first in range(0, min(last + 1, 5)):
            part = " ".join(words[split[first][0] : split[last][1]].split())
            features = [joined, f"cut {bucket(first, 0, 1, 2, 3)}", f"starts {shape(split[first][2])}"]
            features.append(f"left {bucket(last - first, 0, 1, 2, 4)}")
            features += [f"starts {one}" for one in classes(split[first][2])]
            for _, _, word in split[:first]:
                features += [f"without {one}" for one in (*classes(word), shape(word))]
            if joined == "head":
                features.append(f"without joined {shape(split[last + 1][2])}")
            yield part, features
