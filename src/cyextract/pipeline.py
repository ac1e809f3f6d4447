"""The extractor: the only place where the stages are put in order."""

from __future__ import annotations

import datetime as dt
import os
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any, NamedTuple, TypeVar, overload

from cyextract.assemble import make_document, make_mentions
from cyextract.document import Document
from cyextract.document_settings import Paths, ReferenceDate, check_currency, check_id, list_paths, parse_reference_date, read_record
from cyextract.errors import InputError
from cyextract.explain.trace import Trace, trace_extraction
from cyextract.facts import (
    Agreements,
    Bodies,
    FigureFinder,
    Figures,
    OrganisationFinder,
    Reading,
    Reason,
    Tie,
    find_agreements,
    organisation_aliases,
    title_aliases,
)
from cyextract.models import LAYERS, MENTION_TYPES, Layer, MentionType
from cyextract.numerals.number_tokens import tokenize
from cyextract.overlap import resolve
from cyextract.recognizers.candidate import Candidate, Proposals, Refusal, Rejection
from cyextract.recognizers.date.compose import Expression, compose
from cyextract.recognizers.date.context import anchor_dates
from cyextract.recognizers.date.fields import DateMeaning
from cyextract.recognizers.date.interpreters import INTERPRETERS as DATE_INTERPRETERS
from cyextract.recognizers.date.reference import Reference, infer_reference
from cyextract.recognizers.money import INTERPRETERS as MONEY_INTERPRETERS
from cyextract.recognizers.money import MoneyMeaning
from cyextract.recognizers.org import OrgRecognizer
from cyextract.recognizers.org.lexicon import load_lexicon, read_vocabulary
from cyextract.recognizers.org.model import OrgModel
from cyextract.recognizers.percent import INTERPRETERS as PERCENT_INTERPRETERS
from cyextract.recognizers.region import OwnCurrency, judge_currency
from cyextract.recognizers.title import find_titles
from cyextract.ruleset.loader import load_rules
from cyextract.ruleset.scanner import Interpreter, RuleScanner
from cyextract.text.reading_view import SourceText, reading_view
from cyextract.text.segmenters import Segmenter, make_segmenter
from cyextract.text.words import Words

_LONGEST_ENTRY = 60  # code points; no value alone is longer, and longer texts are not read twice
_VALUE_TYPES = frozenset(("DATE", "MONEY", "PERCENT"))
INTERPRETERS: dict[str, Interpreter] = {**DATE_INTERPRETERS, **MONEY_INTERPRETERS, **PERCENT_INTERPRETERS}


class _Extraction(NamedTuple):
    """A document with everything that was proposed on the way to it."""

    source: SourceText
    candidates: Sequence[Candidate]
    rejections: Sequence[Rejection]
    winners: Sequence[Candidate]
    kept: Sequence[Candidate]
    """The winners that became mentions, one for each and in their order."""
    reference: Reference
    own: OwnCurrency
    document: Document
    ties: Sequence[Tie]
    untold: Sequence[Reason]
    figure_readings: Sequence[Reading]
    """What each figure was made of."""


