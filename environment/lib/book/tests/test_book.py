"""The book's program: claims, pages, links, student copies and grades.

    python3 environment/lib/book/tests/test_book.py [-v] [Class[.test]]

Needs no kernel but for Grading, which runs in the kernel installed as `java`.
"""

import csv
import subprocess
import sys
import tempfile
import unittest
import warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import nbformat  # noqa: E402
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output  # noqa: E402

import claims  # noqa: E402
import execution  # noqa: E402
import grade  # noqa: E402
import guide  # noqa: E402
import links  # noqa: E402
import pages  # noqa: E402
import site_pages  # noqa: E402
import students  # noqa: E402

BOOK = Path(__file__).resolve().parent.parent


def printed(*lines):
    return [new_output("stream", name="stdout", text="\n".join(lines) + "\n")]


def chapter(cells, path="01-a.ipynb"):
    made = execution.Chapter(path, Path("."), new_notebook(cells=cells))
    made.claims = list(execution.claims_of(made.notebook))
    return made


class Claims(unittest.TestCase):
    def test_a_line_falls_into_its_parts(self):
        claim = claims.parse("claim: slope: of Adam: measured 1.05, expected > 0.8 (paper), tolerance none: holds")
        self.assertEqual("slope: of Adam", claim.text)
        self.assertEqual(("1.05", "> 0.8", "paper", "none"), (claim.measured, claim.expected, claim.source, claim.tolerance))
        self.assertEqual("holds", claim.status)

    def test_a_measured_range_with_commas_stays_whole(self):
        claim = claims.parse("claim: x: measured 1 to 3 (median 2, 2 of 3 hold), expected < 3, tolerance none: fails")
        self.assertEqual("1 to 3 (median 2, 2 of 3 hold)", claim.measured)
        self.assertEqual("measured", claim.source)
        self.assertFalse(claim.passes)

    def test_what_does_not_reproduce_passes_and_is_not_counted_as_held(self):
        claim = claims.parse("claim: x: measured 1, expected > 2 (paper), tolerance none: not reproduced")
        self.assertTrue(claim.passes)
        self.assertEqual("open", claim.status)

    def test_a_mark_that_is_wrong_fails(self):
        self.assertFalse(claims.parse("claim: x: measured 3, expected > 2, tolerance none: reproduced after all, fails").passes)

    def test_a_line_without_a_verdict_proves_nothing(self):
        self.assertFalse(claims.parse("claim: the moon is round").passes)

    def test_a_claim_printed_and_thrown_counts_once(self):
        line = "claim: x: measured 2, expected 1, tolerance 0: fails"
        cell = new_code_cell("claim();", outputs=printed(line) + [new_output("error", ename="E", evalue=line, traceback=[line])])
        self.assertEqual([line], [claim.line for claim in claims.of_cell(cell)])

    def test_the_ledger_can_be_read_by_any_program(self):
        cells = [new_markdown_cell("# A\n\n## A part"), new_code_cell("x", outputs=printed('claim: a "b", c: measured 1, expected 1, tolerance 0: holds'))]
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "claims.csv"
            claims.write_csv([chapter(cells)], file)
            with open(file, newline="", encoding="utf-8") as stream:
                rows = list(csv.DictReader(stream))
        self.assertEqual(1, len(rows))
        self.assertEqual(('a "b", c', "A part", "A"), (rows[0]["claim"], rows[0]["section"], rows[0]["chapter"]))


