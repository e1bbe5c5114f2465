"""What cells compute, read, declare and fail with."""

from session import KernelTestCase


class Executing(KernelTestCase):
    def test_a_silent_cell_publishes_nothing_and_is_not_counted(self):
        before = self.run_cell("1").reply["execution_count"]
        cell = self.run_cell("int quiet = 2; quiet", silent=True)
        self.assertEqual([], cell.of("execute_input") + cell.of("execute_result"))
        after = self.run_cell("quiet")
        self.assertEqual("2", after.value)
        self.assertEqual(before + 1, after.reply["execution_count"])

    def test_a_cell_that_is_not_stored_is_not_counted(self):
        before = self.run_cell("1").reply["execution_count"]
        self.assertEqual("3", self.value("1 + 2", store_history=False))
        self.assertEqual(before + 1, self.run_cell("1").reply["execution_count"])

    def test_user_expressions_are_answered_each_on_its_own(self):
        cell = self.run_cell("int base = 20;", user_expressions={"good": "base + 1", "bad": "base / 0"})
        answers = cell.reply["user_expressions"]
        self.assertEqual("21", answers["good"]["data"]["text/plain"])
        self.assertEqual("ok", answers["good"]["status"])
        self.assertEqual("error", answers["bad"]["status"])
        self.assertIn("ArithmeticException", answers["bad"]["ename"])
        self.assertEqual("ok", cell.status)

    def test_an_error_aborts_the_cells_that_wait_and_only_those(self):
        session = self.session
        failing = session.begin('System.out.println("go"); Thread.sleep(300); int zero = 0; 1 / zero')
        waiting = [session.client.execute(f"int aborted{i} = 1;") for i in range(3)]
        self.assertEqual("error", session.reply(failing)["status"])
        self.assertEqual(["aborted"] * 3, [session.reply(w)["status"] for w in waiting])
        self.assertEqual("4", self.value("2 + 2"))
        self.assertIn("aborted0", self.fails("aborted0"))

    def test_an_error_aborts_nothing_when_the_client_says_so(self):
        session = self.session
        failing = session.client.execute("Thread.sleep(300); Object none = null; none.hashCode()", stop_on_error=False)
        waiting = session.client.execute("5")
        self.assertEqual("error", session.reply(failing)["status"])
        self.assertEqual("ok", session.reply(waiting)["status"])

    def test_unicode_goes_in_and_comes_out(self):
        cell = self.run_cell('String größe = "naïve 漢字 🎉"; System.out.print(größe); größe.codePointCount(0, größe.length())')
        self.assertEqual("naïve 漢字 🎉", cell.text())
        self.assertEqual("10", cell.value)

    def test_both_streams_arrive_under_their_names(self):
        cell = self.run_cell('System.out.print("out"); System.err.print("err");')
        self.assertEqual(("out", "err"), (cell.text(), cell.text("stderr")))

    def test_what_a_thread_prints_after_its_cell_still_arrives(self):
        asked = self.session.begin(
            'System.out.println("go"); new Thread(() -> { try { Thread.sleep(300); } '
            'catch (InterruptedException e) { } System.out.print("late"); }).start();'
        )
        self.assertEqual("ok", self.session.reply(asked)["status"])
        messages = self.session.published(asked)
        # On a busy machine the thread may have been sooner than the end of its cell.
        while "late" not in [m["content"].get("text") for m in messages]:
            messages = self.session.published(asked, "stream")


class Reading(KernelTestCase):
    def test_a_scanner_reads_what_the_person_types(self):
        self.assertEqual("typed", self.value("import java.util.Scanner;\nnew Scanner(System.in).nextLine()", answer="typed"))

    def test_a_reader_reads_one_line_at_a_time(self):
        code = """
            var lines = new BufferedReader(new InputStreamReader(System.in));
            lines.readLine() + "|" + lines.readLine()"""
        self.assertEqual("é|é", self.value(code, answer="é"))

    def test_a_password_is_asked_for_as_one(self):
        client = self.session.client
        asked = client.execute('getKernelInstance().ask("key? ", true).length()', allow_stdin=True)
        question = self.session.receive("stdin")
        self.assertEqual("input_request", question["msg_type"])
        self.assertEqual({"prompt": "key? ", "password": True}, question["content"])
        client.input("secret")
        results = [m["content"] for m in self.session.published(asked) if m["msg_type"] == "execute_result"]
        self.assertEqual("6", results[0]["data"]["text/plain"])

    def test_reading_without_a_person_ends_and_says_so(self):
        self.assertIn("takes no input", self.fails("System.in.read()"))

    def test_a_cell_that_waits_for_input_can_be_interrupted(self):
        asked = self.session.client.execute("System.in.read()", allow_stdin=True)
        self.session.receive("stdin")
        self.session.manager.interrupt_kernel()
        self.assertEqual("error", self.session.reply(asked)["status"])
        self.assertEqual("7", self.value("7"))


