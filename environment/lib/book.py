"""Executes notebooks, collects their claims and writes an HTML book.

Usage: book.py NOTEBOOKS OUTPUT [--timeout SECONDS]

Every NOTEBOOKS/*.ipynb and NOTEBOOKS/solutions/*.ipynb runs from top to bottom in the kernel that it names.
OUTPUT receives the executed notebooks, a page for each and index.html. Nothing in NOTEBOOKS is changed.
Prints one line per claim. Exits with 1 when a claim fails or a notebook throws.
"""

import argparse
import html
import os
import re
import sys
import time
import warnings
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbconvert import HTMLExporter

try:
    from jupyter_client.kernelspec import NoSuchKernel
except ImportError:
    sys.exit("error: jupyter_client is missing; install it with: python3 -m pip install jupyter_client")

ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
# The budget that stands under a notebook's title, in the form that this program writes.
BUDGET = re.compile(r"Runs in [^\n]*? on \d+ cores?, [\d,.]+ [MG]B")
PASSING = ("holds", "not significant")


def text(value):
    """A notebook stores text as a string or as a list of lines."""
    return "".join(value) if isinstance(value, list) else value or ""


def claims_of(cell):
    """The lines of a cell's outputs that begin with 'claim:', each once, in order."""
    pieces = []
    for output in cell.get("outputs", []):
        if output.output_type == "stream":
            pieces.append(text(output.text))
        elif output.output_type in ("execute_result", "display_data"):
            pieces.append(text(output.data.get("text/plain")))
        elif output.output_type == "error":
            # A failing claim throws, and its line may stand in the exception only.
            pieces += [output.evalue, *output.traceback]
    lines = {}
    for line in ANSI.sub("", "\n".join(pieces)).splitlines():
        found = re.search(r"(?:^|:\s)(claim: .*\S)", line.strip())
        if found:
            lines[found.group(1)] = None
    return list(lines)


def holds(claim):
    """A claim holds only if it says so; a line without a verdict does not count as proved."""
    verdict = claim.rsplit(":", 1)[-1].strip().rstrip(".")
    return verdict.startswith(PASSING)


def duration(seconds):
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def counted(number, noun):
    return f"{number} {noun}{'' if number == 1 else 's'}"


def cores():
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Chapter(NotebookClient):
    """One execution of one notebook, which prints claims as they are made."""

    def __init__(self, notebook, **options):
        super().__init__(notebook, **options)
        self.claims = []
        self.megabytes = None

    async def async_execute_cell(self, cell, cell_index, **options):
        try:
            return await super().async_execute_cell(cell, cell_index, **options)
        finally:
            self.position = cell_index
            self.read_memory()
            for claim in claims_of(cell) if cell.cell_type == "code" else []:
                self.claims.append(claim)
                print(f"  {'   ' if holds(claim) else '!! '}{claim}")

    def read_memory(self):
        """Notes the peak memory of the kernel, where the system tells it (Linux)."""
        process = getattr(getattr(self.km, "provisioner", None), "process", None)
        try:
            status = Path(f"/proc/{process.pid}/status").read_text()
            self.megabytes = int(re.search(r"VmHWM:\s+(\d+) kB", status).group(1)) / 1000
        except (AttributeError, OSError):
            pass


def execute(source, notebook, timeout):
    """Runs the notebook in place; returns the chapter, its seconds and a sentence about what went wrong, if anything did."""
    name = notebook.metadata.get("kernelspec", {}).get("name", "java")
    chapter = Chapter(
        notebook,
        kernel_name=name,
        timeout=timeout,
        startup_timeout=180,
        record_timing=False,
        resources={"metadata": {"path": str(source.parent)}},
    )
    start = time.monotonic()
    trouble = None
    try:
        chapter.execute()
    except CellExecutionError as error:
        trouble = f"cell {chapter.position + 1} threw {thrown(notebook.cells[chapter.position], error)}"
    except CellTimeoutError:
        trouble = f"a cell ran longer than {timeout} s and was stopped"
    except DeadKernelError:
        trouble = f"the kernel died in cell {getattr(chapter, 'position', -1) + 1}"
    except NoSuchKernel:
        trouble = f"it asks for the kernel '{name}', which is not installed; environment/launch installs 'java'"
    except RuntimeError as error:
        trouble = f"its kernel did not work: {error}"
    return chapter, time.monotonic() - start, trouble


def thrown(cell, error):
    for output in cell.get("outputs", []):
        if output.output_type == "error":
            return ANSI.sub("", f"{output.ename}: {output.evalue}").strip().splitlines()[0]
    return ANSI.sub("", str(error)).strip().splitlines()[-1]


