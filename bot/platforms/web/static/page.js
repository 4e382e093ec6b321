// The chat page: shows what comes, sends what is typed and pressed. Nothing is loaded from elsewhere.

import { complete } from "./complete.js";
import { read, send } from "./send.js";
import { listen } from "./stream.js";
import { open, windows } from "./window.js";

const { room, base } = document.body.dataset;
const title = document.title;
const connection = document.querySelector(".link-state");
const questions = new Set(); // what was asked on this page: its reply is brought into view, in a thread too
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
    this.kept = null; // the message that stays in view when sizes change, until the reader scrolls
    this.top = 0; // where it was scrolled to for that
    this.log.addEventListener("scroll", () => {
      if (Math.abs(this.log.scrollTop - this.top) > 2) this.kept = this.atEnd ? this.messages.lastElementChild : null;
    });
    const sizes = new ResizeObserver(() => this.kept?.isConnected && this.settle(this.kept));
    sizes.observe(this.log);
    sizes.observe(this.messages);
  }
  get messages() { return this.log.querySelector(".messages"); }
  get atEnd() { return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 120; }
  find(id) { return this.log.querySelector(`[data-id="${CSS.escape(id)}"]`); }

  /** Put messages in: new ones at the end, known ones in their place. What is `awaited` comes into view. */
  merge(html, awaited = false) {
    const follow = this.atEnd;
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
    if (last && (follow || awaited)) this.settle(last);
    return last;
  }
  /** Scroll to a message: to its start where it is longer than the window. The focus starts where it was. */
  settle(message = this.messages.lastElementChild) {
    if (!message) return;
    const long = message.offsetHeight > this.log.clientHeight;
    const [shown, wanted] = [this.log, message].map((element) => element.getBoundingClientRect());
    this.log.scrollTop += long ? wanted.top - shown.top : wanted.bottom - shown.bottom;
    this.kept = message;
    this.top = this.log.scrollTop;
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
    const answer = await read(`/messages${query}`).catch(() => null); // the stream reports it
    if (!answer) return;
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
  nameMain();
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
  nameMain();
  if (push) history.pushState(null, "", location.pathname);
  opener?.querySelector(".open").focus();
}

/** Where the thread stands in front of the channel, it is the main part of the page. */
function nameMain() {
  const alone = !thread.root.hidden && !channel.root.offsetParent;
  thread.root.setAttribute("role", alone ? "main" : "complementary");
  thread.root.querySelector("h2").setAttribute("aria-level", alone ? "1" : "2");
  const about = thread.root.querySelector(".opened-by");
  about.role = alone && about.textContent ? "heading" : null;
  about.ariaLevel = about.role && "2";
}

function follow() {
  const id = new URLSearchParams(location.search).get("thread");
  if (id) openThread(id, { push: false });
  else closeThread({ push: false });
}

// --- sending ------------------------------------------------------------------------------------

async function say(panel) {
  const text = panel.input.value.trim();
  if (!text) return;
  panel.input.value = "";
  panel.trouble("");
  try {
    await ask(panel, text);
  } catch (error) {
    panel.input.value ||= text;
    panel.trouble(error.message);
  }
}

/** Send a line and show it, or its reply where that was here first. */
async function ask(panel, text) {
  const sent = await send("/say", { text, thread: threadOf(panel) });
  questions.add(sent.id);
  panel.merge(sent.html);
  panel.settle();
  if (panel === channel && channel.find(sent.id).querySelector(".open").dataset.replies !== "0") openAnswer(sent.id);
}

/** Search as a question does it: the sentences that fit, with their articles. */
async function search(form) {
  const text = form.search.value.trim();
  if (!text) return;
  channel.trouble("");
  try {
    await ask(channel, `/ask ${text}`);
    form.search.value = "";
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
  return (await read(`/complete?typed=${encodeURIComponent(typed)}`)).json();
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
    const message = panel.merge(event.html, questions.has(event.answers));
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
  lost ??= setTimeout(() => {
    connection.textContent = "Connection lost. Trying again …";
    channel.reload(""); // leads to the login form where the session has ended
  }, 1500);
}

// --- the page -----------------------------------------------------------------------------------

let channel, thread;

function start() {
  channel = new Panel(document.querySelector("main"));
  thread = new Panel(document.querySelector(".thread"));
  for (const panel of [channel, thread]) {
    panel.showTimes();
    panel.settle();
    complete(panel, offersFor, () => say(panel), () => panel === thread && closeThread());
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button");
    if (button?.closest("dialog")) return;
    if (button?.matches(".control")) button.dataset.opens ? open(button) : press(button);
    else if (button?.matches(".open")) openThread(button.dataset.thread).then(() => thread.input.focus());
    else if (button?.matches(".close")) closeThread();
  });
  nameMain();
  addEventListener("resize", nameMain);
  windows();
  document.querySelector(".search").addEventListener("submit", (event) => {
    event.preventDefault();
    search(event.target);
  });
  document.addEventListener("visibilitychange", () => {
    unread = 0;
    document.title = title;
  });
  addEventListener("popstate", follow);
  listen({ heard: receive, opened: catchUp, lost: showLost });
}

if (room !== undefined) start();
