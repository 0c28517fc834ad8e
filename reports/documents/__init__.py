"""Documents for a word processor: letters, the front-line note, briefs."""
