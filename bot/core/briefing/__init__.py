"""Stories to briefings: by choosing sentences, or by checking what a model drafted."""
