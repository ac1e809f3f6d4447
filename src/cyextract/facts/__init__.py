"""From mentions to facts: agreement events and the short names that a document ties to full ones.

What ties a party or a date to a title is in `rules/lexicon/fact_rule.tsv`, the verbs and the words around them in `fact_verb.tsv`
and `fact_word.tsv`.
"""

from cyextract.facts.agreements import find_agreements
from cyextract.facts.aliases import make_aliases
from cyextract.facts.word_lists import fact_rules

__all__ = ["fact_rules", "find_agreements", "make_aliases"]
