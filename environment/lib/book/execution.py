"""Runs notebooks in their kernels, several at once if asked, and notes claims, seconds and memory."""

import asyncio
import atexit
import copy
import os
import re
import time
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from jupyter_client.kernelspec import NoSuchKernel
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

import claims
from claims import joined

# The budget that stands under a notebook's title, in the form that this program writes.
BUDGET = re.compile(r"Runs in [^\n]*? on \d+ cores?, [\d,.]+ [MG]B")
BUNDLE_AT_LEAST = 1_000_000


@dataclass(frozen=True)
class Section:
    """A heading: its text, and which heading of the notebook it is, from 0; -1 before the first."""

    title: str = ""
    position: int = -1


@dataclass
class Chapter:
    """A notebook, and what became of it."""

    path: str
    folder: Path
    notebook: nbformat.NotebookNode = None
    claims: list = field(default_factory=list)  # pairs of a claim and its section
    seconds: float = 0
    megabytes: float = None
    trouble: str = None

    @property
    def title(self):
        found = re.search(r"^#\s+(.+)$", self.first_cell, re.MULTILINE)
        return found.group(1).strip() if found else Path(self.path).stem

    @property
    def first_cell(self):
        cells = self.notebook.cells if self.notebook else []
        return joined(cells[0].source) if cells and cells[0].cell_type == "markdown" else ""

    @property
    def is_solution(self):
        return self.path.startswith("solutions/")

    @property
    def number(self):
        return Path(self.path).name.split("-")[0]

    @property
    def cost(self):
        if not self.seconds:
            # A book of the outputs that are there has the budget of the run that made them.
            found = BUDGET.search(self.first_cell)
            return found.group().replace("Runs in ", "") if found else "not run"
        memory = "" if self.megabytes is None else f", {self.megabytes:,.0f} MB"
        return f"{duration(self.seconds)} on {counted(cores(), 'core')}{memory}"


def is_bundle(output):
    """Whether an output is plotly.js itself: 3 MB that no copy of a notebook needs."""
    return len(joined(output.get("data", {}).get("text/html", ""))) >= BUNDLE_AT_LEAST


def without_plotly(notebook):
    """A copy of the notebook without plotly.js, whoever ran it. notebook: not modified."""
    notebook = copy.deepcopy(notebook)
    for cell in notebook.cells:
        if "outputs" in cell:
            cell.outputs = [output for output in cell.outputs if not is_bundle(output)]
    return notebook


def duration(seconds):
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def counted(number, noun):
    return f"{number} {noun}{'' if number == 1 else 's'}"


def cores():
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Client(NotebookClient):
    """One execution of one notebook."""

    position = -1
    megabytes = None

    async def async_execute_cell(self, cell, cell_index, **options):
        try:
            return await super().async_execute_cell(cell, cell_index, **options)
        finally:
            self.position = cell_index
            self.read_memory()

    def read_memory(self):
        """Notes the peak memory of the kernel, where the system tells it (Linux)."""
        process = getattr(getattr(self.km, "provisioner", None), "process", None)
        try:
            status = Path(f"/proc/{process.pid}/status").read_text()
            self.megabytes = int(re.search(r"VmHWM:\s+(\d+) kB", status).group(1)) / 1000
        except (AttributeError, OSError):
            pass


async def execute(chapter, timeout, allow_errors=False):
    """Runs the chapter's notebook in place; a sentence in chapter.trouble says what went wrong, if anything did."""
    notebook = chapter.notebook
    name = notebook.metadata.get("kernelspec", {}).get("name", "java")
    client = Client(
        notebook,
        kernel_name=name,
        timeout=timeout,
        startup_timeout=180,
        record_timing=False,
        allow_errors=allow_errors,
        resources={"metadata": {"path": str(chapter.folder)}},
    )
    start = time.monotonic()
    try:
        await client.async_execute()
    except CellExecutionError as error:
        chapter.trouble = f"cell {client.position + 1} threw {thrown(notebook.cells[client.position], error)}"
    except CellTimeoutError:
        chapter.trouble = f"a cell ran longer than {timeout} s and was stopped"
    except DeadKernelError:
        chapter.trouble = f"the kernel died in cell {client.position + 1}"
    except NoSuchKernel:
        chapter.trouble = f"it asks for the kernel '{name}', which is not installed; environment/launch installs 'java'"
    except RuntimeError as error:
        chapter.trouble = f"its kernel did not work: {error}"
    finally:
        # nbclient would clean up a second time at exit and fill the log with tracebacks.
        atexit.unregister(getattr(client, "_cleanup_kernel", None))
    chapter.seconds = time.monotonic() - start
    chapter.megabytes = client.megabytes
    chapter.claims = list(claims_of(notebook))


def thrown(cell, error):
    for output in cell.get("outputs", []):
        if output.output_type == "error":
            return claims.ANSI.sub("", f"{output.ename}: {output.evalue}").strip().splitlines()[0]
    return claims.ANSI.sub("", str(error)).strip().splitlines()[-1]


def headings(cell):
    """The headings of a Markdown cell, outside of fences."""
    source = re.sub(r"^(```|~~~).*?^\1", "", joined(cell.source), flags=re.MULTILINE | re.DOTALL)
    return [found.group(1).strip() for found in re.finditer(r"^#{1,6}\s+(.+)$", source, re.MULTILINE)]


def claims_of(notebook):
    """Every claim with the section it stands in."""
    section = Section()
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            for heading in headings(cell):
                section = Section(heading, section.position + 1)
        elif cell.cell_type == "code":
            for claim in claims.of_cell(cell):
                yield claim, section


def write_budget(chapter):
    """Brings the line under the title up to date, if the notebook has one."""
    if chapter.megabytes is None or chapter.trouble or not chapter.first_cell:
        return
    # Rounded up to 100 MB: the digits below differ from run to run.
    memory = int(-(-chapter.megabytes // 100) * 100)
    line = f"Runs in {duration(chapter.seconds)} on {counted(cores(), 'core')}, {memory:,} MB"
    chapter.notebook.cells[0].source = BUDGET.sub(line, chapter.first_cell, count=1)


def read(source, folder):
    """The chapter of a file; one that cannot be read has its trouble."""
    chapter = Chapter(source.relative_to(folder).as_posix(), source.parent)
    try:
        chapter.notebook = nbformat.read(source, as_version=4)
    except Exception as error:  # nbformat throws many kinds for a file that is no notebook
        chapter.notebook = nbformat.v4.new_notebook()
        chapter.trouble = f"it cannot be read as a notebook: {error}"
    return chapter


def report(chapter):
    """What a person reads while the book is made."""
    print(chapter.path)
    for claim, _ in chapter.claims:
        print(f"  {'   ' if claim.passes else '!! '}{claim.line}")
    print(f"  {chapter.cost}, {counted(len(chapter.claims), 'claim')}")


def run(chapters, timeout, jobs):
    """Runs the chapters in order, jobs at once. A second waits until the first has brought its kernel up."""

    async def one(chapter, places):
        async with places:
            if not chapter.trouble:
                await execute(chapter, timeout)
                if jobs == 1:
                    write_budget(chapter)  # seconds beside another notebook would be no budget
            report(chapter)

    async def everything():
        places = asyncio.Semaphore(jobs)
        await asyncio.gather(*(one(chapter, places) for chapter in chapters))

    asyncio.run(everything())
