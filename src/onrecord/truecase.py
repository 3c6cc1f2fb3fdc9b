"""The likely mixed case of a text that a wire set in capitals: same length, so that offsets hold."""

import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache

from onrecord import gazetteer
from onrecord.lexicon import lexicon, words

_WORD = re.compile(r"[^\W\d_]+(?:['’.][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"(?<![A-Z]\.[A-Z])[.!?:]\s*[\"'“(]*\s*$|\[TEXT\]\s*$|\n\s*\n\s*$|--\s*$")
_ACRONYM = re.compile(r"[\[(]([A-Z][A-Z0-9-]{1,9})[\])]")

#: How many people a town has whose name a dictionary may have too: "Lima", not "nice".
_CITY = 1_000_000

Known = Callable[[str], bool]
"""Whether a lower-case word is an ordinary word of the language."""


def is_capitals(text: str) -> bool:
    """Whether a text is set in capitals: hardly any lower-case letter among at least forty."""
    upper = sum(1 for char in text if char.isupper())
    lower = sum(1 for char in text if char.islower())
    return upper >= 40 and lower * 20 < upper


def truecase(text: str, known: Known) -> str:
    """Return a text in capitals in mixed case, letter for letter.

    Lower case is the rule. Capitals are kept for acronyms and given to the words before a bracketed
    acronym that it stands for, to names of the gazetteer, to words that ``known`` does not know,
    and at the start of sentences.
    """
    matches = list(_WORD.finditer(text))
    forms = [match.group() for match in matches]
    titled = [form.title() if form.isupper() else form for form in forms]
    capital = [False] * len(forms)
    whole = [False] * len(forms)
    _mark_acronyms(text, matches, forms, capital, whole)
    i = 0
    while i < len(forms):
        match = gazetteer.longest_match(titled, i) or gazetteer.longest_match(forms, i)
        length = match[0] if match is not None and match[0] > 1 else _place_length(titled, i)
        if length:
            for j in range(i, i + length):
                leads = j == i and forms[j].lower() not in words("function-words")  # "El Salvador"
                capital[j] = capital[j] or leads or forms[j].lower() not in _small_words()
            i += length
            continue
        lower = forms[i].lower()
        if match is not None and len(forms[i]) <= 6 and not known(lower):
            whole[i] = True
        elif lower not in words("function-words") and (
            not known(lower)
            or lower in words("calendar")
            or gazetteer.demonym(titled[i]) is not None
            or _is_place(titled[i], lower, known)
            or _is_month(text, matches, i)
        ):
            capital[i] = True
        i += 1
    _mark_given_names(text, matches, capital, whole)
    return _rewrite(text, matches, capital, whole)


def _mark_given_names(
    text: str, matches: Sequence["re.Match[str]"], capital: list[bool], whole: Sequence[bool]
) -> None:
    """Give given names their capitals where the next word has one: "judge Carlos Valencia"."""
    given, titles = lexicon("person-names"), lexicon("capital-titles")
    for i in range(len(matches) - 1, -1, -1):
        key = (matches[i].group().lower(), "noun")
        row = given.get(key) or titles.get(key)
        if row is None or capital[i]:
            continue
        nearby = i + 1 < len(matches) and text[matches[i].end() : matches[i + 1].start()].isspace()
        capital[i] = (
            row.means != "title" and row.note != "word" or (nearby and capital[i + 1] and not whole[i + 1])
        )
    for i in range(1, len(matches)):
        row = given.get((matches[i].group().lower(), "noun"))
        if row is not None and row.means == "family" and capital[i - 1] and not whole[i - 1]:
            beside = text[matches[i - 1].end() : matches[i].start()].isspace()
            capital[i] = capital[i] or beside and matches[i - 1].group().lower() not in words("calendar")


def _is_month(text: str, matches: Sequence["re.Match[str]"], i: int) -> bool:
    """Whether a word that may be a month stands beside a number."""
    if matches[i].group().lower() not in words("dated-months"):
        return False
    before, after = (
        text[max(0, matches[i].start() - 8) : matches[i].start()].rstrip()[-1:],
        text[matches[i].end() : matches[i].end() + 8].strip()[:1],
    )
    return before.isdigit() or after.isdigit()


def _mark_acronyms(
    text: str,
    matches: Sequence["re.Match[str]"],
    forms: Sequence[str],
    capital: list[bool],
    whole: list[bool],
) -> None:
    for index, form in enumerate(forms):
        if "." in form and len(form) <= 6:
            whole[index] = True
    starts = {match.start(): index for index, match in enumerate(matches)}
    named: list[tuple[str, ...]] = []
    for found in _ACRONYM.finditer(text):
        at = starts.get(found.start(1))
        if at is None:
            continue
        letters = found.group(1).replace("-", "").lower()
        j, used = at - 1, list[int]()
        for letter in reversed(letters):
            while j >= 0 and forms[j].lower() in words("function-words"):
                j -= 1
            if j < 0 or not forms[j].lower().startswith(letter):
                break
            used.append(j)
            j -= 1
        if len(used) >= max(2, len(letters) - 1):
            named.append(tuple(forms[used[-1] : at]))
        whole[at] = len(used) >= 2 or len(letters) <= 5
    for name in dict.fromkeys(named):  # wherever it stands, with its letters or without
        for i in range(len(forms) - len(name) + 1):
            if tuple(forms[i : i + len(name)]) == name:
                for k in range(i, i + len(name)):
                    capital[k] = capital[k] or forms[k].lower() not in words("function-words")


def _place_length(titled: Sequence[str], i: int) -> int:
    if titled[i].lower() in words("function-words"):
        return 0
    for length in (4, 3, 2):
        if i + length <= len(titled) and _is_place_name(" ".join(titled[i : i + length])):
            return length
    return 0


@lru_cache(200_000)
def _is_place_name(name: str) -> bool:
    return bool(gazetteer.places(name))


@cache
def _small_words() -> frozenset[str]:
    return words("particles") | words("function-words")


def _is_place(title: str, lower: str, known: Known) -> bool:
    places = gazetteer.places(title)
    return bool(places) and (
        places[0].kind in ("country", "region") or places[0].population >= _CITY or not known(lower)
    )


def _rewrite(
    text: str, matches: Sequence["re.Match[str]"], capital: Sequence[bool], whole: Sequence[bool]
) -> str:
    pieces: list[str] = []
    end = 0
    for index, match in enumerate(matches):
        pieces.append(text[end : match.start()])
        form = match.group()
        starts = index == 0 or bool(_SENTENCE_END.search(text[max(0, match.start() - 10) : match.start()]))
        lower = _lower(form)
        if whole[index]:
            pieces.append(form)
        elif capital[index] or starts:
            pieces.append(form[0] + lower[1:])
        else:
            pieces.append(lower)
        end = match.end()
    pieces.append(text[end:])
    return "".join(pieces)


@cache
def _lower(form: str) -> str:
    lower = form.lower()
    return lower if len(lower) == len(form) else form
