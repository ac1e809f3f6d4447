"""What the recogniser of organisations hands on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cyextract.models import OrgKind
from cyextract.recognizers.candidate import Candidate, Rejection


class OrgMeaning(NamedTuple):
    """What sort of body a name names, and which word made it a name and what stopped it on the left.

    Its full name is the document's to tell, from all that won: `facts.organisations`.
    """

    kind: OrgKind
    why: str = ""


@dataclass(frozen=True, slots=True)
class OrgProposals:
    """What one document gives.

    Attributes:
        candidates: with `OrgMeaning`, in view offsets, sorted and disjoint.
        aliases: short name -> full name, as the reading view shows them, where a bracket ties the two.
        rejections: what a model proposed in vain.
    """

    candidates: Sequence[Candidate]
    aliases: Mapping[str, str]
    rejections: Sequence[Rejection] = ()
