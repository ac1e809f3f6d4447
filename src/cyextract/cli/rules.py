"""`cyextract rules`: look at the rules, or check your own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from cyextract.cli.help_examples import examples
from cyextract.cli.options import SOME_FAILED, fail
from cyextract.cli.terminal import complain, say, show, write
from cyextract.errors import DataError

OwnRules = Annotated[list[Path] | None, typer.Argument(metavar="[PATHS]", help="Your own rule files or folders.")]

app = typer.Typer(help="Look at the rules, or check your own.", no_args_is_help=True, rich_markup_mode=None)


@app.command("list", epilog=examples("rules list"))
def list_rules(
    paths: OwnRules = None,
) -> None:
    """List every rule, the shipped ones and yours."""
    from cyextract.cli.terminal_tables import rule_table
    from cyextract.ruleset.loader import load_rules

    show(rule_table(load_rules(paths or []).rules))


@app.command("check", epilog=examples("rules check"))
def check_rules(paths: OwnRules = None) -> None:
    """Load and compile every rule and run the examples of yours; without PATHS those of all rules and word lists.

    Problems are listed together. The exit status is 1 when there are some.
    """
    from cyextract.pipeline import Extractor
    from cyextract.rulecheck import RULE_TYPES, check_examples, check_lists, check_org_examples, org_examples
    from cyextract.ruleset.loader import load_rules

    for path in paths or []:
        if not path.exists():
            fail(f"{path}: No such file or directory; check the path")
    try:
        rules = load_rules(paths or []).rules
        extractor = Extractor(RULE_TYPES, rules=paths or [])
    except DataError as error:
        _list_problems(error.problems)
    shipped = load_rules().rules if paths else ()
    checked = [rule for rule in rules if rule not in shipped]
    problems = check_examples(extractor, checked)
    if not paths:
        problems += check_lists() or check_org_examples(Extractor(["ORG"], layers=(), org_model=None), org_examples())
    if problems:
        _list_problems(problems)
    count = "1 rule checked by its" if len(checked) == 1 else f"{len(checked)} rules checked by their"
    typer.echo(f"{count} examples, no problems")


@app.command("doc", epilog=examples("rules doc"))
def document_rules(
    paths: OwnRules = None,
) -> None:
    """Print the rules reference as Markdown."""
    from cyextract.cli.terminal_tables import rules_markdown
    from cyextract.ruleset.loader import load_rules

    write((rules_markdown(load_rules(paths or [])) + "\n").encode("utf-8", "backslashreplace"))


def _list_problems(problems: Sequence[str]) -> NoReturn:
    for problem in problems:
        complain(problem)
    say(f"problems: {len(problems)}")
    raise typer.Exit(SOME_FAILED)
