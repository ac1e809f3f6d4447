"""How an organisation's name was weighed, in words."""

from __future__ import annotations

from cyextract.recognizers.org.decision import NEEDED, ONE, Verdict, load_decision

_STRONGEST = 4  # pieces of evidence that are named


def phrase_verdict(verdict: Verdict) -> str:
    """What a name's evidence sums up to, what it needed, and the strongest pieces, in natural logarithms of the odds."""
    by_feature, whys = load_decision()
    parts = sorted(((by_feature.get(feature, 0) * value, feature) for feature, value in verdict.features), key=lambda part: -abs(part[0]))
    told = ", ".join(f"{weight / ONE:+.1f} {whys[feature]}" for weight, feature in parts[:_STRONGEST] if weight)
    return f"weighed {verdict.total / ONE:+.1f}, {NEEDED / ONE:+.1f} needed: {told}"
