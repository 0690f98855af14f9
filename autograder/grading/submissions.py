"""Finds submissions in nbgrader's folders, whatever their students are called."""

import fnmatch
import os
from pathlib import Path

from nbgrader.converters.base import BaseConverter, NbGraderException
from nbgrader.utils import rmtree

from autograder.text import shown


class AnyName(BaseConverter):
    """Finds submissions by listing folders: a name may hold brackets, which patterns cannot."""

    def init_notebooks(self) -> None:
        """List this step's folders of the wanted students and assignments.

        Raises:
            NbGraderException: There is none.
        """
        wanted = self.coursedir
        top = Path(wanted.root, self._input_directory)
        self.assignments = {}
        for student in folders(top):
            if not fits(student, wanted.student_id):
                continue
            try:
                assignments = folders(top / student, links=True)
            except OSError as error:
                self.log.error("%s could not be opened (%s).", shown(student), error.strerror)
                continue
            for assignment in assignments:
                if fits(assignment, wanted.assignment_id):
                    found = self.notebooks_in(top / student / assignment)
                    if found is not None:
                        self.assignments[str(top / student / assignment)] = found
        if not self.assignments:
            sentence = (
                f"No notebooks were matched by {shown(wanted.student_id)} and "
                f"{shown(wanted.assignment_id)} in {top}. Put each submission into "
                "STUDENT/ASSIGNMENT there."
            )
            self.log.error(sentence)
            raise NbGraderException(sentence)

    def notebooks_in(self, folder: Path) -> list[str] | None:
        """Return the notebooks to convert, or ``None`` for a folder to pass over."""
        found = [
            str(path)
            for path in sorted(folder.iterdir())
            if path.suffix == ".ipynb" and fits(path.stem, self.coursedir.notebook_id)
        ]
        return found or None

    def init_destination(self, assignment_id: str, student_id: str) -> bool:
        """Return whether there is anything to do, also if the source changed since.

        nbgrader itself looks for a newer ``timestamp.txt`` alone.
        """
        source = Path(self._format_source(assignment_id, student_id))
        result = Path(self._format_dest(assignment_id, student_id))
        excluded = self.coursedir.student_id_exclude.split(",")
        if student_id not in excluded and changed_since(source, result):
            rmtree(str(result))
        return super().init_destination(assignment_id, student_id)

    def _format_source(self, assignment_id: str, student_id: str, escape: bool = False) -> str:
        """Return nbgrader's path; as a pattern to read names with, dots match line breaks."""
        pattern = super()._format_source(assignment_id, student_id, escape)
        return f"(?s:{pattern})" if escape else pattern


def folders(top: Path, *, links: bool = False) -> list[str]:
    """Return the names of a folder's folders, sorted; with ``links`` also of symbolic links."""
    if not top.is_dir():
        return []
    with os.scandir(top) as listed:
        return sorted(
            one.name
            for one in listed
            if one.is_dir(follow_symlinks=False) or (links and one.is_symlink())
        )


def fits(name: str, pattern: str) -> bool:
    """Return whether a name is the one that was asked for, or fits it as a pattern."""
    return name == pattern or fnmatch.fnmatchcase(name, pattern)


def changed_since(source: Path, result: Path) -> bool:
    """Return whether anything was put into a folder after a result was made from it."""
    made = [path.lstat().st_mtime for path in files_below(result)]
    return bool(made) and any(
        # when the file system was told, whatever time a copied file claims for itself
        path.lstat().st_ctime > max(made)
        for path in (source, *files_below(source))
    )


def files_below(top: Path) -> list[Path]:
    """Return all files below a folder, without following links."""
    if top.is_symlink():
        return []
    return [Path(folder, name) for folder, _, names in os.walk(top) for name in names]
