"""Checks that every link between the pages of a book leads somewhere."""

import re
from urllib.parse import unquote, urlsplit

import site_pages as site

OUTSIDE = re.compile(r"^(https?|mailto|data|javascript):")


def own_pages(output):
    """The pages of a book; the Javadoc in it is javadoc's own business."""
    return [page for page in sorted(output.rglob("*.html")) if page.relative_to(output).parts[0] != "api"]


def check(output):
    """A sentence for each link of a page that leads to a file or a heading that is not there."""
    pages = {page: site.read(page.read_text(encoding="utf-8")) for page in own_pages(output)}
    troubles = []
    for page, content in pages.items():
        for link in dict.fromkeys(content.links):
            if OUTSIDE.match(link):
                continue
            parts = urlsplit(link)
            target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            here = page.relative_to(output)
            if not target.is_file():
                troubles.append(f"{here} links to {link}, which is not in the book")
            elif parts.fragment and target in pages and not {parts.fragment, unquote(parts.fragment)} & pages[target].ids:
                troubles.append(f"{here} links to {link}, but that page has no such heading")
    return troubles
