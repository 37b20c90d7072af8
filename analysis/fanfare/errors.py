"""What can be wrong, one class each, so that a script can tell them apart. The text says what to do."""
import difflib
from collections.abc import Sequence


class FanfareError(Exception):
    """Of this package."""


class NoSuchResults(FanfareError):
    """There is no such file, or the folder holds none."""


class NotResults(FanfareError):
    """The file is something else."""


class DamagedFile(FanfareError):
    """The file was cut short, or its bytes changed."""


class OtherFormat(FanfareError):
    """The file was written by an older or newer version."""


class StillRunning(FanfareError):
    """The run has not ended, so its numbers are not final."""


class UnknownName(FanfareError, KeyError):
    """There is no measure, label or arm of that name."""

    def __str__(self) -> str:  # KeyError's would be in quotes
        return str(self.args[0])


class ProgramError(FanfareError):
    """The program `fanfare` was not found, or ended with an error; `code` is its exit code."""

    def __init__(self, message: str, code: int = 1) -> None:
        super().__init__(message)
        self.code = code


def unknown(what: str, name: str, known: Sequence[str]) -> UnknownName:
    """The error with the nearest name, or with what there is."""
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    some = ", ".join(known[:12]) + (", …" if len(known) > 12 else "")
    return UnknownName(
        f"no {what} '{name}' (" + (f"did you mean '{near[0]}'?" if near else f"there are: {some}") + ")"
    )
