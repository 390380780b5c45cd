"""Pages: the HTML around an edition, the list of languages, what is left to translate.

Everything that comes from a catalogue or a document is escaped or sanitized; no page has a
script or asks anything of another host.
"""

from transpipe.page.editions import edition_page
from transpipe.page.site import Page, PageSettings, Site

__all__ = ["Page", "PageSettings", "Site", "edition_page"]
