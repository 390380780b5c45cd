"""The one family of errors: what transpipe cannot read, write or make sense of."""

from __future__ import annotations

__all__ = ["InputOutputError", "LockedError", "TranspipeError"]


class TranspipeError(Exception):
    """Something that stops the work: unreadable input, a bad configuration.

    A bad *translation* is never an error but a finding.

    Attributes:
        message: one sentence that says what is wrong.
        path: the file it is about, as shown to people; empty if there is none.
        line: line in that file, from 1; 0 if it is about the whole file.
        column: column in code points, from 1; 0 if it is about the whole line.
        code: the stable id of the rule that was broken, such as ``P001``; may be empty.
        hint: the way out, as a sentence; may be empty.

    """

    exit_code = 2

    def __init__(
        self,
        message: str,
        *,
        path: str = "",
        line: int = 0,
        column: int = 0,
        code: str = "",
        hint: str = "",
    ) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.line = line
        self.column = column
        self.code = code
        self.hint = hint

    @property
    def place(self) -> str:
        """``file:line:column``, as far as each is known."""
        parts = [self.path] if self.path else []
        if self.line:
            parts.append(str(self.line))
            if self.column:
                parts.append(str(self.column))
        return ":".join(parts)

    def __str__(self) -> str:
        place = self.place
        return f"{place}: {self.message}" if place else self.message


class InputOutputError(TranspipeError):
    """The file system refused: no space, no permission, a broken disk."""

    exit_code = 3


class LockedError(TranspipeError):
    """Another run holds the project's lock."""

    exit_code = 4
