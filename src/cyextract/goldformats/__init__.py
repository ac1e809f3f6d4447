"""Gold in the formats that annotation tools read and write, with exact offsets both ways.

`read_gold` and `write_gold` convert between files and the `GoldDocument` that the scorer takes. `FORMATS` names each format and says
what it can hold: types and spans always; `values` (value, mod, kind and every other field of a mention), `optional` marks,
`reference_date`, `default_currency`, `layers` (agreements and aliases) where the format has a place for them. What it has no
place for is named in the notes that `write_gold` returns, and comes back through `restore_values`.
"""

from cyextract.goldformats.catalogue import FORMATS, GoldFormat, detect_format, read_gold, write_gold
from cyextract.goldformats.gold_row import FormatOptions, GoldFile
from cyextract.goldformats.offsets import OffsetUnit
from cyextract.goldformats.restore import restore_values

__all__ = ["FORMATS", "FormatOptions", "GoldFile", "GoldFormat", "OffsetUnit", "detect_format", "read_gold", "restore_values", "write_gold"]
