// Line drawings for buttons; decoration only, the button itself carries the label.

const PATHS = {
  send: "M4 12 20 4l-5 16-3.500-6.500z",
  attach: "M20 11.500 12 19.500a5 5 0 0 1-7-7l8.500-8.500a3.400 3.400 0 0 1 4.800 4.800l-8.300 8.300a1.700 1.700 0 0 1-2.400-2.400l7.400-7.400",
  more: "M12 6h.01M12 12h.01M12 18h.01",
  reply: "M10 7 5 12l5 5M5.500 12H14a5 5 0 0 1 5 5v1",
  forward: "m14 7 5 5-5 5M18.500 12H10a5 5 0 0 0-5 5v1",
  edit: "M5 19h3.500L19 8.500 15.500 5 5 15.500zM13.500 7l3.500 3.500",
  copy: "M9 9h10v10H9zM15 9V5H5v10h4",
  remove: "M5 7h14M10 7V5h4v2M7 7l1 12h8l1-12M10.500 10.500v5M13.500 10.500v5",
  keyboard: "M3 7h18v10H3zM7 10.500h.01M10.300 10.500h.01M13.700 10.500h.01M17 10.500h.01M8 14h8",
  close: "M6 6l12 12M18 6 6 18",
  photo: "M4 6h16v12H4zM4 15l4.500-4.500L13 15l2.500-2.500L20 16.500M15.500 9.500h.01",
  file: "M7 4h7l4 4v12H7zM13.500 4.500V8.500H18",
  download: "M12 5v10M8 11.500l4 4 4-4M5 19.500h14",
  on: "M9.500 6l6 6-6 6",
  down: "M6 9.500l6 6 6-6",
  pin: "M12 15v5M8 4.500h8M9.500 4.500v5L7 13v2h10v-2l-2.500-3.500v-5",
  person: "M12 12a3.600 3.600 0 1 0 0-7.200 3.600 3.600 0 0 0 0 7.200zM5 20c.6-4 3.400-6 7-6s6.400 2 7 6",
  place: "M12 21c4-4.600 6-8 6-11a6 6 0 0 0-12 0c0 3 2 6.400 6 11zM12 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
  link: "M14 5h5v5M19 5l-8 8M17 14v5H5V7h5",
  slash: "M15 4 9 20",
  idea: "M9 17h6M10 20h4M8 13.500A5.500 5.500 0 1 1 16 13.500c-.8.8-1 1.500-1 3.500H9c0-2-.2-2.700-1-3.500z",
};

const SVG = "http://www.w3.org/2000/svg";

/** The drawing of a name above. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