def write_budget(notebook, seconds, megabytes):
    """Brings the line under the title up to date, if the notebook has one."""
    if megabytes is None or not notebook.cells:
        return
    # Rounded up to 100 MB: the digits below differ from run to run.
    memory = int(-(-megabytes // 100) * 100)
    line = f"Runs in {duration(seconds)} on {counted(cores(), 'core')}, {memory:,} MB"
    first = notebook.cells[0]
    if first.cell_type == "markdown":
        first.source = BUDGET.sub(line, text(first.source), count=1)


def title_of(notebook, source):
    for cell in notebook.cells:
        found = re.search(r"^#\s+(.+)$", text(cell.source), re.MULTILINE) if cell.cell_type == "markdown" else None
        if found:
            return found.group(1).strip()
    return source.stem


def export(notebook, title, folder, page):
    """Writes the notebook as a page. Images that lie in the notebook's folder are drawn into it."""
    exporter = HTMLExporter()
    if exporter.has_trait("embed_images"):
        exporter.embed_images = True
    body, _ = exporter.from_notebook_node(notebook, resources={"metadata": {"name": title, "path": str(folder)}})
    page.write_text(body, encoding="utf-8")


INDEX = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Guided Descent</title><style>
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem; color: #222 }}
h2 {{ margin: 2rem 0 0; font-size: 1.2rem }} p {{ margin: .2rem 0 }} .quiet {{ color: #666 }}
ul {{ margin: .4rem 0; padding-left: 1.2rem }} li {{ font-size: .9rem }} .bad {{ color: #b00020; font-weight: 600 }}
@media (prefers-color-scheme: dark) {{ body {{ background: #181818; color: #ddd }} .quiet {{ color: #999 }}
a {{ color: #8ab4f8 }} .bad {{ color: #ff8a80 }} }}
</style></head><body><h1>Guided Descent</h1>
<p class="quiet">{summary}{quick}</p>
{chapters}
</body></html>
"""


def index(output, chapters, summary):
    parts = []
    for chapter in chapters:
        rows = "".join(
            f"<li{'' if holds(claim) else ' class=bad'}>{html.escape(claim[len('claim: '):])}</li>"
            for claim in chapter["claims"]
        )
        page, notebook = html.escape(chapter["page"], True), html.escape(chapter["notebook"], True)
        trouble = f'<p class="bad">{html.escape(chapter["trouble"])}</p>' if chapter["trouble"] else ""
        parts.append(
            f'<h2><a href="{page}">{html.escape(chapter["title"])}</a></h2>'
            f'<p class="quiet">{chapter["cost"]} · <a href="{notebook}">notebook</a></p>{trouble}<ul>{rows}</ul>'
        )
    quick = " Run with QUICK: experiments are shortened." if os.environ.get("QUICK") else ""
    page = INDEX.format(summary=html.escape(summary), quick=quick, chapters="\n".join(parts))
    (output / "index.html").write_text(page, encoding="utf-8")


def make(source, folder, output, timeout):
    """Executes one notebook, writes it and its page, and returns its entry in the index."""
    relative = source.relative_to(folder)
    print(f"{relative}")
    entry = {"notebook": relative.as_posix(), "page": relative.with_suffix(".html").as_posix(), "claims": [], "cost": "not run"}
    entry["title"] = source.stem
    (output / relative).parent.mkdir(parents=True, exist_ok=True)
    try:
        notebook = nbformat.read(source, as_version=4)
    except Exception as error:  # nbformat throws many kinds for a file that is no notebook
        entry["trouble"] = f"it cannot be read as a notebook: {error}"
        (output / entry["page"]).write_text(f"<p>{html.escape(entry['trouble'])}</p>", encoding="utf-8")
        return entry
    chapter, seconds, entry["trouble"] = execute(source, notebook, timeout)
    entry["claims"] = chapter.claims
    entry["title"] = title_of(notebook, source)
    memory = "" if chapter.megabytes is None else f", {chapter.megabytes:,.0f} MB"
    entry["cost"] = f"{duration(seconds)} on {counted(cores(), 'core')}{memory}"
    if not entry["trouble"]:
        write_budget(notebook, seconds, chapter.megabytes)
    nbformat.write(notebook, output / relative)
    export(notebook, entry["title"], source.parent, output / entry["page"])
    print(f"  {entry['cost']}, {counted(len(chapter.claims), 'claim')}")
    return entry


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("notebooks", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--timeout", type=int, default=1800, help="seconds that one cell may take (1800)")
    arguments = parser.parse_args()
    folder, output = arguments.notebooks.resolve(), arguments.output.resolve()

    # Else claims and errors arrive in the wrong order when both go to one log.
    sys.stdout.reconfigure(line_buffering=True)
    # Old notebooks without cell identifiers are fine; a warning for each would bury the claims.
    warnings.filterwarnings("ignore", module="nbformat")
    warnings.filterwarnings("ignore", category=DeprecationWarning)

    sources = sorted(folder.glob("*.ipynb")) + sorted((folder / "solutions").glob("*.ipynb"))
    if not sources:
        sys.exit(f"error: there is no notebook in {folder}")
    output.mkdir(parents=True, exist_ok=True)
    chapters = [make(source, folder, output, arguments.timeout) for source in sources]

    claims = [claim for chapter in chapters for claim in chapter["claims"]]
    failing = [claim for claim in claims if not holds(claim)]
    broken = [chapter for chapter in chapters if chapter["trouble"]]
    summary = (
        f"{counted(len(chapters), 'notebook')}, {counted(len(claims), 'claim')}: "
        f"{len(claims) - len(failing)} proved, {len(failing)} not; {counted(len(broken), 'notebook')} stopped early."
    )
    index(output, chapters, summary)
    print(f"\n{summary}")
    for chapter in broken:
        print(f"error: notebooks/{chapter['notebook']}: {chapter['trouble']}", file=sys.stderr)
    for claim in failing:
        print(f"error: not proved: {claim}", file=sys.stderr)
    print(f"The book is at {output / 'index.html'}")
    sys.exit(1 if failing or broken else 0)


if __name__ == "__main__":
    main()
