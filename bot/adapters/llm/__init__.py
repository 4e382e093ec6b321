"""Any OpenAI-compatible server, through the openai package."""
