"""Opens every page of a book in Chromium, from its file and without a network, and says what is wrong with it.

Usage: python3 environment/lib/book/browser.py BOOK [--chromium PROGRAM]

A page is in order when its console shows no error, every formula and every figure is drawn, and it is not wider than the
window. One browser serves all pages through its DevTools protocol; Jupyter's own tornado speaks it.
"""

import argparse
import asyncio
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tornado.httpclient import AsyncHTTPClient
from tornado.websocket import websocket_connect

from links import own_pages

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "chrome")
OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--remote-debugging-port=0",
    "--window-size=1280,900",
)
# What a page says about itself once its figures have been drawn.
STATE = """JSON.stringify({
  drawn: document.documentElement.dataset.drawn === 'yes',
  waiting: document.querySelectorAll('.gd-plot:not(.js-plotly-plot)').length,
  empty: Array.from(document.querySelectorAll('.js-plotly-plot')).filter(p => !p.querySelector('.main-svg')).length,
  formulas: document.querySelectorAll('.katex-error').length,
  bare: Array.from(document.querySelectorAll('main p, main li, main h2')).filter(p => !p.closest('.output_subarea') && /\\$[^$]+\\$/.test(p.textContent)).length,
  images: Array.from(document.images).filter(i => i.complete && i.naturalWidth === 0).length,
  wide: document.documentElement.scrollWidth > window.innerWidth + 1
})"""
PATIENCE = 60


class Tab:
    """One tab: commands out, events in."""

    def __init__(self, socket):
        self.socket, self.number, self.errors = socket, 0, []
        self.answers = {}

    async def listen(self):
        while True:
            text = await self.socket.read_message()
            if text is None:
                return
            message = json.loads(text)
            if "id" in message and message["id"] in self.answers:
                self.answers.pop(message["id"]).set_result(message)
            self.note(message.get("method"), message.get("params", {}))

    def note(self, method, event):
        if method == "Runtime.exceptionThrown":
            details = event["exceptionDetails"]
            self.errors.append(details.get("exception", {}).get("description", details.get("text", "an exception")))
        elif method == "Runtime.consoleAPICalled" and event["type"] in ("error", "warning", "assert"):
            self.errors.append(" ".join(str(a.get("value", a.get("description", ""))) for a in event["args"]))
        elif method == "Log.entryAdded" and event["entry"]["level"] == "error":
            self.errors.append(f"{event['entry']['text']} {event['entry'].get('url', '')}".strip())

    async def call(self, method, **parameters):
        self.number += 1
        answer = self.answers[self.number] = asyncio.get_running_loop().create_future()
        await self.socket.write_message(json.dumps({"id": self.number, "method": method, "params": parameters}))
        return await asyncio.wait_for(answer, PATIENCE)

    async def look(self, page):
        """What is wrong with a page, in words."""
        self.errors = []
        await self.call("Page.navigate", url=page.as_uri())
        state = {"drawn": False}
        for _ in range(PATIENCE * 5):
            await asyncio.sleep(0.2)
            reply = await self.call("Runtime.evaluate", expression=f"document.readyState === 'complete' && location.href === {json.dumps(page.as_uri())} ? {STATE} : '{{}}'")
            state = json.loads(reply["result"]["result"]["value"])
            if state.get("drawn"):
                break
        troubles = [f"its console shows: {error.splitlines()[0]}" for error in self.errors]
        if not state.get("drawn"):
            return troubles + ["it did not finish drawing"]
        for name, words in (
            ("waiting", "figures are not drawn"),
            ("empty", "figures are empty"),
            ("formulas", "formulas have errors"),
            ("bare", "paragraphs show a formula's source"),
            ("images", "images do not load"),
        ):
            if state[name]:
                troubles.append(f"{state[name]} {words}")
        return troubles + (["it is wider than the window"] if state["wide"] else [])


async def port_of(profile):
    """The port that the browser chose; it writes it into its profile."""
    file = Path(profile) / "DevToolsActivePort"
    for _ in range(PATIENCE * 10):
        if file.is_file() and file.read_text().strip():
            return file.read_text().split()[0]
        await asyncio.sleep(0.1)
    raise TimeoutError("the browser did not start")


async def check(book, program):
    """A list of (page, trouble) for a whole book."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) if sys.version_info >= (3, 10) else tempfile.TemporaryDirectory() as profile:
        browser = subprocess.Popen(
            [program, *OPTIONS, f"--user-data-dir={profile}", "about:blank"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            port = await port_of(profile)
            reply = await AsyncHTTPClient().fetch(f"http://127.0.0.1:{port}/json")
            target = next(t for t in json.loads(reply.body) if t["type"] == "page")
            tab = Tab(await websocket_connect(target["webSocketDebuggerUrl"], max_message_size=1 << 28))
            listening = asyncio.ensure_future(tab.listen())
            for domain in ("Page", "Runtime", "Log"):
                await tab.call(f"{domain}.enable")
            troubles = []
            for page in own_pages(book):
                found = await tab.look(page)
                print(f"  {'!! ' if found else '   '}{page.relative_to(book)}{': ' if found else ''}{'; '.join(found)}")
                troubles += [(page, trouble) for trouble in found]
            listening.cancel()
            return troubles
        finally:
            browser.terminate()
            browser.wait(20)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("book", type=Path)
    parser.add_argument("--chromium", help="the browser's program")
    arguments = parser.parse_args()
    sys.stdout.reconfigure(line_buffering=True)
    program = arguments.chromium or next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        sys.exit(f"error: there is none of {', '.join(PROGRAMS)} on PATH; on Debian: apt install chromium")
    book = arguments.book.resolve()
    if not (book / "index.html").is_file():
        sys.exit(f"error: {book} holds no index.html; make the book with environment/launch --execute")
    troubles = asyncio.run(check(book, program))
    print(f"{len(own_pages(book))} pages, {len(troubles)} troubles")
    sys.exit(1 if troubles else 0)


if __name__ == "__main__":
    main()
