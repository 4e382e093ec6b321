"""From a question to cited bullets, or to "the corpus does not say"."""
