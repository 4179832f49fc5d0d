// A picture, large: fitted to the screen at first, in its real size after a tap, one after the other in an album.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { words } from "./words.js";

/** Shows `pictures` (`{address, width, height, caption}`), starting with one of them. */
export function openViewer(pictures, index) {
  const image = h("img", { alt: "" });
  const stage = h("button", { type: "button", class: "stage", "aria-label": words.zoom }, image);
  const caption = h("p", { class: "viewer-caption" });
  const save = h("a", { class: "viewer-button", "aria-label": words.save }, icon("download"));
  const close = round("close", words.close, () => box.close());
  const back = round("reply", words.previous, () => show(index - 1));
  const on = round("forward", words.next, () => show(index + 1));
  const box = h("dialog", { class: "viewer", "aria-label": words.photo }, stage, caption);
  box.append(h("div", { class: "viewer-bar" }, pictures.length > 1 && [back, on].flat(), save, close));

  function show(number) {
    index = (number + pictures.length) % pictures.length;
    const picture = pictures[index];
    image.src = picture.address;
    image.alt = picture.caption || words.photo;
    image.width = picture.width;
    image.height = picture.height;
    caption.textContent = picture.caption;
    save.href = picture.address;
    save.download = `${picture.caption.slice(0, 20) || words.photo}.jpg`;
    stage.classList.remove("is-large");
  }

  stage.addEventListener("click", (event) => zoom(stage, event));
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowLeft") show(index - 1);
    if (event.key === "ArrowRight") show(index + 1);
  });
  box.addEventListener("close", () => box.remove());
  box.addEventListener("click", (event) => event.target === box && box.close());
  show(index);
  document.body.append(box);
  box.showModal();
  close.focus();
}

function round(sign, label, onclick) {
  return h("button", { type: "button", class: "viewer-button", "aria-label": label, onclick }, icon(sign));
}

/** Goes between fitted and large, keeping the tapped point in sight. */
function zoom(stage, event) {
  const image = stage.firstElementChild;
  const before = image.getBoundingClientRect();
  const across = event.clientX ? (event.clientX - before.left) / before.width : 0.5;
  const down = event.clientY ? (event.clientY - before.top) / before.height : 0.5;
  const large = Math.max(before.width * 2, Math.min(image.naturalWidth, innerWidth * 2));
  stage.style.setProperty("--large", `${large}px`);
  if (!stage.classList.toggle("is-large")) return;
  stage.scrollLeft = image.offsetWidth * across - stage.clientWidth / 2;
  stage.scrollTop = image.offsetHeight * down - stage.clientHeight / 2;
}
