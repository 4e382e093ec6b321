// The chat page: shows what comes, sends what is typed and pressed. Nothing is loaded from elsewhere.

import { complete } from "./complete.js";
import { listen } from "./stream.js";

const token = document.querySelector("meta[name=token]");
const { room, base } = document.body.dataset;
const title = document.title;
const connection = document.querySelector(".link-state");
const questions = new Set(); // messages of this page whose replies open their thread
let awaitedThread = null; // the thread whose next reply is brought into view
let unread = 0;
let lost; // the timer that reports a lost connection, unless it comes back at once

// --- messages -----------------------------------------------------------------------------------

function nodesOf(html) {
  const template = document.createElement("template");
  template.innerHTML = html; // from our own templates, which escape everything
  return template.content;
}

class Panel {
  constructor(root) {
    this.root = root;
    this.log = root.querySelector(".log");
    this.input = root.querySelector("input[name=text]");
  }
  get messages() { return this.log.querySelector(".messages"); }
  find(id) { return this.log.querySelector(`[data-id="${CSS.escape(id)}"]`); }

  /** Put messages in: new ones at the end, known ones in their place. */
  merge(html) {
    const atEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 120;
    let last = null;
    for (const article of nodesOf(html).querySelectorAll(".message")) {
      const known = this.find(article.dataset.id);
      if (known) {
        update(known, article);
      } else {
        this.messages.append(article);
        last = article;
      }
    }
    this.showTimes();
    if (last && atEnd) this.settle(last);
    return last;
  }
  /** Scroll to a message: to its start where it is longer than the window. The focus starts where it was. */
  settle(message = this.messages.lastElementChild) {
    if (!message) return;
    const long = message.offsetHeight > this.log.clientHeight;
    const [shown, wanted] = [this.log, message].map((element) => element.getBoundingClientRect());
    this.log.scrollTop += long ? wanted.top - shown.top : wanted.bottom - shown.bottom;
  }
  showTimes() {
    let before = "";
    for (const article of this.log.querySelectorAll(".message")) {
      const time = article.querySelector("time");
      const at = new Date(time.dateTime);
      // in the language and the form of all else that the page says
      const day = at.toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long" });
      time.textContent = at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
      if (day !== before) article.dataset.day = day;
      else delete article.dataset.day;
      before = day;
    }
  }
  working(on) {
    this.root.querySelector(".working").textContent = on ? "Looking through the articles …" : "";
    if (on) this.trouble("");
  }
  trouble(text) {
    this.root.querySelector(".composer .trouble").textContent = text;
  }
  async reload(query) {
    const answer = await fetch(`${base}/messages${query}`).catch(() => null); // the stream reports it
    if (answer?.status === 401) location.reload();
    if (!answer?.ok) return;
    const html = await answer.text();
    this.merge(html);
    this.working(nodesOf(html).querySelector(".messages").dataset.working === "true");
  }
}

function update(known, article) {
  const [old, fresh] = [known, article].map((one) => one.querySelector(".body"));
  if (old.innerHTML !== fresh.innerHTML) old.innerHTML = fresh.innerHTML;
  const button = article.querySelector(".open");
  if (button) count(known, Number(button.dataset.replies));
}

function count(article, replies) {
  const button = article?.querySelector(".open");
  if (!button || !replies) return;
  button.dataset.replies = replies;
  button.textContent = replies === 1 ? "1 reply" : `${replies} replies`;
}

function reveal(message) {
  if (!message) return;
  thread.settle(message);
  message.focus({ preventScroll: true });
  message.classList.remove("fresh");
  void message.offsetWidth; // lets the animation start again
  message.classList.add("fresh");
}

// --- threads ------------------------------------------------------------------------------------

async function openThread(id, { push = true } = {}) {
  const aside = thread.root;
  if (aside.dataset.thread !== id) {
    aside.dataset.thread = id;
    thread.messages.replaceChildren();
    const opener = channel.find(id);
    const shown = opener?.querySelector(".title") ?? opener?.querySelector(".body");
    aside.querySelector(".opened-by").textContent = shown ? shown.textContent.trim() : "";
    if (push) history.pushState(null, "", `?thread=${encodeURIComponent(id)}`);
  }
  aside.hidden = false;
  document.body.classList.add("has-thread");
  await thread.reload(`?thread=${encodeURIComponent(id)}`);
}

/** The thread of an answer, without taking the focus from a line in which the next question is typed. */
async function openAnswer(id) {
  questions.delete(id);
  await openThread(id);
  if (!channel.input.offsetParent) thread.log.focus(); // the thread stands in front of the channel
}

function closeThread({ push = true } = {}) {
  const opener = channel.find(thread.root.dataset.thread);
  thread.root.hidden = true;
  thread.root.dataset.thread = "";
  document.body.classList.remove("has-thread");
  if (push) history.pushState(null, "", location.pathname);
  opener?.querySelector(".open").focus();
}

function follow() {
  const id = new URLSearchParams(location.search).get("thread");
  if (id) openThread(id, { push: false });
  else closeThread({ push: false });
}

// --- sending ------------------------------------------------------------------------------------

/** Where the reader's clock is: times without a zone are meant there. */
const here = { "X-Time-Zone": Intl.DateTimeFormat().resolvedOptions().timeZone ?? "" };

