"""The command line; the only door to click."""

from transpipe.cli.main import main

__all__ = ["main"]
