"""The configuration: ``[tool.transpipe]`` in pyproject.toml, or the same keys in transpipe.toml.

The one door to msgspec. What a key is called, holds, defaults to and means stands once, in
:class:`Settings`; the errors, the listing of :func:`keys` and the text of :func:`starter` are made
from it.
"""

from transpipe.project.config.describe import Key, keys, starter
from transpipe.project.config.loading import Config, find, load
from transpipe.project.config.mistakes import mistakes
from transpipe.project.config.settings import (
    ChecksLanguageTable,
    ChecksTable,
    FailOn,
    LanguageTable,
    PageTable,
    Settings,
    WaiverTable,
)

__all__ = [
    "ChecksLanguageTable",
    "ChecksTable",
    "Config",
    "FailOn",
    "Key",
    "LanguageTable",
    "PageTable",
    "Settings",
    "WaiverTable",
    "find",
    "keys",
    "load",
    "mistakes",
    "starter",
]
