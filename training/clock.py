"""Fit the weights of the document's clock: `python training/clock.py GOLD.jsonl... -o rules/lexicon/clock.tsv`.

Gold is JSONL of articles with `id`, `text`, `reference_date` (null where the text does not tell it) and DATE mentions with values, from
which the year is derived where the day is not told. Articles whose number is divisible by `--held-out` are left alone: they are for
checking. `--headed` adds plain texts, of which those with a dated header count a little: the header is taken out, and is what the rest
is asked for. Two conditional logits are fitted, one over the years that an article votes for, one over its days, both with the choice of
none, which has a weight of its own for texts that lost their header; the weights are rounded to tenths and written as whole numbers.
An article whose text tells its day counts once more without it, by a share. An article counts a little more the more of its dates rest on
the day of writing (`--by-dates`), up to `MOST_DATES`. Cross-validation by article shows what each margin gives. The shipped table was made
with `--headed FILE.gz`.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

from cyextract import Extractor
from cyextract.recognizers.date.day_evidence import vote_for_days
from cyextract.recognizers.date.evidence import Vote, vote_for_years
from cyextract.recognizers.date.places import Day, Place, find_places
from cyextract.recognizers.date.reference import Reference
from cyextract.text.words import Words

SCALE, FOLDS, ROUNDS, RATE = 10, 5, 300, 0.2
SURE = {
    "explained": 4.0, "today": 4.0, "plan-edge": 3.0, "told-twice": 3.0, "month-twice": 2.5, "anniversary": 3.0, "of-year": 3.0,
    "weekday": math.log(7), "weekday-against": -4.0, "zodiac": math.log(12), "zodiac-against": -3.0, "season": 1.2,
    "takes-effect": 2.5,
}  # fmt: skip
"""Kinds that say a thing outright and are too rare to be learned: what they weigh before any article is read, and hold on to."""
SURE_PENALTY = 20.0
COUNTED_YEAR = re.compile("[今本去上前明]年")
FAR = dt.date(2001, 12, 31)  # every month without a year lies in the year of this day

Kinds = frozenset[str]
NONE, NONE_HEADED = "none", "none, without its header"

HEADER = re.compile(
    r"(?:(?:发布|发表)?(?:时间|日 *期)[】:： ]{1,3})((?:19|20)\d\d)[-年/.](\d{1,2})[-月/.](\d{1,2})日?(?: \d\d:\d\d(?::\d\d)?)?"
)
HEADER_REACH = 400  # code points
MOST_DATES = 12  # an article with more of them counts as one with so many


class Choice(NamedTuple):
    """One document: the kinds that vote for each candidate, and the right candidate, None where it is none of them."""

    id: str
    candidates: Mapping[Any, Kinds]
    right: Any
    is_told: bool  # whether gold knows the answer
    share: float = 1.0  # how much it counts in the fit
    dates: int = 0  # how many of its dates rest on the day of writing
    is_headed: bool = False  # a text that lost its header: no clock is more often right there


class Weights(NamedTuple):
    by_kind: dict[str, float]
    none: float


def kinds_of(votes: Sequence[Vote[Any]]) -> dict[Any, Kinds]:
    """The kinds that vote for each candidate."""
    found: dict[Any, set[str]] = {}
    for kind, value, _ in votes:
        found.setdefault(value, set()).add(kind)
    return {value: frozenset(kinds) for value, kinds in found.items()}


def read_documents(paths: Sequence[Path]) -> Iterator[dict[str, Any]]:
    """The articles of JSONL files."""
    for path in paths:
        yield from map(json.loads, filter(str.strip, path.read_text(encoding="utf-8").splitlines()))


def dates_that_rest_on_it(extractor: Extractor, row: Mapping[str, Any]) -> int:
    """How many of the dates that gold asks for take something from the day of writing."""
    asked = {(m["start"], m["end"]) for m in row.get("mentions", ()) if m["type"] == "DATE" and not m.get("optional")}
    dates = extractor.extract(row["text"], reference_date=FAR).dates if asked else ()
    return sum((m.start, m.end) in asked and any(i.source == "reference_date" for i in m.implied.values()) for m in dates)


def gold_clock(extractor: Extractor, row: Mapping[str, Any]) -> tuple[int | None, Day | None, bool, bool]:
    """Year and day of writing, and whether each is to be judged: given, or derived from what gold reads counted dates as."""
    if row["reference_date"]:
        day = dt.date.fromisoformat(row["reference_date"])
        return day.year, (day.month, day.day), True, True
    gold = {(m["start"], m["end"]): m["value"] for m in row["mentions"] if m["type"] == "DATE"}
    counted: Counter[str] = Counter()  # 去年四季度 tells the year of writing better than 四季度, which may be last year's
    years: Counter[str] = Counter()
    days: Counter[Day | None] = Counter()
    for mention in extractor.extract(row["text"], reference_date=FAR).dates:
        value = gold.get((mention.start, mention.end))
        if value is None or not any(i.source == "reference_date" for i in mention.implied.values()):
            continue
        ours, theirs = re.match(r"\d{4}", mention.value), re.match(r"\d{4}|XXXX", value)
        if ours and theirs:
            told_year = "XXXX" if theirs[0] == "XXXX" else str(FAR.year + int(theirs[0]) - int(ours[0]))  # ours counts from FAR
            (counted if COUNTED_YEAR.match(mention.canonical) else years)[told_year] += 1
        if "day" not in mention.implied or not mention.first_day or not (told := re.match(r"(?:\d{4}|XXXX)-(\d\d|XX)-(\d\d|XX)", value)):
            continue
        if "XX" in told.groups():
            days[None] += 1
        else:
            day = dt.date(2001, int(told[1]), min(int(told[2]), 28 if told[1] == "02" else 31))
            day -= dt.date.fromisoformat(mention.first_day) - FAR
            days[day.month, day.day] += 1
    year = (counted or years).most_common(1)[0][0] if counted or years else None
    known = None if year in (None, "XXXX") else int(year or 0)
    return known, (days.most_common(1)[0][0] if days else None), year is not None, bool(days) or known is not None


def read_headed(path: Path, every: int) -> Iterator[dict[str, Any]]:
    """Texts whose header tells the day, without their header: what the rest says of a day that is known."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            text = json.loads(line)["text"]
            header = HEADER.search(text, 0, HEADER_REACH)
            if header is None or number % every:
                continue
            day = f"{header[1]}-{int(header[2]):02d}-{int(header[3]):02d}"
            yield {"id": f"h{number}", "text": text[: header.start()] + text[header.end() :], "reference_date": day}


