"""Claims: the lines that notebooks print about what they have proved."""

import csv
import re
from dataclasses import dataclass

ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
LINE = re.compile(r"(?:^|:\s)(claim: .*\S)")
# The text of a claim may contain colons, so the parts are found from their names, the last ones first.
PARTS = re.compile(
    r"claim: (?P<text>.*): measured (?P<measured>.*), expected (?P<expected>.*?)"
    r"(?: \((?P<source>paper|derived|measured)\))?, tolerance (?P<tolerance>.*): (?P<verdict>[^:]*)$"
)
HOLDS = "holds"
NOT_REPRODUCED = "not reproduced"
PASSING = (HOLDS, "not significant", NOT_REPRODUCED)


@dataclass(frozen=True)
class Claim:
    """One line, and its parts. A line that has no such parts is all text, and its verdict is what follows the last colon."""

    line: str
    text: str
    measured: str
    expected: str
    source: str
    tolerance: str
    verdict: str

    @property
    def passes(self):
        """A claim passes only if it says so; a line without a verdict does not count as proved."""
        return self.verdict.startswith(PASSING)

    @property
    def status(self):
        """One word for style sheets: holds, open (not reproduced, not significant) or fails."""
        return "holds" if self.verdict.startswith(HOLDS) else "open" if self.passes else "fails"


def parse(line):
    found = PARTS.match(line)
    if found:
        parts = {name: part or "" for name, part in found.groupdict().items()}
        # A claim that names no source has bounds that were measured with this project.
        parts["source"] = parts["source"] or "measured"
        return Claim(line, **{**parts, "verdict": parts["verdict"].strip().rstrip(".")})
    text, _, verdict = line[len("claim: ") :].rpartition(":")
    return Claim(line, text.strip(), "", "", "", "", verdict.strip().rstrip("."))


def joined(value):
    """A notebook stores text as a string or as a list of lines."""
    return "".join(value) if isinstance(value, list) else value or ""


def of_cell(cell):
    """The claims that a cell's outputs contain, each once, in order."""
    pieces = []
    for output in cell.get("outputs", []):
        if output.output_type == "stream":
            pieces.append(joined(output.text))
        elif output.output_type in ("execute_result", "display_data"):
            pieces.append(joined(output.data.get("text/plain")))
        elif output.output_type == "error":
            # A failing claim throws, and its line may stand in the exception only.
            pieces += [output.evalue, *output.traceback]
    lines = {}
    for line in ANSI.sub("", "\n".join(pieces)).splitlines():
        found = LINE.search(line.strip())
        if found:
            lines[found.group(1)] = None
    return [parse(line) for line in lines]


COLUMNS = ("notebook", "chapter", "section", "claim", "source", "expected", "tolerance", "measured", "verdict")


def rows(chapters):
    """A row of the ledger for each claim, in the order of COLUMNS."""
    for chapter in chapters:
        for claim, section in chapter.claims:
            yield (
                chapter.path,
                chapter.title,
                section.title,
                claim.text,
                claim.source,
                claim.expected,
                claim.tolerance,
                claim.measured,
                claim.verdict,
            )


def write_csv(chapters, file):
    with open(file, "w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows(chapters))
