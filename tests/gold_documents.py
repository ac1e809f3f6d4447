"""Hypothesis strategies for gold documents: hard texts, and mentions that touch, stand at the ends, or (on request) overlap."""

from __future__ import annotations

import itertools

from hypothesis import strategies as st

from cyextract.evaluate import GoldDocument, Layers
from cyextract.goldformats.gold_row import make_annotation

HARD = [
    "年",
    "3",
    "月",
    "𠮷",
    "👍🏽",
    "👨‍👩‍👧",
    "e\u0301",
    "\r\n",
    "\r",
    "\n",
    "\t",
    " ",
    "\u3000",
    "\u2028",
    "\x85",
    "\\",
    "\\n",
    "#",
    "# ",
    "\ufeff",
    '"',
    "{",
]
TYPES = ("DATE", "MONEY", "ORG")

texts = st.lists(st.sampled_from(HARD) | st.text(st.characters(exclude_categories=["Cs"]), max_size=3), max_size=12).map("".join)
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
values = st.fixed_dictionaries(
    {},
    optional={
        "value": words,
        "amount": st.sampled_from(["100", "6800000000000"]),
        "mod": st.sampled_from(["END", "lt"]) | words,
        "kind": st.sampled_from(["bank", "other"]),
        "optional": st.booleans(),
        "implied": st.fixed_dictionaries({"year": st.fixed_dictionaries({"start": st.integers(0, 9)})}),
        "full_name": st.none() | words,
    },
)
layers = st.none() | st.builds(
    lambda title, short: Layers(({"title": title, "parties": [short]},), ({"short": short, "full": title},)), words, words
)


@st.composite
def gold_documents(draw: st.DrawFn, *, may_overlap: bool = False) -> GoldDocument:
    """A document with mentions in text order; disjoint ones may be adjacent."""
    text = draw(texts)
    edges = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6, unique=True)))
    spans = list(itertools.combinations(edges, 2)) if may_overlap else list(itertools.pairwise(edges))
    chosen = [span for span in spans if draw(st.booleans())]
    annotations = tuple(make_annotation(draw(st.sampled_from(TYPES)), start, end, text, draw(values)) for start, end in chosen)
    day, currency = draw(st.sampled_from([None, "2021-06-10"])), draw(st.sampled_from([None, "HKD"]))
    return GoldDocument(draw(st.sampled_from(["a", "新闻 7", "x.y"])), annotations, text, day, currency, draw(layers))
