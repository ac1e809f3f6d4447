"""Claims made from gold, true and corrupted in documented ways: how many verdicts of `cyextract.verify` are right?

    python benchmarks/verify.py [GOLD] [--figures FILE] [--peer NAME]... [--errors N] [--only CASE] [--json]

GOLD is what `benchmarks/accuracy.py` takes; FILE holds figures by document id (JSONL, `{"id", "figures"}`) where GOLD has none.
Every required mention makes a true claim. It is corrupted where that makes something that gold does not hold elsewhere in the text:

    scale        an amount at 10^4 or 10^8 times its value          digits       two neighbouring digits swapped
    currency     another currency                                   unit         points for per cent, and the reverse
    year, month  the next one                                       elsewhere    the value, name or title of another document
    title        one word of a title replaced

A gold figure makes a true row; a wrong one has the metric, subject, period or number of another row of the text, or the other direction.
A gold agreement makes a true event; a wrong one has a party from the text or from another document, or the date of another sentence.

A true value should be `supported`, a corrupted one not; a true row should not be `contradicted`, a wrong one not `supported`.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from rich.table import Table

from claim_peers import PEERS
from cyextract import Verification, verify
from cyextract.evaluate import GoldDocument
from cyextract.goldformats import read_gold
from cyextract.models import format_decimal
from cyextract.recognizers.date.timex import covered_days
from cyextract.verification.models import VERDICTS
from machine import describe_machine, format_machine, open_console

SEEDS = Path(__file__).parent.parent / "seeds"
VALUES = ("MONEY", "PERCENT", "DATE", "ORG", "TITLE")
WORDS = (("协议", "章程"), ("办法", "纲要"), ("合作", "竞赛"), ("发展", "保护"), ("意见", "宣言"), ("中国", "世界"), ("规划", "合同"))


class Case(NamedTuple):
    """One claim of a document: what it is made of, how it is corrupted (`true` where it is not), and the words it was made from."""

    kind: str
    how: str
    claim: dict[str, Any]
    quote: str = ""


class Source(NamedTuple):
    """A gold document with its figures."""

    gold: GoldDocument
    figures: Sequence[dict[str, Any]]


def value_cases(document: GoldDocument, other: GoldDocument) -> Iterator[Case]:
    """True and corrupted values, dates, names and titles."""
    text, held = document.text or "", Held(document)
    strangers = {kind: [a for a in other.annotations if a.type == kind and not a.optional] for kind in VALUES}
    for number, mention in enumerate(a for a in document.annotations if not a.optional and a.type in VALUES):
        fields, written = mention.fields, str(mention.fields["text"])
        stranger = strangers[mention.type][number % len(strangers[mention.type])] if strangers[mention.type] else None
        if mention.type in ("MONEY", "PERCENT"):
            yield from (case._replace(quote=written) for case in quantity_cases(mention.type, fields, written, number, held))
        elif mention.type == "DATE":
            yield from (case._replace(quote=written) for case in date_cases(str(fields["value"]), held))
        else:
            name = str(fields.get("title") or written.strip("《》")) if mention.type == "TITLE" else written
            yield Case(mention.type, "true", {"type": mention.type.lower(), "value": name})
            for old, new in WORDS:
                changed = name.replace(old, new, 1)
                if mention.type == "TITLE" and old in name and changed not in text:
                    yield Case("TITLE", "title", {"type": "title", "value": changed})
                    break
        if (
            stranger is not None
            and (claim := claim_of(stranger.type, stranger.fields)) is not None
            and not held.holds(stranger.type, claim, text)
        ):
            yield Case(mention.type, "elsewhere", claim)


def claim_of(kind: str, fields: Any) -> dict[str, Any] | None:
    """The claim that a mention makes; None where it makes none alone."""
    if kind == "MONEY":
        return None if fields.get("amount") is None else {"type": "money", "value": str(fields["amount"]), "unit": fields["currency"]}
    if kind == "PERCENT":
        return None if fields.get("value") is None else {"type": "percent", "value": str(fields["value"]), "unit": fields["unit"]}
    if kind == "DATE":
        return {"type": "date", "value": str(fields["value"])}
    name = str(fields["text"])
    return {"type": kind.lower(), "value": name.strip("《》") if kind == "TITLE" else name}


class Held:
    """What gold holds of a text, so that no corruption is true by chance."""

    def __init__(self, document: GoldDocument) -> None:
        self.numbers: defaultdict[str, set[Decimal]] = defaultdict(set)
        self.dates: set[tuple[str, object]] = set()
        for mention in document.annotations:
            fields = mention.fields
            if mention.type == "DATE":
                self.dates.add((str(fields["value"]), fields.get("mod")))
            names = ("amount", "amount_min", "amount_max") if mention.type == "MONEY" else ("value", "value_min", "value_max")
            if mention.type in ("MONEY", "PERCENT"):
                unit = str(fields.get("currency") or fields.get("unit"))
                self.numbers[unit] |= {Decimal(str(fields[name])) for name in names if fields.get(name) is not None}

    def has_number(self, value: Decimal, unit: str) -> bool:
        return value in self.numbers[unit]

    def has_date(self, value: str) -> bool:
        """Whether a date of the text is this one, lies in it, or has it at its end (底, 初, a range), or the claim says nothing (XXXX)."""
        days = covered_days(value)
        for date, mod in self.dates:
            if value == date or (not days and re.fullmatch(value.replace("X", "."), date)):
                return True
            inner = covered_days(date)
            if days and inner and days[0] <= inner[0] and inner[1] <= days[1]:
                return True
            is_end = mod in ("START", "END") or "/" in date
            if days and inner and is_end and inner[0] <= days[0] and days[1] <= inner[1]:
                return True
        return not any(map(str.isdigit, value))

    def holds(self, kind: str, claim: dict[str, Any], text: str) -> bool:
        if kind in ("MONEY", "PERCENT"):
            return self.has_number(Decimal(claim["value"]), claim["unit"])
        return self.has_date(claim["value"]) if kind == "DATE" else claim["value"] in text


def quantity_cases(kind: str, fields: Any, written: str, number: int, held: Held) -> Iterator[Case]:
    """An amount or a percentage as a number, as the text writes it, and corrupted."""
    claim = claim_of(kind, fields)
    if claim is None or number % 3 == 2:
        yield Case(kind, "true", {"type": kind.lower(), "value": written})
        if claim is None:
            return
    else:
        yield Case(kind, "true", claim)
    value, unit = Decimal(claim["value"]), claim["unit"]
    swapped = swap_digits(claim["value"])
    changed: list[tuple[str, Decimal, str]] = [("digits", swapped, unit)] if swapped is not None else []
    if kind == "MONEY":
        changed.append(("scale", value * (10**4 if number % 2 else 10**8), unit))
        changed.append(("currency", value, "USD" if unit != "USD" else "CNY"))
    else:
        changed.append(("unit", value, "percent" if unit == "percentage_point" else "percentage_point"))
    for how, wrong, of_unit in changed:
        if not held.has_number(wrong, of_unit):
            yield Case(kind, how, {**claim, "value": format_decimal(wrong), "unit": of_unit})


def swap_digits(value: str) -> Decimal | None:
    """The number with its first two neighbouring digits that differ swapped."""
    for at in range(len(value) - 1):
        if value[at].isdigit() and value[at + 1].isdigit() and value[at] != value[at + 1] and (at or value[at + 1] != "0"):
            return Decimal(value[:at] + value[at + 1] + value[at] + value[at + 2 :])
    return None


def date_cases(value: str, held: Held) -> Iterator[Case]:
    """A date as TIMEX3, and in the next year or month."""
    yield Case("DATE", "true", {"type": "date", "value": value})
    found = re.fullmatch(r"(\d{4})(-(\d\d))?(-\d\d)?", value)
    if found is None:
        return
    year, month = int(found[1]), int(found[3] or 0)
    later = f"{year + 1}{value[4:]}".replace("-02-29", "-02-28")
    if not held.has_date(later):
        yield Case("DATE", "year", {"type": "date", "value": later})
    if month:
        moved = f"{year}-{month % 12 + 1:02d}" + ("-28" if (found[4] or "") > "-28" else found[4] or "")
        if not held.has_date(moved):
            yield Case("DATE", "month", {"type": "date", "value": moved})


def row_cases(source: Source) -> Iterator[Case]:
    """True and wrong rows of gold figures."""
    rows = [row for row in source.figures if not row.get("optional")]
    for index, row in enumerate(rows):
        claim = row_claim(row)
        if len(claim) < 4:
            continue  # nothing to pair: a number alone, or with one field
        yield Case("row", "true", claim)
        others = [*rows[index + 1 :], *rows[:index]]
        twins = [other for other in rows if other["text"] == row["text"]]
        for name in ("metric", "subject", "period"):
            wrong = next((row_claim(o)[name] for o in others if name in row_claim(o) and not any(agrees(name, t, o) for t in twins)), None)
            if name in claim and wrong is not None:
                yield Case("row", name, {**claim, name: wrong})
        if "direction" in claim:
            yield Case("row", "direction", {**claim, "direction": "down" if claim["direction"] == "up" else "up"})
        following = next((o for o in others if o["type"] == row["type"] and o["text"] != row["text"]), None)
        if following is not None and not all(agrees(name, row, following) for name in ("metric", "subject", "period")):
            yield Case("row", "next row", {**claim, "value": following["text"]})


def row_claim(row: dict[str, Any]) -> dict[str, Any]:
    """What a gold figure says."""
    claim = {"type": "figure", "value": row["text"], "direction": row["direction"]}
    claim |= {name: row[name] and row[name]["text"] for name in ("metric", "subject")} | {
        "period": row["period"] and row["period"]["value"]
    }
    return {name: value for name, value in claim.items() if value}


def agrees(name: str, row: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two rows say the same of a field, as lenient as the scorer of figures; what one leaves open may be the same."""
    if row[name] is None:
        return True
    if name == "period":
        mine, its = row[name]["value"], other[name]["value"] if other[name] else ""
        return mine.startswith(its) or its.startswith(mine)
    its = {part["text"] for part in ([other[name], *other[name].get("alt", [])] if other[name] else [])}
    mine = {part["text"] for part in (row[name], *row[name].get("alt", []))}
    scope = {row["scope"]["text"]} if name == "subject" and row.get("scope") else set()
    return any(a in b or b in a or (name == "metric" and a[-2:] == b[-2:]) for a in its for b in mine | scope)


