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

Precision, recall and F1 are 0 where they are undefined; shares are `None` without a hit.
"""

from cyextract.evaluate.records import Annotation, GoldDocument, annotate, load_gold, load_predictions
from cyextract.evaluate.scoring import Counts, Difference, Evaluation, Score, score, summarize

__all__ = [
    "Annotation",
    "Counts",
    "Difference",
    "Evaluation",
    "GoldDocument",
    "Score",
    "annotate",
    "load_gold",
    "load_predictions",
    "score",
    "summarize",
]
