"""Executes notebooks, collects their claims and writes a book of HTML pages.

Usage: python3 environment/lib/book NOTEBOOKS OUTPUT [--jobs N] [--timeout SECONDS] [--as-they-are]
       [--only NUMBER...] --assets FOLDER

Every NOTEBOOKS/*.ipynb and NOTEBOOKS/solutions/*.ipynb runs from top to bottom in the kernel that it names.
OUTPUT receives the executed notebooks without plotly.js, a page for each, an index with search, claims.html and
claims.csv, the guide (NOTEBOOKS/guide) with the Markdown that it links to, the course (NOTEBOOKS/course) and student copies of the
exercises. The book works from a folder, without a network. Nothing in NOTEBOOKS is changed. Prints one line per claim. Exits with 1 when a claim fails, a notebook throws
or a link of the book leads nowhere.
"""

import argparse
import os
import shutil
import sys
import warnings
from pathlib import Path

try:
    import nbformat
    import nbclient, nbconvert, jupyter_client  # noqa: E401, F401 # what the modules below need
except ImportError as missing:
    sys.exit(f"error: {missing.name} is missing; install it with: python3 -m pip install nbclient nbconvert")

import claims
import execution
import guide
import links
import site_pages as site
import students
from execution import counted
from pages import ASSETS, Link, frame, markdown_body, notebook_body

STATIC = ("book.css", "book.js")
LIBRARIES = ("katex", "plotly.js-dist")


class Book:
    """A folder that fills with pages; remembers what search and the check of links need."""

    def __init__(self, output):
        self.output = output
        self.entries, self.anchors, self.paths = [], {}, set()

    def write(self, path, page):
        file = self.output / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page, encoding="utf-8")

    def text(self, path, title, body, **around):
        self.entries += site.search_entries(path, title, body)
        self.paths.add(path)
        self.write(path, frame(path, title, body, **around))

    def chapter(self, chapter, related, before, after):
        body = notebook_body(chapter)
        self.anchors[chapter.path] = [section["id"] for section in site.read(body).sections]
        self.text(
            site.page_of(chapter.path),
            chapter.title,
            body,
            before=before,
            after=after,
            aside=site.facts(chapter, related),
            kind="notebook",
        )
        nbformat.write(execution.without_plotly(chapter.notebook), self.output / chapter.path)

    def assets(self, webjars):
        folder = self.output / "assets"
        folder.mkdir(parents=True, exist_ok=True)
        for name in STATIC:
            shutil.copy(ASSETS / name, folder / name)
        for name in LIBRARIES:
            version = max((webjars / name).iterdir(), key=lambda found: found.stat().st_mtime)
            shutil.copytree(version / "dist" if (version / "dist").is_dir() else version, folder / name, dirs_exist_ok=True)
            shutil.copy(version / "LICENSE", folder / name / "LICENSE")
        site.write_search(self.entries, folder / "search-index.js")


def neighbors(pages):
    """Each page with the ones before and after it."""
    return zip([None, *pages[:-1]], pages, [*pages[1:], None])


def related(chapter, by_path, sheets):
    """What belongs to a chapter: its notebook, its solutions or its chapter, its cheat-sheet, its student copy."""
    name = Path(chapter.path).name
    found = [Link(chapter.path, "notebook")]
    if chapter.is_solution:
        if name in by_path:
            found.append(Link(site.page_of(name), "chapter"))
    elif f"solutions/{name}" in by_path:
        found.append(Link(site.page_of(f"solutions/{name}"), "solutions"))
    if f"solutions/{name}" in by_path:
        found.append(Link(f"course/student/{name}", "exercises to work on"))
    sheet = name.rsplit(".", 1)[0]
    if sheet in sheets:
        found.append(Link(f"course/cheat-sheets/{sheet}.html", "cheat-sheet"))
    return found


def make_course(book, course, chapters):
    """Pages of the course and student copies. A cheat-sheet belongs to a chapter of this book."""
    stems = {Path(chapter.path).stem for chapter in chapters}
    sheets = [sheet for sheet in sorted((course / "cheat-sheets").glob("*.md")) if sheet.stem in stems]
    texts = [sheet.read_text(encoding="utf-8") for sheet in sheets]
    titles = [site.markdown_title(text, sheet.stem) for text, sheet in zip(texts, sheets)]
    pages = [Link(f"course/cheat-sheets/{sheet.stem}.html", title) for sheet, title in zip(sheets, titles)]
    for (before, page, after), sheet, text, title in zip(neighbors(pages), sheets, texts, titles):
        chapter = Link(f"{sheet.stem}.html", "chapter")
        book.text(page.path, f"{title}: cheat-sheet", markdown_body(text), before=before, after=after, aside=site.anchor(chapter, page.path, "facts"))
    syllabus = course / "syllabus.md"
    if syllabus.is_file():
        text = syllabus.read_text(encoding="utf-8")
        book.text("course/syllabus.html", site.markdown_title(text, "Syllabus"), markdown_body(text))
    for chapter in chapters:
        if chapter.is_solution:
            target = book.output / "course" / "student" / Path(chapter.path).name
            target.parent.mkdir(parents=True, exist_ok=True)
            nbformat.write(students.student_copy(chapter.notebook, target.stem), target)


