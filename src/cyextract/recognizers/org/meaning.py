"""What the recogniser of organisations hands on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cyextract.models import OrgKind
from cyextract.recognizers.candidate import Candidate, Rejection
from cyextract.recognizers.org.decision import Verdict


class OrgMeaning(NamedTuple):
    """What sort of body a name names, which word made it a name and what stopped it on the left, and how it was weighed.

    Its full name is the document's to tell, from all that won: `facts.aliases`.
    """

    kind: OrgKind
    why: str = ""
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class OrgProposals:
    """What one document gives.

    Attributes:
        candidates: with `OrgMeaning`, in view offsets, sorted and disjoint.
        aliases: short name -> full name, as the reading view shows them, where the text ties the two.
        rejections: what was weighed and not taken.
    """

    candidates: Sequence[Candidate]
    aliases: Mapping[str, str]
    rejections: Sequence[Rejection] = ()
