"""From mentions to facts: which names are one organisation's, the short names that a document ties to full ones, agreement events.

What ties a party or a date to a title is in `rules/lexicon/fact_rule.tsv`, the verbs and the words around them in `fact_verb.tsv`
and `fact_word.tsv`; what ties two names, with its weight, in `body_evidence.tsv`.
"""

from cyextract.facts.agreements import Agreements, Reason, find_agreements
from cyextract.facts.aliases import organisation_aliases, title_aliases
from cyextract.facts.figures import FigureFinder, Figures, FigureWhy, Reading, figure_rules
from cyextract.facts.name_parts import part_sorts
from cyextract.facts.organisations import Bodies, OrganisationFinder, Tie, body_evidence, usual_names
from cyextract.facts.word_lists import fact_rules

__all__ = [
    "Agreements", "Bodies", "FigureFinder", "FigureWhy", "Figures", "OrganisationFinder", "Reading", "Reason", "Tie", "body_evidence",
    "fact_rules", "figure_rules", "find_agreements", "organisation_aliases", "part_sorts", "title_aliases", "usual_names",
]  # fmt: skip