class Extractor:
    """Extracts mentions from Chinese text. Immutable, picklable, safe to share between threads.

    Args:
        types: which mention types to look for, a set of them or one by itself; all five when None. Only what is asked for is computed.
        segmenter: evidence for organisation edges: `rjieba` (default), `jieba`, `pkuseg` or `none`.
        rules: rule files or folders of your own, on top of the shipped ones; several, or one by itself.
        lexicon: word lists of your own, several or one by itself: TSV files of organisation name, kind and, where you like, the name that
            its body goes by.
        model_dir: folder of the pkuseg model, when `segmenter` is `pkuseg`.
        layers: what else to make of the mentions; all of it when None, nothing for `()`. `organisations`: which names are one body's, with
            `aliases` and `full_name`; rests on ORG, short titles on TITLE. `agreements`: who made or issued a title, and when; needs
            TITLE, and takes parties from ORG and dates from DATE. `figures`: what each amount and percentage measures, of whom and for
            when; needs MONEY or PERCENT, and takes periods from DATE.
        org_model: what weighs the names that the rules propose, and adds those that they miss: `scorer` (default), the linear scorer
            that ships; None for the rules alone, which is faster; or an object with `organisations(text)`, a model of your own
            (see `cyextract.recognizers.org.model.OrgModel`) whose spans the scorer weighs with the others.

    Raises:
        RuleError, LexiconError: a rule file or word list is wrong; every problem is named with file and line.
        ValueError: an unknown type, layer, segmenter or model.
        TypeError: `org_model` is an object without `organisations`.

    >>> Extractor(types={"MONEY"}).extract("投资15亿元").money[0].amount
    Decimal('1500000000')
    """

    __slots__ = ("__weakref__", "_bodies", "_figures", "_layers", "_orgs", "_scanner", "_segmenter", "_settings", "_types")

    def __init__(
        self,
        types: MentionType | Iterable[MentionType] | None = None,
        *,
        segmenter: str = "rjieba",
        rules: Paths = (),
        lexicon: Paths = (),
        model_dir: str | os.PathLike[str] | None = None,
        layers: Layer | Iterable[Layer] | None = None,
        org_model: str | OrgModel | None = "scorer",
    ) -> None:
        wanted = _chosen("mention type", types, MENTION_TYPES)
        chosen = _chosen("layer", layers, LAYERS)
        rules, lexicon = list_paths("rules", rules), list_paths("lexicon", lexicon)
        self._settings: dict[str, Any] = {
            "types": wanted, "segmenter": segmenter, "rules": rules, "lexicon": lexicon, "model_dir": model_dir,
            "layers": chosen, "org_model": org_model,
        }  # fmt: skip
        self._types = wanted
        self._layers = chosen
        scanned = frozenset(wanted | {"NONE"})
        self._scanner = RuleScanner(load_rules(rules), scanned, INTERPRETERS) if rules else _shipped_scanner(scanned)
        shares_dictionary = not lexicon and model_dir is None
        vocabulary = partial(read_vocabulary, lexicon)
        self._segmenter = _shipped_segmenter(segmenter) if shares_dictionary else make_segmenter(segmenter, vocabulary, model_dir)
        self._orgs: OrgRecognizer | None = None
        self._bodies: OrganisationFinder | None = None
        self._figures = FigureFinder() if "figures" in chosen and wanted & {"MONEY", "PERCENT"} else None
        if "ORG" in wanted:
            self._orgs = OrgRecognizer(self._segmenter, lexicon, org_model)
            if "organisations" in chosen:
                self._bodies = OrganisationFinder(load_lexicon(lexicon), self._segmenter)

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (self._settings,)

    def extract(
        self,
        text: str,
        *,
        reference_date: ReferenceDate = None,
        default_currency: str | None = None,
        vague: bool = False,
        is_entry: bool = False,
        id: str | None = None,
    ) -> Document:
        """Extract one document.

        Args:
            text: the document; offsets in the result are code points of exactly this text.
            reference_date: the day that relative dates count from (news: the day of publication): a date, or one as written, such as
                2021-06-10, 2021/6/10 or 2021年6月10日. When None it is inferred from the dates of the document, if they are asked for;
                never from the clock.
            default_currency: ISO 4217 code of a bare 元; None judges by script, places and currency words (TWD, HKD, MOP), else CNY.
            vague: also report vague deixis (近日, 目前 …).
            is_entry: the text is one entry of a form or calendar, which counts forward (周五 is the next one) where a report looks back;
                so is a text that says nothing but values.
            id: copied into the result.

        Raises:
            InputError: `text` is not a str or holds lone surrogates; `reference_date`, `default_currency` or `id` is malformed.
        """
        return self._run(text, reference_date, default_currency, vague, is_entry, id).document

    def explain(
        self,
        text: str,
        *,
        reference_date: ReferenceDate = None,
        default_currency: str | None = None,
        vague: bool = False,
        is_entry: bool = False,
    ) -> Trace:
        """Extract one document and tell which rule proposed what, what won, why the rest was refused, and which rules came near."""
        extraction = self._run(text, reference_date, default_currency, vague, is_entry, None, explains=True)
        return trace_extraction(*extraction, self._guarded(extraction.source, is_entry))

    def _run(
        self,
        text: str,
        reference_date: ReferenceDate,
        default_currency: str | None,
        vague: bool,
        is_entry: bool,
        id: str | None,
        *,
        explains: bool = False,
    ) -> _Extraction:
        """The stages in their order."""
        given = parse_reference_date(reference_date)
        check_currency(default_currency)
        check_id(id)
        source = reading_view(text)
        words = Words(source.view, self._segmenter, in_whole=self._orgs is not None)
        is_entry = is_entry or self._is_entry(source, words)
        titles = find_titles(source)
        values = self._propose_values(source, words, vague, is_entry)
        orgs = self._propose_orgs(source, words, titles, explains)
        candidates = (*values.candidates, *orgs.candidates)
        winners = resolve(candidates, titles)
        expressions = _expressions(winners)
        reference = _given(given)
        if given is None and "DATE" in self._types:
            reference = infer_reference(source.view, words, expressions, _dates_inside(titles, candidates))
        dates = {e.start: date for e, date in anchor_dates(source.view, words, expressions, reference, is_entry=is_entry)}
        kept = [w for w in winners if w.type in self._types and not (w.type == "DATE" and dates[w.start] is None)]
        bodies = Bodies() if self._bodies is None else self._bodies.find(source, kept)
        names = organisation_aliases(bodies.organisations)
        aliases = title_aliases(source, kept) | names if self._layers else {}
        own = _own_currency(source, kept, default_currency)
        mentions = make_mentions(source, kept, dates, names, own.code)
        told = find_agreements(source, words, kept, dates, aliases) if "agreements" in self._layers else Agreements()
        figures = Figures() if self._figures is None else self._figures.find(source, words, kept, dates, reference)
        short_names = aliases if "organisations" in self._layers else {}
        document = make_document(source, id, reference, mentions, bodies.organisations, short_names, told.events, figures.rows)
        rejections = (*values.rejections, *orgs.rejections)
        return _Extraction(
            source, (*titles, *candidates), rejections, winners, kept, reference, own, document, bodies.ties, told.untold, figures.readings
        )

    def _is_entry(self, source: SourceText, words: Words) -> bool:
        """Whether a text says nothing but values, as an entry of a form or calendar does: 周五, `周五。`, 12/1, 5分."""
        rest = source.view
        if len(rest) > _LONGEST_ENTRY:
            return False
        values = resolve(self._propose_values(source, words, False, True).candidates)
        for value in reversed(values):
            rest = rest[: value.start] + rest[value.end :]
        return bool(values) and not any(map(str.isalnum, rest))

    def _propose_values(self, source: SourceText, words: Words, vague: bool, is_entry: bool) -> Proposals:
        """Numbers, then every rule where it matches, then dates composed from their atoms."""
        if not self._types & _VALUE_TYPES:
            return Proposals()
        tokens = tokenize(source.view)
        candidates: list[Candidate] = []
        rejections: list[Rejection] = []
        atoms: list[Expression] = []
        claimed: list[tuple[int, int]] = []
        for compiled, match in self._scanner.scan(tokens, words, is_entry):
            rule = compiled.rule
            start, end, meaning = compiled.read(match, tokens, words, is_entry)
            if isinstance(meaning, DateMeaning):
                if vague or "vague" not in meaning.first:
                    atoms.append(Expression._make((start, end, meaning)))  # half the time of a call, here and below
            elif isinstance(meaning, str):
                rejections.append(Rejection(start, end, rule.id, meaning))
            elif isinstance(meaning, Refusal):
                rejections.append(Rejection(start, end, rule.id, meaning.reason))
                if meaning.claims_place:
                    claimed.append((start, end))
            else:
                type = None if rule.type == "NONE" else rule.type
                candidates.append(Candidate._make((start, end, type, (rule.id,), meaning, rule.priority)))
        composed = compose(source.view, words, atoms, claimed)
        rejections += (Rejection(start, end, "date.impossible", "there is no such day") for start, end in composed.impossible)
        candidates += [Candidate._make((*e[:2], "DATE", _each_once(e[2].rules), e[2], 0)) for e in composed.expressions]
        return Proposals(tuple(candidates), tuple(rejections))

    def _guarded(self, source: SourceText, is_entry: bool) -> tuple[Candidate, ...]:
        """What rules would have proposed but for a guard of theirs, which is its meaning."""
        if not self._types & _VALUE_TYPES:
            return ()
        found = self._scanner.guarded(tokenize(source.view), Words(source.view, self._segmenter), is_entry)
        return tuple(Candidate(*span, None if rule.type == "NONE" else rule.type, (rule.id,), why) for rule, span, why in found)

    def _propose_orgs(self, source: SourceText, words: Words, titles: Sequence[Candidate], explains: bool) -> Proposals:
        if self._orgs is None:
            return Proposals()
        return self._orgs.propose(source, words, [(t.start, t.end) for t in titles], explains=explains)

    @overload
    def pipe(
        self, texts: Iterable[str | Mapping[str, Any]], *, n_process: int = 1, reference_date: ReferenceDate = None,
        default_currency: str | None = None, vague: bool = False,
    ) -> Iterator[Document]: ...  # fmt: skip
    @overload
    def pipe(
        self, texts: Iterable[tuple[str | Mapping[str, Any], Any]], *, as_tuples: bool, n_process: int = 1,
        reference_date: ReferenceDate = None, default_currency: str | None = None, vague: bool = False,
    ) -> Iterator[tuple[Document, Any]]: ...  # fmt: skip
    def pipe(
        self,
        texts: Iterable[Any],
        *,
        as_tuples: bool = False,
        n_process: int = 1,
        reference_date: ReferenceDate = None,
        default_currency: str | None = None,
        vague: bool = False,
    ) -> Iterator[Any]:
        """Extract a stream of documents: in order, lazily, in bounded memory.

        Args:
            texts: texts, or records with `text` and any of `id`, `reference_date`, `default_currency`, `vague`; with `as_tuples` pairs
                of one of these and anything, which comes back beside the document.
            n_process: worker processes; 1 works in this one.
            reference_date, default_currency, vague: as in `extract`, for texts and for records that do not say.

        Raises:
            InputError: as in `extract`; a wrong `reference_date` or `default_currency` when the first document is asked for.
        """
        from cyextract.parallel import map_ordered

        settings = {"reference_date": parse_reference_date(reference_date), "default_currency": default_currency, "vague": vague}
        check_currency(default_currency)
        if isinstance(texts, str | bytes | Mapping):
            raise InputError(f"pipe takes several texts, got one {type(texts).__name__}; put it into a list, or call extract")
        yield from map_ordered(partial(_extract_pair if as_tuples else extract_record, self, settings), texts, n_process)


