"""Pages: the HTML around an edition, the list of languages, what is left to translate.

Everything that comes from a catalogue or a document is escaped or sanitized; no page has a
script or asks anything of another host.
"""

from transpipe.page.editions import edition_page
from transpipe.page.errors import error_page
from transpipe.page.lists import index_page
from transpipe.page.site import Page, PageSettings, Site
from transpipe.page.status import coverage_page
from transpipe.page.summary import Gathered, Left, Summary, Title, summarize
from transpipe.page.words import draft_note

__all__ = [
    "Gathered",
    "Left",
    "Page",
    "PageSettings",
    "Site",
    "Summary",
    "Title",
    "coverage_page",
    "draft_note",
    "edition_page",
    "error_page",
    "index_page",
    "summarize",
]
