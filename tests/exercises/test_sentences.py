"""What students read from a check is short: one symptom, one next step, in plain words."""

import ast
import re

import pyphen
import pytest

from autograder.course import ROOT

FOLDER = ROOT / "course_utils" / "exercises"
MOST_WORDS = 80
MOST_WORDS_OF_A_STEP = 60  # a sentence that it follows says where a number is wrong
# Words that stand for any verb; a plain one says what happens.
PLAIN = re.compile(r"\b(?:mend|mends|mended|lies|stands|stand)\b(?! in\b)", re.IGNORECASE)
# Flesch and Kincaid's grade: years at school in the United States. Pupils of 14 are in the ninth.
MOST_GRADE = 9
LEAST_WORDS = 20  # of what has a grade: the formula was made for whole pages
# No formulas, no names of a program, and no dashes for what is filled in.
WORD = re.compile(r"(?<![\w.(\[_=])(?:[A-Za-z]{2,}(?:'[a-z]+)?|[aAI])(?![\w(\[_=])")
HYPHENS = pyphen.Pyphen(lang="en_US")
FILES = sorted(path for path in FOLDER.rglob("*.py") if path.name != "__init__.py")


def text(node):
    """The words of a literal, with a dash for what is filled in; '' for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(text(one) if isinstance(one, ast.Constant) else "–" for one in node.values)
    return ""


def told(path):
    """Every literal of a module that is a sentence, with its line and the argument it is for."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    keywords = [node for node in ast.walk(tree) if isinstance(node, ast.keyword)]
    steps = {id(one.value) for one in keywords if one.arg == "step"}
    parts = {
        id(one) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for one in node.values
    }
    for node in ast.walk(tree):
        words = text(node)
        if id(node) not in docstrings | parts and re.search(r"[a-z]\.(?:\s|$)", words):
            yield node.lineno, words, id(node) in steps


SENTENCES = [
    pytest.param(words, step, id=f"{path.stem}-{line}")
    for path in FILES
    for line, words, step in told(path)
]


def test_there_are_sentences():
    assert len(SENTENCES) > 500


@pytest.mark.parametrize(("words", "step"), SENTENCES)
def test_a_sentence_for_students_is_short_and_plain(words, step):
    assert len(words.split()) <= (MOST_WORDS_OF_A_STEP if step else MOST_WORDS), words
    assert not PLAIN.search(words), words


def grade(words):
    """After how many years at school somebody understands a text, and its number of words."""
    sentences = max(1, len(re.findall(r"[.:?!](?:\s|$)", words)))
    found = WORD.findall(words)
    syllables = sum(len(HYPHENS.positions(word)) + 1 for word in found)
    count = max(1, len(found))
    return 0.39 * count / sentences + 11.8 * syllables / count - 15.59, len(found)


def test_long_words_and_long_sentences_have_a_higher_grade():
    easy, hard = (
        "The cat sat on the mat. It was warm there. Then it ran off to find a mouse to eat for "
        "its lunch.",
        "Notwithstanding considerable methodological difficulties, contemporary investigations "
        "unambiguously demonstrate that readability correlates with comprehension, irrespective "
        "of education.",
    )
    assert grade(easy)[0] < 2
    assert grade(hard)[0] > 18


@pytest.mark.parametrize(("words", "step"), SENTENCES)
def test_somebody_of_fourteen_understands_a_sentence_for_students(words, step):
    level, count = grade(words)
    assert count < LEAST_WORDS or level <= MOST_GRADE, words
