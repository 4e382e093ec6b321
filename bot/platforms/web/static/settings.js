// The settings of a channel: each form and button does its command; what was done is said, the page is fresh.

import { read, send } from "./send.js";
import { open, press, run, windows } from "./window.js";

const done = document.querySelector(".done");

function take(sentence) {
  done.textContent = sentence;
  refresh();
  return true;
}

/** What holds now, without losing the place in the page. */
async function refresh() {
  const answer = await read("/settings").catch(() => null);
  if (!answer) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const at = document.activeElement?.id;
  document.querySelector(".parts").replaceWith(page.querySelector(".parts"));
  if (at) document.getElementById(at)?.focus();
}

/** Hand in a list of feeds: each is looked at, which takes a while. */
async function handIn(input) {
  const [file] = input.files;
  input.value = ""; // so that the same file can be chosen again
  if (!file) return;
  done.textContent = "Looking at the feeds of the list …";
  try {
    const reply = await send(`/feeds?name=${encodeURIComponent(file.name)}`, file);
    take(reply.said);
  } catch (error) {
    done.textContent = error.message;
  }
}

windows(take);
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("main button[data-action]");
  if (button) button.dataset.opens ? open(button) : press(button);
});
document.addEventListener("submit", (event) => {
  if (!event.target.matches(".act")) return;
  event.preventDefault();
  run(event.target);
});
document.addEventListener("change", (event) => {
  if (event.target.matches("[name=opml]")) handIn(event.target);
});
