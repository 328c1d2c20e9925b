// The page's one global, and the few helpers with which it makes elements.
const martlet = {};

(() => {
  "use strict";

  /**
   * Makes an element: h("a.button", { href: "#" }, "text", otherElement).
   * Text becomes text nodes, never HTML, so nothing a project says can inject markup.
   */
  function h(tag, attributes, ...children) {
    const [name, ...classes] = tag.split(".");
    const element = document.createElement(name || "div");
    if (classes.length) element.className = classes.join(" ");
    if (attributes && (typeof attributes !== "object" || attributes instanceof Node || Array.isArray(attributes))) {
      children.unshift(attributes);
    } else {
      setAttributes(element, attributes);
    }
    add(element, children);
    return element;
  }

  function setAttributes(element, attributes) {
    for (const [key, value] of Object.entries(attributes ?? {})) {
      if (value === undefined || value === null || (value === false && !key.startsWith("aria-"))) continue;
      if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
      else if (key === "style" && typeof value === "object") {
        for (const [property, text] of Object.entries(value)) element.style.setProperty(property, text);
      } else element.setAttribute(key, value === true && !key.startsWith("aria-") ? "" : value);
    }
  }

  function add(element, children) {
    for (const child of children.flat(Infinity)) {
      if (child === undefined || child === null || child === false || child === "") continue;
      element.append(child);
    }
    return element;
  }

  /** Makes an SVG element with the same calling form. */
  function s(tag, attributes, ...children) {
    const [name, ...classes] = tag.split(".");
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    if (classes.length) element.setAttribute("class", classes.join(" "));
    setAttributes(element, attributes);
    return add(element, children);
  }

  function replace(element, ...children) {
    element.replaceChildren();
    return add(element, children);
  }

  /** The value of a CSS custom property, for what is drawn on a canvas. */
  const color = name => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

  /** A button that copies a text and says so for a moment. */
  function copyButton(text, label = "Copy") {
    const button = h("button.copy", { type: "button", title: label, "aria-label": label }, icon("copy"));
    button.addEventListener("click", async event => {
      event.preventDefault();
      await copy(text);
      button.classList.add("done");
      replace(button, icon("check"));
      setTimeout(() => { button.classList.remove("done"); replace(button, icon("copy")); }, 1200);
    });
    return button;
  }

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Pages from file:// may not use the clipboard interface.
      const area = h("textarea", { style: { position: "fixed", opacity: "0" } });
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  }

  /** A path that may be broken after its slashes, or a relation's name after its dots, and nowhere else. */
  const breakable = text => text.split(text.includes("/") ? /(?<=\/)/ : /(?<=\.)/).flatMap(part => [part, h("wbr")]);

  const paths = {
    copy: "M5 5V3h8v8h-2M3 5h8v8H3z",
    check: "M3 8.5l3.2 3L13 4.5",
    search: "M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM10.5 10.5L14 14",
    menu: "M2 4h12M2 8h12M2 12h12",
    sun: "M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM8 1v1.6M8 13.4V15M1 8h1.6M13.4 8H15M3 3l1.2 1.2M11.8 11.8L13 13M13 3l-1.2 1.2M4.2 11.8L3 13",
    moon: "M13.2 9.8A5.6 5.6 0 0 1 6.2 2.8a5.6 5.6 0 1 0 7 7z",
    graph: "M2 3h4v3H2zM10 2h4v3h-4zM10 10h4v3h-4zM6 4.5h2v7h2M8 4h2",
    fit: "M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4",
    plus: "M8 3v10M3 8h10",
    minus: "M3 8h10",
    down: "M8 2v8M4.5 7L8 10.5 11.5 7M3 13.5h10",
    arrow: "M5 3l5 5-5 5",
    close: "M4 4l8 8M12 4l-8 8",
    link: "M9 3h4v4M13 3L7 9M6 4H3v9h9v-3",
  };

  function icon(name) {
    return s("svg.icon", { viewBox: "0 0 16 16", "aria-hidden": "true" }, s("path", { d: paths[name] }));
  }

  Object.assign(martlet, { h, s, breakable, add, replace, color, copyButton, icon });
})();
