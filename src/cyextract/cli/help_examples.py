"""What `--help` shows below the options: commands that work as they stand in a clone, and are run by the tests."""

from __future__ import annotations

from typing import Final

_SHOWN: Final = {
    "tables": (
        "cyextract tables seeds/*.txt -o facts.xlsx",
        "cyextract tables news/ -o facts/ -j 2 --name-date %Y-%m-%d",
    ),
    "extract": (
        "cyextract extract seeds/*.txt",
        "cyextract extract seeds/004_a68d77e303247846.txt --reference-date 2023-05-05 --types DATE,MONEY",
        "cyextract extract seeds/004_a68d77e303247846.txt --format html --out page.html",
    ),
    "batch": (
        "cyextract batch 'news/*.txt' in.jsonl -o out.jsonl -j 2 --name-date %Y-%m-%d",
        "cyextract batch 'seeds/*.txt' -o mentions.csv",
    ),
    "timeline": (
        "cyextract timeline seeds/000_30a4a9f8b9eb27f7.txt",
        "cyextract timeline seeds/000_30a4a9f8b9eb27f7.txt --format markdown > chronicle.md",
    ),
    "explain": (
        "cyextract explain 车过三元桥，花了三元",
        "cyextract explain '去年底，贷款余额近50亿元。' --reference-date 2021-06-10",
        "cyextract explain seeds/004_a68d77e303247846.txt --text 眉山日报",
    ),
    "verify": (
        "cyextract verify seeds/004_a68d77e303247846.txt claims.json --reference-date 2023-05-05",
        "cyextract verify pairs.jsonl -o report.jsonl",
        "cyextract verify langextract.jsonl -o repaired.jsonl --repair",
    ),
    "serve": (
        "cyextract serve",
        "cyextract serve --port 9000 --workers 4",
    ),
    "mcp": ("cyextract mcp",),
    "eval": (
        "cyextract eval --gold seeds",
        "cyextract eval --gold seeds --errors 20 --report errors.html",
        "cyextract eval --gold seeds --save monday.json",
    ),
    "rules list": (
        "cyextract rules list",
        "cyextract rules list my_rules/",
    ),
    "rules check": (
        "cyextract rules check",
        "cyextract rules check my_rules/",
    ),
    "rules doc": ("cyextract rules doc > rules.md",),
    "gold convert": (
        "cyextract gold convert seeds brat/ --to brat",
        "cyextract gold convert brat/ gold.jsonl --to cyextract",
    ),
    "gold annotate": (
        "cyextract gold annotate seeds tasks.json --to label-studio",
        "cyextract gold annotate in.jsonl gold.jsonl --to cyextract --reference-date 2021-06-10",
    ),
}


def examples(command: str) -> str:
    r"""The text for `epilog`; \b keeps the line breaks."""
    return "\n".join(("\b", "Examples:", *(f"  {line}" for line in _SHOWN[command])))
