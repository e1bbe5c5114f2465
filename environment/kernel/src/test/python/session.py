"""A kernel under test and the cells that run in it, as a front end sees them."""

import atexit
import os
import subprocess
import textwrap
import time
import unittest
from queue import Empty

from jupyter_client import BlockingKernelClient
from jupyter_client.manager import KernelManager

KERNEL = "java"
LIMIT = 30  # seconds for any one answer; a test that needs so long has failed


class Cell:
    """The reply to an execute_request and the messages that it published."""

    def __init__(self, reply, messages):
        self.reply = reply
        self.messages = messages

    def of(self, kind):
        return [m["content"] for m in self.messages if m["msg_type"] == kind]

    def text(self, stream="stdout"):
        return "".join(c["text"] for c in self.of("stream") if c["name"] == stream)

    @property
    def status(self):
        return self.reply["status"]

    @property
    def data(self):
        """The bundle of the cell's result; empty for a cell without one."""
        results = self.of("execute_result")
        return results[0]["data"] if results else {}

    @property
    def value(self):
        """The text of the cell's result; None for a cell without one."""
        return self.data.get("text/plain")

    @property
    def failure(self):
        """The whole text of the error, without its colors' names."""
        return "\n".join(self.reply.get("traceback", []))


class Session:
    """One kernel process and one client of it."""

    def __init__(self, folder=None, **environment):
        self.manager = KernelManager(kernel_name=KERNEL)
        # The cells of a test stay out of the history of whoever runs it.
        environment = {**os.environ, "GUIDED_DESCENT_HISTORY": ":memory:", **environment}
        # One that dies leaves its words out of the test's output; unittest says what failed.
        self.manager.start_kernel(env=environment, cwd=folder, stderr=subprocess.DEVNULL)
        self.client = self.connect()

    def connect(self):
        """A further client of the same kernel, with an identity of its own; the caller stops its channels."""
        # The parent knows whether the process lives; without it a slow start would pass for a death.
        client = BlockingKernelClient(parent=self.manager, connection_file=self.manager.connection_file)
        client.load_connection_file()
        client.start_channels()
        client.wait_for_ready(timeout=LIMIT)
        return client

    def close(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)

    def run(self, code, client=None, answer=None, limit=LIMIT, **options):
        """Runs a cell to its end. answer: what a reading cell is given; without one, reading fails."""
        client = client or self.client
        messages = []
        try:
            reply = client.execute_interactive(
                code,
                allow_stdin=answer is not None,
                output_hook=messages.append,
                stdin_hook=lambda request: client.input(answer),
                timeout=limit,
                **options,
            )
        except TimeoutError:
            raise self.hung(f"no reply to {code[:80]!r}") from None
        return Cell(reply["content"], messages)

    def hung(self, what):
        """Ends the kernel, so that the next test has a fresh one; the failure of this one."""
        self.manager.shutdown_kernel(now=True)
        return AssertionError(f"{what} for {LIMIT} s")

    def receive(self, channel):
        """The next message of the channel."""
        try:
            return getattr(self.client, f"get_{channel}_msg")(timeout=LIMIT)
        except Empty:
            raise self.hung(f"nothing came on the channel {channel}") from None

    def begin(self, code):
        """Sends a cell that prints a line when it is under way, and waits for that line."""
        asked = self.client.execute(code, allow_stdin=False)
        self.published(asked, "stream")
        return asked

    def send(self, kind, content, channel="shell"):
        """Sends a message for which the client has no method; returns its id."""
        message = self.client.session.msg(kind, content)
        getattr(self.client, f"{channel}_channel").send(message)
        return message["header"]["msg_id"]

    def reply(self, asked, channel="shell"):
        """The content of the reply to the message of this id."""
        while True:
            message = self.receive(channel)
            if message["parent_header"].get("msg_id") == asked:
                return message["content"]

    def published(self, asked, last="status"):
        """What a request published, up to and with its idle status or the first message of another type."""
        messages = []
        while True:
            message = self.receive("iopub")
            if message["parent_header"].get("msg_id") == asked:
                messages.append(message)
                if message["msg_type"] == last and message["content"].get("execution_state", "idle") == "idle":
                    return messages

    def ended(self):
        """Whether the process ends by itself."""
        end = time.monotonic() + LIMIT
        while self.manager.is_alive() and time.monotonic() < end:
            time.sleep(0.02)
        return not self.manager.is_alive()


class KernelTestCase(unittest.TestCase):
    """Tests that share one kernel with those of other classes; each declares names of its own."""

    running = []

    def setUp(self):
        # A test that kills the kernel, or hangs it, fails alone.
        if not self.running or not self.running[0].manager.is_alive():
            self.running[:] = [Session()]
            atexit.register(self.running[0].close)
        self.session = self.running[0]

    def run_cell(self, code, **options):
        return self.session.run(textwrap.dedent(code), **options)

    def succeeds(self, code, **options):
        cell = self.run_cell(code, **options)
        self.assertEqual("ok", cell.status, cell.failure)
        return cell

    def value(self, code, **options):
        return self.succeeds(code, **options).value

    def fails(self, code, **options):
        """The text of the error that the cell must end with."""
        cell = self.run_cell(code, **options)
        self.assertEqual("error", cell.status)
        self.assertEqual(1, len(cell.of("error")), "one error is published")
        return cell.failure


class OwnKernelTestCase(KernelTestCase):
    """Each test starts the kernel that it needs."""

    def setUp(self):
        pass

    def start(self, folder=None, **environment):
        """folder: where the kernel runs."""
        self.session = Session(folder, **environment)
        self.addCleanup(self.session.close)
        return self.session
