#!/usr/bin/env python3
"""Takes executed notebooks of target/book into notebooks/, to be committed, and what they found into data/findings.

Usage: environment/lib/keep.py target/book/NAME.ipynb...

The pages of the book bring plotly.js, so these notebooks have none of it: 3 MB that would be in the history once for each
time a notebook is run. Every figure keeps its image, and becomes interactive again when the setup cell runs.
"""
import json
import pathlib
import shutil
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]


def announces_plotly(output):
    """Whether an output says what is no longer true without the book's page."""
    return "".join(output.get("data", {}).get("text/html", "")).strip() == "<div>Figures are interactive.</div>"


def keep(executed):
    path = pathlib.Path(executed)
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        cell["metadata"].pop("execution", None)  # times of day say nothing to a reader and change at every run
        if "outputs" in cell:
            cell["outputs"] = [output for output in cell["outputs"] if not announces_plotly(output)]
    folder = ROOT / "notebooks" / ("solutions" if path.resolve().parent.name == "solutions" else "")
    target = folder / path.name
    target.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{target}: {target.stat().st_size / 1e6:.1f} MB")
    for finding in sorted((ROOT / "target" / "findings").glob(f"{path.name.split('-')[0]}-*.csv")):
        kept = ROOT / "data" / "findings" / finding.name
        kept.parent.mkdir(exist_ok=True)
        shutil.copy(finding, kept)
        print(kept)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    for name in sys.argv[1:]:
        keep(name)
