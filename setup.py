"""Name the packages, and give every build of the same tree the same bytes; everything else is in pyproject.toml.

`find` alone would miss `cyextract.rules`, whose folder lies outside `src`, and a list by hand would silently drop the
next new subpackage, so both are found here.
"""

from __future__ import annotations

import gzip
import os
import tarfile
from pathlib import Path

from setuptools import find_packages, setup
from setuptools.command.sdist import sdist

# The time of every file in what is built; wheels heed the variable, source archives below do.
BUILT = int(os.environ.setdefault("SOURCE_DATE_EPOCH", "1767225600"))


def with_subpackages(name: str, folder: str) -> list[str]:
    """Name a package and every package below its folder."""
    return [name, *(f"{name}.{sub}" for sub in find_packages(folder))]


def without_circumstance(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """An entry of an archive that does not tell when, by whom and under which umask its file was written."""
    entry.mtime, entry.uid, entry.gid, entry.uname, entry.gname = BUILT, 0, 0, "", ""
    entry.mode = 0o755 if entry.mode & 0o100 else 0o644
    return entry


class ReproducibleSdist(sdist):
    """setuptools' own archive holds the times and owners of the checkout, and the time of packing."""

    def make_archive(self, base_name: str, format: str, root_dir: str | None = None, base_dir: str | None = None, **_: object) -> str:
        """Pack the files of `base_dir`, which lies in the current folder; only gzipped tar is asked for."""
        if format != "gztar" or base_dir is None:
            raise ValueError(f"sdist: {format!r} is not made; leave --formats out")
        path = f"{base_name}.tar.gz"
        with (
            Path(path).open("wb") as raw,
            gzip.GzipFile("", "wb", 9, raw, mtime=BUILT) as packed,
            tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive,
        ):
            for file in sorted(file for file in Path(base_dir).rglob("*") if file.is_file()):
                archive.add(file, file.as_posix(), recursive=False, filter=without_circumstance)
        return path


setup(
    packages=[*with_subpackages("cyextract", "src/cyextract"), *with_subpackages("cyextract.rules", "rules")],
    cmdclass={"sdist": ReproducibleSdist},
)
