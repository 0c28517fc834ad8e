"""The verbs rerun, backup and restore."""

from __future__ import annotations

import argparse

from commands.call import DONE, NOTHING_FITS, say
from commands.kept import backup_store, rerun_record, restore_store


def rerun_verb(options: argparse.Namespace) -> int:
    """Run a record again and say whether it gives the same portfolio."""
    is_same, answer = rerun_record(options.file, seconds=options.seconds)
    say(options, answer)
    return DONE if is_same else NOTHING_FITS


def backup_verb(options: argparse.Namespace) -> int:
    """Back up all notebooks into a new file."""
    say(options, backup_store(options.file))
    return DONE


def restore_verb(options: argparse.Namespace) -> int:
    """Restore a backup into an empty place."""
    say(options, restore_store(options.file, options.to))
    return DONE
