"""What lines that begin with % or ! do."""

import json
import tempfile
from pathlib import Path

from jar import greeting
from session import KernelTestCase


class Commanding(KernelTestCase):
    def test_time_prints_the_time_and_passes_the_value_on(self):
        for code in ("%time 6 * 7", "%%time\nint six = 6;\nsix * 7"):
            with self.subTest(code):
                cell = self.run_cell(code)
                self.assertEqual("42", cell.value, cell.failure)
                self.assertRegex(cell.text(), r"wall \d+\.\d+ s")

    def test_timeit_prints_the_time_of_one_pass(self):
        self.assertRegex(self.succeeds("%timeit Math.sin(0.5)").text(), r"^[\d.]+ \S+ per pass \(.* 7 rounds of [\d,]+ passes\)\n$")

    def test_bash_prints_and_its_failure_fails_the_cell(self):
        self.assertEqual("3\n", self.run_cell("%%bash\necho $((1 + 2))").text())
        self.assertIn("exit status 3", self.fails("%%bash\nexit 3"))

    def test_a_line_with_an_exclamation_mark_is_a_command(self):
        cell = self.succeeds('int around = 1;\n!echo hi; echo oops >&2\naround + 1')
        self.assertEqual(("hi\n", "oops\n", "2"), (cell.text(), cell.text("stderr"), cell.value))
        self.assertIn("exit status 4", self.fails("!exit 4"))

    def test_a_variable_that_env_sets_is_seen_by_commands(self):
        self.succeeds("%env SHADE=teal")
        self.assertEqual("teal\n", self.run_cell("!echo $SHADE").text())

    def test_listings_name_what_cells_declared(self):
        self.value("int listed = 77; double half(double x) { return x / 2; } record Pair(int a, int b) { }")
        for magic, words in (("%vars", ("listed", "77")), ("%methods", ("half",)), ("%types", ("Pair",))):
            with self.subTest(magic):
                shown = self.succeeds(magic)
                everything = str([m["content"] for m in shown.messages if m["msg_type"] != "execute_input"])
                for word in words:
                    self.assertIn(word, everything)

    def test_html_and_latex_are_shown_as_themselves(self):
        for magic, kind, text in (("%%html", "text/html", "<b>x</b>"), ("%%latex", "text/latex", "$x^2$")):
            with self.subTest(magic):
                cell = self.run_cell(f"{magic}\n{text}")
                shown = cell.of("display_data") + cell.of("execute_result")
                self.assertEqual(text, shown[0]["data"][kind].strip())

    def test_file_writes_what_bash_then_reads(self):
        with tempfile.TemporaryDirectory() as folder:
            self.value(f"%%file {folder}/note.txt\nsome words")
            self.assertEqual("some words\n", self.run_cell(f"%%bash\ncat {folder}/note.txt").text())

    def test_reset_forgets_variables(self):
        self.value("int forgotten = 1;")
        self.value("%reset")
        self.fails("forgotten")

    def test_load_runs_a_file_and_the_cells_of_a_notebook(self):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "some.jshell").write_text("int fromFile = 5;")
            cells = [{"cell_type": "markdown", "source": "x ="}, {"cell_type": "code", "source": ["int a1 = 1;\n", "fromFile + a1"]}]
            (Path(folder) / "other.ipynb").write_text(json.dumps({"cells": cells, "nbformat": 4}))
            self.succeeds(f"%load {folder}/some")
            self.assertEqual("6", self.value(f"%load {folder}/other.ipynb"))

    def test_the_functions_of_IJava_are_there(self):
        cell = self.succeeds('printf("%.1f|", 1.5); lineMagic("time", List.of("1"));\n(int) eval("20 + 1") * 2')
        self.assertEqual("42", cell.value)
        self.assertTrue(cell.text().startswith("1.5|wall"), cell.text())

    def test_help_explains_a_magic(self):
        cell = self.succeeds("%help maven")
        self.assertIn("--offline", cell.text() + str(cell.data) + str(cell.of("display_data")))

    def test_an_unknown_magic_is_an_error_that_names_it(self):
        self.assertIn("nosuchmagic", self.fails("%nosuchmagic"))

    def test_javaopts_in_force_are_silent_and_others_name_the_command(self):
        cell = self.succeeds('%javaopts -Xmx16m -Ddemo.color=red\nSystem.getProperty("demo.color")')
        self.assertEqual(("red", ""), (cell.value, cell.text()))
        self.assertRegex(self.fails("%javaopts -Xmx900g"), r"java -jar [^:]+\.jar install --user --jvm-opt -Xmx900g")


class Fetching(KernelTestCase):
    """Maven against a repository in a temporary folder that mirrors all others; nothing asks the network."""

    @classmethod
    def setUpClass(cls):
        temporary = tempfile.TemporaryDirectory()
        cls.addClassCleanup(temporary.cleanup)
        cls.folder = Path(temporary.name)
        for name in ("first", "second"):
            place = cls.folder / "remote" / "demo" / name / "1"
            place.mkdir(parents=True)
            greeting(place / f"{name}-1.jar", name.title())
            (place / f"{name}-1.pom").write_text(
                "<project><modelVersion>4.0.0</modelVersion><groupId>demo</groupId>"
                f"<artifactId>{name}</artifactId><version>1</version></project>"
            )
        cls.settings = cls.folder / "settings.xml"
        cls.settings.write_text(
            f"<settings><localRepository>{cls.folder / 'local'}</localRepository><mirrors><mirror><id>near</id>"
            f"<url>{(cls.folder / 'remote').as_uri()}</url><mirrorOf>*</mirrorOf></mirror></mirrors></settings>"
        )

    def test_an_artifact_joins_the_class_path_and_then_comes_from_the_local_repository(self):
        self.succeeds(f"%maven demo:first:1 --settings {self.settings}")
        self.assertEqual("hello from First", self.value("demo.First.hello()"))
        (self.folder / "remote" / "demo" / "first" / "1" / "first-1.jar").unlink()
        self.succeeds("%maven demo:first:1 --offline")

    def test_a_missing_artifact_is_named_with_the_places_where_it_was_looked_for(self):
        failure = self.fails(f"%maven demo:nowhere:1 --offline --settings {self.settings}")
        for words in ("demo:nowhere:1", str(self.folder / "local"), "near"):
            self.assertIn(words, failure)

    def test_offline_says_which_repository_was_not_asked(self):
        far = self.folder / "far.xml"
        far.write_text(self.settings.read_text().replace((self.folder / "remote").as_uri(), "http://127.0.0.1:9/"))
        failure = self.fails(f"%maven demo:nowhere:2 --offline --settings {far}")
        self.assertIn("not asked, because Maven is offline", failure)

    def test_a_pom_in_the_cell_brings_its_dependencies(self):
        self.succeeds(f"%maven --settings {self.settings}")
        dependency = "<dependency><groupId>demo</groupId><artifactId>second</artifactId><version>1</version></dependency>"
        self.succeeds(f"%%loadFromPOM\n{dependency}")
        self.assertEqual("hello from Second", self.value("demo.Second.hello()"))
