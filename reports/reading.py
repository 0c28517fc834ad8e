"""How hard a text is to read."""

from __future__ import annotations

import re

_WORD = re.compile(r"[A-Za-z0-9]+(?:[\u2019'-][A-Za-z0-9]+)*")
_END = re.compile(r"[.!?:](?=\s|$)|\n")


def reading_grade(text: str) -> float:
    """The school grade a text asks for, by the Automated Readability Index (Smith and Senter 1967); 0 for no words.

    4.71 x letters per word + 0.5 x words per sentence - 21.43. Each line counts as a sentence of its own.
    """
    words = _WORD.findall(text)
    if not words:
        return 0.0
    n_letters = sum(sum(sign.isalnum() for sign in word) for word in words)
    n_sentences = sum(bool(_WORD.search(part)) for part in _END.split(text))
    return 4.71 * n_letters / len(words) + 0.5 * len(words) / max(n_sentences, 1) - 21.43