def without_own_day(row: Mapping[str, Any]) -> dict[str, Any] | None:
    """An article whose text does not tell the year beside its own day, nor the day in a header; None where it does not anyway."""
    day = dt.date.fromisoformat(row["reference_date"])
    text = re.sub(rf"(?<!\d){day.year}年(0?{day.month}月0?{day.day}日)", r"\1", row["text"])
    text = re.sub(rf"(?<!\d){day.year}[-/.]0?{day.month}[-/.]0?{day.day}(?!\d)(?: ?\d\d:\d\d(?::\d\d)?)?", "", text)
    return None if text == row["text"] else {"id": row["id"], "text": text, "reference_date": row["reference_date"]}


def choices(documents: Iterable[Mapping[str, Any]], share: float = 1.0, *, is_headed: bool = False) -> tuple[list[Choice], list[Choice]]:
    """What there is to choose from, for years and for days."""
    extractor = Extractor(types={"DATE", "TITLE"}, layers=())
    seen: list[tuple[str, Words, list[Place], Any]] = []

    def record(view: str, words: Words, dates: Any, title_dates: Any) -> Reference:
        seen[:] = [(view, words, find_places(view, words, dates), title_dates)]
        return Reference(None, None, None)

    years, days = [], []
    for row in documents:
        with mock.patch("cyextract.pipeline.infer_reference", record):
            extractor.extract(row["text"])
        view, words, places, title_dates = seen[0]
        year, day, is_told, is_day_told = gold_clock(extractor, row)
        dates = 0 if is_headed else dates_that_rest_on_it(extractor, row)
        candidates = kinds_of(vote_for_years(view, words, places, title_dates))
        years.append(Choice(row["id"], candidates, year if year in candidates else None, is_told, share, dates, is_headed))
        candidates = kinds_of(vote_for_days(view, places, year))
        days.append(Choice(row["id"], candidates, day if day in candidates else None, is_day_told, share, dates, is_headed))
    return years, days


def shared_by_dates(data: Sequence[Choice], by_dates: float) -> list[Choice]:
    """The articles, each counting 1 on average, and the more the more dates it has."""
    mean = sum(min(c.dates, MOST_DATES) for c in data) / max(1, len(data)) or 1
    return [c._replace(share=1 + by_dates * (min(c.dates, MOST_DATES) / mean - 1)) for c in data]


def scores(choice: Choice, weights: Weights) -> dict[Any, float]:
    """What each candidate weighs, and none."""
    by_kind = weights.by_kind
    return {None: weights.none} | {c: sum(by_kind.get(k, 0.0) for k in kinds) for c, kinds in choice.candidates.items()}