async function send(path, values, again = true) {
  const file = values instanceof Blob;
  let answer;
  try {
    answer = await fetch(base + path, {
      method: "POST",
      headers: { "Content-Type": file ? "text/x-opml" : "application/json", "X-CSRF-Token": token.content, ...here },
      body: file ? values : JSON.stringify(values),
    });
  } catch {
    throw new Error("On Record cannot be reached; try again in a moment.");
  }
  if (again && [401, 403].includes(answer.status)) {
    await renew();
    return send(path, values, false);
  }
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

/** After a restart of the program the token is another one. */
async function renew() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("meta[name=token]");
  if (!fresh) location.reload(); // to the login form
  else token.content = fresh.content;
}

async function say(panel) {
  const text = panel.input.value.trim();
  panel.input.value = "";
  panel.trouble("");
  try {
    const sent = await send("/say", { text, thread: threadOf(panel) });
    panel.merge(sent.html);
    panel.settle(panel.find(sent.id));
    if (panel !== channel) return;
    questions.add(sent.id);
    if (channel.find(sent.id).querySelector(".open").dataset.replies !== "0") openAnswer(sent.id);
  } catch (error) {
    panel.input.value ||= text;
    panel.trouble(error.message);
  }
}

/** Hand in a list of feeds; what becomes of it follows as a message. */
async function handIn(input) {
  const [file] = input.files;
  input.value = ""; // so that the same file can be chosen again
  channel.trouble("");
  try {
    if (file) channel.settle(channel.merge((await send(`/feeds?name=${encodeURIComponent(file.name)}`, file)).html));
  } catch (error) {
    channel.trouble(error.message);
  }
}

async function press(button) {
  const panel = thread.root.contains(button) ? thread : channel;
  const id = threadOf(panel) ?? button.closest(".message").dataset.id;
  const { action, ref } = button.dataset;
  button.disabled = true;
  try {
    awaitedThread = id;
    await openThread(id);
    const shown = await send("/press", { action, ref, label: button.textContent, thread: id });
    if (shown.id) {
      awaitedThread = null;
      reveal(thread.find(shown.id));
    }
  } catch (error) {
    panel.trouble(error.message);
  }
  button.disabled = false;
}

async function offersFor(typed) {
  const answer = await fetch(`${base}/complete?typed=${encodeURIComponent(typed)}`, { headers: here });
  return answer.ok ? answer.json() : [];
}

function threadOf(panel) {
  return panel === thread ? thread.root.dataset.thread : undefined;
}

// --- what comes by itself -----------------------------------------------------------------------

function receive(event) {
  if (event.room !== room) {
    if (event.kind === "message") markUnread(event.room);
    return;
  }
  const open = event.thread ? event.thread === thread.root.dataset.thread : true;
  const panel = event.thread ? thread : channel;
  if (event.kind === "message") receiveMessage(event, panel, open);
  else if (!open) return;
  else if (event.kind === "change") panel.merge(event.html);
  else if (event.kind === "working") panel.working(event.on);
  else if (event.kind === "trouble") panel.trouble(event.text);
}

function receiveMessage(event, panel, open) {
  if (document.hidden) document.title = `(${++unread}) ${title}`;
  if (event.thread) {
    const opener = channel.find(event.thread);
    const last = opener && opener === channel.messages.lastElementChild;
    count(opener, Number(opener?.querySelector(".open").dataset.replies) + 1);
    if (last) channel.settle();
  }
  if (open) {
    const message = panel.merge(event.html);
    if (message && event.thread && awaitedThread === event.thread) {
      awaitedThread = null;
      reveal(message);
    }
  } else if (questions.has(event.thread)) {
    openAnswer(event.thread);
  }
}

function markUnread(other) {
  const link = document.querySelector(`nav a[data-room="${CSS.escape(other)}"]`);
  if (!link || link.classList.contains("unread")) return;
  link.classList.add("unread");
  link.insertAdjacentHTML("beforeend", '<span class="unseen"> (new)</span>');
}

/** After a pause in the stream: the newest messages, so that nothing is missed. */
async function catchUp() {
  clearTimeout(lost);
  lost = undefined;
  connection.textContent = "";
  await channel.reload(location.search.includes("limit") ? location.search : "");
  if (thread.root.dataset.thread) await openThread(thread.root.dataset.thread);
}

function showLost() {
  lost ??= setTimeout(() => (connection.textContent = "Connection lost. Trying again …"), 1500);
}

// --- the page -----------------------------------------------------------------------------------

let channel, thread;

function start() {
  channel = new Panel(document.querySelector("main"));
  thread = new Panel(document.querySelector("aside"));
  for (const panel of [channel, thread]) {
    panel.showTimes();
    panel.settle();
    complete(panel, offersFor, () => say(panel), () => panel === thread && closeThread());
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button");
    if (button?.matches(".control")) press(button);
    else if (button?.matches(".open")) openThread(button.dataset.thread).then(() => thread.input.focus());
    else if (button?.matches(".close")) closeThread();
  });
  document.querySelector(".feeds input").addEventListener("change", (event) => handIn(event.target));
  document.addEventListener("visibilitychange", () => {
    unread = 0;
    document.title = title;
  });
  addEventListener("popstate", follow);
  listen({ heard: receive, opened: catchUp, lost: showLost });
}

if (room !== undefined) start();
