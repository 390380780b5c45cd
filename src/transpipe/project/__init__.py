"""A project on disk: its configuration and its files."""
