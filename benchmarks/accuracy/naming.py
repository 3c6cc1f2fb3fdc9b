"""Which words name a candidate of the muc4 scheme: as the text calls it, whole or cut."""

from collections.abc import Iterator

from accuracy.incident import Incidents, bucket, head
from accuracy.phrases import nominal
from accuracy.words import classes, plain, tokens

#: How many words before and after its own may belong to a name.
_BEFORE, _AFTER = 3, 6
#: How many occurrences of the same words are looked at.
_TIMES = 8


def variants(incidents: Incidents, thing: str) -> dict[str, list[str]]:
    """The ways to name a thing, each with its features."""
    facts = incidents.facts
    whole: dict[str, list[str]] = {incidents.label(thing): ["label"]}
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
        basic += [f"{_sort(incidents, thing)} {one}" for one in basic]
        basic.append(f"shorter {bucket(longest - len(words.split()), 0, 1, 2)}")
        for part, features in _cuts(words):
            found.setdefault(part, basic + features)
    for part, features in _extensions(incidents, thing):
        found.setdefault(part, features)
    return {part: [*features, *_standing(incidents, part)] for part, features in found.items()}


def _standing(incidents: Incidents, part: str) -> Iterator[str]:
    """How words stand in the text: how often, between which others, with what they begin and end."""
    text, lower = incidents.facts.flat, part.lower()
    split = tokens(lower)
    yield f"words {bucket(len(split), 1, 2, 3, 4, 6)}"
    if not split:
        return
    first, last = split[0][2], split[-1][2]
    for side, word in (("first", first), ("last", last)):
        yield f"{side} {plain(word)}"
        yield from (f"{side} {one}" for one in classes(word))
        if plain(word) == "x":
            yield f"{side} ending {word[-3:]}"
            yield f"{side} nominal {nominal(word)}"
    at, times, before, after = text.find(lower), 0, set(), set()
    while at >= 0 and times < _TIMES:
        end = at + len(lower)
        if not (text[at - 1 : at].isalnum() or text[end : end + 1].isalnum()):
            times += 1
            left, right = tokens(text[max(0, at - 25) : at])[-1:], tokens(text[end : end + 25])[:1]
            before.add(left[0][2] if left else "^")
            after.add(right[0][2] if right else "$")
        at = text.find(lower, end)
    yield f"found {bucket(times, 0, 1, 2, 4)}"
    for side, words in (("previous", before), ("next", after)):
        yield f"{side} words {bucket(len(words), 0, 1, 2)}"
        marks = {plain(word) for word in words}
        yield from (f"{side} {one}" for one in sorted(marks))
        yield f"{side} open {'x' in marks} {len(marks) > 1}"
        yield from sorted({f"{side} {one}" for word in words for one in classes(word)})
        yield f"{side} nominal {any(map(nominal, words))}"


def _extensions(incidents: Incidents, thing: str) -> Iterator[tuple[str, list[str]]]:
    """The words where the thing is first spoken of, with some before or after them."""
    facts, places = incidents.facts, incidents.places(thing)
    text, sort = " ".join(facts.text.split()), _sort(incidents, thing)
    for start, end in places[:3]:
        sentence = incidents.sentence(start)
        if sentence is None:
            continue
        words = facts.passages[sentence]
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


def _sort(incidents: Incidents, thing: str) -> str:
    return f"{incidents.kind(thing)} {'named' if thing in incidents.facts.mentions else 'described'}"


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
