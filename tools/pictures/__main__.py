"""Draws the golden messages for docs/: python -m tools.pictures slack|discord. Wants Chromium."""

from __future__ import annotations

import json
import shutil
import sys
from html import escape
from pathlib import Path

from playwright.sync_api import sync_playwright

from tools.pictures import discord, slack

ROOT = Path(__file__).parent.parent.parent
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
PAINTERS = {"discord": discord.message, "slack": slack.message}


def main() -> None:
    """Write docs/PLATFORM/NAME.png for each golden file that docs/PLATFORM.md shows."""
    if len(sys.argv) != 2 or sys.argv[1] not in PAINTERS:
        sys.exit(__doc__)
    platform = sys.argv[1]
    golden = sorted((ROOT / "tests" / "unit" / platform / "golden").glob("*.json"))
    page = (ROOT / "docs" / f"{platform}.md").read_text("utf-8")
    files = [file for file in golden if f"({platform}/{file.stem}.png)" in page]
    folder = ROOT / "docs" / platform
    folder.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        window = browser.new_page(viewport={"width": 760, "height": 200})
        for file in files:
            window.set_content(_document(platform, file))
            window.locator("body").screenshot(path=folder / f"{file.stem}.png")
        browser.close()


def _document(platform: str, file: Path) -> str:
    read = json.loads(file.read_text("utf-8"))
    drawn = (PAINTERS[platform](one) for one in (read if isinstance(read, list) else [read]))
    style = (Path(__file__).parent / "style.css").read_text("utf-8")
    body = '<hr style="margin:14px 0">'.join(drawn)
    return f'<title>{escape(file.stem)}</title><style>{style}</style><div class="{platform}">{body}</div>'


if __name__ == "__main__":
    main()
