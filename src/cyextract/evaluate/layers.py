"""Score the document layers: agreement events and aliases; the package docstring defines the matching."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from cyextract.evaluate.gold_documents import LayerEntry, Layers
from cyextract.evaluate.scores import Counts, LayerDifference, LayerScore

_BRACKETS = re.compile(r"[\s《》〈〉（）()]")
_PAPER = 2  # code points of the shortest word for an agreement (协议)


def score_layers(gold: Mapping[str, Layers], predicted: Mapping[str, Layers]) -> LayerScore:
    """Score predicted layers against gold by document id; a document without a prediction has everything missed.

    >>> sign = {"title": "合作协议", "action": "签署", "date": "2021-06-04", "parties": ["甲", "乙"]}
    >>> found = {**sign, "action": "签", "date": None}
    >>> result = score_layers({"x": Layers((sign,))}, {"x": Layers((found,))})
    >>> result.agreements, result.dates, result.parties
    (Counts(hits=1, spurious=0, missed=0), 0.0, 1.0)
    """
    return sum((_score_document(id, layers, predicted.get(id, Layers())) for id, layers in gold.items()), LayerScore())


def phrase_part(event: LayerEntry, part: str) -> str:
    """What an event says of one of its fields: values of dates and texts of parties, also where gold has them by themselves.

    >>> phrase_part({"parties": ["甲", {"text": "乙", "start": 4, "end": 5}]}, "parties")
    '甲、乙'
    """
    said = event.get(part)
    items = said if isinstance(said, list | tuple) else [said]
    values = (item.get("value", item.get("text")) if isinstance(item, Mapping) else item for item in items)
    return "、".join(str(value) for value in values if value is not None)


def _score_document(id: str, gold: Layers, predicted: Layers) -> LayerScore:
    full = {_bare(a.get("short")): _bare(a.get("full")) for a in gold.aliases}
    free, spurious, hits = list(gold.agreements), [], []
    for event in predicted.agreements:
        match = next((g for g in free if _is_same_deed(g, event)), None)
        if match is not None:
            free = [g for g in free if g is not match]
            if not match.get("optional"):
                hits.append((match, event))
        elif not any(g.get("optional") and _is_same_title(g, event) for g in gold.agreements):
            spurious.append(event)
    missed = [g for g in free if not g.get("optional")]
    late = [(g, p) for g, p in hits if phrase_part(g, "date") != phrase_part(p, "date")]
    mixed = [(g, p) for g, p in hits if _names(g, full) != _names(p, full)]
    differences = [
        *(LayerDifference("spurious", id, None, p) for p in spurious),
        *(LayerDifference("missed", id, g, None) for g in missed),
        *(LayerDifference("date", id, g, p) for g, p in late),
        *(LayerDifference("parties", id, g, p) for g, p in mixed),
    ]
    counts = Counts(len(hits), len(spurious), len(missed))
    aliases = _score_aliases(gold.aliases, predicted.aliases)
    return LayerScore(counts, len(hits) - len(late), len(hits) - len(mixed), aliases, tuple(differences))


def _score_aliases(gold: Sequence[LayerEntry], predicted: Sequence[LayerEntry]) -> Counts:
    wanted = {(_bare(a.get("short")), _bare(a.get("full"))): bool(a.get("optional")) for a in gold}
    found = {(_bare(a.get("short")), _bare(a.get("full"))) for a in predicted}
    return Counts(
        sum(pair in found and not optional for pair, optional in wanted.items()),
        sum(pair not in wanted for pair in found),
        sum(pair not in found and not optional for pair, optional in wanted.items()),
    )


def _is_same_deed(gold: LayerEntry, predicted: LayerEntry) -> bool:
    wanted, found = gold.get("action"), predicted.get("action")
    if not isinstance(wanted, str) or not isinstance(found, str) or not wanted or not found:
        return False
    return _is_same_title(gold, predicted) and (wanted in found or found in wanted)


def _is_same_title(gold: LayerEntry, predicted: LayerEntry) -> bool:
    """Whether titles are equal; of an agreement named without 《》 the end decides (战略合作框架协议, 合作框架协议)."""
    short, long = sorted((_bare(gold.get("title")), _bare(predicted.get("title"))), key=len)
    return short == long or (gold.get("bracketed") is False and len(short) >= _PAPER and long.endswith(short))


def _names(event: LayerEntry, full: Mapping[str, str]) -> set[str]:
    """The parties of an event, bare and by their full names."""
    parties = event.get("parties")
    texts = [_bare(p.get("text") if isinstance(p, Mapping) else p) for p in parties] if isinstance(parties, list | tuple) else []
    return {full.get(text, text) for text in texts}


def _bare(text: object) -> str:
    return _BRACKETS.sub("", text) if isinstance(text, str) else ""
