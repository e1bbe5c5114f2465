"""Grades students' notebooks: runs each with the checks of ours, and reports what its claim cells say.

Usage: python3 environment/lib/book/grade.py SOLUTIONS NOTEBOOK... [--csv FILE] [--timeout SECONDS]

A check is a cell of the student copy that claims something. It passes when it printed a claim and every claim of it
holds; it fails when a claim does not; it is not reached when the cell threw before it claimed anything, mostly since a
name that the task asks for is missing. Checks that a student changed or removed are put back first. A cell that throws
does not stop the rest. A notebook is code: grade what you would run.
"""

import argparse
import asyncio
import csv
import re
import sys
import warnings
from dataclasses import dataclass
from pathlib import Path

import nbformat

import claims
import execution
import students
from claims import joined
from execution import counted

# A call, not the declaration of a method of that name.
CHECK = re.compile(r"(?<!void )\b(claim|notReproduced)\s*\(")


@dataclass(frozen=True)
class Grade:
    """One check of one notebook: passed, failed or not reached, and why."""

    exercise: str
    check: str
    result: str
    detail: str


def is_check(cell):
    return cell.cell_type == "code" and not students.is_solution(cell) and CHECK.search(joined(cell.source)) is not None


def grade_of(cell, exercise):
    found = claims.of_cell(cell)
    error = next((o for o in cell.get("outputs", []) if o.output_type == "error"), None)
    words = "; ".join(claim.text for claim in found)
    if found and error is None and all(claim.passes for claim in found):
        return Grade(exercise, words, "passed", "")
    if found:
        failing = next((claim for claim in found if not claim.passes), None)
        why = f"measured {failing.measured}, expected {failing.expected}" if failing else execution.thrown(cell, "")
        return Grade(exercise, words, "failed", why)
    why = execution.thrown(cell, "") if error is not None else "it was not run"
    first = CHECK.search(joined(cell.source))
    text = re.search(r'"((?:[^"\\]|\\.)*)"', joined(cell.source)[first.start() :])
    return Grade(exercise, text.group(1) if text else "", "not reached", why)


def grades(notebook, solutions):
    """A grade for each check of the solutions' notebook, in its order. notebook: executed."""
    ours = [cell.id for cell in solutions.cells if is_check(cell)]
    exercise, found = "", {}
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            exercise = next(iter(execution.headings(cell)), exercise)
        elif cell.get("id") in ours:
            found[cell.id] = grade_of(cell, exercise)
    return [found[identifier] for identifier in ours]


def solutions_of(notebook, path, folder):
    """The solutions that a student's notebook answers: as its metadata say, else as its name does."""
    name = notebook.metadata.get("guided_descent", {}).get("exercises", path.stem)
    file = folder / f"{name}.ipynb"
    if not file.is_file():
        known = ", ".join(sorted(f.stem for f in folder.glob("*.ipynb")))
        raise ValueError(f"it belongs to no exercises of ours ('{name}'); there are {known}")
    return nbformat.read(file, as_version=4)


def grade(path, folder, timeout):
    """The grades of one file and the number of checks that were put back."""
    try:
        student = nbformat.read(path, as_version=4)
    except Exception as error:  # nbformat throws many kinds for a file that is no notebook
        raise ValueError(f"it cannot be read as a notebook: {error}") from error
    solutions = solutions_of(student, path, folder)
    notebook, changed = students.with_our_checks(student, solutions)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = []  # an old output must not pass for a new one
    chapter = execution.Chapter(path.name, path.parent, notebook)
    asyncio.run(execution.execute(chapter, timeout, allow_errors=True))
    return grades(notebook, solutions), len(changed), chapter.trouble


def report(path, found, changed, trouble):
    passed = sum(g.result == "passed" for g in found)
    notes = ([f"{counted(changed, 'check')} put back"] if changed else []) + ([trouble] if trouble else [])
    print(f"{path}: {passed} of {counted(len(found), 'check')} passed{''.join('; ' + note for note in notes)}")
    for g in found:
        print(f"  {g.result:<12}{g.exercise}: {g.check}{' (' + g.detail + ')' if g.detail else ''}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("solutions", type=Path)
    parser.add_argument("notebooks", type=Path, nargs="+")
    parser.add_argument("--csv", type=Path, help="write a line for each check to this file")
    parser.add_argument("--timeout", type=int, default=600, help="seconds that one cell may take (600)")
    arguments = parser.parse_args()
    sys.stdout.reconfigure(line_buffering=True)
    warnings.filterwarnings("ignore", module="nbformat")
    warnings.filterwarnings("ignore", category=DeprecationWarning)

    lines, refused = [], 0
    for path in arguments.notebooks:
        try:
            found, changed, trouble = grade(path.resolve(), arguments.solutions.resolve(), arguments.timeout)
        except (ValueError, OSError) as error:
            print(f"error: {path}: {error}", file=sys.stderr)
            refused += 1
            continue
        report(path, found, changed, trouble)
        lines += [(path, g.exercise, g.check, g.result, g.detail) for g in found]
    if arguments.csv:
        with open(arguments.csv, "w", newline="", encoding="utf-8") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(("notebook", "exercise", "check", "result", "detail"))
            writer.writerows(lines)
    sys.exit(1 if refused else 0)


if __name__ == "__main__":
    main()
