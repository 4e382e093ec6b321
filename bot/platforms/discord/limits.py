"""What Discord takes; each limit with the page of its documentation that states it."""

COMPONENTS = 40
"""Components of a message, nested ones counted (Components/Reference: Component Limits)."""
MESSAGE_TEXT = 4_000
"""Characters of all texts of a message: stated of one Text Display (Components/Reference: Text Display),
asked for all of them together by a proposal that is open (discord-api-docs, pull request 8562)."""
MESSAGE_BYTES = 9_500
"""Bytes of all texts as UTF-8; above about 10,170 Discord answered 500 (discord-api-docs #8554)."""
CONTENT = 2_000
"""Characters of a message without components of the second version (Resources/Message: Create Message)."""
ROW = 5
"""Buttons of an action row (Components/Reference: Action Row)."""
ROWS = 5
"""Action rows beside embeds (Components/Reference: Legacy Message Components)."""
BUTTON = 80
"""Characters of a button's label (Components/Reference: Button)."""
CUSTOM_ID = 100
"""Characters of a custom_id, unique in its message (Components/Reference: Custom ID)."""
OPTIONS = 25
"""Options of a select (Components/Reference: String Select)."""
OPTION = 100
"""Characters of an option's label, value and description (Components/Reference: String Select)."""
EMBED_TITLE, EMBED_TEXT, EMBED_FOOTER = 256, 4_096, 2_048
"""Characters of an embed's parts (Resources/Message: Embed Limits)."""
MODAL_TITLE, MODAL_INPUTS = 45, 5
"""Characters of a modal's title, and its components (Interactions/Receiving and Responding: Modal)."""
LABEL, LABEL_HINT = 45, 100
"""Characters of a label and of its description (Components/Reference: Label)."""
TEXT_INPUT = 4_000
"""Characters of a text input (Components/Reference: Text Input)."""
DESCRIPTION = 100
"""Characters of a command's or an option's description (Interactions/Application Commands)."""
CHOICES, CHOICE = 25, 100
"""Choices of an option, and characters of each name and value (Interactions/Application Commands)."""
STRING_OPTION = 6_000
"""Characters of a string option (Interactions/Application Commands)."""
THREAD_NAME = 100
"""Characters of a thread's name (Resources/Channel: Start Thread)."""
POST_TAGS = 5
"""Tags of a forum post (Resources/Channel: Start Thread in Forum or Media Channel)."""
PAGE_SIZE = 100
"""Messages, or archived threads, of one call (Resources/Message, Resources/Channel)."""
RESPONSE_DEADLINE = 2.5
"""Seconds in which an interaction that opens a modal is answered; Discord waits three (Interactions)."""
ARCHIVE_AFTER = 1_440
"""Minutes without a message after which a thread leaves the list (Resources/Channel)."""
EPHEMERAL, COMPONENTS_V2 = 1 << 6, 1 << 15
"""Message flags (Resources/Message: Message Flags)."""