class Failing(KernelTestCase):
    def test_a_compile_error_points_at_its_place(self):
        text = self.fails('int fine = 1;\nint wrong = "text";')
        self.assertIn("incompatible types", text)
        self.assertIn('int wrong = "text";', text)
        self.assertIn("^", text)

    def test_all_compile_errors_of_a_cell_come_at_once_and_nothing_behind_the_first_runs(self):
        code = """
            System.out.print("before");
            int first = "a";
            System.out.print("behind");
            unknownName + 1;
            String third = 3;"""
        cell = self.run_cell(code)
        for line in ('int first = "a";', "unknownName", "String third = 3;"):
            self.assertIn(line, cell.failure)
        self.assertEqual("before", cell.text())

    def test_an_exception_shows_its_causes_and_the_line_of_the_cell_but_no_frames_of_the_kernel(self):
        code = """
            void outer() {
                throw new IllegalStateException("outer fault", new java.io.IOException("inner fault"));
            }
            outer();"""
        text = self.fails(code)
        for word in ("IllegalStateException", "outer fault", "IOException", "inner fault", "throw new"):
            self.assertIn(word, text)
        self.assertNotIn("org.guideddescent", text)
        self.assertNotIn("jdk.jshell", text)

    def test_statements_before_the_error_have_run(self):
        self.fails("int ran = 1;\nint[] none = {};\nnone[0]")
        self.assertEqual("1", self.value("ran"))

    def test_exit_ends_the_cell_and_not_the_kernel(self):
        self.value("int kept = 8;")
        self.assertIn("exit", self.fails("System.exit(3);"))
        self.assertIn("exit", self.fails("Runtime.getRuntime().halt(1);"))
        self.assertEqual("8", self.value("kept"))

    def test_an_array_too_large_for_any_heap_is_survived(self):
        self.value("int before = 9;")
        self.assertIn("OutOfMemoryError", self.fails("long[] all = new long[Integer.MAX_VALUE];"))
        self.assertEqual("9", self.value("before"))

    def test_endless_recursion_is_survived(self):
        self.assertIn("StackOverflowError", self.fails("int deeper(int n) { return deeper(n + 1) + 1; }\ndeeper(0)"))
        self.assertEqual("6", self.value("6"))

    def test_a_value_whose_toString_fails_is_shown_as_such_and_the_cell_has_worked(self):
        code = """
            class Mute { public String toString() { throw new IllegalStateException("no words"); } }
            var mute = new Mute();
            mute"""
        self.assertRegex(self.value(code), "^this Mute cannot be shown, .*IllegalStateException: no words at Mute.toString$")
        self.assertEqual("true", self.value("mute != null"))


class Declaring(KernelTestCase):
    def test_a_redefined_class_is_the_one_that_counts(self):
        self.value("class Model { int f() { return 1; } }\nint ask() { return new Model().f(); }")
        self.assertEqual("1", self.value("ask()"))
        self.value("class Model { int f() { return 2; } }")
        self.assertEqual("2", self.value("ask()"))

    def test_a_later_import_or_redeclaration_leaves_variables_alone(self):
        self.value("var list = new ArrayList<Integer>(List.of(1, 2)); int twice(int x) { return 2 * x; }")
        self.value("import java.time.*;")
        self.value("int twice(int x) { return x + x; }")
        self.value("list.add(twice(3));")
        self.assertEqual("[1, 2, 6]", self.value("list"))

    def test_a_method_may_call_one_that_comes_later(self):
        cell = self.succeeds("int ahead() { return behind() + 1; }")
        self.assertIn("behind", cell.text("stderr"))
        self.value("int behind() { return 41; }")
        self.assertEqual("42", self.value("ahead()"))

    def test_records_enums_and_interfaces_work_together(self):
        code = """
            interface Shape { double area(); }
            record Square(double side) implements Shape { public double area() { return side * side; } }
            enum Unit { CM, M }
            new Square(3).area() + " " + Unit.M"""
        self.assertEqual("9.0 M", self.value(code))
