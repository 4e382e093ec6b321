"""Every number that the service enforces, each with the page of Discord's documentation that gives it."""

from __future__ import annotations

# Resources/Message: Create Message, Message Object, Embed Limits
CONTENT = 2_000
EMBEDS = 10
EMBED_TEXT = 6_000  # over all embeds of a message
EMBED_TITLE = 256
EMBED_DESCRIPTION = 4_096
EMBED_FIELDS = 25
EMBED_FIELD_NAME = 256
EMBED_FIELD_VALUE = 1_024
EMBED_FOOTER = 2_048
EMBED_AUTHOR = 256
EMBED_URL = 2_048
STICKERS = 3
NONCE = 25
NONCE_SECONDS = 300.0  # "in the past few minutes"
MENTIONED = 100  # users or roles that allowed_mentions may list
LIST_DEFAULT = 50
LIST_MOST = 100
ATTACHMENTS = 10

# Reference: Uploading Files; Signed Attachment CDN URLs
UPLOAD = 10 * 1024 * 1024  # what a person without Nitro may upload
UPLOAD_SECONDS = 24 * 3_600

# Components/Reference
ROWS = 5
ROW_BUTTONS = 5
BUTTON_LABEL = 80
BUTTON_URL = 512
CUSTOM_ID = 100
SELECT_OPTIONS = 25
SELECT_TEXT = 100  # label, value and description of an option
SELECT_PLACEHOLDER = 150
SELECT_VALUES = 25
COMPONENTS = 40  # in a message of Components V2, nested ones counted
TEXT_DISPLAY = 4_000
SECTION_TEXTS = 3
GALLERY_ITEMS = 10
MEDIA_TEXT = 1_024
MODAL_TITLE = 45
MODAL_COMPONENTS = 5
LABEL = 45
LABEL_DESCRIPTION = 100
TEXT_INPUT = 4_000
TEXT_INPUT_PLACEHOLDER = 100
RADIO_OPTIONS = (2, 10)
CHECKBOX_OPTIONS = (1, 10)

# Resources/Message: Message Flags
CROSSPOSTED = 1 << 0
SUPPRESS_EMBEDS = 1 << 2
HAS_THREAD = 1 << 5
EPHEMERAL = 1 << 6
LOADING = 1 << 7
SUPPRESS_NOTIFICATIONS = 1 << 12
COMPONENTS_V2 = 1 << 15

# Interactions/Application Commands
COMMAND_NAME = 32
COMMAND_DESCRIPTION = 100
COMMAND_OPTIONS = 25
COMMAND_CHOICES = 25
COMMAND_TEXT = 8_000  # names, descriptions and values of one command together
COMMANDS = {1: 100, 2: 15, 3: 15}  # slash, user, message; global, and as many a guild
COMMAND_CREATES = 200  # a day
CHOICE_TEXT = 100
STRING_OPTION = 6_000

# Interactions/Receiving and Responding
ANSWER_SECONDS = 3.0
TOKEN_SECONDS = 15 * 60.0
FOLLOW_UPS_OUTSIDE = 5  # for an app that is installed to the user only

# Resources/Channel, Topics/Threads
THREAD_NAME = 100
ARCHIVE_MINUTES = (60, 1_440, 4_320, 10_080)
FORUM_TAGS = 20
TAG_NAME = 20
POST_TAGS = 5
REQUIRE_TAG = 1 << 4  # flag of a forum

# Topics/Gateway, Topics/Opcodes and Status Codes
GATEWAY_PAYLOAD = 4_096
GATEWAY_SENDS = 120  # in 60 seconds
IDENTIFIES = 1_000  # a day
GUILDS_A_SHARD = 2_500

# Topics/Rate Limits
GLOBAL_A_SECOND = 50
