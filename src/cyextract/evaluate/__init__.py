"""Score mentions against gold: spans, values, facts and attributes, per type.

The scorer imports the result models and nothing else of cyextract, so it cannot share a mistake with the extractor.

Matching, per document and type (a mention of another type is never a match):

* **strict**: a prediction hits when a gold mention has the same start and end. Each gold mention is hit once; a second
  equal prediction is spurious. Gold rows with equal spans count as one (the last).
* **relaxed**: predictions, in their order, each take the first gold mention that overlaps them and is not taken yet.
* **facts**: as relaxed, and the two must mean the same: DATE the same first and last calendar day (the same value where
  it names no days), MONEY the same amounts and currency, PERCENT the same numbers; ORG and TITLE the same span. An
  amount that gold leaves out is not compared.
* **optional** gold mentions count for nothing when hit and for nothing when missed, and a prediction that overlaps one
  is never spurious.
* **value**: the share of the strict hits whose value fields agree (DATE `value`; MONEY amounts and currency; PERCENT
  values and unit), numbers compared as numbers. ORG and TITLE have no such field, so every hit agrees.
* **attribute**: the share of the strict hits with the right `mod` (DATE, MONEY, PERCENT), `kind` (ORG) or `category`
  (TITLE).
* Gold mentions that state no value (from formats that have no place for it) count for spans alone: they are no hits or misses of
  facts, and the shares of value and attribute are taken of the others. Where no mention of a type states one, nothing is counted of
  facts.

The document layers, over all documents, where gold has them:

* **agreements**: predictions, in their order, each take the first gold event that is not taken yet, has the same title (white
  space and brackets left out) and an action one of which contains the other (审议 and 审议通过). A prediction without a partner is
  not spurious when an optional gold event has its title. Of the hits, **date** is the share with the same date value, and
  **parties** the share with the same set of parties, a short name of a gold alias counting as its full one.
* **aliases**: hits are pairs of short and full name that gold has, white space and brackets left out.
* **figures**: each gold row takes the first prediction whose number overlaps its own. Field by field, **precision** is the share of
  the values given that are right, **recall** that of the values stated in gold that were found. A metric is right when it ends with
  the other one, subject and whole when one holds or overlaps the other, a period by its value, a basis by its type; `alt` lists other
  answers that are as good. What gold takes from context (`"from": "context"`) costs nothing where it is not given. A **core** row has
  kind, direction, status, metric and period right, a **full** one subject and whole as well.

Precision, recall and F1 are 0 where they are undefined, and `None` in summaries where there is nothing to count; shares are `None`
without a hit. `bootstrap` gives each an interval over
documents, `analyze_errors` names each disagreement (an edge, a value, ...), `compare_errors` sets two runs side by side.
"""

from cyextract.evaluate.analysis import (
    ERROR_KINDS,
    Change,
    Comparison,
    ErrorCase,
    analyze_errors,
    compare_errors,
    compare_runs,
    compare_types,
)
from cyextract.evaluate.bootstrap import bootstrap, bootstrap_difference, bootstrap_figures
from cyextract.evaluate.figures import FIGURE_FIELDS, FieldCounts, FigureDifference, FigureScore, score_figures
from cyextract.evaluate.gold_documents import (
    Annotation,
    GoldDocument,
    Layers,
    annotate,
    layers_of,
    load_gold,
    load_layers,
    load_predictions,
)
from cyextract.evaluate.layers import score_layers
from cyextract.evaluate.runs import Run, encode_run, load_run
from cyextract.evaluate.scores import ALL, Counts, Difference, Evaluation, Interval, Intervals, LayerDifference, LayerScore, Score
from cyextract.evaluate.scoring import score
from cyextract.evaluate.summary import summarize, summarize_figures, summarize_layers

__all__ = [
    "ALL",
    "ERROR_KINDS",
    "FIGURE_FIELDS",
    "Annotation",
    "Change",
    "Comparison",
    "Counts",
    "Difference",
    "ErrorCase",
    "Evaluation",
    "FieldCounts",
    "FigureDifference",
    "FigureScore",
    "GoldDocument",
    "Interval",
    "Intervals",
    "LayerDifference",
    "LayerScore",
    "Layers",
    "Run",
    "Score",
    "analyze_errors",
    "annotate",
    "bootstrap",
    "bootstrap_difference",
    "bootstrap_figures",
    "compare_errors",
    "compare_runs",
    "compare_types",
    "encode_run",
    "layers_of",
    "load_gold",
    "load_layers",
    "load_predictions",
    "load_run",
    "score",
    "score_figures",
    "score_layers",
    "summarize",
    "summarize_figures",
    "summarize_layers",
]