class Pages(unittest.TestCase):
    def test_a_claim_has_the_color_of_its_verdict(self):
        cells = [
            new_markdown_cell("# A"),
            new_code_cell("x", outputs=printed("before", "claim: n < 2: measured 1, expected < 2, tolerance none: holds", "claim: y: false: fails")),
        ]
        body = pages.notebook_body(chapter(cells))
        self.assertIn('<span class="claim holds">claim: n &lt; 2:', body)
        self.assertIn('<span class="claim fails">claim: y', body)

    def test_plotly_itself_is_in_no_page(self):
        bundle = new_output("display_data", data={"text/html": "<script>" + "x" * execution.BUNDLE_AT_LEAST + "</script>"})
        cells = [new_markdown_cell("# A"), new_code_cell("Lab.start()", outputs=[bundle])]
        self.assertLess(len(pages.notebook_body(chapter(cells))), 10_000)

    def test_a_link_to_a_notebook_leads_to_its_page(self):
        body = pages.notebook_body(chapter([new_markdown_cell("# A\n\n[s](solutions/01-a.ipynb) [w](https://x.org/y.ipynb)")]))
        self.assertIn('href="solutions/01-a.html"', body)
        self.assertIn('href="https://x.org/y.ipynb"', body)

    def test_a_claim_belongs_to_the_last_heading_before_it(self):
        line = "claim: x: measured 1, expected 1, tolerance 0: holds"
        cells = [new_markdown_cell("# A\n\n```\n# no heading\n```"), new_markdown_cell("## B"), new_code_cell("x", outputs=printed(line))]
        found = chapter(cells).claims
        self.assertEqual([execution.Section("B", 1)], [section for _, section in found])

    def test_a_budget_is_brought_up_to_date(self):
        made = chapter([new_markdown_cell("# A\n\n**Budget.** Runs in 1 s on 1 core, 1 MB.")])
        made.seconds, made.megabytes = 61.2, 512.3
        execution.write_budget(made)
        self.assertRegex(made.first_cell, r"Runs in 1 min 1 s on \d+ cores?, 600 MB\.$")

    def test_search_finds_the_text_under_each_heading(self):
        body = pages.notebook_body(chapter([new_markdown_cell("# A\n\n## Momentum\n\nHeavy ball.")]))
        entries = list(site_pages.search_entries("a.html", "A", body))
        self.assertEqual(("Momentum", "a.html#Momentum", "Heavy ball."), (entries[1]["heading"], entries[1]["path"], entries[1]["text"]))


class Index(unittest.TestCase):
    def test_every_chapter_is_in_one_part(self):
        chapters = [chapter([new_markdown_cell("# A")], f"{number:02d}-a.ipynb") for number in range(20)]
        found = [c.number for _, group in site_pages.parts(chapters) for c in group]
        self.assertEqual([c.number for c in chapters], found)

    def test_a_card_asks_its_question_and_counts_its_claims(self):
        cells = [
            new_markdown_cell("# A\n\n**Question.** Is `x` less than $y$?"),
            new_code_cell("x", outputs=printed("claim: a < b: measured 1, expected 1, tolerance 0: holds")),
        ]
        card = site_pages.card(chapter(cells), [])
        self.assertIn("Is <code>x</code> less than $y$?", card)
        self.assertIn("1 claim: ", card)
        self.assertIn("a &lt; b", card)


class Links(unittest.TestCase):
    def troubles(self, **files):
        with tempfile.TemporaryDirectory() as folder:
            for name, text in files.items():
                (Path(folder) / f"{name}.html").write_text(text, encoding="utf-8")
            return links.check(Path(folder))

    def test_links_that_lead_somewhere_are_silent(self):
        self.assertEqual([], self.troubles(a='<a href="b.html#x">b</a><a href="https://x.org">o</a>', b='<h2 id="x">x</h2><a href="#x">x</a>'))

    def test_a_missing_file_and_a_missing_heading_are_named(self):
        found = self.troubles(a='<a href="c.html">c</a><a href="b.html#y">b</a>', b='<h2 id="x">x</h2>')
        self.assertEqual(2, len(found))
        self.assertIn("c.html", found[0])
        self.assertIn("no such heading", found[1])


