"""What cells show."""

import base64

from session import KernelTestCase


class Showing(KernelTestCase):
    def test_display_shows_and_update_replaces(self):
        cell = self.run_cell('String id = display("first");\nupdateDisplay(id, "second");')
        shown, updated = cell.of("display_data")[0], cell.of("update_display_data")[0]
        self.assertEqual(("first", "second"), (shown["data"]["text/plain"], updated["data"]["text/plain"]))
        self.assertTrue(shown["transient"]["display_id"])
        self.assertEqual(shown["transient"]["display_id"], updated["transient"]["display_id"])

    def test_a_later_cell_updates_what_an_earlier_one_showed(self):
        shown = self.run_cell('String later = display("waiting");').of("display_data")[0]
        updated = self.run_cell('updateDisplay(later, "<i>done</i>", "text/html");').of("update_display_data")[0]
        self.assertEqual(shown["transient"], updated["transient"])
        self.assertEqual("<i>done</i>", updated["data"]["text/html"])

    def test_display_takes_a_type(self):
        cell = self.run_cell('display("<b>bold</b>", "text/html");')
        self.assertEqual("<b>bold</b>", cell.of("display_data")[0]["data"]["text/html"])

    def test_clear_output_waits_when_asked(self):
        cell = self.run_cell("getKernelInstance().clearOutput(true); getKernelInstance().clearOutput(false);")
        self.assertEqual([True, False], [c["wait"] for c in cell.of("clear_output")])

    def test_output_keeps_the_order_in_which_it_was_made(self):
        cell = self.run_cell('System.out.print("a"); display("b"); System.out.print("c"); display("d");')
        seen = [
            m["content"].get("text") or m["content"]["data"]["text/plain"]
            for m in cell.messages
            if m["msg_type"] in ("stream", "display_data")
        ]
        self.assertEqual(["a", "b", "c", "d"], seen)

    def test_an_image_is_shown_as_png(self):
        cell = self.run_cell("new java.awt.image.BufferedImage(2, 2, java.awt.image.BufferedImage.TYPE_INT_RGB)")
        self.assertEqual(b"\x89PNG\r\n", base64.b64decode(cell.data["image/png"])[:6])

    def test_a_list_of_records_is_a_table(self):
        cell = self.succeeds('record Planet(String name, int moons) { }\nList.of(new Planet("Earth", 1), new Planet("<Mars>", 2))')
        for part in ("<table", ">name</th>", ">moons</th>", ">Earth</td>", "&lt;Mars&gt;"):
            self.assertIn(part, cell.data["text/html"])
        self.assertIn("Planet[name=Earth, moons=1]", cell.value)

    def test_a_figure_given_as_json_arrives_as_json(self):
        figure = "application/vnd.plotly.v1+json"
        cell = self.run_cell(f'display("{{\\"data\\": [{{\\"y\\": [1, 2]}}]}}", "{figure}");')
        self.assertEqual({"data": [{"y": [1, 2]}]}, cell.of("display_data")[0]["data"][figure])

    def test_a_class_is_shown_as_its_notebook_says(self):
        code = """
            import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
            class Note { String text = "la"; }
            getKernelInstance().getRenderer().createRegistration(Note.class)
                .preferring(MIMEType.TEXT_MARKDOWN)
                .register((note, context) -> context.renderIfRequested(MIMEType.TEXT_MARKDOWN, () -> "*" + note.text + "*"));
            new Note()"""
        self.assertEqual("*la*", self.succeeds(code).data["text/markdown"])

    def test_a_loop_shows_how_far_it_is(self):
        cell = self.succeeds("int sum = 0; for (int i : progress(List.of(1, 2, 3))) { sum += i; } sum")
        self.assertEqual("6", cell.value)
        last = (cell.of("display_data") + cell.of("update_display_data"))[-1]["data"]
        self.assertIn("3/3", last["text/plain"])
        self.assertIn("<progress", last["text/html"])

    def test_a_live_display_is_replaced_in_its_place_by_any_thread(self):
        code = """
            var live = org.guideddescent.kernel.spi.LiveDisplay.open().orElseThrow();
            live.show("one");
            var painter = new Thread(() -> live.show(List.of(1, 2)));
            painter.start();
            painter.join();"""
        cell = self.succeeds(code)
        (first,), (later,) = cell.of("display_data"), cell.of("update_display_data")
        self.assertEqual("one", first["data"]["text/plain"])
        self.assertEqual("[1, 2]", later["data"]["text/plain"])
        self.assertEqual(first["transient"]["display_id"], later["transient"]["display_id"])
