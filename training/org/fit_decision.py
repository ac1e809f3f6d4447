"""Step 6: the weights of the decision, fitted on scores of articles that their scorer did not see.

    python fit_decision.py GOLD.jsonl... --scorers scorer-0.npz scorer-1.npz scorer-2.npz scorer-3.npz -o org_decision.tsv

Logistic regression with an L2 penalty over the places of all names. The figures printed are of articles that neither the scorer nor the
decision saw: the decision is fitted once for each fold without it; what is written is fitted on all folds. The articles that the rules
were tuned on (`news-dev`) and the seeds have no part: the rules look better there than they are.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from arrays import FOLDS, Span
from articles import Article, read_gold

from cyextract.recognizers.org.decision import COVERED_HERE, ONE, THRESHOLD, choose, gains_of, judge
from cyextract.recognizers.org.name_evidence import NameEvidence, pool_evidence
from cyextract.recognizers.org.scorer import UNIT, Scorer

L2 = 40.0
RARE = 15  # a feature seen at fewer places has no weight


MODELLED = 1.0
"""What a name weighs that the user's own model sees: nothing is known of the model here. Fitted for LAC as the model it is 0.4."""
HEADER = """# What the evidence for an organisation's name weighs (recognizers/org/name_evidence.py); 64 is 1 in logarithms of the odds.
# Made by training/org/fit_decision.py; the weight of `modelled` by hand. Source: logits fitted on news articles.
# feature	weight	why
"""
WHYS = {
    "always": "what holds for every candidate",
    "mean": "how well the scorer likes its places on average",
    "mean-positive": "the scorer takes it for a name on average",
    "mean-high": "the scorer is sure of it on average",
    "mean-once": "how well the scorer likes its only place",
    "best": "how well the scorer likes its best place",
    "best-high": "the scorer is sure of its best place",
    "worst": "how well the scorer likes its worst place",
    "sum": "how well the scorer likes its places in all",
    "rival": "how well the scorer likes what stands across it",
    "rival-lead": "how far the scorer puts it before what stands across it",
    "places": "how often it stands in the text: {}",
    "ruled": "the share of its places where a rule has it",
    "ruled-any": "a rule has it",
    "ruled-often": "rules have it at many places",
    "rule": "what the rule calls it: {}",
    "crossed": "the share of its places across which a rule has something else",
    "covered": "it stands only inside longer candidates",
    "covered-here": "here it stands inside a longer candidate",
    "length": "its length: {}",
    "words": "how many words it has: {}",
    "first": "the class of its first word: {}",
    "last": "the class of its last word: {}",
    "classes": "the classes of its words: {}",
    "cuts-words": "it begins or ends inside a word",
    "introduced": "the text introduces it (简称)",
    "modelled": "the model that was given sees it",
    "begins-longer": "a longer name of the text begins with it",
    "ends-longer": "a longer name of the text ends with it",
    "inside-longer": "a longer name of the text has it inside",
    "abbreviates": "its characters stand in a longer name of the text",
    "begins-with-name": "another name of the text begins it",
    "holds-name": "another name of the text stands in it",
    "unit-of-name": "a likely name with what may be a part of the body behind it",
    "list": "the share of its places that are in lists (、 和)",
    "list-margin": "how well the scorer likes what stands beside it in lists",
}


def why(feature: str) -> str:
    """A feature in words."""
    if feature in WHYS:
        return WHYS[feature]
    family, _, value = feature.partition("-")
    return WHYS[family].format(value)


class Weighed(NamedTuple):
    """An article and the evidence for its names."""

    id: str
    fold: int
    genre: str
    names: list[NameEvidence]
    right: frozenset[Span]
    either: frozenset[Span]
    ruled: list[Span]


def weigh_article(article: Article, scorer: Scorer) -> Weighed:
    source, text, titles, ruled, characters = article.reading
    names = pool_evidence(source.view, text, ruled, scorer.scores(characters), titles).names
    return Weighed(article.id, article.fold, article.genre, names, article.right, article.either, [name[:2] for name in ruled])


def features_at(name: NameEvidence, span: Span) -> Iterable[tuple[str, int]]:
    return name.features if span in name.free else [*name.features, (COVERED_HERE, UNIT)]


