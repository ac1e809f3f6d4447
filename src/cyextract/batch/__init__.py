"""Many inputs in, one output, rows in the order of the inputs; an input that fails becomes a row that says why.

`run_batch` is the whole; the rest are its parts for those who put them together themselves.
"""

from __future__ import annotations

from cyextract.batch.discover import find_files
from cyextract.batch.encodings import decode
from cyextract.batch.input_record import FailedInput, InputOptions, InputText, Row, Settings
from cyextract.batch.journal import Progress
from cyextract.batch.readers import read_inputs, read_one
from cyextract.batch.rows import document_row, encode_row, extract_rows
from cyextract.batch.run import BatchJob, Output, Summary, Watcher, run_batch
from cyextract.batch.sinks import Shape

__all__ = [
    "BatchJob",
    "FailedInput",
    "InputOptions",
    "InputText",
    "Output",
    "Progress",
    "Row",
    "Settings",
    "Shape",
    "Summary",
    "Watcher",
    "decode",
    "document_row",
    "encode_row",
    "extract_rows",
    "find_files",
    "read_inputs",
    "read_one",
    "run_batch",
]  # fmt: skip
