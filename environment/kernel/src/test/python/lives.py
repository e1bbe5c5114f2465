"""How a kernel starts, is interrupted, restarts, endures and ends."""

import signal
import subprocess
import sys
import tempfile
import textwrap
import threading
from pathlib import Path

import nbformat

from jar import greeting
from session import LIMIT, KernelTestCase, OwnKernelTestCase

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"


class Interrupting(KernelTestCase):
    LOOPS = {
        "an endless loop": 'System.out.println("go"); while (true) { }',
        "a sleep": 'System.out.println("go"); Thread.sleep(60_000);',
        "a loop that catches Exception": """
            System.out.println("go");
            while (true) { try { Thread.sleep(5); } catch (Exception e) { } }""",
        "a loop in a method of a class": """
            class Worker { long n; void work() { for (;;) n++; } }
            System.out.println("go");
            new Worker().work();""",
        "a loop in a lambda": """
            Runnable endless = () -> { for (long i = 0; ; i++) { if (i < 0) i = 0; } };
            System.out.println("go");
            endless.run();""",
        "a lock that never comes": """
            System.out.println("go");
            new java.util.concurrent.CountDownLatch(1).await();""",
    }

    def interrupted(self, interrupt):
        self.value("int here = 11;")
        for name, code in self.LOOPS.items():
            with self.subTest(name):
                asked = self.session.begin(textwrap.dedent(code))
                interrupt()
                self.assertEqual("error", self.session.reply(asked)["status"])
                self.assertEqual("11", self.value("here"))

    def test_a_message_ends_any_cell_and_keeps_its_variables(self):
        self.interrupted(self.session.manager.interrupt_kernel)

    def test_a_signal_ends_any_cell_and_keeps_its_variables(self):
        self.interrupted(lambda: self.session.manager.signal_kernel(signal.SIGINT))

    def test_an_interrupt_of_nothing_does_not_hit_the_next_cell(self):
        asked = self.session.send("interrupt_request", {}, "control")
        self.assertEqual("ok", self.session.reply(asked, "control")["status"])
        self.assertEqual("50", self.value("int sum = 0; for (int i = 0; i < 50; i++) sum++; sum"))

    def test_a_signal_to_an_idle_kernel_does_no_harm(self):
        self.session.manager.signal_kernel(signal.SIGINT)
        # A signal has no reply: one that comes late ends this cell and not the next.
        self.run_cell("Thread.sleep(100)")
        self.assertEqual("3", self.value("1 + 2"))

    def test_an_interrupt_ends_a_shell_command(self):
        asked = self.session.begin("%%bash\necho go\nsleep 60")
        self.session.manager.interrupt_kernel()
        self.assertEqual("error", self.session.reply(asked)["status"])


class Living(OwnKernelTestCase):
    def test_a_restart_forgets_everything_and_counts_from_one(self):
        session = self.start()
        self.assertEqual("ok", session.run("int old = 1;").status)
        session.manager.restart_kernel()
        session.client.wait_for_ready(timeout=LIMIT)
        self.assertEqual("error", session.run("old").status)
        cell = session.run("int old = 2; old")
        self.assertEqual(("2", 2), (cell.value, cell.reply["execution_count"]))

    def test_a_shutdown_request_ends_the_process_while_a_cell_runs(self):
        session = self.start()
        session.begin('System.out.println("go"); while (true) { }')
        session.client.shutdown()
        self.assertTrue(session.ended())

    def test_a_shutdown_request_ends_the_process_and_the_next_one_knows_its_history(self):
        with tempfile.TemporaryDirectory() as folder:
            file = str(Path(folder) / "history.jsonl")
            first = self.start(GUIDED_DESCENT_HISTORY=file)
            self.assertEqual("ok", first.run("3000 + 1").status)
            asked = first.send("shutdown_request", {"restart": False}, "control")
            self.assertEqual("ok", first.reply(asked, "control")["status"])
            self.assertTrue(first.ended())
            second = self.start(GUIDED_DESCENT_HISTORY=file)
            asked = second.client.history(hist_access_type="range", session=-1, start=1, stop=2)
            self.assertEqual([[1, 1, "3000 + 1"]], second.reply(asked)["history"])

    def test_a_full_heap_is_survived(self):
        session = self.start(JDK_JAVA_OPTIONS="-Xmx160m")
        self.value("int before = 9;")
        hog = "void hog() { var all = new ArrayList<int[]>(); while (true) all.add(new int[1 << 20]); }\nhog();"
        self.assertIn("OutOfMemoryError", self.fails(hog))
        self.assertEqual("9", session.run("before").value)

    def test_what_the_environment_prepares_is_there_at_the_first_cell(self):
        with tempfile.TemporaryDirectory() as folder:
            greeting(Path(folder) / "greeting.jar", "Morning")
            script = Path(folder) / "first.jshell"
            script.write_text("int scripted(int value) { return value + 1; }")
            self.start(
                IJAVA_STARTUP_SCRIPT="int prepared = 12;",
                IJAVA_STARTUP_SCRIPTS_PATH=str(script),
                IJAVA_CLASSPATH=f"{folder}/*.jar",
                IJAVA_COMPILER_OPTS="-parameters",
                IJAVA_TIMEOUT="3000",
            )
            self.assertEqual("13", self.value("scripted(prepared)"))
            self.assertEqual("hello from Morning", self.value("demo.Morning.hello()"))
            code = 'class Named { void f(int given) { } }\nNamed.class.getDeclaredMethod("f", int.class).getParameters()[0].getName()'
            self.assertEqual("given", self.value(code))
            self.assertIn("3 s", self.fails("while (true) { }"))
            self.assertEqual("4", self.value("4"))