def fit(articles: Sequence[Weighed], l2: float = L2) -> dict[str, int]:
    """Weights by feature."""
    counts: Counter[str] = Counter()
    rows, wanted = [], []
    for article in articles:
        for name in article.names:
            for span in name.places:
                if span not in article.right and meets_any(article.either, span):
                    continue
                features = features_at(name, span)
                rows.append(features)
                wanted.append(span in article.right)
                counts.update(feature for feature, _ in features)
    names = sorted(feature for feature, count in counts.items() if count >= RARE)
    index = {feature: at for at, feature in enumerate(names)}
    x = np.zeros((len(rows), len(names)))
    for at, features in enumerate(rows):
        for feature, value in features:
            if feature in index:
                x[at, index[feature]] = value / UNIT
    y, weights = np.array(wanted, float), np.zeros(len(names))
    for _ in range(15):
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        spread = p * (1 - p) + 1e-6
        weights -= np.linalg.solve((x * spread[:, None]).T @ x + l2 * np.eye(len(names)), x.T @ (p - y) + l2 * weights)
    return {feature: round(float(weights[at]) * ONE / UNIT) for feature, at in index.items()}


def meets_any(spans: Iterable[Span], span: Span) -> bool:
    return any(s < span[1] and span[0] < e for s, e in spans)


def decide(article: Weighed, weights: Mapping[str, int], threshold: int = THRESHOLD) -> list[Span]:
    return choose(gains_of(judge(article.names, weights), threshold))


def count(article: Weighed, found: Iterable[Span]) -> np.ndarray:
    """Right, wrong, missed."""
    spans = set(found)
    wrong = sum(not meets_any(article.either, span) for span in spans - article.right)
    return np.array([len(spans & article.right), wrong, len(article.right - spans)])


def figures(counts: np.ndarray) -> str:
    right, wrong, missed = counts
    precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
    return f"P {precision:.3f} R {recall:.3f} F {2 * precision * recall / max(1e-9, precision + recall):.3f}  {right} {wrong} {missed}"


def part_of(article: Weighed) -> str:
    return f"{'news-dev2' if article.id[0] == 'a' else 'news-dev3'} {'check' if article.fold == 0 else 'tuning'}"


def report(articles: Sequence[Weighed], found: Mapping[str, list[Span]]) -> None:
    parts: dict[str, np.ndarray] = defaultdict(lambda: np.zeros(3, int))
    for article in articles:
        parts[part_of(article)] += count(article, found[article.id])
    for part in sorted(parts):
        print(f"  {part:20} {figures(parts[part])}")


def load(gold: Sequence[str], scorers: Sequence[str]) -> list[Weighed]:
    tables = [Scorer(np.load(path)["weights"]) for path in scorers]
    articles = read_gold(gold)
    return [weigh_article(a, tables[a.fold]) for a in articles if a.fold < len(tables)]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("gold", nargs="+")
    arguments.add_argument("--scorers", nargs="+", required=True, help="one a fold, fitted without it")
    arguments.add_argument("--l2", type=float, default=L2)
    arguments.add_argument("-o", "--out")
    given = arguments.parse_args()
    articles = load(given.gold, given.scorers)
    print(f"{len(articles)} articles, {sum(len(a.names) for a in articles)} names")
    print("rules alone")
    report(articles, {a.id: a.ruled for a in articles})
    found: dict[int, dict[str, list[Span]]] = {t: {} for t in (340, 400, 460, 520)}
    for fold in range(FOLDS):
        weights = fit([a for a in articles if a.fold != fold], given.l2)
        for threshold, decided in found.items():
            decided.update({a.id: decide(a, weights, threshold) for a in articles if a.fold == fold})
    for threshold, decided in found.items():
        if decided:
            print("threshold", threshold)
            report(articles, decided)
    if given.out:
        weights = fit(articles, given.l2)
        with open(given.out, "w", encoding="utf-8") as out:
            weights["modelled"] = round(MODELLED * ONE / UNIT)
            out.write(HEADER + "".join(f"{name}\t{weight}\t{why(name)}\n" for name, weight in sorted(weights.items()) if weight))


if __name__ == "__main__":
    main()
