// What the page asks of the program, and what it says when that fails.

const token = document.querySelector("meta[name=token]");
const { base } = document.body.dataset;

/** Where the reader's clock is: times without a zone are meant there. */
const here = { "X-Time-Zone": Intl.DateTimeFormat().resolvedOptions().timeZone ?? "" };

const UNREACHED = "On Record cannot be reached; try again in a moment.";

/** The JSON that comes of a change; throws an Error with the sentence to show. */
export async function send(path, values, again = true) {
  const file = values instanceof Blob;
  const answer = await fetch(base + path, {
    method: "POST",
    headers: { "Content-Type": file ? "text/x-opml" : "application/json", "X-CSRF-Token": token.content, ...here },
    body: file ? values : JSON.stringify(values),
  }).catch(() => Promise.reject(new Error(UNREACHED)));
  if (again && [401, 403].includes(answer.status)) {
    await renew();
    return send(path, values, false);
  }
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

/** What stands at an address of this channel; throws an Error with the sentence to show. */
export async function read(path) {
  const answer = await fetch(base + path, { headers: here }).catch(() => Promise.reject(new Error(UNREACHED)));
  if (answer.status === 401) location.reload(); // to the login form
  if (!answer.ok) throw new Error(await answer.text());
  return answer;
}

/** After a restart of the program the token is another one. */
async function renew() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("meta[name=token]");
  if (!fresh) location.reload(); // to the login form
  else token.content = fresh.content;
}
