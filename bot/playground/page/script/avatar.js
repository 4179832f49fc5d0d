// Round avatars with a drawn initial; nobody here has a photo.

import { h } from "./dom.js";

// all dark enough for white signs on them
const COLOURS = ["#b3541e", "#3f6ea8", "#8a4f9e", "#2b7a78", "#a3434f", "#5b6b2f", "#7a5c2e", "#4b5aa5"];
const BOT_COLOUR = "#2c6e4e";

/** The avatar of a user, or of a group by its title. */
export function avatar({ id, name, is_bot: isBot = false }) {
  return h("span", { class: "avatar", style: `--colour: ${colourOf({ id, is_bot: isBot })}`, "aria-hidden": "true" }, initial(name));
}

/** The colour of somebody's name and avatar. */
export function colourOf({ id, is_bot: isBot }) {
  return isBot ? BOT_COLOUR : COLOURS[Math.abs(id) % COLOURS.length];
}

function initial(name) {
  // 小陈 and 老陈 are both Chens
  return [...name.replace(/^[小老](?=.)/, "")][0] ?? "？";
}

/** First and last name of the Bot API's User. */
export function fullName(user) {
  return [user.first_name, user.last_name].filter(Boolean).join("");
}