def fit(data: Sequence[Choice], penalty: float) -> Weights:
    """Maximum likelihood with a quadratic penalty, by AdaGrad over the whole data."""
    names = sorted({k for c in data for kinds in c.candidates.values() for k in kinds})
    weights, none, none_headed = {name: SURE.get(name, 0.0) for name in names}, 0.0, 0.0
    squares = dict.fromkeys([*names, NONE, NONE_HEADED], 1e-6)
    for _ in range(ROUNDS):
        slope = {name: SURE_PENALTY * (SURE[name] - w) if name in SURE else -penalty * w for name, w in weights.items()}
        slope[NONE] = slope[NONE_HEADED] = 0.0
        for choice in data:
            found = scores(choice, Weights(weights, none + none_headed if choice.is_headed else none))
            top = max(found.values())
            total = sum(math.exp(s - top) for s in found.values())
            for candidate, score in found.items():
                gap = choice.share * ((candidate == choice.right) - math.exp(score - top) / total)
                if candidate is None:
                    slope[NONE] += gap
                    slope[NONE_HEADED] += gap if choice.is_headed else 0
                else:
                    for kind in choice.candidates[candidate]:
                        slope[kind] += gap
        for name, value in slope.items():
            squares[name] += value * value
            step = RATE * value / math.sqrt(squares[name])
            if name == NONE:
                none += step
            elif name == NONE_HEADED:
                none_headed += step
            else:
                weights[name] += step
    return Weights(weights, none)


def rounded(weights: Weights) -> Weights:
    """The same in tenths."""
    return Weights({k: float(round(SCALE * w)) for k, w in weights.by_kind.items()}, float(round(SCALE * weights.none)))


def verdict(choice: Choice, weights: Weights, margin: float) -> Any:
    """The best candidate if it wins by the margin, else None."""
    (best, score), *rest = sorted(scores(choice, weights).items(), key=lambda item: (-item[1], str(item[0])))
    return best if best is not None and (not rest or score - rest[0][1] >= margin) else None


def outcome(choice: Choice, found: Any) -> str:
    """What a verdict is worth."""
    if not choice.is_told:
        return "not judged"
    if found is None:
        return "none, rightly" if choice.right is None else "none"
    return "right" if found == choice.right else "invented" if choice.right is None else "wrong"


def cross_validate(name: str, data: Sequence[Choice], more: Sequence[Choice], penalty: float) -> None:
    """Print what each margin gives on articles that the weights were not fitted on."""
    fold_of = {c.id: i % FOLDS for i, c in enumerate(data)}
    told = [*(c for c in data if c.is_told), *more]
    fitted = [rounded(fit([c for c in told if fold_of.get(c.id) != fold], penalty)) for fold in range(FOLDS)]
    for margin in (1, 5, 8, 12, 16, 20):
        counted = Counter(outcome(c, verdict(c, fitted[i % FOLDS], margin)) for i, c in enumerate(data))
        print(f"{name} margin {margin}: {dict(sorted(counted.items()))}")


def write_table(path: Path, found: Mapping[str, tuple[Weights, int]]) -> None:
    """Put the weights into the rows of the table, whose sentences stay."""
    lines = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            kind, elects, _, why = line.split("\t")
            weights, margin = found[elects]
            value = {"none": weights.none, "margin": margin}.get(kind, weights.by_kind.get(kind, 0.0))
            line = f"{kind}\t{elects}\t{value:.0f}\t{why}"
        lines.append(line)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main(words: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="+", type=Path, help="JSONL of annotated articles")
    parser.add_argument("-o", "--out", type=Path, required=True, help="the table, which is rewritten in place")
    parser.add_argument("--held-out", type=int, default=4, help="articles whose number this divides are for checking (4)")
    parser.add_argument("--penalty", type=float, default=0.25, help="of the squares of the weights (0.25)")
    parser.add_argument("--by-dates", type=float, default=0.4, help="how much of an article's share goes by its dates (0.4)")
    parser.add_argument("--margins", type=int, nargs=2, default=(3, 5), metavar=("YEAR", "DAY"))
    parser.add_argument("--headed", type=Path, help="JSONL (.gz) of texts, of which those with a dated header are used, without it")
    parser.add_argument("--headed-every", type=int, default=1, help="one line in so many (1)")
    parser.add_argument("--headed-share", type=float, default=0.15, help="what such a text counts beside an annotated one (0.15)")
    parser.add_argument("--hidden-share", type=float, default=0.5, help="what an article counts without its own day (0.5)")
    arguments = parser.parse_args(words)
    headed = read_headed(arguments.headed, arguments.headed_every) if arguments.headed else ()
    gold = list(read_documents(arguments.gold))
    tuning = [row for row in gold if int(re.sub(r"\D", "", row["id"]) or 1) % arguments.held_out]
    hidden = [row for row in map(without_own_day, (row for row in tuning if row["reference_date"])) if row is not None]
    found = {}
    for name, data, more, less, margin in zip(
        ("year", "day"),
        choices(tuning),
        choices(headed, arguments.headed_share, is_headed=True),
        (choices(hidden, arguments.hidden_share, is_headed=True)[0], []),  # a day without its year is none that a text states
        arguments.margins,
        strict=True,
    ):
        shared = shared_by_dates(data, arguments.by_dates)
        print(f"{name}: {len(data)} annotated, {len(less)} of them without their day, {len(more)} with a header")
        cross_validate(name, shared, [*more, *less], arguments.penalty)
        found[name] = rounded(fit([*(c for c in shared if c.is_told), *more, *less], arguments.penalty)), margin
    write_table(arguments.out, found)


if __name__ == "__main__":
    main()
