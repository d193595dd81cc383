"""What a difference means: another figure, date, bound, obligation, subject or scope, or only other words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.wording_diff import Region, Window
from assistant.wording_figures import is_date, kind_of_figures
from assistant.wording_model import Difference, DifferenceKind
from assistant.wording_parties import (
    party_around,
    party_end,
    respelt,
    same_name,
    stands_as_subject,
    subject_around,
)
from assistant.wording_words import Word, are_opposites, is_listed_scope, other_start, read_words
from corpus.numerals import read_figures, same_figure

_LONG = 5  # characters; a longer stretch left out or added is a phrase, not a word
_STRONG = ("except", "only", "without")  # a phrase with one of these may not be left out
_STOPS = ",。;:!?"
_NAME = re.compile("[\u4e00-\u9fff]{0,16}")
_LETTERS = re.compile(r"[^\W_]|[%‰‱℃°¥$€]")
_PERIODS = frozenset(("年", "年度", "季度", "个月", "月", "周", "日", "天", "个工作日", "小时"))
_OF_PERIOD = re.compile("[每上本当下一半]$")  # 上一年, 每个月: no figure, but a length of time


def differences(official: str, said: str, window: Window) -> tuple[Difference, ...]:
    """Return what differs, in order, each difference once.

    Args:
        official: the whole clause, made comparable.
        said: the sentence, made comparable.
        window: where it stands, and the regions that differ.
    """
    found: list[Difference] = []
    for region in window.regions:
        found.extend(_of_region(official, said, window, region))
    if not any(difference.kind is DifferenceKind.DATE for difference in found):
        found.extend(other_start(said, official[window.start : window.end]))
    return tuple(dict.fromkeys(_without_moved(found)))


def _without_moved(found: Sequence[Difference]) -> Iterator[Difference]:
    """Leave out words that stand at another place: 依法可以 for 可以依法."""
    gone = {(d.kind, d.official) for d in found if not d.said}
    come = {(d.kind, d.said) for d in found if not d.official}
    for difference in found:
        moved = (difference.kind, difference.said or difference.official) in gone & come
        if not moved or (difference.said and difference.official):
            yield difference


def _of_region(official: str, said: str, window: Window, region: Region) -> Iterator[Difference]:
    there = official[region.start : region.end]
    here = said[region.said_start : region.said_end]
    if not _LETTERS.search(there + here):
        return
    old = [w for w in read_words(official) if w.touches(region.start, region.end)]
    new = [w for w in read_words(said) if w.touches(region.said_start, region.said_end)]
    beside_old = [w for w in read_words(official) if w.near(region.start, region.end) and w not in old]
    beside_new = [w for w in read_words(said) if w.near(region.said_start, region.said_end) and w not in new]
    if not here:
        old = [w for w in old if _still_counts(w, official, window, region)]
    if not there:
        new = [w for w in new if _said_counts(w, said, region)]
    old, new = _without_twins(old, beside_new), _without_twins(new, beside_old)
    counted = list(_figures(old, new, beside_old, beside_new, official))
    if not counted and {here, there} <= _PERIODS and _OF_PERIOD.search(said[: region.said_start]):
        counted.append(Difference(DifferenceKind.UNIT, here, there))
    long = max(len(there), len(here)) > _LONG
    counted += list(_words(old, new, {d.kind for d in counted}, long))
    if not any(d.kind is DifferenceKind.SCOPE for d in counted):
        counted += list(_subject(official, said, region))
    yield from counted
    if not any(d.kind.contradicts for d in counted):
        yield from _plain(there, here, counted)


def _without_twins(words: Sequence[Word], beside: Sequence[Word]) -> list[Word]:
    """Leave out words that the other text has too, beside the change: 或者 became 或."""
    left = list(beside)
    kept = []
    for word in words:
        twin = next((o for o in left if _alike(o, word)), None)
        if twin is None:
            kept.append(word)
        else:
            left.remove(twin)
    return kept


def _alike(a: Word, b: Word) -> bool:
    if a.kind is not b.kind:
        return False
    return _same(a, b) if a.kind is DifferenceKind.FIGURE else a.sense == b.sense


def _plain(there: str, here: str, counted: Sequence[Difference]) -> Iterator[Difference]:
    if any(d.kind is DifferenceKind.WRITTEN for d in counted):
        return
    if here and there:
        yield Difference(DifferenceKind.WORDS, here, there)
    elif here:
        yield Difference(DifferenceKind.ADDED, here, "")
    else:
        yield Difference(DifferenceKind.OMITTED, "", there)


def _still_counts(word: Word, official: str, window: Window, region: Region) -> bool:
    """Tell whether a word that was left out changes what is left.

    At the edges of the window the sentence only begins later or ends earlier: there a word counts if it
    touches the words that are left (不得 before them, 以上 behind them).
    """
    if region.start == window.start and region.end < window.end:
        return word.end >= region.end - 1 and word.kind is not DifferenceKind.SCOPE
    if region.end == window.end and region.start > window.start:
        return word.start <= region.start and word.kind is not DifferenceKind.OBLIGATION
    if region.end - region.start < _LONG:
        return True
    if word.kind is DifferenceKind.SCOPE:
        return word.sense in _STRONG
    whole_phrase = (
        region.end == len(official) or official[region.end] in _STOPS or official[region.end - 1] in _STOPS
    )
    if word.kind in (DifferenceKind.OBLIGATION, DifferenceKind.NEGATION):
        return not whole_phrase
    return word.start < region.start or word.end > region.end


def _said_counts(word: Word, said: str, region: Region) -> bool:
    """Tell whether a word in what was added changes the rest: figures do, others in a short addition."""
    if word.kind is DifferenceKind.FIGURE or region.said_end - region.said_start < _LONG:
        return True
    whole_phrase = region.said_end == len(said) or said[region.said_end] in _STOPS
    return word.kind in (DifferenceKind.OBLIGATION, DifferenceKind.NEGATION) and not whole_phrase


def _figures(
    old: Sequence[Word],
    new: Sequence[Word],
    beside_old: Sequence[Word],
    beside_new: Sequence[Word],
    official: str,
) -> Iterator[Difference]:
    """Compare the figures of a region; those that say the same are taken off first.

    Where only one text changes a figure here, the one beside it in the other text is its counterpart: 三十日
    became 十五日 by 三 put in and 五 taken away.
    """
    left, right = _figure_words(old), _figure_words(new)
    if not left:
        left = _figure_words(beside_old)[: len(right)]
    if not right:
        right = _figure_words(beside_new)[: len(left)]
    for word in list(right):
        twin = next((other for other in left if _same(word, other)), None)
        if twin is not None:
            left.remove(twin)
            right.remove(word)
            if twin.text != word.text:
                yield Difference(DifferenceKind.WRITTEN, word.text, twin.text)
    for word, other in zip(right, left, strict=False):
        yield Difference(_kind(word, other), word.text, other.text)
    yield from _alone(left[len(right) :], right[len(left) :], official)


def _alone(left: Sequence[Word], right: Sequence[Word], official: str) -> Iterator[Difference]:
    """Name the figures that only one text has; one that stands elsewhere in the clause is proven."""
    known = read_figures(official)
    for word in (*right, *left):
        proven = word.figure is not None and any(same_figure(word.figure, other) for other in known)
        if not _counts_alone(word) or (proven and word in right):
            continue
        kind = DifferenceKind.DATE if is_date(word.figure) else DifferenceKind.FIGURE
        yield Difference(kind, word.text, "") if word in right else Difference(kind, "", word.text)


def _counts_alone(word: Word) -> bool:
    """Tell whether a figure says something without one to compare it with; 一 in 统一 and 第一款 do not."""
    return word.figure is not None or word.text[0].isdigit()


def _figure_words(words: Sequence[Word]) -> list[Word]:
    return [word for word in words if word.kind is DifferenceKind.FIGURE]


def _same(a: Word, b: Word) -> bool:
    if a.figure is None or b.figure is None:
        return a.figure is b.figure and a.sense == b.sense
    return same_figure(a.figure, b.figure)


def _kind(said: Word, official: Word) -> DifferenceKind:
    if said.figure is None or official.figure is None:
        return DifferenceKind.FIGURE
    return kind_of_figures(said.figure, official.figure)


_LISTING = frozenset(("和", "与", "及", "以及", "或", "或者", "并", "且"))  # of a list that was rewritten
_SOFT = (DifferenceKind.BOUND, DifferenceKind.SCOPE)
_BY_SENSE = (
    DifferenceKind.OBLIGATION,
    DifferenceKind.NEGATION,
    DifferenceKind.BOUND,
    DifferenceKind.SCOPE,
    DifferenceKind.REFERENCE,
)


def _words(
    old: Sequence[Word], new: Sequence[Word], known: set[DifferenceKind], long: bool
) -> Iterator[Difference]:
    """Compare the other words of a region by their sense.

    In a long region that was rewritten, a bound or a word of scope counts only against another one.
    """
    for kind in _BY_SENSE:
        if kind is DifferenceKind.BOUND and known & {DifferenceKind.BOUND, DifferenceKind.FIGURE}:
            continue  # the figure with its bound has been named
        left = [word for word in old if word.kind is kind]
        right = [word for word in new if word.kind is kind]
        for word in list(right):
            twin = next((other for other in left if other.sense == word.sense), None)
            if twin is not None:
                left.remove(twin)
                right.remove(word)
        for number in range(max(len(left), len(right))):
            said = right[number].text if number < len(right) else ""
            was = left[number].text if number < len(left) else ""
            if long and kind in _SOFT and not (said and was):
                continue
            if long and {said, was} <= _LISTING:
                continue
            if kind is not DifferenceKind.SCOPE or _other_scope(said, was):
                yield Difference(kind, said, was)


def _other_scope(said: str, official: str) -> bool:
    """Tell whether a word of scope says something else; one of a pair of opposites needs the other one."""
    listed = [bool(word) and is_listed_scope(word) for word in (said, official)]
    return any(listed) or are_opposites(said, official)


def _subject(official: str, said: str, region: Region) -> Iterator[Difference]:
    """Name the party that was put in the place of another."""
    if respelt(said, (region.said_start, region.said_end), official, (region.start, region.end)):
        return
    subjects = (
        subject_around(said, region.said_start, region.said_end),
        subject_around(official, region.start, region.end),
    )
    if all(subjects):
        if not same_name(*subjects):
            yield Difference(DifferenceKind.SUBJECT, *subjects)
        return
    if not _NAME.fullmatch(official, region.start, region.end) or not _NAME.fullmatch(
        said, region.said_start, region.said_end
    ):
        return
    there = party_around(official, region.start, region.end)
    here = party_around(said, region.said_start, region.said_end)
    both = region.start < region.end and region.said_start < region.said_end
    added = said[region.said_start : region.said_end]
    if region.said_start == 0 and region.start == region.end and party_end().match(added[::-1]):
        if added not in official and stands_as_subject(said, region.said_end):
            yield Difference(DifferenceKind.SUBJECT, added, "")
    elif there and here:
        if not same_name(there, here) and (both or there not in here and here not in there):
            yield Difference(DifferenceKind.SUBJECT, here, there)
    elif both and stands_as_subject(official, region.end) and stands_as_subject(said, region.said_end):
        yield Difference(
            DifferenceKind.SUBJECT,
            said[region.said_start : region.said_end],
            official[region.start : region.end],
        )
