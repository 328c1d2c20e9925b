// The lineage of the whole project or of a selection, with a box for the selector language.
(() => {
  "use strict";
  const { h, store, replace, icon, format } = martlet;

  /** The smallest scale at which labels can be read; around one node nothing is shown smaller. */
  const readable = 0.34;

  function lineagePage(parameters) {
    const state = { select: parameters.get("select") ?? "", color: parameters.get("color") ?? (store.project.run ? "type" : "type"), types: new Set((parameters.get("hide") ?? "").split(",").filter(Boolean)) };
    const view = new martlet.GraphView({ colorBy: state.color, onOpen: item => { location.hash = item.node.url; }, onSelect: item => card(item) });
    const message = h("span.selector-message", { role: "status" });
    const input = h("input", { type: "text", value: state.select, placeholder: "all — or: +orders, tag:daily path:models/marts, 1+customers+2", "aria-label": "Selection", spellcheck: "false", autocomplete: "off" });
    const aside = h("div.graph-card", { hidden: true });
    const legend = h("div.graph-legend");
    const form = h("form.selector", { onsubmit: event => { event.preventDefault(); state.select = input.value.trim(); remember(); show(); } }, icon("search"), input, message);
    const colors = h("div.tabs.small", { role: "group", "aria-label": "Colour by" }, ["type", "status"].map(kind => h("button", { type: "button", "aria-pressed": state.color === kind, onclick: event => { state.color = view.colorBy = kind; for (const button of colors.children) button.setAttribute("aria-pressed", button === event.currentTarget); drawLegend(); view.draw(); remember(); } }, kind)));
    const tool = (name, label, action) => h("button.tool", { type: "button", title: label, "aria-label": label, onclick: action }, icon(name));
    const grow = direction => () => {
      const around = selected?.node ?? view.items.find(item => item.isFocus)?.node;
      if (!around) return;
      const name = around.type === "source" ? `source:${around.source}.${around.name}` : around.type === "exposure" ? `exposure:${around.name}` : around.name;
      input.value = `${direction === "up" ? "+" : ""}${name}${direction === "down" ? "+" : ""}`;
      form.requestSubmit();
    };
    let selected = null;
    let shownNodes = [];

    /** Keeps the address in step, so that a view can be sent to somebody. */
    function remember() {
      const query = new URLSearchParams();
      if (state.select) query.set("select", state.select);
      if (state.color !== "type") query.set("color", state.color);
      history.replaceState(null, "", `#!/lineage${query.size ? `?${query}` : ""}`);
    }

    function show() {
      let found;
      try {
        found = martlet.selector.select(state.select);
      } catch (error) {
        message.textContent = error.message;
        message.classList.add("bad");
        return;
      }
      message.classList.remove("bad");
      const starts = new Set(state.select ? found.starts : []);
      shownNodes = found.nodes;
      message.textContent = found.nodes.length ? format.plural(found.nodes.length, "node") : "nothing matches";
      card(null);
      const items = shownNodes.map(node => martlet.graphItem(node, starts.size === 1 && starts.has(node)));
      view.show(items);
      if (state.select && starts.size === 1) view.fit(readable);
      drawLegend();
    }

    function drawLegend() {
      const entries = view.colorBy === "type"
        ? [...new Set(shownNodes.map(node => node.type))].map(type => [h(`i.type.type-${type}`), martlet.pages.typeNames[type] ?? type])
        : [["ok", "succeeded"], ["noted", "recorded"], ["warn", "warned"], ["bad", "failed"], ["skip", "skipped"], ["none", "not run"]].filter(([key]) => shownNodes.some(node => node.health === key)).map(([key, text]) => [h(`i.dot.${key}`), text]);
      replace(legend, entries.map(([mark, text]) => h("span", mark, text)));
    }

    function card(item) {
      selected = item;
      aside.hidden = !item;
      if (!item) return;
      const { node } = item;
      replace(aside, h("p.kicker", martlet.typeMark(node.type), martlet.pages.typeNames[node.type] ?? node.type, node.materialized && node.type === "model" ? h("span", node.materialized) : null),
        h("h2", h("a", { href: node.url }, node.label)),
        node.relationName ? h("p", h("code", node.relationName)) : null,
        h("p.dim", `${node.parents.length} parents, ${node.children.length} children, ${format.plural(node.tests, "test")}`),
        node.status || node.testStatus ? h("p", martlet.statusBadge(node.status), " ", node.testStatus ? martlet.statusBadge(node.testStatus, `tests ${node.testStatus}`) : null) : null,
        node.tags.length ? h("p", node.tags.map(tag => h("span.tag", tag))) : null,
        h("div.card-actions", h("a.button", { href: node.url }, "Open"), h("button.button", { type: "button", onclick: grow("up") }, "Upstream"), h("button.button", { type: "button", onclick: grow("down") }, "Downstream")));
    }

    async function save(kind) {
      const blob = kind === "svg" ? new Blob([view.svg()], { type: "image/svg+xml" }) : await view.png();
      const link = h("a", { href: URL.createObjectURL(blob), download: `lineage.${kind}` });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    }

    const depth = h("div.depth", { role: "group", "aria-label": "Depth around the selection" },
      ["up", "down"].map(direction => h("label", direction === "up" ? "Up" : "Down", h("select", { onchange: () => setDepth(), "data-direction": direction }, ["", "0", "1", "2", "3", "5", "all"].map(value => h("option", { value }, value === "" ? "–" : value))))));

    /** Rewrites a selection of one term with the depth that was chosen. */
    function setDepth() {
      const [up, down] = [...depth.querySelectorAll("select")].map(select => select.value);
      const base = input.value.trim().split(/\s+/)[0]?.replace(/^@?(\d*\+)?/, "").replace(/(\+\d*)$/, "");
      if (!base || input.value.trim().includes(" ")) { message.textContent = "depth works around one term"; return; }
      const mark = value => (value === "" || value === "0" ? "" : value === "all" ? "+" : value);
      const [before, after] = [mark(up), mark(down)];
      input.value = `${before && before !== "+" ? `${before}+` : before}${base}${after && after !== "+" ? `+${after}` : after}`;
      form.requestSubmit();
    }

    const element = h("div.lineage-page",
      h("h1.hidden", "Lineage"),
      h("div.lineage-bar", form, depth, colors, h("span.tools", tool("minus", "Zoom out", () => view.zoom(0.8)), tool("plus", "Zoom in", () => view.zoom(1.25)), tool("fit", "Show all", () => view.fit()),
        h("button.tool.text", { type: "button", title: "Save as SVG", onclick: () => save("svg") }, "SVG"), h("button.tool.text", { type: "button", title: "Save as PNG", onclick: () => save("png") }, "PNG"))),
      h("div.lineage-body", view.element, aside, legend));
    return {
      title: "Lineage", element, isFull: true,
      after: show,
    };
  }

  martlet.pages.lineagePage = lineagePage;
})();
