"""The pages around the notebooks: index, ledger of claims, course, search."""

import html
import json
import os
import re
from collections import Counter
from html.parser import HTMLParser

from execution import counted, joined
from pages import Link, anchor, frame

STATUS_WORDS = {"holds": "held", "open": "not reproduced", "fails": "failed"}


def page_of(path):
    return path.rsplit(".", 1)[0] + ".html"


def link_of(chapter):
    """A link to a chapter's page; solutions and interludes have no number of their own."""
    number = "" if chapter.is_solution else f"{chapter.number} "
    return Link(page_of(chapter.path), number + chapter.title)


def counts(chapter):
    return Counter(claim.status for claim, _ in chapter.claims)


def status_words(chapter):
    """How many claims held, in words and colors."""
    parts = [f'<span class="{status}">{n} {STATUS_WORDS[status]}</span>' for status, n in sorted(counts(chapter).items(), key=lambda p: -p[1])]
    return f"{counted(len(chapter.claims), 'claim')}: {', '.join(parts)}" if parts else "no claims"


def facts(chapter, links):
    """What stands above a notebook: how its claims did, what it cost, and what belongs to it."""
    page = page_of(chapter.path)
    words = [f"<span>{status_words(chapter)}</span>", f"<span>{html.escape(chapter.cost)}</span>"]
    words += [anchor(link, page) for link in links]
    trouble = f'<p class="trouble">{html.escape(chapter.trouble)}</p>' if chapter.trouble else ""
    return f'<div class="facts">{"".join(words)}</div>{trouble}'


def sentence(chapter, name):
    """What the first cell says after **Name.**"""
    found = re.search(rf"\*\*{name}\.\*\*\s*(.+)", chapter.first_cell)
    return found.group(1).strip() if found else ""


def inline(text):
    """Markdown of one sentence: code, emphasis and formulas, which the page renders."""
    escaped = html.escape(text, False)
    escaped = re.sub(r"`([^`]+)`", r"<code>\1</code>", escaped)
    return re.sub(r"\*([^*]+)\*", r"<em>\1</em>", escaped)


def card(chapter, links):
    items = "".join(f'<li class="{claim.status}">{inline(claim.text)}</li>' for claim, _ in chapter.claims)
    listing = f"<details><summary>{status_words(chapter)}</summary><ul>{items}</ul></details>" if items else ""
    trouble = f'<p class="fails">{html.escape(chapter.trouble)}</p>' if chapter.trouble else ""
    href = html.escape(page_of(chapter.path), True)
    return (
        f'<article class="card"><h3><span>{chapter.number}</span><a href="{href}">{html.escape(chapter.title)}</a></h3>'
        f"<p>{inline(sentence(chapter, 'Question'))}</p>{trouble}{listing}"
        f'<p class="links"><span>{html.escape(chapter.cost)}</span>{"".join(anchor(link, "index.html") for link in links)}</p></article>'
    )


INTRODUCTION = """<h1>Guided Descent</h1>
<p class="lead">Optimizers that train neural networks, from gradient descent to curvature, norms and scale: each chapter asks a
question, predicts, runs, and states what it found as claims that a computer has checked.</p>
<p>{summary}{quick} The claims of all chapters are in <a href="claims.html">one ledger</a>; teachers find a
<a href="course/syllabus.html">course of ten sessions</a>.</p>"""


# The parts of the walkthrough, by the first number of each.
PARTS = (
    ("00", "A result first"),
    ("02", "First order"),
    ("05", "Curvature"),
    ("08", "Norms and width"),
    ("10", "The training toolkit"),
    ("13", "Everything together"),
    ("16", "More"),
)


def parts(chapters):
    """The parts that have chapters, each with its own, in the order of their numbers."""
    for (start, name), (end, _) in zip(PARTS, (*PARTS[1:], ("~", ""))):
        found = [chapter for chapter in chapters if start <= chapter.number < end]
        if found:
            yield name, found


def guide_card(entry):
    href = html.escape("guide/" + page_of(entry.file), True)
    return f'<article class="card"><h3><a href="{href}">{html.escape(entry.title)}</a></h3><p>{inline(entry.says)}</p></article>'


JAVADOC_CARD = '<article class="card"><h3><a href="api/index.html">Javadoc</a></h3><p>Every class and method of the library.</p></article>'


def index(chapters, solutions, links, summary, guide=(), api=False):
    """The first page. guide: the entries of its contents; api: whether the book has the library's Javadoc."""
    quick = " This book was made with QUICK=1, so its experiments are shortened." if os.environ.get("QUICK") else ""
    body = [INTRODUCTION.format(summary=html.escape(summary), quick=quick)]
    for name, found in parts(chapters):
        body.append(f'<h2>{name}</h2><div class="cards">{"".join(card(c, links[c.path]) for c in found)}</div>')
    if guide:
        body.append(f'<h2>Guide</h2><div class="cards">{"".join(map(guide_card, guide))}{JAVADOC_CARD if api else ""}</div>')
    if solutions:
        rows = "".join(
            f"<li>{anchor(Link(page_of(c.path), c.title), 'index.html')} <small>{status_words(c)}, {html.escape(c.cost)}</small></li>"
            for c in solutions
        )
        body.append(f"<h2>Solutions</h2><ul>{rows}</ul>")
    return frame("index.html", "Optimizers, chapter by chapter", "\n".join(body), kind="index")


