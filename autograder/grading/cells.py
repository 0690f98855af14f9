"""Writes verdicts into the graded cells: the last word before the gradebook.

nbgrader reads a cell's score from its outputs, the first decisive one first. So exactly one
``execute_result`` stands first, with the points as a plain number; whatever the kernel wrote in
that cell follows as text that decides nothing.
"""

from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.grading.judge import Verdict, as_html

LONGEST = 4_000  # characters of a cell's own output that the feedback repeats


class Judge(NbGraderPreprocessor):
    """Replaces what graded cells said about themselves with what the judge found."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict, index: int
    ) -> tuple[NotebookNode, dict]:
        """Write the verdict of one automatically graded cell; leave all other cells alone."""
        metadata = cell.metadata.get("nbgrader", {})
        if cell.cell_type != "code" or not metadata.get("grade") or metadata.get("solution"):
            return cell, resources
        verdict = resources.get("verdicts", {}).get(metadata.get("grade_id"))
        if verdict is None:  # fail closed: no task, no points
            sentence = "No task of this name is known to the grader. Tell your instructor."
            verdict = Verdict(0.0, float(metadata["points"]), notes=[sentence])
        cell.outputs = [
            new_output(
                "execute_result",
                {"text/plain": repr(float(verdict.points)), "text/html": as_html(verdict)},
                execution_count=cell.get("execution_count"),
            ),
            *said(cell),
        ]
        return cell, resources


def said(cell: NotebookNode) -> list[NotebookNode]:
    """Return what the kernel wrote in a cell as one plain text, in a list; empty if nothing."""
    texts = []
    for output in cell.get("outputs", []):
        if output.output_type == "stream":
            texts.append(output.text)
        elif output.output_type == "error":
            # Not the traceback: it would show the hidden end of the cell.
            texts.append(f"{output.get('ename')}: {output.get('evalue')}\n")
    text = "".join(texts).strip()
    if not text:
        return []
    if len(text) > LONGEST:
        text = text[:LONGEST] + "\n... the rest is left out"
    return [new_output("stream", name="stdout", text=f"Your cell wrote:\n{text}\n")]
