// The bot's commands, offered above the input line while somebody types a slash.

import { fill, h } from "./dom.js";

let number = 0;

export class CommandMenu {
  /** `onPick(command)` when one is chosen. */
  constructor(onPick) {
    this.node = h("ul", { class: "command-menu", role: "listbox", id: `commands-${++number}`, hidden: true });
    this.onPick = onPick;
    this.commands = [];
    this.shown = [];
    this.at = 0;
  }

  get isOpen() {
    return !this.node.hidden;
  }

  /** Shows the commands that begin like the text; hides where none does. */
  offer(text) {
    const start = /^\/([a-z0-9_]*)$/i.exec(text)?.[1];
    this.shown = start === undefined ? [] : this.commands.filter(({ command }) => command.startsWith(start.toLowerCase()));
    this.at = 0;
    this.draw();
  }

  close() {
    this.shown = [];
    this.draw();
  }

  /** Handles arrows, Enter, Tab and Escape while open; true if the key was meant for the menu. */
  takesKey(key) {
    if (!this.isOpen) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (step) this.at = (this.at + step + this.shown.length) % this.shown.length;
    else if (key === "Enter" || key === "Tab") this.onPick(this.shown[this.at].command);
    else if (key === "Escape") this.shown = [];
    else return false;
    this.draw();
    return true;
  }

  draw() {
    const items = this.shown.map(({ command, description }, index) => {
      const isSelected = index === this.at;
      return h(
        "li",
        {
          role: "option",
          "aria-selected": String(isSelected),
          // pointerdown would take the focus away from the input line
          onpointerdown: (event) => event.preventDefault(),
          onclick: () => this.onPick(command),
        },
        h("code", {}, `/${command}`),
        h("span", {}, description),
      );
    });
    fill(this.node, items);
    this.node.hidden = items.length === 0;
    this.node.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }
}