def extract_record(extractor: Extractor, settings: Mapping[str, Any], item: str | Mapping[str, Any]) -> Document:
    """Extract a text or an input record; `settings` hold where a record does not say otherwise."""
    arguments = {**settings, **read_record(item)}
    return extractor.extract(arguments.pop("text"), **arguments)


def _extract_pair(extractor: Extractor, settings: Mapping[str, Any], pair: tuple[Any, Any]) -> tuple[Document, Any]:
    if not isinstance(pair, Sequence) or isinstance(pair, str) or len(pair) != 2:
        raise InputError(f"as_tuples takes pairs of a text or record and anything, got {type(pair).__name__}")
    return extract_record(extractor, settings, pair[0]), pair[1]


_Name = TypeVar("_Name", bound=str)


def _chosen(noun: str, names: str | Iterable[_Name] | None, known: tuple[_Name, ...]) -> frozenset[_Name]:
    """The names that were asked for; a string is one name, not its letters.

    Raises:
        ValueError: there is no such name.
        TypeError: it is no name.
    """
    if not isinstance(names, Iterable | None):
        raise TypeError(f"{noun}s are named by a str or several, got {type(names).__name__}")
    asked = frozenset(known if names is None else (names,) if isinstance(names, str) else names)
    if unknown := sorted(map(str, asked.difference(known))):
        raise ValueError(f"unknown {noun} {unknown[0]!r}; choose from {', '.join(known)}; several as {{{known[0]!r}, {known[1]!r}}}")
    return frozenset(name for name in known if name in asked)


