"""What an edited source was: near messages out of the catalogue itself and from elsewhere."""

from transpipe.memory.diff import Change, word_diff
from transpipe.memory.match import matches
from transpipe.memory.model import How, Known, Match, known
from transpipe.memory.store import Memory

__all__ = ["Change", "How", "Known", "Match", "Memory", "known", "matches", "word_diff"]
