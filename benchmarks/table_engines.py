"""Do other engines count what `cyextract tables` wrote as it stands there?

    python benchmarks/table_engines.py [INPUT ...] [--files 200] [--seed 1] [--jobs 2] [--json]

The inputs become a workbook and a folder of Parquet. Without any they are a folder of so many files in every format and encoding, one in
ten of them bad. LibreOffice (`soffice`) opens the workbook and writes each sheet as CSV, DuckDB reads the Parquet; for each sheet the rows,
and the sum of each column of numbers. It needs the extras `test-extras`, `arrow`, `html` and `zstd`.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.table import Table

from cyextract.tables.schema import SHEETS, Kind
from machine import describe_machine, format_machine, open_console

ROOT = Path(__file__).parent.parent
COUNTED = [(sheet.name, [*sheet.names(Kind.NUMBER), *sheet.names(Kind.WHOLE)]) for sheet in SHEETS]
CSV_OF_ALL_SHEETS = (
    "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"  # LibreOffice's numbers for these options
)
Counts = tuple[int, list[float]]


def make_inputs(folder: Path, files: int, seed: int) -> list[str]:
    """The mixed folder of the tests."""
    sys.path.insert(0, str(ROOT / "tests"))
    from mixed_folder import MAX_CHARS, make_folder

    make_folder(folder, files, extras=True, seed=seed)
    return [str(folder), "--max-chars", str(MAX_CHARS)]


def write_tables(inputs: list[str], out: Path, jobs: int, *options: str) -> str:
    """Run the command; what it said last."""
    command = [sys.executable, "-m", "cyextract", "tables", *inputs, "-o", str(out), "-j", str(jobs), *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if not out.exists():  # the status is 1 where some inputs failed, which are rows
        sys.exit(done.stderr)
    return (done.stderr.splitlines() or [""])[-1]


def convert_workbook(office: str, book: Path, folder: Path) -> None:
    """Each sheet of a workbook as CSV."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [office, profile, "--headless", "--convert-to", CSV_OF_ALL_SHEETS, "--outdir", str(folder), str(book)]
    subprocess.run(command, check=True, capture_output=True, timeout=600)


def count_csv(file: Path, columns: list[str]) -> Counts:
    """Rows and sums of what LibreOffice wrote."""
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return len(rows), [math.fsum(float(row[column]) for row in rows if row[column]) for column in columns]


def count_parquet(file: Path, columns: list[str]) -> Counts:
    """Rows and sums as DuckDB tells them."""
    import duckdb

    sums = "".join(f', sum("{column}")' for column in columns)
    rows, *totals = duckdb.sql(f"SELECT count(*){sums} FROM '{file}'").fetchall()[0]
    return rows, [float(total or 0) for total in totals]


def main() -> None:
    """Write, count, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", nargs="*", metavar="INPUT", help="what `cyextract tables` takes")
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    office = shutil.which("soffice")
    if office is None:
        sys.exit("soffice is not installed")
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        inputs = arguments.inputs or make_inputs(folder / "in", arguments.files, arguments.seed)
        said = write_tables(inputs, folder / "book.xlsx", arguments.jobs)
        write_tables(inputs, folder / "parquet", arguments.jobs, "--format", "parquet")
        convert_workbook(office, folder / "book.xlsx", folder)
        lines = []
        for sheet, columns in COUNTED:
            theirs = count_csv(folder / f"book-{sheet}.csv", columns)
            ours = count_parquet(folder / "parquet" / f"{sheet}.parquet", columns)
            lines += [
                {"sheet": sheet, "column": column, "LibreOffice": one, "DuckDB": other, "same": math.isclose(one, other, rel_tol=1e-9)}
                for column, one, other in zip(("rows", *columns), (theirs[0], *theirs[1]), (ours[0], *ours[1]), strict=True)
            ]
    if arguments.json:
        print(json.dumps({"machine": describe_machine(), "said": said, "lines": lines}, ensure_ascii=False, indent=2))
    else:
        console = open_console()
        console.print(format_machine(describe_machine()))
        table = Table(*lines[0], title=said)
        for line in lines:
            table.add_row(*(f"{value:,.10g}" if isinstance(value, float) else str(value) for value in line.values()))
        console.print(table)
    sys.exit(not all(line["same"] for line in lines))


if __name__ == "__main__":
    main()
