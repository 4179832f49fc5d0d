// Opens the page: fetches the scene, shows the phones, and follows what happens.

import { fill } from "./dom.js";
import { server } from "./server.js";
import { listen } from "./stream.js";
import { Town } from "./town.js";

const RETRY_MILLISECONDS = 500;

/** The scene, asked for until the program is ready. */
async function readyScene() {
  for (;;) {
    try {
      return await server.scene();
    } catch (error) {
      document.querySelector(".opening").textContent = error.message;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MILLISECONDS));
    }
  }
}

const scene = await readyScene();
const town = new Town(scene);
fill(document.body, town.node);
await town.load();
document.body.classList.add("is-ready");

const stream = listen(scene.last_event, {
  onEvent: (event) => town.receive(event),
  onLost: () => town.lost(),
  onBack: () => town.back(),
});
addEventListener("pagehide", () => stream.close());
// a page that the browser had put aside is behind the times
addEventListener("pageshow", (event) => event.persisted && location.reload());