# What ships is read and compiled once for all extractors of a process: nothing changes a scanner or a segmenter once it is made.
@lru_cache(maxsize=8)
def _shipped_scanner(types: frozenset[str]) -> RuleScanner:
    return RuleScanner(load_rules(), types, INTERPRETERS)


@lru_cache(maxsize=2)
def _shipped_segmenter(name: str) -> Segmenter:
    return make_segmenter(name, read_vocabulary)


def _rebuild(settings: dict[str, Any]) -> Extractor:
    return Extractor(**settings)


def _each_once(rules: tuple[str, ...]) -> tuple[str, ...]:
    return rules if len(rules) == 1 else tuple(dict.fromkeys(rules))


def _expressions(candidates: Iterable[Candidate]) -> list[Expression]:
    """The dates among candidates."""
    return [Expression._make((c[0], c[1], c[4])) for c in candidates if isinstance(c[4], DateMeaning)]


def _dates_inside(titles: Sequence[Candidate], candidates: Sequence[Candidate]) -> list[Expression]:
    """The dates inside titles: no mentions, but evidence for the document's year."""
    if not titles:
        return []
    starts = [t.start for t in titles]

    def is_inside(candidate: Candidate) -> bool:
        index = bisect_left(starts, candidate.end)
        return index > 0 and candidate.end <= titles[index - 1].end and starts[index - 1] <= candidate.start

    return _expressions(resolve(c for c in candidates if c.type == "DATE" and is_inside(c)))


def _own_currency(source: SourceText, kept: Iterable[Candidate], given: str | None) -> OwnCurrency:
    """What a bare 元 is: as given, else judged where an amount needs it."""
    if given is not None or not any(isinstance(c.meaning, MoneyMeaning) and c.meaning.currency is None for c in kept):
        return OwnCurrency(given or "CNY")
    return judge_currency(source)


def _given(day: dt.date | None) -> Reference:
    return Reference(None, None, None) if day is None else Reference(day, day.year, "given")
