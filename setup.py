"""Name the packages; everything else is in pyproject.toml.

`find` alone would miss `cyextract.rules`, whose folder lies outside `src`, and a list by hand would silently drop the
next new subpackage, so both are found here.
"""

from setuptools import find_packages, setup


def with_subpackages(name: str, folder: str) -> list[str]:
    """Name a package and every package below its folder."""
    return [name, *(f"{name}.{sub}" for sub in find_packages(folder))]


setup(packages=[*with_subpackages("cyextract", "src/cyextract"), *with_subpackages("cyextract.rules", "rules")])
