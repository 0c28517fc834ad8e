"""Check: how a file was understood and what is wrong with it."""

from __future__ import annotations

import argparse
import sys

from commands.call import DONE, REFUSED, print_json, read_file
from intake.check_facts import check_facts
from intake.finding import Finding


def check(options: argparse.Namespace) -> int:
    """Say how a file was understood and what is wrong with it."""
    intake = read_file(options)
    if options.json:
        print_json(check_facts(intake))
    elif intake.is_refused:
        print(f"rounds: {intake.message} {intake.findings[0].remedy}", file=sys.stderr)
    else:
        print(f"{len(intake.requests)} requests, {len(intake.findings)} findings")
        for question in intake.questions:
            print(f"question: {question.text}")
        for finding in intake.findings:
            print(f"{finding.severity}: {_place(finding)}: {finding.message} {finding.remedy}")
    return REFUSED if intake.is_refused else DONE


def _place(finding: Finding) -> str:
    parts = [finding.sheet, f"row {finding.row}" if finding.row else "", finding.column]
    return ", ".join(part for part in parts if part) or "file"