def select(name, words, values):
    options = "".join(f'<option value="{html.escape(v, True)}">{html.escape(t)}</option>' for v, t in values)
    return f'<label>{words} <select name="{name}"><option value="">all</option>{options}</select></label>'


def ledger(chapters, anchors):
    """The table of all claims. anchors: for each path the identifiers of its headings."""
    rows = []
    for chapter in chapters:
        ids = anchors.get(chapter.path, [])
        for claim, section in chapter.claims:
            fragment = "#" + ids[section.position] if 0 <= section.position < len(ids) else ""
            place = f'<a href="{html.escape(page_of(chapter.path) + fragment, True)}">{html.escape(section.title or chapter.title)}</a>'
            cells = [chapter.number + (" s" if chapter.is_solution else ""), place, inline(claim.text), claim.source]
            cells += [html.escape(claim.expected), html.escape(claim.tolerance), html.escape(claim.measured)]
            columns = "".join(f"<td>{cell}</td>" for cell in cells)
            rows.append(
                f'<tr data-chapter="{html.escape(chapter.path, True)}" data-source="{claim.source}" data-status="{claim.status}">'
                f'{columns}<td class="{claim.status}">{html.escape(claim.verdict)}</td></tr>'
            )
    choices = (
        select("chapter", "Chapter", [(c.path, link_of(c).words) for c in chapters])
        + select("source", "Source", [(s, s) for s in ("paper", "derived", "measured")])
        + select("status", "Verdict", [("holds", "holds"), ("open", "not reproduced"), ("fails", "fails")])
    )
    body = f"""<h1>Every claim of the book</h1>
<p class="lead">What each chapter states, where the expected number comes from, and what was measured when this book was made.</p>
<p><b>paper</b>: a paper states it; <b>derived</b>: it follows by algebra; <b>measured</b>: its bounds were set from runs of our own.
A claim of several values lists their range and median. <i>Not reproduced</i> marks a paper's statement that the measurement contradicts.
The same table for other programs: <a href="claims.csv">claims.csv</a>.</p>
<div class="choices">{choices}<label>Words <input type="search"></label><output></output></div>
<table class="ledger"><thead><tr><th>Ch.</th><th>Section</th><th>Claim</th><th>Source</th><th>Expected</th><th>Tolerance</th><th>Measured</th><th>Verdict</th></tr></thead>
<tbody>{"".join(rows)}</tbody></table>"""
    return frame("claims.html", "Claims", body, kind="claims")


class Reader(HTMLParser):
    """The headings of a page with their identifiers, and the text under each; also where its links lead."""

    SKIPPED = ("script", "style", "annotation")

    def __init__(self):
        super().__init__()
        self.sections, self.ids, self.links = [], set(), []
        self.heading = None
        self.skipping = 0

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if "id" in values:
            self.ids.add(values["id"])
        for name in ("href", "src"):
            if name in values and values[name]:
                self.links.append(values[name])
        if tag in self.SKIPPED:
            self.skipping += 1
        if re.fullmatch("h[1-6]", tag) and "id" in values:
            self.heading = []
            self.sections.append({"id": values["id"], "heading": "", "text": []})
        if tag == "a" and values.get("class") == "anchor-link":
            self.skipping += 1
            self.in_anchor = True

    def handle_endtag(self, tag):
        if tag in self.SKIPPED:
            self.skipping -= 1
        if tag == "a" and getattr(self, "in_anchor", False):
            self.skipping -= 1
            self.in_anchor = False
        if re.fullmatch("h[1-6]", tag) and self.heading is not None:
            self.sections[-1]["heading"] = "".join(self.heading).strip()
            self.heading = None

    def handle_data(self, data):
        if self.skipping:
            return
        if self.heading is not None:
            self.heading.append(data)
        elif self.sections:
            self.sections[-1]["text"].append(data)


def read(body):
    reader = Reader()
    reader.feed(body)
    return reader


def search_entries(path, title, body):
    """What the search of the browser looks through: a section each, its text shortened to what a person would look for."""
    for section in read(body).sections:
        text = re.sub(r"\s+", " ", " ".join(section["text"])).strip()
        yield {"path": f"{path}#{section['id']}", "page": title, "heading": section["heading"] or title, "text": text[:3000]}


def write_search(entries, file):
    # A script and not JSON: pages opened as files may not fetch.
    packed = json.dumps(list(entries), ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    file.write_text(f"window.guidedDescentIndex = {packed};\n", encoding="utf-8")


def markdown_title(text, default):
    found = re.search(r"^#\s+(.+)$", joined(text), re.MULTILINE)
    return found.group(1).strip() if found else default