def event_cases(document: GoldDocument, other: GoldDocument) -> Iterator[Case]:
    """True and wrong events of gold agreements."""
    text = document.text or ""
    events = [dict(event) for event in document.layers.agreements if not event.get("optional")] if document.layers else []
    names = [str(a.fields["text"]) for a in document.annotations if a.type == "ORG"]
    strangers = [str(a.fields["text"]) for a in other.annotations if a.type == "ORG" and str(a.fields["text"]) not in text]
    dates = [str(a.fields["value"]) for a in document.annotations if a.type == "DATE"]
    pairs = [(str(a["short"]), str(a["full"])) for a in document.layers.aliases] if document.layers else []
    for event in events:
        parties = [str(party) for party in event.get("parties") or ()]
        claim = {"type": "event", "title": event["title"], "action": event["action"], "parties": parties, "date": event.get("date")}
        claim = {name: value for name, value in claim.items() if value}
        yield Case("event", "true", claim)
        mine = {str(p) for e in events if e["title"] == event["title"] for p in e.get("parties") or ()}
        mine |= {other for pair in pairs if set(pair) & mine for other in pair}
        foreign = next((name for name in names if not any(name in party or party in name or name[:2] == party[:2] for party in mine)), None)
        for how, wrong in (("party of the text", foreign), ("party from elsewhere", strangers[0] if strangers else None)):
            if parties and wrong is not None:
                yield Case("event", how, {**claim, "parties": [*parties[:-1], wrong]})
        day = str(event.get("date") or "")
        if day and (moved := next((d for d in dates if not (d.startswith(day) or day.startswith(d)) and "X" not in d), None)) is not None:
            yield Case("event", "date", {**claim, "date": moved})


