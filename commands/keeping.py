"""The verbs rerun, backup and restore."""

from __future__ import annotations

import argparse

from commands.call import DONE, NOTHING_FITS, print_json
from commands.kept import backup_store, rerun_record, restore_store
from commands.studies import Answer


def rerun_verb(options: argparse.Namespace) -> int:
    """Run a record again and say whether it gives the same portfolio."""
    is_same, answer = rerun_record(options.file, seconds=options.seconds)
    _say(options, answer)
    return DONE if is_same else NOTHING_FITS


def backup_verb(options: argparse.Namespace) -> int:
    """Back up all notebooks into a new file."""
    _say(options, backup_store(options.file))
    return DONE


def restore_verb(options: argparse.Namespace) -> int:
    """Restore a backup into an empty place."""
    _say(options, restore_store(options.file, options.to))
    return DONE


def _say(options: argparse.Namespace, answer: Answer) -> None:
    facts, sentences = answer
    if options.json:
        print_json(facts)
    else:
        print("\n".join(sentences))
