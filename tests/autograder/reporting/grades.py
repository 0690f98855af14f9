"""A gradebook's entries as tests make them: what nbgrader's rows say, without a database."""

from types import SimpleNamespace


def grade(name, auto, most, manual=None, extra=None, waits=False):
    """What a submission got for one cell."""
    score = (auto or 0.0) if manual is None else manual
    return SimpleNamespace(
        name=name,
        auto_score=auto,
        manual_score=manual,
        extra_credit=extra,
        score=score + (extra or 0.0),
        max_score=most,
        needs_manual_grade=waits,
    )


def submission(student, *grades, penalty=None):
    """One student's hand-in with its grades."""
    return SimpleNamespace(
        student=SimpleNamespace(id=student),
        student_id=student,
        notebooks=[SimpleNamespace(grades=list(grades))],
        late_submission_penalty=penalty,
        max_score=sum(one.max_score for one in grades),
        timestamp=None,
    )
