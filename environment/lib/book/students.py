"""Student copies of exercises, made from the solutions: what is tagged 'solution' is left to the student.

The cells that check an answer stay as they are. So the auto-grader can run a student's notebook and read its claims,
after it has put back the checks of ours that the student may have changed.
"""

import copy

from claims import joined

TAG = "solution"
YOURS = {"code": "// Your code", "markdown": "*Your answer*"}


def is_solution(cell):
    return TAG in cell.metadata.get("tags", [])


def student_copy(solutions, name=None):
    """A notebook with the tasks and the checks of another, without its solutions and outputs. solutions: not modified.

    name: of the exercises; the copy remembers it, so that a student may rename the file.
    """
    notebook = copy.deepcopy(solutions)
    if name:
        notebook.metadata["guided_descent"] = {"exercises": name}
    cells = []
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        if is_solution(cell):
            # Several solution cells in a row are one answer; a student may of course add cells.
            if cells and is_solution(cells[-1]) and cells[-1].cell_type == cell.cell_type:
                continue
            cell.source = YOURS[cell.cell_type]
        cells.append(cell)
    notebook.cells = cells
    title = joined(cells[0].source) if cells else ""
    if title.startswith("#"):
        heading = title.splitlines()[0].replace(": solutions", "") + ": exercises"
        cells[0].source = f"{heading}\n\nEach task names what your answer must define. The cells below it check that; leave them as they are."
    return notebook


def with_our_checks(student, solutions):
    """The student's notebook in which every cell that is not an answer is ours again, and whether anything was put back.

    A cell is known by its identifier. One of ours that the student removed returns after the cell that it followed.
    """
    ours = student_copy(solutions)
    fixed = {cell.id: cell for cell in ours.cells if cell.cell_type == "code" and not is_solution(cell)}
    cells, changed = [], []
    present = {cell.get("id") for cell in student.cells}
    for cell in student.cells:
        original = fixed.get(cell.get("id"))
        if original is not None and joined(cell.source) != joined(original.source):
            changed.append(original)
            cell = copy.deepcopy(original)
        cells.append(cell)
    for index, cell in enumerate(ours.cells):
        if cell.id in fixed and cell.id not in present:
            changed.append(cell)
            before = {c.id for c in ours.cells[:index]}
            position = max((i + 1 for i, c in enumerate(cells) if c.get("id") in before), default=0)
            cells.insert(position, copy.deepcopy(cell))
    graded = copy.deepcopy(student)
    graded.cells = cells
    return graded, changed
