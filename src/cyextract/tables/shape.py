"""Tables as the output of a batch: what each input's row is, and how a workbook or a folder is made of all of them."""

from __future__ import annotations

import datetime as dt
import errno
import tempfile
from collections.abc import Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from cyextract.batch import FailedInput, InputText, Row
from cyextract.batch.sinks import check_file, complete_file
from cyextract.document import Document
from cyextract.extras import require
from cyextract.tables.csv_folder import CsvFolder
from cyextract.tables.formats import NumberType, TableFormat
from cyextract.tables.names import NameIndex
from cyextract.tables.page import summary_page
from cyextract.tables.parquet_folder import ParquetFolder
from cyextract.tables.preview import Preview
from cyextract.tables.rows import Cells, DocumentSheets
from cyextract.tables.schema import COLUMNS, NAMES, OF_A_DOCUMENT, SHEETS, explain_columns
from cyextract.tables.sinks import SheetSink
from cyextract.tables.stored_rows import failed_row, read_rows, result_row
from cyextract.tables.workbook import WorkbookSink

_LONGEST_HEADER = 2_000


@dataclass(frozen=True, slots=True)
class TableShape:
    """Tables, as `cyextract.batch.Output` takes them.

    Args:
        format: a workbook, or a folder of CSV or Parquet.
        numbers: what amounts are in Parquet.
        preview: keeps the first rows of what is written.
    """

    format: TableFormat
    numbers: NumberType = NumberType.DECIMAL
    preview: Preview = field(default_factory=Preview, compare=False)

    @property
    def is_streamed(self) -> bool:
        """The names of all documents come last."""
        return False

    def check(self, path: Path) -> None:
        """Refuse what cannot be written.

        Raises:
            OSError: a folder that is a file or the other way round, or in none, or that holds other files under the names of our sheets.
            MissingExtraError: Parquet, and pyarrow is not installed.
        """
        if self.format is TableFormat.XLSX:
            check_file(path)
        elif path.exists() and not path.is_dir():
            raise FileExistsError(errno.EEXIST, "is a file; name a folder or a workbook (.xlsx)", str(path))
        elif not path.parent.is_dir():
            raise FileNotFoundError(errno.ENOENT, "no such folder", str(path.parent))
        if self.format is TableFormat.PARQUET:
            require("pyarrow", "arrow", "a Parquet output")
        if self.format is not TableFormat.XLSX:
            for sheet, file in zip(SHEETS, self.files(path), strict=False):
                if file.exists() and self._header(file)[:2] != sheet.names()[:2]:
                    raise FileExistsError(errno.EEXIST, "is no table of an earlier run; name another folder", str(file))

    def row(self, document: Document, item: InputText) -> Row:
        """All rows of a document."""
        return result_row(document, item)

    def failure(self, failed: FailedInput) -> Row:
        """`id`, `error`, `file`."""
        return failed_row(failed)

    def write(self, rows: Path, part: Path) -> None:
        """The workbook, or the files of the folder."""
        if self.format is not TableFormat.XLSX:
            part.mkdir(exist_ok=True)
        with ExitStack() as stack:
            workplace = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=rows.parent)))  # goes with the run, however that ends
            names = stack.enter_context(NameIndex(workplace / "names.sqlite"))
            sink = stack.enter_context(self._sink(part, workplace))
            sinks: tuple[SheetSink, ...] = (sink, self.preview)
            for sheets in read_rows(rows):
                _add(sinks, sheets)
                (document,) = sheets["documents"]
                if not names.is_new(str(document["document"])):
                    self.preview.note_same_id(str(document["document"]))
                day = document.get("reference_date")
                names.add(sheets.get("organisations", ()), day if isinstance(day, dt.date) else None)
            for each in sinks:
                each.add(COLUMNS, explain_columns())
            for name in names.rows():
                for each in sinks:
                    each.add(NAMES, (name,))
        with complete_file(self.page_path(part)) as unfinished:
            unfinished.write_text(summary_page(self.preview, part.name), encoding="utf-8")

    def page_path(self, path: Path) -> Path:
        """Where the page that shows the first rows stands: beside a workbook, in a folder."""
        return path.with_name(f"{path.stem}-summary.html") if self.format is TableFormat.XLSX else path / "summary.html"

    def companions(self, path: Path) -> Sequence[str]:
        """The page of a workbook."""
        return (self.page_path(path).name,) if self.format is TableFormat.XLSX else ()

    def files(self, path: Path) -> Sequence[Path]:
        """The workbook or the file of each sheet, and the page."""
        sheets = (path,) if self.format is TableFormat.XLSX else tuple(path / f"{sheet.name}.{self.format}" for sheet in SHEETS)
        return (*sheets, self.page_path(path))

    def describe(self) -> dict[str, object]:
        """What the bytes depend on."""
        return {"tables": self.format, "numbers": self.numbers}

    def _header(self, file: Path) -> list[str]:
        """The names of the columns of a file in a folder of tables; none of one that cannot be read."""
        if self.format is TableFormat.CSV:
            with file.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
                return stream.readline(_LONGEST_HEADER).rstrip().split(",")
        import pyarrow
        from pyarrow import parquet

        try:
            return list(parquet.read_schema(file).names)
        except pyarrow.ArrowException:
            return []

    def _sink(self, part: Path, workplace: Path) -> AbstractContextManager[SheetSink]:
        match self.format:
            case TableFormat.XLSX:
                return WorkbookSink(part, workplace)
            case TableFormat.CSV:
                return CsvFolder(part)
            case TableFormat.PARQUET:
                return ParquetFolder(part, self.numbers)


def _add(sinks: Sequence[SheetSink], sheets: DocumentSheets) -> None:
    for sheet in OF_A_DOCUMENT:
        rows: Sequence[Cells] = sheets.get(sheet.name, ())
        if rows:
            for sink in sinks:
                sink.add(sheet, rows)
