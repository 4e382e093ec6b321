"""The only reader of words: text, tokens, numbers, names and the lexicon of a language."""