class Sharing(KernelTestCase):
    """Several clients of one kernel, and clients that die."""

    def test_two_clients_at_once_get_each_their_own_answers(self):
        answers = {}

        def work(name):
            client = self.session.connect()
            answers[name] = [self.session.run(f'"{name}" + {i}', client=client).value for i in range(15)]
            client.stop_channels()

        threads = [threading.Thread(target=work, args=name, daemon=True) for name in "ab"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(LIMIT)
        self.assertEqual({n: [f"{n}{i}" for i in range(15)] for n in "ab"}, answers)

    def kill_a_client_in_mid_cell(self, code, stdin):
        """Runs the code from another process, which dies as soon as the cell has begun; the id of its request."""
        program = """if True:
            import sys
            from jupyter_client import BlockingKernelClient
            client = BlockingKernelClient(connection_file=sys.argv[1])
            client.load_connection_file()
            client.start_channels()
            client.wait_for_ready()
            asked = client.execute(sys.argv[2], allow_stdin=sys.argv[3] == "True")
            if sys.argv[3] == "True":
                client.get_stdin_msg()
            else:
                while client.get_iopub_msg()["msg_type"] != "stream":
                    pass
            print(asked, flush=True)
            client.get_shell_msg()
            """
        child = subprocess.Popen(
            [sys.executable, "-c", program, self.session.manager.connection_file, code, str(stdin)], stdout=subprocess.PIPE
        )
        try:
            return child.stdout.readline().decode().strip()
        finally:
            child.kill()
            child.wait()
            child.stdout.close()

    def test_a_client_that_dies_in_mid_cell_leaves_a_kernel_that_answers_the_next(self):
        code = "int done = 0; for (int i = 0; i < 25; i++) { System.out.println(i); Thread.sleep(20); done++; }"
        self.kill_a_client_in_mid_cell(code, stdin=False)
        client = self.session.connect()
        self.addCleanup(client.stop_channels)
        self.assertEqual("25", self.session.run("done", client=client).value)

    def test_a_client_that_dies_while_its_cell_reads_leaves_a_kernel_that_can_be_interrupted(self):
        asked = self.kill_a_client_in_mid_cell("System.in.read()", stdin=True)
        self.session.manager.interrupt_kernel()
        # A cell sent before the reading one has failed would be aborted with it.
        self.assertIn("error", [m["msg_type"] for m in self.session.published(asked)])
        self.assertEqual("2", self.value("1 + 1"))


class Enduring(KernelTestCase):
    def test_a_hundred_megabytes_of_text_arrive_whole(self):
        size, lines = 1000, 100_000
        received = [0]

        def count(message):
            if message["msg_type"] == "stream":
                received[0] += len(message["content"]["text"])

        reply = self.session.client.execute_interactive(
            f'String row = "x".repeat({size - 1}) + "\\n"; for (int i = 0; i < {lines}; i++) System.out.print(row);',
            output_hook=count,
            timeout=2 * LIMIT,
        )
        self.assertEqual("ok", reply["content"]["status"])
        self.assertEqual(size * lines, received[0])
        self.assertEqual("2", self.value("1 + 1"))

    def test_a_thousand_threads_print_and_end(self):
        code = """
            var threads = new ArrayList<Thread>();
            for (int i = 0; i < 1000; i++) {
                int n = i;
                Thread t = new Thread(() -> System.out.println("thread " + n));
                threads.add(t);
                t.start();
            }
            for (Thread t : threads) t.join();"""
        printed = self.run_cell(code).text().split("\n")
        self.assertEqual({f"thread {i}" for i in range(1000)} | {""}, set(printed))
        self.assertEqual(1001, len(printed))

    def test_cells_sent_at_once_are_answered_in_order(self):
        asked = [self.session.client.execute(f"{i} * 2", user_expressions={"n": str(i)}) for i in range(40)]
        replies = [self.session.receive("shell") for _ in asked]
        self.assertEqual(asked, [r["parent_header"]["msg_id"] for r in replies])
        self.assertEqual({"ok"}, {r["content"]["status"] for r in replies})

    def test_a_cell_of_two_hundred_lines_runs(self):
        code = "\n".join(["int total = 0;"] + [f"total += {i};" for i in range(200)] + ["total"])
        self.assertEqual(str(sum(range(200))), self.value(code))


class Notebooks(OwnKernelTestCase):
    def test_notebooks_in_the_manner_of_IJava_run_to_their_end(self):
        paths = sorted(NOTEBOOKS.glob("*.ipynb"))
        self.assertTrue(paths, f"no notebook in {NOTEBOOKS}")
        # Elsewhere, because notebooks write files beside themselves.
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.start(folder.name)
        for path in paths:
            for cell in nbformat.read(path, as_version=4).cells:
                if cell.cell_type == "code":
                    with self.subTest(path.name, cell=cell.source):
                        self.succeeds(cell.source)
