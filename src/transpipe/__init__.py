"""transpipe: translate Markdown with gettext catalogues."""

__version__ = "0.1.0"
