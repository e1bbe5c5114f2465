#!/usr/bin/env python3
"""Takes an executed notebook of target/book into notebooks/, to be committed.

The plotly.js bundle (3 MB) is dropped: it would be in the history once for each time a notebook is run. Every figure
keeps its image, and becomes interactive again when the setup cell runs.
"""
import json
import pathlib
import sys

BUNDLE_AT_LEAST = 1_000_000


def is_bundle(output):
    """Whether an output is the script itself."""
    return len("".join(output.get("data", {}).get("text/html", ""))) >= BUNDLE_AT_LEAST


def main(executed, notebooks):
    path = pathlib.Path(executed)
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        cell["metadata"].pop("execution", None)  # times of day say nothing to a reader and change at every run
        if "outputs" in cell:
            cell["outputs"] = [output for output in cell["outputs"] if not is_bundle(output)]
    folder = notebooks / "solutions" if path.resolve().parent.name == "solutions" else notebooks
    target = folder / path.name
    target.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{target}: {target.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: environment/lib/keep.py target/book/NAME.ipynb")
    main(sys.argv[1], pathlib.Path(__file__).resolve().parents[2] / "notebooks")
