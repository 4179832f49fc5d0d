// The large buttons below the input line that the bot has put there.

import { fill, h } from "./dom.js";

export class ReplyKeyboard {
  /** `on`: `tap(label)`, `contact()`. */
  constructor(on) {
    this.on = on;
    this.node = h("div", { class: "reply-keyboard", hidden: true });
    this.keyboard = null;
    this.isFolded = false;
  }

  get rows() {
    return this.keyboard?.keyboard ?? [];
  }

  /** Shows a keyboard of the Bot API, or none. */
  set(keyboard) {
    if (JSON.stringify(keyboard) === JSON.stringify(this.keyboard)) return;
    this.keyboard = keyboard;
    fill(this.node, this.rows.map((row) => h("div", { class: "key-row" }, row.map((key) => this.key(key)))));
    this.draw();
  }

  toggle() {
    this.isFolded = !this.isFolded;
    this.draw();
  }

  unfold() {
    this.isFolded = false;
    this.draw();
  }

  draw() {
    this.node.hidden = this.isFolded || this.rows.length === 0;
  }

  key(button) {
    const act = () => (button.request_contact ? this.on.contact() : this.on.tap(button.text));
    return h("button", { type: "button", class: "key", onclick: act }, button.text);
  }
}
