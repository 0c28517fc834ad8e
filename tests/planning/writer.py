"""A process that saves changes one after the other and says each number once it is confirmed, until it is killed."""

import datetime as dt
import sys

from planning.change import Change, Recorded
from planning.notebook import with_bounds
from planning.people import Person
from planning.store import open_store

if __name__ == "__main__":
    url, notebook_id = sys.argv[1:]
    store, who = open_store(url), Person("Ada Kim", "CMIO")
    held = store.load(notebook_id, by=who)
    while True:
        number = held.number + 1
        changed = with_bounds(held.notebook, {"capital FY27": float(number)})
        at = dt.datetime.now(dt.UTC)
        held = store.save(held, Recorded(changed, Change(who=who, at=at, what="limit", after=str(number)))).stored
        sys.stdout.write(f"{held.number}\n")
        sys.stdout.flush()
