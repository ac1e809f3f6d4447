"""The command line: reads arguments, calls the library, prints. Results go to stdout, everything else to stderr.

One module for each family of commands; heavy modules are imported inside the commands, so that `cyextract --help`
answers at once.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from cyextract.cli import gold, rules
from cyextract.cli.batch import batch
from cyextract.cli.evaluate import evaluate
from cyextract.cli.explain import explain
from cyextract.cli.extract import extract, timeline
from cyextract.cli.help_examples import examples
from cyextract.cli.options import SOME_FAILED, USAGE
from cyextract.cli.serve import mcp, serve
from cyextract.cli.tabulate import tables
from cyextract.cli.terminal import complain, discard_output, write_utf8
from cyextract.cli.verify import verify
from cyextract.errors import CyextractError, DataError

if TYPE_CHECKING:
    from typer import BadParameter as _UsageError
else:  # typer exports no name for the base class, and where it lives depends on its version
    _UsageError = typer.BadParameter.__mro__[1]

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    epilog="Exit status: 0 all well; 1 some inputs failed, each is named and the rest is written; 2 the command could not begin.",
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"cyextract {version('cyextract')}")
        raise typer.Exit


@app.callback()
def _take_options(
    version: Annotated[bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")] = False,
) -> None:
    """Dates, amounts, percentages, organisations and titles from Chinese news."""


for command in (tables, extract, batch, timeline, explain, verify, serve, mcp):
    app.command(epilog=examples(command.__name__))(command)
app.command("eval", epilog=examples("eval"))(evaluate)
app.add_typer(rules.app, name="rules")
app.add_typer(gold.app, name="gold")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; exits with 0 (all well), 1 (some inputs failed) or 2 (usage)."""
    write_utf8()
    try:
        status = app(args=None if arguments is None else list(arguments), prog_name="cyextract", standalone_mode=False)
        sys.stdout.flush()
    except _UsageError as error:
        _complain_of_use(error)
        sys.exit(USAGE)
    except CyextractError as error:
        for problem in error.problems if isinstance(error, DataError) else (str(error),):
            complain(problem)
        sys.exit(USAGE)
    except BrokenPipeError:  # the reader has seen enough
        discard_output()
        sys.exit(SOME_FAILED)
    except OSError as error:
        complain(f"{error.filename or 'standard output'}: {error.strerror or error}")
        discard_output()
        sys.exit(USAGE)
    sys.exit(status or 0)


def _complain_of_use(error: _UsageError) -> None:
    """One line instead of a usage page; a command that was called with nothing at all shows its help."""
    message = error.format_message()
    if error.ctx is None or message == error.ctx.get_help():
        error.show()
        return
    line = " ".join(message.replace("Value error, ", "").split()).rstrip(".")
    complain(f"{line[:1].lower()}{line[1:]}; see {error.ctx.command_path} --help")
