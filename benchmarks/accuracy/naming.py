"""Which words name a candidate of the muc4 scheme: as the text calls it, whole or cut."""

from collections.abc import Iterator

from accuracy.facts import Facts
from accuracy.incident import Incidents, bucket, head
from accuracy.words import classes, plain, tokens

#: How many words before and after its own may belong to a name.
_BEFORE, _AFTER = 3, 6


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
        basic += [f"{_sort(facts, thing)} {one}" for one in basic]
        basic.append(f"shorter {bucket(longest - len(words.split()), 0, 1, 2)}")
        for part, features in _cuts(words):
            found.setdefault(part, basic + features)
    for part, features in _extensions(facts, thing):
        found.setdefault(part, features)
    return found


def _extensions(facts: Facts, thing: str) -> Iterator[tuple[str, list[str]]]:
    """The words where the thing is first spoken of, with some before or after them."""
    places = Incidents(facts).places(thing)
    text, sort = " ".join(facts.text.split()), _sort(facts, thing)
    for start, end in places[:3]:
        sentence = max((one for one in facts.sentences if one <= start), default=None)
        if sentence is None:
            continue
        words = facts.sentences[sentence]
        first, last = start - sentence, end - sentence
        before, after = tokens(words[: max(0, first)])[-_BEFORE:], tokens(words[last : last + 90])[:_AFTER]
        gone: list[str] = []
        for at, _, word in reversed(before):
            if not word[0].isalnum():
                break
            gone += [*classes(word), plain(word)]
            part = " ".join(words[at:last].split())
            added = ["extended left", *(f"with {one}" for one in gone), f"starts {plain(word)}"]
            added += [f"starts {one}" for one in classes(word) or ("unknown", f"unknown {word[-2:].lower()}")]
            yield (
                part,
                added + [f"{sort} extended left {plain(word)} {_habit(text, words[first:last], part)}"],
            )
        gone = []
        for at, (_, stop, word) in enumerate(after):
            if not word[0].isalnum():
                break
            gone += [*classes(word), plain(word)]
            part = " ".join(words[first : last + stop].split())
            added = [f"extended right {at}", *(f"and {one}" for one in gone), f"ends {plain(word)}"]
            added += [f"ends {one}" for one in classes(word) or ("unknown", f"unknown {word[-2:].lower()}")]
            added.append(f"next {plain(after[0][2])} {at}")
            added += [f"stops before {plain(after[at + 1][2])}"] if at + 1 < len(after) else []
            yield (
                part,
                added + [f"{sort} extended right {plain(word)} {_habit(text, words[first:last], part)}"],
            )


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
            features = [joined, f"cut {bucket(first, 0, 1, 2, 3)}", f"starts {plain(split[first][2])}"]
            features.append(f"left {bucket(last - first, 0, 1, 2, 4)}")
            features += [f"starts {one}" for one in classes(split[first][2])]
            for _, _, word in split[:first]:
                features += [f"without {one}" for one in (*classes(word), plain(word))]
            if joined == "head":
                features.append(f"without joined {plain(split[last + 1][2])}")
            yield part, features


def _sort(facts: Facts, thing: str) -> str:
    return f"{facts.classes[thing]} {'named' if thing in facts.mentions else 'described'}"


def _habit(text: str, words: str, part: str) -> str:
    """How often the text has the longer form where it has the words."""
    shorter, longer = text.count(" ".join(words.split())), text.count(part)
    return (
        "once"
        if shorter < 2
        else "always"
        if longer == shorter
        else "mostly"
        if 2 * longer > shorter
        else "rarely"
    )
