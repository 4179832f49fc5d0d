// The buttons under a message.

import { h } from "./dom.js";
import { icon } from "./icons.js";

/** All rows; `onPress(message, button, node)` for each press. */
export function inlineKeyboard(message, onPress) {
  const rows = message.reply_markup.inline_keyboard.map((row) =>
    h("div", { class: "button-row" }, row.map((button) => inlineButton(message, button, onPress))),
  );
  return h("div", { class: "inline-keyboard" }, rows);
}

function inlineButton(message, button, onPress) {
  const style = button.style ? ` is-${button.style}` : "";
  const node = h(
    "button",
    { type: "button", class: `inline-button${style}` },
    button.text,
    (button.url && icon("link")) || (button.copy_text && icon("copy")),
  );
  node.addEventListener("click", () => onPress(message, button, node));
  return node;
}
