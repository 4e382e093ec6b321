// Ways to go on with a command, offered above an input line while it is typed.

const PAUSE = 70; // ms without a key before the server is asked

/** Complete commands in an input line; `submit` sends it, `leave` is what Escape does beyond that. */
export function complete({ root, input }, ask, submit, leave) {
  const list = root.querySelector(".offers");
  let offers = [];
  let chosen = -1;
  let typing;

  function show(found) {
    offers = found;
    choose(-1);
    list.hidden = !offers.length;
    input.setAttribute("aria-expanded", String(offers.length > 0));
    list.replaceChildren(...offers.map(option));
  }

  function option({ text, help }, index) {
    const [item, command, explanation] = ["li", "b", "span"].map((name) => document.createElement(name));
    item.id = `${list.id}-${index}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    command.textContent = text;
    explanation.textContent = help;
    item.append(command, explanation);
    item.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the focus in the line
    item.addEventListener("click", () => accept(index));
    return item;
  }

  function choose(index) {
    list.children[chosen]?.setAttribute("aria-selected", "false");
    chosen = index;
    const item = list.children[index];
    item?.setAttribute("aria-selected", "true");
    item?.scrollIntoView({ block: "nearest" });
    if (item) input.setAttribute("aria-activedescendant", item.id);
    else input.removeAttribute("aria-activedescendant");
  }

  function accept(index) {
    input.value = offers[index].text;
    show([]);
    if (/[ :]$/.test(input.value)) look();
  }

  async function look() {
    const typed = input.value;
    const found = typed.startsWith("/") ? await ask(typed).catch(() => []) : [];
    if (typed === input.value && document.activeElement === input) show(found);
  }

  function pressed(event) {
    const open = offers.length > 0;
    if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose((chosen + step + offers.length + (chosen < 0 && step < 0 ? 1 : 0)) % offers.length);
    } else if (open && event.key === "Tab" && !event.shiftKey) {
      accept(Math.max(chosen, 0));
    } else if (open && event.key === "Enter" && chosen >= 0) {
      accept(chosen);
    } else if (event.key === "Escape") {
      if (open) show([]);
      else leave();
    } else {
      return;
    }
    event.preventDefault();
  }

  input.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(look, PAUSE);
  });
  input.addEventListener("keydown", pressed);
  input.addEventListener("blur", () => show([]));
  input.form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(typing);
    show([]);
    submit();
  });
}
