"""A kernel under test and the cells that run in it, as a front end sees them."""

import os
import subprocess
import time
from queue import Empty

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
    def value(self):
        """The text of the cell's result; None for a cell without one."""
        results = self.of("execute_result")
        return results[0]["data"]["text/plain"] if results else None

    @property
    def failure(self):
        """The whole text of the error, without its colors' names."""
        return "\n".join(self.reply.get("traceback", []))


class Session:
    """One kernel process and one client of it."""

    def __init__(self, **environment):
        self.manager = KernelManager(kernel_name=KERNEL)
        # One that dies leaves its words out of the test's output; unittest says what failed.
        self.manager.start_kernel(env={**os.environ, **environment}, stderr=subprocess.DEVNULL)
        self.client = self.connect()

    def connect(self):
        """A further client of the same kernel; the caller stops its channels."""
        client = self.manager.client()
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
        reply = client.execute_interactive(
            code,
            allow_stdin=answer is not None,
            output_hook=messages.append,
            stdin_hook=lambda request: client.input(answer),
            timeout=limit,
            **options,
        )
        return Cell(reply["content"], messages)

    def begin(self, code):
        """Sends a cell that prints a line when it is under way, and waits for that line."""
        asked = self.client.execute(code, allow_stdin=False)
        end = time.monotonic() + LIMIT
        while time.monotonic() < end:
            message = self.client.get_iopub_msg(timeout=LIMIT)
            if message["parent_header"].get("msg_id") == asked and message["msg_type"] == "stream":
                return asked
        raise AssertionError("the cell printed nothing")

    def reply(self, asked, channel="shell"):
        """The content of the reply to the message of this id."""
        receive = getattr(self.client, f"get_{channel}_msg")
        while True:
            message = receive(timeout=LIMIT)
            if message["parent_header"].get("msg_id") == asked:
                return message["content"]

    def published(self, asked):
        """The messages that a request published, up to and with its idle status."""
        messages = []
        while True:
            message = self.client.get_iopub_msg(timeout=LIMIT)
            if message["parent_header"].get("msg_id") == asked:
                messages.append(message)
                if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                    return messages

    def drain(self):
        """Forgets what has been published so far."""
        while True:
            try:
                self.client.get_iopub_msg(timeout=0.1)
            except Empty:
                return
