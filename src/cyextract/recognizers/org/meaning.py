"""What the recogniser of organisations hands on."""

from __future__ import annotations

from typing import NamedTuple

from cyextract.models import OrgKind
from cyextract.recognizers.org.decision import Verdict


class OrgMeaning(NamedTuple):
    """What sort of body a name names, which word made it a name and what stopped it on the left, and how it was weighed.

    Its full name is the document's to tell, from all that won: `facts.organisations`.
    """

    kind: OrgKind
    why: str = ""
    verdict: Verdict | None = None
