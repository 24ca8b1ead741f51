"""The program `kzgraph`, also as `python -m kzgraph`: runs a command, and turns a failure into one message.

No traceback reaches a user. Exit codes: those of :mod:`kzgraph.errors` (70 for a mistake in kzgraph itself;
KZGRAPH_DEBUG=1 shows where it happened), 130 when interrupted, 143 when terminated, 141 when nobody reads the
output any more (what a shell shows for other programs).
"""

from __future__ import annotations

import errno
import os
import signal
import sys
from typing import NoReturn

__all__ = ["main", "run"]

_INTERRUPTED, _PIPE_CLOSED = 130, 141


class _Terminated(BaseException):
    """The system wants the program to end; the argument is the exit code."""


def main() -> NoReturn:
    """Run the command line in ``sys.argv`` and end the process."""
    signal.signal(signal.SIGTERM, _terminated)
    code = run()
    # Taking the interpreter and the store apart takes a fifth of the time of a query, and leaves nothing
    # behind that the system would not clear away as well: every file is closed where it is written.
    os._exit(code)


def _terminated(number: int, frame: object) -> NoReturn:
    """End as an interrupt does, so that what is half written is cleared away."""
    raise _Terminated(128 + number)


def run() -> int:
    """Run the command line in ``sys.argv``, write out everything, and return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            # A terminal that lacks a letter shows its escape.
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    code = _guarded()
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError as error:
        code = code or _after(error)
        _abandon_output()
    return code


def _guarded() -> int:
    """Run the command line and return the exit code, with every error said on standard error."""
    try:
        return _run()
    except KeyboardInterrupt:
        return _INTERRUPTED
    except _Terminated as end:
        return int(end.args[0])
    except RecursionError:
        return _say("This is nested too deeply.", 2)
    except MemoryError:
        return _say("There is not enough memory for this.", 3)
    except Exception as error:
        from kzgraph.errors import InternalError, KzgraphError

        if isinstance(error, OSError) and error.errno in (errno.EPIPE, errno.ENOSPC, errno.EIO, errno.EBADF):
            return _after(error)
        known = error if isinstance(error, KzgraphError) else InternalError(_one_line(error))
        if isinstance(known, InternalError) and os.environ.get("KZGRAPH_DEBUG"):
            import traceback

            traceback.print_exception(error)
        return _say(str(known), known.exit_code)


def _run() -> int:
    import click

    from kzgraph.cli import cli

    if "_KZGRAPH_COMPLETE" in os.environ:
        import kzgraph.cli.completion  # noqa: F401 - teaches click our way with bash

    try:
        code = cli.main(args=_arguments(), prog_name="kzgraph", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except click.UsageError as error:
        help_line = f"\nTry '{error.ctx.command_path} --help'." if error.ctx else ""
        return _say(error.format_message() + help_line, error.exit_code)
    except click.ClickException as error:
        return _say(error.format_message(), error.exit_code)
    except click.Abort:
        return _INTERRUPTED
    except SystemExit as stop:  # only click itself: after completing a line, and when nobody reads the output
        return 0 if "_KZGRAPH_COMPLETE" in os.environ else _PIPE_CLOSED if stop.code else 0


def _arguments() -> list[str]:
    """Return what was typed. Where the locale is ASCII, Python hands out UTF-8 as surrogates: mended here."""
    typed = []
    for argument in sys.argv[1:]:
        try:
            argument.encode()
        except UnicodeEncodeError:
            argument = os.fsencode(argument).decode(errors="surrogateescape")
        typed.append(argument)
    return typed


def _after(error: OSError) -> int:
    """Say what is wrong with the output, if it is not just that nobody reads it, and return the exit code."""
    if isinstance(error, BrokenPipeError):
        return _PIPE_CLOSED
    return _say(f"standard output cannot be written: {error.strerror or error}", 3)


def _abandon_output() -> None:
    """Keep Python from writing the rest of the output at its end, which would fail once more."""
    try:
        if sys.stdout is not None:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        sys.stdout = None


def _one_line(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".split("\n")[0]


def _say(text: str, code: int) -> int:
    """Write an error message to standard error, if there is one, and return the exit code."""
    from kzgraph.render.safe import visible

    if sys.stderr is not None:
        try:
            sys.stderr.write(f"Error: {visible(text)}\n")
            sys.stderr.flush()
        except OSError:
            return code
    return code


if __name__ == "__main__":
    main()
