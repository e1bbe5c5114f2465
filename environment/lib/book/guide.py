"""The guide, and the project's other Markdown that its pages link to.

The order of the pages and a sentence for each stand in the table of guide/README.md. A link to a notebook or to Markdown leads to
the page that the book makes of it; a link to anything else that lies in the project becomes plain words.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import site_pages as site
from pages import markdown_body, root_of

CONTENTS = "README.md"
ROW = re.compile(r"^\| \[([^\]]+)\]\(([\w-]+\.md)\) \| (.+?) \|$", re.MULTILINE)
ANCHOR = re.compile(r'<a href="([^"]*)"([^>]*)>(.*?)</a>', re.DOTALL)
IMAGE = re.compile(r'<img [^>]*src="(?!https?:|data:)[^>]*>')
OUTSIDE = re.compile(r"^[a-z]+:")


@dataclass(frozen=True)
class Entry:
    """A line of the guide's table of contents."""

    file: str
    title: str
    says: str


@dataclass(frozen=True)
class Page:
    """A page made of Markdown. source: its file; path: from the book's folder."""

    source: Path
    path: str
    title: str
    body: str


def contents(folder):
    """The guide's pages in their order; none where there is no guide."""
    file = folder / "guide" / CONTENTS
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    return [Entry(name, title, says) for title, name, says in ROW.findall(text)]


def path_of(source, folder):
    """Where the book has a file: the notebooks' folder at its root, all else of the project under project/."""
    if source.is_relative_to(folder):
        return source.relative_to(folder).with_suffix(".html").as_posix()
    return "project/" + source.relative_to(folder.parent).with_suffix(".html").as_posix()


def targets(page):
    """Files of the project that a page links to."""
    for href, _, _ in ANCHOR.findall(page.body):
        name = unquote(href.split("#")[0])
        if name and not OUTSIDE.match(href):
            yield (page.source.parent / name).resolve()


def read(source, folder):
    text = source.read_text(encoding="utf-8")
    return Page(source, path_of(source, folder), site.markdown_title(text, source.stem), markdown_body(text, links=False))


def pages(folder, known):
    """The guide's pages in their order, then what they link to. known: paths of the pages that the book has already."""
    waiting = [folder / "guide" / entry.file for entry in contents(folder)]
    if waiting:
        waiting.insert(0, folder / "guide" / CONTENTS)
    found = {}
    while waiting:
        source = waiting.pop(0).resolve()
        if source in found or path_of(source, folder) in known:
            continue
        found[source] = read(source, folder)
        waiting += [
            target
            for target in targets(found[source])
            if target.suffix == ".md" and target.is_file() and target.is_relative_to(folder.parent) and "course" not in target.parts
        ]
    made = {page.path: page for page in found.values()}
    identifiers = {path: site.read(page.body).ids for path, page in made.items()}
    return [Page(p.source, p.path, p.title, linked(p, folder, identifiers, known)) for p in made.values()]


def linked(page, folder, identifiers, known):
    """The body of a page whose links lead to pages of the book."""

    def lead(found):
        href, more, words = found.groups()
        if OUTSIDE.match(href):
            return found.group(0)
        name, _, fragment = href.partition("#")
        target = (page.source.parent / unquote(name)).resolve() if name else page.source
        if target.suffix not in (".md", ".ipynb") or not target.is_relative_to(folder.parent):
            return words
        path = path_of(target, folder)
        if path not in identifiers and path not in known:
            return words
        place = "#" + heading(fragment, identifiers.get(path, ())) if fragment else ""
        return f'<a href="{root_of(page.path) + path if name else ""}{place}"{more}>{words}</a>'

    return IMAGE.sub("", ANCHOR.sub(lead, page.body))


def heading(fragment, identifiers):
    """The identifier that the book gives to a heading which a code host calls so."""
    same = (name for name in identifiers if slug(name) == slug(unquote(fragment)))
    return next(same, fragment)


def slug(name):
    return re.sub(r"[^\w-]", "", name.replace(" ", "-")).lower()
