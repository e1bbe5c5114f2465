"""What an editor and a page ask of the kernel beside running cells."""

from session import KernelTestCase


class Asking(KernelTestCase):
    def ask(self, kind, *arguments, **named):
        return self.session.reply(getattr(self.session.client, kind)(*arguments, **named))

    def test_completion_knows_variables_and_members(self):
        self.value("int completable = 1;")
        self.assertIn("completable", self.ask("complete", "complet")["matches"])
        code = "var s = 漢字 + Math.sq"
        reply = self.ask("complete", code)
        self.assertIn("sqrt(", reply["matches"])
        self.assertEqual((len(code) - 2, len(code)), (reply["cursor_start"], reply["cursor_end"]))

    def test_completion_of_nonsense_is_an_empty_answer(self):
        reply = self.ask("complete", "§§§.")
        self.assertEqual(("ok", []), (reply["status"], reply["matches"]))

    def test_inspection_tells_signatures_and_types(self):
        self.value('String inspected = "x";')
        method, variable = self.ask("inspect", "Math.max"), self.ask("inspect", "inspected")
        self.assertTrue(method["found"])
        self.assertIn("max(", method["data"]["text/plain"])
        self.assertTrue(variable["found"])
        self.assertIn("String", variable["data"]["text/plain"])

    def test_inspection_of_an_unknown_name_finds_nothing(self):
        reply = self.ask("inspect", "noSuchNameAtAll")
        self.assertEqual(("ok", False), (reply["status"], reply["found"]))

    def test_is_complete_tells_three_states(self):
        for code, status in (("1 + 1", "complete"), ("while (true) {", "incomplete"), ("int a = );", "invalid")):
            with self.subTest(code=code):
                self.assertEqual(status, self.ask("is_complete", code)["status"])

    def test_an_unfinished_cell_is_continued_with_an_indent(self):
        for code, depth in (("while (true) {", 1), ("class A {\n    void f() {", 2), ("int a =", 0)):
            with self.subTest(code=code):
                self.assertEqual({"status": "incomplete", "indent": "    " * depth}, self.ask("is_complete", code))

    def test_history_has_the_last_cells_and_their_results(self):
        for code in ("1000 + 1", "1000 + 2"):
            self.value(code)
        plain = self.ask("history", hist_access_type="tail", n=2)["history"]
        self.assertEqual(["1000 + 1", "1000 + 2"], [entry[2] for entry in plain])
        full = self.ask("history", hist_access_type="tail", n=1, output=True)["history"]
        self.assertEqual(["1000 + 2", "1002"], full[0][2])

    def test_history_is_searched_with_wildcards(self):
        self.value("int needle = 1;")
        found = self.ask("history", hist_access_type="search", pattern="*needle*", n=10)["history"]
        self.assertIn("int needle = 1;", [entry[2] for entry in found])

    def test_history_gives_a_range_of_this_session(self):
        first = self.run_cell("2000 + 1").reply["execution_count"]
        self.run_cell("2000 + 2")
        found = self.ask("history", hist_access_type="range", session=0, start=first, stop=first + 2)["history"]
        self.assertEqual([[first, "2000 + 1"], [first + 1, "2000 + 2"]], [entry[1:] for entry in found])

    def test_kernel_info_names_protocol_and_language(self):
        info = self.ask("kernel_info")
        self.assertEqual(("ok", "java"), (info["status"], info["language_info"]["name"]))
        self.assertEqual("5", info["protocol_version"].split(".")[0])

    def test_a_debugger_is_refused(self):
        asked = self.session.send("debug_request", {"type": "request", "seq": 1, "command": "attach"}, "control")
        reply = self.session.reply(asked, "control")
        self.assertFalse(reply["success"], reply)

    def test_an_unknown_request_does_no_harm(self):
        self.session.send("no_such_request", {})
        self.assertEqual("3", self.value("3"))

    def test_questions_on_the_control_channel_are_answered_while_a_cell_runs(self):
        asked = self.session.begin('System.out.println("go"); Thread.sleep(60_000);')
        question = self.session.send("kernel_info_request", {}, "control")
        self.assertEqual("ok", self.session.reply(question, "control")["status"])
        self.session.manager.interrupt_kernel()
        self.assertEqual("error", self.session.reply(asked)["status"])


class Comms(KernelTestCase):
    ECHO = """
        import io.github.spencerpark.jupyter.kernel.comm.*;
        import io.github.spencerpark.jupyter.messages.Message;
        import io.github.spencerpark.jupyter.messages.comm.*;
        class Echo extends Comm {
            Echo(CommManager manager, String id, String target) { super(manager, id, target); }
            protected void onMessage(Message<CommMsgCommand> m) { send(m.getContent().getData()); }
            protected void onClose(Message<CommCloseCommand> m, boolean ours) { System.out.print("closed"); }
        }
        var comms = getKernelInstance().getCommManager();
        comms.registerTarget("echo", (manager, id, target, m) -> new Echo(manager, id, target));"""

    def exchange(self, kind, **content):
        """Sends a comm message; what it makes the kernel publish."""
        messages = self.session.published(self.session.send(kind, {"comm_id": "c1", "data": {}, **content}))
        return [m for m in messages if m["msg_type"] != "status"]

    def open(self):
        return self.session.reply(self.session.client.comm_info())["comms"]

    def test_a_comm_of_an_unknown_target_is_closed(self):
        (closed,) = self.exchange("comm_open", target_name="nobody")
        self.assertEqual(("comm_close", "c1"), (closed["msg_type"], closed["content"]["comm_id"]))

    def test_a_page_opens_a_comm_talks_and_closes_it(self):
        self.value(self.ECHO)
        self.assertEqual([], self.exchange("comm_open", target_name="echo"))
        self.assertEqual({"c1": {"target_name": "echo"}}, self.open())
        (answer,) = self.exchange("comm_msg", data={"x": [1, "é"]})
        self.assertEqual({"comm_id": "c1", "data": {"x": [1, "é"]}}, answer["content"])
        (printed,) = self.exchange("comm_close")
        self.assertEqual("closed", printed["content"]["text"])
        self.assertEqual({}, self.open())

    def test_a_cell_opens_a_comm_and_hears_the_page(self):
        self.value(self.ECHO)
        cell = self.succeeds('var ours = comms.openComm("page", (manager, id, target, m) -> new Echo(manager, id, target));')
        (opened,) = cell.of("comm_open")
        self.assertEqual("page", opened["target_name"])
        (answer,) = self.exchange("comm_msg", comm_id=opened["comm_id"], data={"n": 1})
        self.assertEqual({"n": 1}, answer["content"]["data"])
        self.assertEqual([opened["comm_id"]], [c["comm_id"] for c in self.run_cell("ours.close();").of("comm_close")])
        self.assertEqual({}, self.open())
