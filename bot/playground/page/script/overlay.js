// What lies over the page: short notes, dialogs, choices, a menu beside a button.

import { avatar } from "./avatar.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { words } from "./words.js";

const NOTE_MILLISECONDS = 3500;
const NOTE_MARGIN_PIXELS = 14;
const notes = h("div", { class: "notes", role: "status", "aria-live": "polite" });

/** A note at the lower edge of a place that goes away by itself. */
export function note(text, place = document.body) {
  if (!notes.isConnected) document.body.append(notes);
  const shown = h("p", { class: "note" }, text);
  const { left, width, bottom } = place.getBoundingClientRect();
  notes.style.left = `${left}px`;
  notes.style.width = `${width}px`;
  notes.style.bottom = `${innerHeight - bottom + NOTE_MARGIN_PIXELS}px`;
  notes.replaceChildren(shown);
  setTimeout(() => shown.remove(), NOTE_MILLISECONDS);
}

function dialog(name, ...children) {
  const box = h("dialog", { class: `dialog ${name}` }, children);
  box.addEventListener("click", (event) => {
    if (event.target === box) box.close();
  });
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  box.showModal();
  return box;
}

/** Something that has to be read: closed by a button. */
export function alertBox(text) {
  const close = h("button", { type: "button", class: "button primary", onclick: () => box.close() }, words.ok);
  const box = dialog("alert", h("p", {}, text), h("div", { class: "dialog-actions" }, close));
  close.focus();
}

/** One of `options` (`{name, detail?, id?, is_bot?}`), or null. */
export function choose(title, options) {
  return new Promise((resolve) => {
    const pick = (option) => {
      resolve(option);
      box.close();
    };
    const items = options.map((option) =>
      h(
        "li",
        {},
        h(
          "button",
          { type: "button", class: "option", onclick: () => pick(option) },
          option.id === undefined ? h("span", { class: "avatar plus", "aria-hidden": "true" }, "＋") : avatar(option),
          h("span", {}, option.name, option.detail && h("small", {}, option.detail)),
        ),
      ),
    );
    const cancel = h("button", { type: "button", class: "button", onclick: () => box.close() }, words.cancel);
    const box = dialog("choice", h("h2", {}, title), h("ul", {}, items), h("div", { class: "dialog-actions" }, cancel));
    box.addEventListener("close", () => resolve(null));
  });
}

/** A short text from the person, or null. */
export function ask(title, { value = "", inputmode = "text" } = {}) {
  return new Promise((resolve) => {
    const input = h("input", { name: "value", value, inputmode, maxlength: "32", "aria-label": title, autocomplete: "off" });
    const cancel = h("button", { type: "button", class: "button", onclick: () => box.close() }, words.cancel);
    const confirm = h("button", { class: "button primary" }, words.open);
    const form = h("form", {}, h("h2", {}, title), input, h("div", { class: "dialog-actions" }, cancel, confirm));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      resolve(input.value.trim() || null);
      box.close();
    });
    const box = dialog("question", form);
    box.addEventListener("close", () => resolve(null));
    input.select();
  });
}

/** A menu of `{label, sign, act, isDangerous?}` beside a button. */
export function menuBeside(button, actions) {
  const items = actions.map(({ label, sign, act, isDangerous }) => {
    const onclick = () => {
      close();
      act();
    };
    const look = isDangerous ? "menu-item dangerous" : "menu-item";
    return h("button", { type: "button", role: "menuitem", class: look, onclick }, icon(sign), label);
  });
  const menu = h("div", { class: "menu", role: "menu" }, items);
  const close = () => {
    menu.remove();
    document.removeEventListener("pointerdown", outside, true);
    button.setAttribute("aria-expanded", "false");
    button.focus({ preventScroll: true });
  };
  const outside = (event) => {
    if (!menu.contains(event.target)) close();
  };
  menu.addEventListener("keydown", (event) => onMenuKey(event, items, close));
  document.addEventListener("pointerdown", outside, true);
  document.body.append(menu);
  button.setAttribute("aria-expanded", "true");
  placeBeside(menu, button);
  items[0].focus();
}

function onMenuKey(event, items, close) {
  const at = items.indexOf(document.activeElement);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) items[(at + step + items.length) % items.length].focus();
  else if (event.key === "Escape" || event.key === "Tab") close();
  else return;
  event.preventDefault();
}

function placeBeside(menu, button) {
  const margin = 8;
  const at = button.getBoundingClientRect();
  const size = menu.getBoundingClientRect();
  const left = Math.min(Math.max(margin, at.left), innerWidth - size.width - margin);
  const below = at.bottom + 4;
  const top = below + size.height > innerHeight - margin ? Math.max(margin, at.top - size.height - 4) : below;
  menu.style.left = `${left}px`;
  menu.style.top = `${top}px`;
}
