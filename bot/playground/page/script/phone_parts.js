// Parts of a phone that keep little to themselves: its head, who speaks, what one could ask, where files drop.

import { avatar } from "./avatar.js";
import { fill, h } from "./dom.js";
import { strip } from "./strip.js";
import { words } from "./words.js";

const DOING_MILLISECONDS = 5500;

/** Whose phone it is; for a while also what the bot is doing. */
export class Head {
  constructor({ chat, title, role, about }) {
    this.about = about;
    this.title = h("span", {}, title);
    this.line = h("span", { class: "phone-about" }, about);
    this.node = h(
      "header",
      { class: "phone-head" },
      avatar({ id: chat, name: title }),
      h("div", {}, h("h2", {}, this.title, h("span", { class: "role" }, role)), this.line),
    );
  }

  rename(title) {
    this.title.textContent = title;
  }

  showDoing(text) {
    fill(this.line, h("span", { class: "typing" }, text));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.endDoing(), DOING_MILLISECONDS);
  }

  endDoing() {
    clearTimeout(this.timer);
    fill(this.line, this.about);
  }
}

/** In a group: as whom one speaks. */
export class Speakers {
  constructor(speakers, onChoose) {
    this.buttons = new Map(speakers.map((speaker) => [speaker.id, speakerButton(speaker, onChoose)]));
    const label = h("span", {}, words.speakAs);
    this.node = speakers.length > 1 ? strip("speakers", words.speakAs, [label, ...this.buttons.values()]) : null;
  }

  show(current) {
    for (const [id, button] of this.buttons) button.setAttribute("aria-pressed", String(id === current));
  }
}

function speakerButton(speaker, onChoose) {
  const onclick = () => onChoose(speaker.id);
  return h("button", { type: "button", class: "speaker", onclick }, avatar(speaker), speaker.name);
}

/** Texts that a tap sends; null where there are none. */
export function suggestions(list, onChoose) {
  const chips = list.map(({ text, label, by }) =>
    h("button", { type: "button", class: "chip", onclick: () => onChoose(text, by) }, label ?? text),
  );
  return chips.length > 0 ? strip("chips", words.tryAsking, chips) : null;
}

/** Files may be dropped on a node. */
export function acceptDrops(node, onFiles) {
  const mark = (isOver) => node.classList.toggle("is-dropping", isOver);
  node.addEventListener("dragover", (event) => {
    event.preventDefault();
    mark(true);
  });
  node.addEventListener("dragleave", () => mark(false));
  node.addEventListener("drop", (event) => {
    event.preventDefault();
    mark(false);
    const files = [...event.dataTransfer.files];
    if (files.length) onFiles(files);
  });
}