class Outcome(NamedTuple):
    """A case and its verdict."""

    id: str
    case: Case
    verdict: str
    reason: str
    fields: dict[str, str]
    peers: dict[str, bool]


def check(source: Source, other: Source, *, peers: Sequence[str] = ()) -> tuple[list[Outcome], int]:
    """The verdicts over one document, and how many spans are not what they say."""
    document = source.gold
    cases = [*value_cases(document, other.gold), *row_cases(source), *event_cases(document, other.gold)]
    result = verify(
        document.text or "", [c.claim for c in cases], reference_date=document.reference_date, default_currency=document.default_currency
    )
    theirs = {name: PEERS[name](cases, document.text or "") for name in peers}
    outcomes = [
        Outcome(
            document.id, case, claim.verdict, claim.reason, {path: f"{f.verdict} {f.reason}" for path, f in claim.fields.items()},
            {name: verdicts[index] for name, verdicts in theirs.items()},
        )
        for index, (case, claim) in enumerate(zip(cases, result.claims, strict=True))
    ]  # fmt: skip
    return outcomes, wrong_spans(result)


def wrong_spans(result: Verification) -> int:
    """Spans that lie outside the text, are empty, or claim to be exact and are not."""
    wrong = 0
    for _, _, field in result.fields():
        wrong += any(not 0 <= start < end <= len(result.text) for start, end in field.spans)
        wrong += field.tier == "exact" and result.text[slice(*field.spans[0])].strip("《》") != field.claimed.strip("《》 \n")
        wrong += field.verdict == "supported" and (
            field.tier is None or (not field.spans and field.role not in ("action", "status", "kind"))
        )
    return wrong