def make_guide(book, folder):
    """Pages of the guide, with a way from each to the next, and those that they link to."""
    made = guide.pages(folder, frozenset(book.paths))
    count = len(guide.contents(folder)) + 1 if made else 0
    order, others = made[:count], made[count:]
    for before, page, after in neighbors(order):
        words = [Link(other.path, other.title) if other else None for other in (before, after)]
        book.text(page.path, page.title, page.body, before=words[0], after=words[1])
    for page in others:
        book.text(page.path, page.title, page.body, before=Link(order[0].path, order[0].title))


def take_javadoc(folder, output):
    """Copies the library's Javadoc into the book, where Maven has made it; whether there is any."""
    there = (folder / "index.html").is_file()
    if there:
        shutil.copytree(folder, output / "api", dirs_exist_ok=True)
    return there


def summary_of(chapters):
    found = [claim for chapter in chapters for claim, _ in chapter.claims]
    held = sum(claim.status == "holds" for claim in found)
    failed = sum(claim.status == "fails" for claim in found)
    stopped = sum(chapter.trouble is not None for chapter in chapters)
    return (
        f"{counted(len(chapters), 'notebook')}, {counted(len(found), 'claim')}: {held} held, {len(found) - held - failed} "
        f"not reproduced and marked so, {failed} failed; {counted(stopped, 'notebook')} stopped early."
    )


def make(folder, output, chapters, webjars, javadoc):
    """Writes the whole book of chapters that have been run."""
    book = Book(output)
    course = folder / "course"
    sheets = {sheet.stem for sheet in (course / "cheat-sheets").glob("*.md")}
    by_path = {chapter.path: chapter for chapter in chapters}
    main, solutions = [c for c in chapters if not c.is_solution], [c for c in chapters if c.is_solution]
    belongings = {chapter.path: related(chapter, by_path, sheets) for chapter in chapters}
    for group in (main, solutions):
        for (before, _, after), chapter in zip(neighbors([site.link_of(c) for c in group]), group):
            book.chapter(chapter, belongings[chapter.path], before, after)
    make_course(book, course, chapters)
    make_guide(book, folder)
    api = take_javadoc(javadoc, output)
    summary = summary_of(chapters)
    book.write("index.html", site.index(main, solutions, belongings, summary, guide.contents(folder), api))
    book.write("claims.html", site.ledger(chapters, book.anchors))
    claims.write_csv(chapters, output / "claims.csv")
    book.assets(webjars)
    return summary


def default_jobs():
    """Two at once when only the claims matter; alone when the seconds do."""
    return min(2, execution.cores()) if os.environ.get("QUICK") else 1


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("notebooks", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--timeout", type=int, default=1800, help="seconds that one cell may take (1800)")
    parser.add_argument("--jobs", type=int, default=default_jobs(), help="notebooks that run at once (1; with QUICK=1 two)")
    parser.add_argument("--assets", type=Path, required=True, help="folder in which Maven unpacked KaTeX and plotly.js")
    parser.add_argument("--javadoc", type=Path, help="folder of the library's Javadoc, left out if there is none (target/reports/apidocs)")
    parser.add_argument("--only", nargs="+", metavar="NUMBER", help="chapters to run, with their solutions, such as 04 05")
    parser.add_argument("--as-they-are", action="store_true", help="do not run; make the book of the outputs that are there")
    arguments = parser.parse_args()
    folder, output = arguments.notebooks.resolve(), arguments.output.resolve()
    javadoc = arguments.javadoc or folder.parent / "target" / "reports" / "apidocs"

    # Else claims and errors arrive in the wrong order when both go to one log.
    sys.stdout.reconfigure(line_buffering=True)
    # Old notebooks without cell identifiers are fine; a warning for each would bury the claims.
    warnings.filterwarnings("ignore", module="nbformat")
    warnings.filterwarnings("ignore", category=DeprecationWarning)

    webjars = arguments.assets.resolve() / "META-INF" / "resources" / "webjars"
    absent = [name for name in LIBRARIES if not (webjars / name).is_dir()]
    if absent:
        sys.exit(f"error: {webjars} lacks {' and '.join(absent)}; build with environment/launch first")
    sources = sorted(folder.glob("*.ipynb")) + sorted((folder / "solutions").glob("*.ipynb"))
    if arguments.only:
        sources = [source for source in sources if source.name.split("-")[0] in arguments.only]
    if not sources:
        sys.exit(f"error: there is no such notebook in {folder}")
    output.mkdir(parents=True, exist_ok=True)
    os.environ["GUIDED_DESCENT_PLOTLY"] = "page"  # the pages share one plotly.js, so outputs need none
    chapters = [execution.read(source, folder) for source in sources]
    if arguments.as_they_are:
        for chapter in chapters:
            chapter.claims = list(execution.claims_of(chapter.notebook))
    else:
        execution.run(chapters, arguments.timeout, arguments.jobs)
    summary = make(folder, output, chapters, webjars, javadoc)
    broken_links = links.check(output)

    print(f"\n{summary}")
    troubles = [f"notebooks/{c.path}: {c.trouble}" for c in chapters if c.trouble]
    troubles += [f"not proved: {claim.line}" for c in chapters for claim, _ in c.claims if not claim.passes]
    troubles += broken_links
    for trouble in troubles:
        print(f"error: {trouble}", file=sys.stderr)
    print(f"The book is at {output / 'index.html'}")
    sys.exit(1 if troubles else 0)


if __name__ == "__main__":
    main()