class Guide(unittest.TestCase):
    """A project of a few files, and the pages that are made of them."""

    FILES = {
        "notebooks/guide/README.md": "# Guide\n\n| page | what |\n|---|---|\n| [Start](start.md) | Begins with `x`. |\n| [Next](next.md) | Goes on. |\n",
        "notebooks/guide/start.md": "# Start\n\n<!-- setup:\nint hidden = 1;\n-->\n```java\nint x = 2;\n```\n\n[how](../../MORE.md#how-to-go-on)"
        " [one](../01-a.ipynb) [gone](../09-z.ipynb) [license](../../LICENSE) [out](https://x.org/a.md) [here](#start)\n",
        "notebooks/guide/next.md": "# Next\n\n[back](start.md)\n",
        "MORE.md": "# More\n\n## How to `go` on\n\n[start](notebooks/guide/start.md) [far](lib/FAR.md)\n",
        "lib/FAR.md": "# Far\n",
        "LICENSE": "free\n",
    }

    def made(self):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder).resolve()
            for name, text in self.FILES.items():
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (root / name).write_text(text, encoding="utf-8")
            return {page.path: page for page in guide.pages(root / "notebooks", frozenset(["01-a.html"]))}

    def test_its_pages_come_in_the_order_of_its_contents_and_then_what_they_link_to(self):
        self.assertEqual(
            ["guide/README.html", "guide/start.html", "guide/next.html", "project/MORE.html", "project/lib/FAR.html"], list(self.made())
        )

    def test_links_lead_to_pages_and_headings_of_the_book(self):
        body = self.made()["guide/start.html"].body
        self.assertIn('href="../project/MORE.html#How-to-go-on"', body)
        self.assertIn('href="../01-a.html"', body)
        self.assertIn('href="https://x.org/a.md"', body)
        self.assertIn('href="#Start"', body)
        self.assertIn('href="../project/lib/FAR.html"', self.made()["project/MORE.html"].body)

    def test_a_link_to_what_is_in_no_book_becomes_words(self):
        body = self.made()["guide/start.html"].body
        self.assertIn("gone", body)
        self.assertIn("license", body)
        self.assertNotIn("09-z", body)
        self.assertNotIn("LICENSE", body)

    def test_what_is_said_to_the_tests_is_not_said_to_readers(self):
        self.assertNotIn("hidden", self.made()["guide/start.html"].body)

    def test_a_card_has_the_sentence_of_the_contents(self):
        entry = guide.Entry("start.md", "Start", "Begins with `x`.")
        self.assertIn('<a href="guide/start.html">Start</a></h3><p>Begins with <code>x</code>.</p>', site_pages.guide_card(entry))

    def test_every_page_of_the_project_has_a_line_in_the_contents(self):
        folder = BOOK.parents[2] / "notebooks"
        files = {file.name for file in (folder / "guide").glob("*.md")} - {guide.CONTENTS}
        self.assertEqual(files, {entry.file for entry in guide.contents(folder)})


class Javadoc(unittest.TestCase):
    def test_links_inside_the_javadoc_are_not_looked_at_and_those_into_it_are(self):
        with tempfile.TemporaryDirectory() as folder:
            output = Path(folder)
            (output / "api").mkdir()
            (output / "api" / "index.html").write_text('<a href="nowhere.html">x</a>', encoding="utf-8")
            (output / "index.html").write_text('<a href="api/index.html">a</a><a href="api/b.html">b</a>', encoding="utf-8")
            found = links.check(output)
        self.assertEqual(1, len(found))
        self.assertIn("api/b.html", found[0])


def solved():
    """Solutions with one derivation and one number."""
    cells = [
        new_markdown_cell("# Sums: solutions\n\n**Answer.** It is 3.", id="title"),
        new_code_cell(SETUP, id="setup"),
        new_markdown_cell("## Exercise 1: a sum\n\nCall the result `sum`.", id="task"),
        new_markdown_cell("One and two are three.", id="words", metadata={"tags": ["solution"]}),
        new_code_cell("int sum = 1 + 2;", id="answer", metadata={"tags": ["solution"]}, outputs=printed("3")),
        new_code_cell("int more = 0;", id="more", metadata={"tags": ["solution"]}),
        new_code_cell('claim("the sum is three", sum, 3);', id="check"),
        new_markdown_cell("## Exercise 2: a product\n\nCall the result `product`.", id="task2"),
        new_code_cell("int product = 6;", id="answer2", metadata={"tags": ["solution"]}),
        new_code_cell('claim("the product is six", product, 6);', id="check2"),
    ]
    notebook = new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {"name": "java", "display_name": "Java", "language": "java"}
    return notebook


# A claim without the library, so that these tests need the kernel alone.
SETUP = """void claim(String text, int measured, int expected) {
    System.out.println("claim: " + text + ": measured " + measured + ", expected " + expected + ", tolerance 0: " + (measured == expected ? "holds" : "fails"));
    if (measured != expected) throw new IllegalStateException(text);
}"""


