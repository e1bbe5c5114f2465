"""Pages of the book: a notebook or a Markdown text inside the book's frame."""

import html
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from nbconvert import HTMLExporter
from nbconvert.filters import markdown2html

import claims
from execution import without_plotly

ASSETS = Path(__file__).resolve().parent / "assets"
FRAME = (ASSETS / "page.html").read_text(encoding="utf-8")
CLAIM_LINE = re.compile(r"(?m)(^|<pre>)(claim: .*?)(?:\n|(?=</pre>)|$)")


@dataclass(frozen=True)
class Link:
    """Where a page leads: a path from the book's folder, and words."""

    path: str
    words: str


def root_of(path):
    """The way from a page to the book's folder: '' or '../', ...."""
    return "../" * (len(PurePosixPath(path).parts) - 1)


def relative(link, page):
    return root_of(page) + link.path


def anchor(link, page, kind=""):
    css = f' class="{kind}"' if kind else ""
    return f'<a{css} href="{html.escape(relative(link, page), True)}">{html.escape(link.words)}</a>'


def frame(page, title, body, before=None, after=None, aside="", kind="text"):
    """A whole page. before and after: the neighbours, or None. aside: HTML beside the title."""
    values = {
        "root": root_of(page),
        "title": html.escape(title),
        "kind": kind,
        "aside": aside,
        "body": body,
        "before": anchor(before, page, "before") if before else "<span></span>",
        "after": anchor(after, page, "after") if after else "<span></span>",
    }
    return re.sub(r"@(\w+)@", lambda found: values[found.group(1)], FRAME)


def notebook_body(chapter):
    """The cells of a notebook as HTML. Images that lie in the notebook's folder are drawn into it."""
    notebook = without_plotly(chapter.notebook)
    exporter = HTMLExporter(template_name="basic")
    if exporter.has_trait("embed_images"):
        exporter.embed_images = True
    body, _ = exporter.from_notebook_node(notebook, resources={"metadata": {"path": str(chapter.folder)}})
    # nbconvert escapes text, so the marks that tell a claim by its color are put in afterwards.
    return CLAIM_LINE.sub(colored, linked_to_pages(body))


def colored(found):
    start, line = found.groups()
    status = claims.parse(html.unescape(line)).status
    return f'{start}<span class="claim {status}">{line}</span>'


def linked_to_pages(body):
    """Links to other notebooks lead to their pages."""
    return re.sub(r'(href="(?!https?:)[^"#]+)\.ipynb(["#])', r"\1.html\2", body)


# What Markdown says to the tests: setups, and why a block is not run.
COMMENT = re.compile(r"^<!--.*?-->[ \t]*\n", re.MULTILINE | re.DOTALL)


def markdown_body(text, links=True):
    """Markdown as HTML. links: whether those to Markdown and notebooks beside it lead to their pages."""
    body = markdown2html(COMMENT.sub("", text))
    return body if not links else re.sub(r'(href="(?!https?:)[^"#]+)\.(?:md|ipynb)(["#])', r"\1.html\2", body)