def is_right(outcome: Outcome) -> bool:
    """What is wanted of a verdict."""
    if outcome.case.how != "true":
        return outcome.verdict != "supported"
    return outcome.verdict != "contradicted" if outcome.case.kind in ("row", "event") else outcome.verdict == "supported"


def peer_shares(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """The share of right verdicts of each peer that was asked."""
    said = {True: "supported", False: "unsupported"}
    return {
        name: round(sum(is_right(outcome._replace(verdict=said[outcome.peers[name]])) for outcome in outcomes) / len(outcomes), 4)
        for name in outcomes[0].peers
    }


def peer_support(outcomes: Sequence[Outcome]) -> dict[str, int]:
    """How many of the claims each peer supports, right or wrong."""
    return {f"{name} supported": sum(outcome.peers[name] for outcome in outcomes) for name in outcomes[0].peers}


def summarize(outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
    """A line for each kind of claim and corruption, then the four sums."""
    lines: defaultdict[tuple[str, str], list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        kind, how = outcome.case.kind, outcome.case.how
        lines[kind, how].append(outcome)
        group = "rows" if kind in ("row", "event") else "values"
        lines["all " + group, "true" if how == "true" else "corrupted"].append(outcome)
    order = sorted(lines, key=lambda key: (key[0].startswith("all"), key[0], key[1] != "true", key[1]))
    return [
        {"kind": kind, "how": how, "claims": len(lines[kind, how]),
         "right": round(sum(map(is_right, lines[kind, how])) / len(lines[kind, how]), 4),
         **peer_shares(lines[kind, how]), **peer_support(lines[kind, how]), **Counter(outcome.verdict for outcome in lines[kind, how])}
        for kind, how in order
    ]  # fmt: skip


def read_sources(gold: Path, figures: Path | None) -> list[Source]:
    """Gold documents with their figures, from a file of their own or from the gold rows; an id may be longer than the one there."""
    documents = read_gold(gold).documents
    file = figures or (gold if gold.suffix == ".jsonl" else None)
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()] if file else []
    by_id = {str(row["id"]): row.get("figures") or () for row in rows}
    return [Source(d, [whole_row(d, r) for r in by_id.get(d.id) or by_id.get(d.id.split("_")[0]) or ()]) for d in documents]


def whole_row(document: GoldDocument, row: dict[str, Any]) -> dict[str, Any]:
    """A gold figure with all its fields, those that it leaves out as None, and the text and type of its number."""
    start, end = row.get("mention") or (row["start"], row["end"])
    kinds = [a.type for a in document.annotations if a.start == start and a.type in ("MONEY", "PERCENT")]
    fields = dict.fromkeys(("metric", "subject", "period", "direction", "scope"))
    return {**fields, "text": (document.text or "")[start:end], "type": kinds[0] if kinds else None, **row}


def main() -> None:
    """Print a table, or everything as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="?", type=Path, default=SEEDS)
    parser.add_argument("--figures", type=Path, metavar="FILE")
    parser.add_argument("--peer", action="append", default=[], choices=PEERS, help="beside another checker on the same claims")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="list the first N wrong verdicts")
    parser.add_argument("--only", metavar="CASE", help="list those of one kind and corruption: ORG:true, row:metric")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()

    sources, machine = read_sources(arguments.gold, arguments.figures), describe_machine()
    outcomes: list[Outcome] = []
    spans = 0
    for index, source in enumerate(sources):
        found, wrong = check(source, sources[index - 1], peers=arguments.peer)
        outcomes += found
        spans += wrong
    summary = summarize(outcomes)
    if arguments.json:
        print(
            json.dumps(
                {"machine": machine, "gold": arguments.gold.name, "wrong spans": spans, "lines": summary}, ensure_ascii=False, indent=2
            )
        )
        return
    table = Table(title=f"{arguments.gold.name}: verdicts over {len(outcomes)} claims, {spans} wrong spans")
    columns = ("kind", "how", "claims", "right", *VERDICTS, *arguments.peer)
    for column in columns:
        table.add_column(column, justify="left" if column in ("kind", "how") else "right")
    for line in summary:
        table.add_row(*(str(line.get(column, 0)) for column in columns))
    print(format_machine(machine))
    open_console().print(table)
    wrong_ones = [o for o in outcomes if not is_right(o) and arguments.only in (None, f"{o.case.kind}:{o.case.how}")]
    for outcome in wrong_ones[: arguments.errors]:
        print(outcome.id, outcome.case.kind, outcome.case.how, json.dumps(outcome.case.claim, ensure_ascii=False), outcome.fields)


if __name__ == "__main__":
    main()
