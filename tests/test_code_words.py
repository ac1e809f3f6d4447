"""Every Chinese word that the code keeps is needed by a sentence: each is taken away, and its sentence must be read otherwise.

The words are found in the modules (`code_words`); `data/code_words.jsonl` has a sentence for each, often one for several words that
stand at the same place ({}), and names the `segmenter` where only one without a dictionary needs the word; for the words around
agreements, `data/fact_words.jsonl` has what it tells, too. A new word without a sentence fails, and so does a sentence whose word is gone.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import test_organisations
from code_words import Trial, constants, modules, trials
from cyextract import Document, Extractor
from cyextract.document_settings import parse_reference_date
from cyextract.facts import OrganisationFinder
from cyextract.facts.word_lists import compile_lexicon
from cyextract.lexicon.table import read_table
from cyextract.recognizers.org.lexicon import load_lexicon, read_vocabulary
from cyextract.text.segmenters import Segmenter, make_segmenter

DATA = Path(__file__).parent / "data"
REFERENCE_DATE = "2024-03-15"
# Closed classes of the language, and what repeats the patterns beside it to skip work.
CLOSED = {
    "facts.antecedents": ("_LETTERS", "_STATES"),
    "facts.clause_pass": ("_NUMERALS",),
    "facts.name_brackets": ("_MAY_TIE",),
    "facts.trigger": ("UNTOLD",),
    "facts.word_lists": ("SURNAMES", "COUNTRIES", "PARTNERS", "_PROVINCES", "LEVELS", "_COUNTS", "_SIDES", "_HAN", "_NUMBER", "SIGNS"),
    "facts.person_names": ("_MARRIED",),
    "recognizers.money": ("_WEEKDAYS", "_TERNARY", "_SCALES", "_COUNTED_AHEAD"),
    "recognizers.percent": ("_WHOLES",),
    "recognizers.quantity_words": ("_COUNT", "_SCALE_TAIL"),
    "recognizers.region": ("_CHINESE",),
    "recognizers.date.context": ("_COMPARE", "_RECUR"),
    "recognizers.date.interpreters": ("_NUMERAL_HOLIDAYS", "_PLANS", "_TEENTH"),
    "recognizers.date.normalize": ("_FUNCTIONS",),
    "recognizers.date.spoken_forms": ("_OF_LONGER_WORDS",),
    "recognizers.date.year_clues": ("_ANIMALS", "_COUNTS", "_FIRST_YEARS"),
    "recognizers.date.year_forms": ("_SOME", "_DIGITS"),
}
MARKED = re.compile(r"\[[^\]/]+/[a-z_]+\]")


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


EVENTS = [{**row, "set": f"facts.{row['set']}", "words": [row["word"]]} for row in rows("fact_words.jsonl")]
ROWS = [*EVENTS, *rows("code_words.jsonl")]
SETS = list(dict.fromkeys(row["set"] for row in ROWS))


def on_trial(stem: str, name: str) -> bool:
    return name not in CLOSED.get(stem, ()) and name != "__all__"


@cache
def trials_of(place: str) -> dict[str, Trial]:
    stem, name = place.rsplit(".", 1)
    return {trial.word: trial for trial in trials(modules()[stem], name)} if on_trial(stem, name) else {}


def filled(text: str, word: str) -> str:
    """A sentence with a word put in as it is written: 了? as 了, without what tells where it was met."""
    return text.replace("{}", re.sub(r"[?*]|\((?:\?:)?|\)|#\d+$", "", word.rpartition(": ")[2]))


def told(text: str, reference_date: str | None, by: str = "rjieba") -> Any:
    """What is told of a sentence: its document and the votes for its day; where it marks names, whose they are and why.

    `by` is the segmenter: with "none", no dictionary helps.
    """
    if MARKED.search(text) is None:
        read = Extractor(segmenter=by)._run(text, parse_reference_date(reference_date), None, False, False, None)
        return read.document, read.reference.votes
    weighed: list[object] = []
    weigh = OrganisationFinder._weigh

    def note(self: OrganisationFinder, *arguments: Any) -> Any:
        weighed.append(weigh(self, *arguments))
        return weighed[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(OrganisationFinder, "_weigh", note)
        patch.setattr(test_organisations, "finder", lambda: OrganisationFinder(load_lexicon(), segmenter()))
        return test_organisations.bodies(text), weighed


@cache
def told_of(text: str, reference_date: str | None, by: str) -> Any:
    """The same, of a sentence that several words need."""
    return told(text, reference_date, by)


@cache
def segmenter() -> Segmenter:
    return make_segmenter("rjieba", read_vocabulary)


def events(document: Document) -> list[str]:
    """The agreements of a document in words."""
    return [
        " ".join(
            word for word in (e.action, e.title, e.status, e.date and e.date.value, "、".join(party.text for party in e.parties)) if word
        )
        for e in document.agreements
    ]


def take_away(trial: Trial, stem: str, patch: pytest.MonkeyPatch) -> None:
    for name, value, rest in trial.changes:
        for module in modules().values():
            if getattr(module, name, None) is value:
                patch.setattr(module, name, rest)
    if stem == "facts.word_lists":
        lexicon = compile_lexicon(read_table("fact_verb.tsv", 3), read_table("fact_word.tsv", 2))
        for module in modules().values():
            if hasattr(module, "clause_lexicon"):
                patch.setattr(module, "clause_lexicon", lambda: lexicon)


def is_told(whole: object, text: str, reference_date: str | None, by: str) -> bool:
    try:
        return told(text, reference_date, by) == whole
    except LookupError:  # no row of a table for a word that a rule has found
        return False


def test_every_word_of_the_code_has_a_sentence() -> None:
    places = (f"{stem}.{name}" for stem, module in modules().items() for name in constants(module))
    written = {(place, word) for place in places for word in trials_of(place)}
    assert written == {(row["set"], word) for row in ROWS for word in row["words"]}


@pytest.mark.parametrize("place", SETS)
def test_the_sentence_of_a_word_needs_it(place: str) -> None:
    idle = []
    for row in ROWS:
        for word in row["words"] if row["set"] == place else ():
            text, reference_date = filled(row["text"], word), row.get("reference_date", REFERENCE_DATE)
            by = row.get("segmenter", "rjieba")
            whole = told_of(text, reference_date, by)
            if "events" in row:
                assert events(whole[0]) == row["events"]
            with pytest.MonkeyPatch.context() as patch:
                take_away(trials_of(place)[word], place.rpartition(".")[0], patch)
                idle += [(word, text)] if is_told(whole, text, reference_date, by) else []
    assert idle == []
