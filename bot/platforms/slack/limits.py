"""What Slack takes of a message or a view; each limit with the page of docs.slack.dev that states it."""

from typing import Any

Payload = dict[str, Any]
"""A JSON object as Slack takes and gives it."""

BLOCKS = 50
"""Blocks of a message (Blocks)."""
VIEW_BLOCKS = 100
"""Blocks of a modal or of the Home tab (Blocks)."""
HEADER = 150
"""Characters of a header block, plain text alone (Header block)."""
TEXT = 3_000
"""Characters of a section's text (Section block); none is stated for rich text, which keeps to it."""
BUTTONS = 25
"""Elements of an actions block (Actions block)."""
BUTTON = 75
"""Characters of a button's label (Button element)."""
VALUE = 2_000
"""Characters of a button's value (Button element)."""
TABLE_ROWS, TABLE_CELLS = 100, 20
"""Rows of a table, its header among them, and cells of a row (Table block); one table a message."""
TABLE_TEXT = 9_000
"""Characters of all cells; 10,000 is what repositories quote of the table's page."""
FALLBACK = 3_900
"""Characters of `text` beside blocks: chat.update refuses more than 4,000."""
MESSAGE_TEXT = 12_000
"""Characters of all blocks of a message; about 13,200 were refused (bolt-js #2509), none is stated."""
VIEW_TITLE = 24
"""Characters of a modal's title, of its submit and close buttons (Views)."""
LABEL = 2_000
"""Characters of an input's label and hint (Input block)."""
OPTION = 75
"""Characters of an option's label (Option object)."""
PRIVATE = 3_000
"""Characters of a view's private metadata (Views)."""
TYPED = 3_000
"""Characters of a plain-text input (Plain-text input element)."""
RESPONSES = 5
"""Uses of a response_url within 30 minutes (Handling user interaction)."""
LOADING = 50
"""Characters of a status that stay readable in the Assistant pane; no limit is stated."""
