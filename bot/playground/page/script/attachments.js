// Pictures and files that are chosen but not sent yet.

import { h, fill } from "./dom.js";
import { icon } from "./icons.js";
import { words } from "./words.js";

const ALBUM = 10; // so many go into one album

export class Attachments {
  /** `onChange()` after each change. */
  constructor(onChange) {
    this.node = h("ul", { class: "attachments", hidden: true });
    this.onChange = onChange;
    this.kind = "photo";
    this.files = [];
  }

  get isEmpty() {
    return this.files.length === 0;
  }

  /** Adds files; as pictures only if all of them are. */
  add(files, kind) {
    const arePictures = [...this.files, ...files].every((file) => /^image\/(png|jpeg|webp|gif|bmp)$/.test(file.type));
    this.kind = kind === "photo" && arePictures ? "photo" : "document";
    this.files.push(...files);
    this.draw();
  }

  /** Takes everything out: `{kind, albums}`, each album a list of files. */
  take() {
    const albums = [];
    for (let at = 0; at < this.files.length; at += ALBUM) albums.push(this.files.slice(at, at + ALBUM));
    const taken = { kind: this.kind, albums };
    this.files = [];
    this.draw();
    return taken;
  }

  draw() {
    for (const image of this.node.querySelectorAll("img")) URL.revokeObjectURL(image.src);
    fill(this.node, this.files.map((file, index) => this.item(file, index)));
    this.node.hidden = this.isEmpty;
    this.onChange();
  }

  item(file, index) {
    const remove = () => {
      this.files.splice(index, 1);
      this.draw();
    };
    const shown =
      this.kind === "photo"
        ? h("img", { src: URL.createObjectURL(file), alt: file.name })
        : h("span", { class: "attached-file" }, icon("file"), file.name);
    const label = words.removeAttachment(file.name);
    return h("li", {}, shown, h("button", { type: "button", "aria-label": label, onclick: remove }, icon("close")));
  }
}