class StudentCopies(unittest.TestCase):
    def test_solutions_are_left_out_and_checks_stay(self):
        copy = students.student_copy(solved(), "01-sums")
        text = nbformat.writes(copy)
        for secret in ("It is 3", "One and two", "1 + 2", "int product = 6"):
            self.assertNotIn(secret, text)
        self.assertIn("the sum is three", text)
        self.assertEqual("# Sums: exercises", copy.cells[0].source.splitlines()[0])
        self.assertEqual("01-sums", copy.metadata["guided_descent"]["exercises"])

    def test_cells_of_one_answer_become_one_place_to_write(self):
        sources = [cell.source for cell in students.student_copy(solved()).cells]
        self.assertEqual(2, sources.count("// Your code"))
        self.assertEqual(1, sources.count("*Your answer*"))

    def test_a_changed_check_and_a_removed_one_are_put_back(self):
        student = students.student_copy(solved())
        by_id = {cell.id: cell for cell in student.cells}
        by_id["check"].source = 'System.out.println("claim: fine: holds");'
        student.cells = [cell for cell in student.cells if cell.id != "check2"]
        fixed, changed = students.with_our_checks(student, solved())
        self.assertEqual({"check", "check2"}, {cell.id for cell in changed})
        self.assertEqual("check2", fixed.cells[-1].id)
        self.assertIn("sum, 3", next(cell for cell in fixed.cells if cell.id == "check").source)


class Committed(unittest.TestCase):
    """The exercises of the project itself."""

    FOLDER = BOOK.parents[2] / "notebooks" / "solutions"

    def test_every_exercise_has_a_place_to_write_and_a_check(self):
        files = sorted(self.FOLDER.glob("*.ipynb"))
        self.assertTrue(files)
        for file in files:
            with self.subTest(file.name):
                notebook = nbformat.read(file, as_version=4)
                self.assertTrue(any(students.is_solution(cell) for cell in notebook.cells))
                self.assertTrue(any(grade.is_check(cell) for cell in notebook.cells))
                identifiers = [cell.id for cell in notebook.cells]
                self.assertEqual(len(identifiers), len(set(identifiers)))

    def test_no_solution_is_in_a_student_copy(self):
        for file in sorted(self.FOLDER.glob("*.ipynb")):
            notebook = nbformat.read(file, as_version=4)
            text = "\n".join(claims.joined(cell.source) for cell in students.student_copy(notebook).cells)
            for cell in filter(students.is_solution, notebook.cells):
                with self.subTest(f"{file.name} {cell.id}"):
                    self.assertNotIn(claims.joined(cell.source), text)


class Grading(unittest.TestCase):
    """Through the program, in the kernel."""

    def graded(self, change):
        with tempfile.TemporaryDirectory() as folder:
            solutions = Path(folder) / "solutions"
            solutions.mkdir()
            nbformat.write(solved(), solutions / "01-sums.ipynb")
            student = students.student_copy(solved(), "01-sums")
            change({cell.id: cell for cell in student.cells}, student)
            file = Path(folder) / "alice.ipynb"
            nbformat.write(student, file)
            table = Path(folder) / "grades.csv"
            done = subprocess.run(
                [sys.executable, "-B", str(BOOK / "grade.py"), str(solutions), str(file), "--csv", str(table)],
                stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300,
            )
            self.assertEqual(0, done.returncode, done.stderr)
            with open(table, newline="", encoding="utf-8") as stream:
                return {row["check"]: row for row in csv.DictReader(stream)}, done.stdout

    def test_right_answers_pass_and_missing_ones_are_not_reached(self):
        def change(cells, _):
            cells["answer"].source = "int sum = 4 - 1;"

        found, text = self.graded(change)
        self.assertEqual("passed", found["the sum is three"]["result"])
        self.assertEqual("not reached", found["the product is six"]["result"])
        self.assertIn("1 of 2 checks passed", text)

    def test_a_wrong_answer_fails_even_where_the_check_was_changed(self):
        def change(cells, student):
            cells["answer"].source = "int sum = 4;"
            cells["check"].source = 'claim("the sum is three", 3, 3);'
            cells["answer2"].source = "int product = 2 * 3;"

        found, text = self.graded(change)
        self.assertEqual("failed", found["the sum is three"]["result"])
        self.assertIn("measured 4", found["the sum is three"]["detail"])
        self.assertEqual("passed", found["the product is six"]["result"])
        self.assertIn("1 check put back", text)


if __name__ == "__main__":
    warnings.filterwarnings("ignore", category=DeprecationWarning)  # of nbconvert, about nbformat
    unittest.main(warnings="ignore")
