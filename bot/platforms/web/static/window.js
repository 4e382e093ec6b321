// Windows: opened by a button, filled in, and done by the program. What comes of it is shown there too.

import { read, send } from "./send.js";

const frame = document.querySelector("dialog");
let told = () => false; // takes what was said in place of the window; whether it did

/** Make the page's windows work; `take` may take what was done, as in one sentence, and so close the window. */
export function windows(take = () => false) {
  told = take;
  frame.addEventListener("submit", submit);
  frame.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.matches(".shut")) frame.close();
    else if (button?.dataset.action) button.dataset.opens ? open(button) : press(button);
  });
}

/** The window of a button. */
export async function open(button) {
  const { action, ref } = button.dataset;
  try {
    const answer = await read(`/window?name=${encodeURIComponent(action)}&ref=${encodeURIComponent(ref)}`);
    show(await answer.text());
  } catch (error) {
    show("");
    fail(error);
  }
}

/** Do what a button says that stands outside of the messages. */
export async function press(button) {
  button.disabled = true;
  const { action, ref } = button.dataset;
  try {
    settle(await send("/do", { action, ref, label: button.textContent }));
  } catch (error) {
    show("");
    fail(error);
  }
  button.disabled = false;
}

/** Do a command whose values a form has. */
export async function run(form) {
  try {
    settle(await send("/do", { command: form.dataset.command, values: valuesOf(form) }));
  } catch (error) {
    show("");
    fail(error);
  }
}

async function submit(event) {
  event.preventDefault();
  const form = event.target;
  const { name, ref } = form.dataset;
  const button = form.querySelector("[type=submit]");
  button.disabled = true;
  try {
    const done = await send("/do", { window: name, ref, values: valuesOf(form) });
    if (done.mistakes) point(form, done.mistakes);
    else settle(done);
  } catch (error) {
    fail(error);
  }
  button.disabled = false;
}

function valuesOf(form) {
  return Object.fromEntries(new FormData(form));
}

function settle(done) {
  if (!done.error && told(done.said)) frame.close();
  else show(done.html);
}

function show(html) {
  frame.querySelector(".inside").innerHTML = html; // from our own templates, which escape everything
  frame.querySelector(".trouble").textContent = "";
  if (!frame.open) frame.showModal();
  frame.querySelector(".inside :is(input, select, textarea), .inside button")?.focus();
}

function fail(error) {
  frame.querySelector(".trouble").textContent = error.message;
}

/** Say below each input what is wrong with it; what belongs to none is said above. */
function point(form, mistakes) {
  let first;
  for (const field of form.querySelectorAll(".field")) {
    const input = field.querySelector("[name]");
    const sentence = mistakes[input.name] ?? "";
    delete mistakes[input.name];
    field.querySelector(".fault").textContent = sentence;
    input.setAttribute("aria-invalid", String(Boolean(sentence)));
    if (sentence) first ??= input;
  }
  frame.querySelector(".trouble").textContent = Object.values(mistakes).join(" ");
  first?.focus();
}
