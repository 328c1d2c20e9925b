// A lineage graph on a canvas: pan, zoom, hover, keyboard, export.
(() => {
  "use strict";
  const { h, color } = martlet;

  const rowHeight = 30;
  const twoLineHeight = 40;
  const font = '12px system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif';
  const smallFont = font.replace("12px", "10.5px");
  const measureContext = document.createElement("canvas").getContext("2d");

  function textWidth(text, inFont) {
    measureContext.font = inFont;
    return measureContext.measureText(text).width;
  }

  function shorten(text, width, inFont) {
    if (textWidth(text, inFont) <= width) return text;
    let keep = Math.floor(text.length * width / textWidth(text, inFont));
    while (keep > 1 && textWidth(`${text.slice(0, keep)}…`, inFont) > width) keep -= 1;
    return `${text.slice(0, keep)}…`;
  }

  /**
   * Shows items: `{ key, label, note, type, status, parents: [keys], isFocus }`.
   * Options: `onOpen(item)`, `onSelect(item or null)`, `colorBy` ("type" or "status"), `label` for people who cannot see it.
   */
  class GraphView {
    constructor(options = {}) {
      this.options = options;
      this.colorBy = options.colorBy ?? "type";
      this.scale = 1;
      this.x = 0;
      this.y = 0;
      this.items = [];
      this.hovered = -1;
      this.selected = -1;
      this.canvas = h("canvas", { tabindex: "0", role: "application", "aria-label": options.label ?? "Lineage graph. Arrow keys move along the lineage, Enter opens." });
      this.live = h("div.hidden", { "aria-live": "polite" });
      this.element = h("div.graph", this.canvas, this.live);
      this.context = this.canvas.getContext("2d");
      this.listen();
      this.observer = new ResizeObserver(() => this.resize());
      this.observer.observe(this.element);
    }

    /** Shows other items, fitted into the view. */
    show(items) {
      const position = new Map(items.map((item, index) => [item.key, index]));
      this.items = items;
      for (const item of items) {
        item.height = item.note ? twoLineHeight : rowHeight;
        const width = Math.max(textWidth(item.label, item.isFocus ? `600 ${font}` : font), item.note ? textWidth(item.note, smallFont) : 0);
        item.width = Math.min(260, Math.ceil(width) + 30);
      }
      // From afar a map is a pattern of equal marks.
      this.widest = Math.max(0, ...items.map(item => item.width));
      this.layout = martlet.layout(items.map(item => ({
        width: item.width, height: item.height,
        parents: item.parents.filter(key => position.has(key)).map(key => position.get(key)),
      })), this.width ? this.width / this.height : undefined);
      this.after = items.map(() => []);
      this.before = items.map(() => []);
      this.layout.edges.forEach(([from, to]) => { this.after[from].push(to); this.before[to].push(from); });
      this.selected = items.findIndex(item => item.isFocus);
      this.hovered = -1;
      this.highlight();
      this.fit();
      this.drawNow();
    }

    /** Takes the size of the element that holds it; once it stands in the page, and whenever that changes. */
    resize() {
      const { width, height } = this.element.getBoundingClientRect();
      if (!width || !height || (width === this.width && height === this.height)) return;
      const first = !this.width;
      const ratio = window.devicePixelRatio || 1;
      this.width = width;
      this.height = height;
      this.canvas.width = Math.round(width * ratio);
      this.canvas.height = Math.round(height * ratio);
      if (first || this.isFitted) this.fit();
      // A canvas of a new size is empty; waiting for the next frame would let it flicker.
      this.drawNow();
    }

    /** All of it in view; a very large graph is shown as large as it can be read, around the focus. */
    fit(least = 0) {
      if (!this.width || !this.layout) return;
      const margin = 24;
      const scale = Math.min(1.15, (this.width - 2 * margin) / this.layout.width, (this.height - 2 * margin) / Math.max(1, this.layout.height));
      this.scale = Math.max(scale, least, 0.01);
      const focus = this.selected;
      if (this.scale > scale && focus >= 0) {
        this.center(focus);
      } else {
        this.x = (this.width - this.layout.width * this.scale) / 2;
        this.y = (this.height - this.layout.height * this.scale) / 2;
      }
      this.isFitted = true;
      this.draw();
    }

    center(index) {
      this.x = this.width / 2 - (this.layout.x[index] + this.items[index].width / 2) * this.scale;
      this.y = this.height / 2 - (this.layout.y[index] + this.items[index].height / 2) * this.scale;
      this.draw();
    }

    zoom(factor, x = this.width / 2, y = this.height / 2) {
      const scale = Math.min(3, Math.max(0.02, this.scale * factor));
      this.x = x - (x - this.x) * (scale / this.scale);
      this.y = y - (y - this.y) * (scale / this.scale);
      this.scale = scale;
      this.isFitted = false;
      this.draw();
    }

    listen() {
      const { canvas } = this;
      const place = event => { const box = canvas.getBoundingClientRect(); return [event.clientX - box.left, event.clientY - box.top]; };
      const pointers = new Map();
      let moved = false;
      let start = null;
      canvas.addEventListener("pointerdown", event => {
        canvas.setPointerCapture(event.pointerId);
        pointers.set(event.pointerId, place(event));
        start = place(event);
        moved = false;
      });
      canvas.addEventListener("pointermove", event => {
        const [x, y] = place(event);
        const last = pointers.get(event.pointerId);
        if (!last) return this.hover(this.at(x, y));
        if (pointers.size === 2) {
          const other = [...pointers].find(([id]) => id !== event.pointerId)[1];
          const before = Math.hypot(last[0] - other[0], last[1] - other[1]);
          const now = Math.hypot(x - other[0], y - other[1]);
          if (before > 0) this.zoom(now / before, (x + other[0]) / 2, (y + other[1]) / 2);
        } else {
          this.x += x - last[0];
          this.y += y - last[1];
          this.isFitted = false;
          this.draw();
        }
        if (Math.hypot(x - start[0], y - start[1]) > 4) moved = true;
        pointers.set(event.pointerId, [x, y]);
      });
      const release = event => {
        pointers.delete(event.pointerId);
        if (event.type === "pointerup" && !moved) this.select(this.at(...place(event)));
      };
      canvas.addEventListener("pointerup", release);
      canvas.addEventListener("pointercancel", release);
      canvas.addEventListener("pointerleave", () => this.hover(-1));
      canvas.addEventListener("dblclick", event => {
        const index = this.at(...place(event));
        if (index >= 0) this.options.onOpen?.(this.items[index]);
      });
      canvas.addEventListener("wheel", event => {
        // A small graph inside a page scrolls the page; it zooms with Ctrl or once it has the focus.
        if (this.options.isEmbedded && !event.ctrlKey && document.activeElement !== canvas) return;
        event.preventDefault();
        const [x, y] = place(event);
        this.zoom(Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0018)), x, y);
      }, { passive: false });
      canvas.addEventListener("keydown", event => this.key(event));
    }

    key(event) {
      const steps = { ArrowLeft: this.before, ArrowRight: this.after };
      let next = -1;
      if (event.key === "+" || event.key === "=") this.zoom(1.25);
      else if (event.key === "-") this.zoom(0.8);
      else if (event.key === "0") this.fit();
      else if (event.key === "Enter" && this.selected >= 0) this.options.onOpen?.(this.items[this.selected]);
      else if (event.key === "Escape") this.select(-1);
      else if (!event.key.startsWith("Arrow") || !this.items.length) return;
      else if (this.selected < 0) next = 0;
      else if (steps[event.key]) next = steps[event.key][this.selected][0] ?? -1;
      else next = this.beside(this.selected, event.key === "ArrowDown");
      event.preventDefault();
      if (next >= 0) {
        this.select(next);
        const left = this.layout.x[next] * this.scale + this.x;
        const top = this.layout.y[next] * this.scale + this.y;
        if (left < 0 || top < 0 || left > this.width - 60 || top > this.height - 30) this.center(next);
      }
    }

    beside(index, isBelow) {
      let best = -1;
      let distance = Infinity;
      for (let other = 0; other < this.items.length; other += 1) {
        const dy = this.layout.y[other] - this.layout.y[index];
        if (this.layout.x[other] !== this.layout.x[index] || (isBelow ? dy <= 0 : dy >= 0) || Math.abs(dy) >= distance) continue;
        best = other;
        distance = Math.abs(dy);
      }
      return best;
    }

    at(x, y) {
      const gx = (x - this.x) / this.scale;
      const gy = (y - this.y) / this.scale;
      const slack = Math.max(0, 4 / this.scale - 4);
      return this.items.findIndex((item, index) => gx >= this.layout.x[index] - slack && gx <= this.layout.x[index] + item.width + slack
        && gy >= this.layout.y[index] - slack && gy <= this.layout.y[index] + item.height + slack);
    }

    hover(index) {
      if (index === this.hovered) return;
      this.hovered = index;
      this.canvas.style.cursor = index >= 0 ? "pointer" : "grab";
      this.canvas.title = index >= 0 ? this.items[index].title ?? this.items[index].label : "";
      this.highlight();
      this.draw();
    }

    select(index) {
      this.selected = index;
      this.highlight();
      this.draw();
      this.live.textContent = index >= 0 ? `${this.items[index].type} ${this.items[index].label}, ${this.before[index].length} upstream, ${this.after[index].length} downstream` : "";
      this.options.onSelect?.(index >= 0 ? this.items[index] : null);
    }

    /** Marks everything up and down the line of the item under the pointer, else of the selected one. */
    highlight() {
      const index = this.hovered >= 0 ? this.hovered : this.options.isEmbedded ? -1 : this.selected;
      if (index < 0 || !this.after) { this.lit = null; return; }
      this.lit = new Set([index]);
      for (const next of [this.after, this.before]) {
        const stack = [index];
        const seen = new Set(stack);
        while (stack.length) {
          for (const other of next[stack.pop()]) {
            if (!seen.has(other)) { seen.add(other); this.lit.add(other); stack.push(other); }
          }
        }
      }
    }

    draw() {
      if (this.isDrawing) return;
      this.isDrawing = true;
      requestAnimationFrame(() => {
        this.isDrawing = false;
        this.drawNow();
      });
    }

    drawNow() {
      if (!this.width || !this.layout) return;
      const ratio = window.devicePixelRatio || 1;
      this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
      this.context.clearRect(0, 0, this.width, this.height);
      this.context.setTransform(ratio * this.scale, 0, 0, ratio * this.scale, ratio * this.x, ratio * this.y);
      this.paint(this.context, this.scale);
    }

    palette() {
      const names = ["card", "ink", "ink-2", "line", "line-2", "accent", "edge", "ok", "noted", "warn", "bad", "skip", "none"];
      const palette = Object.fromEntries(names.map(name => [name, color(name)]));
      palette.types = Object.fromEntries(["model", "source", "seed", "snapshot", "exposure", "metric", "semantic_model", "saved_query", "function", "analysis", "macro", "column"].map(type => [type, color(`type-${type}`) || color("type-other")]));
      return palette;
    }

    tint(item, palette) {
      if (this.colorBy === "status") return palette[item.status ?? "none"];
      return item.color ?? palette.types[item.type] ?? palette["ink-2"];
    }

    paint(context, scale) {
      const palette = this.palette();
      this.paintEdges(context, palette, scale);
      const left = -this.x / scale - 300;
      const right = left + this.width / scale + 600;
      const top = -this.y / scale - 60;
      const bottom = top + this.height / scale + 120;
      this.items.forEach((item, index) => {
        const x = this.layout.x[index];
        const y = this.layout.y[index];
        if (x < left || x > right || y < top || y > bottom) return;
        this.paintItem(context, palette, scale, item, index, x, y);
      });
      context.globalAlpha = 1;
    }

    paintEdges(context, palette, scale) {
      const line = edge => {
        const points = edge[2];
        context.moveTo(points[0][0], points[0][1]);
        for (let at = 1; at < points.length; at += 1) {
          const [fromX, fromY] = points[at - 1];
          const [toX, toY] = points[at];
          const middle = (fromX + toX) / 2;
          if (fromY === toY) context.lineTo(toX, toY);
          else context.bezierCurveTo(middle, fromY, middle, toY, toX, toY);
        }
      };
      const isLit = ([from, to]) => this.lit?.has(from) && this.lit.has(to);
      context.lineWidth = Math.max(1, 0.7 / scale);
      context.strokeStyle = palette.edge;
      context.globalAlpha = this.layout.isMap ? (this.lit ? 0.08 : Math.max(0.1, Math.min(0.6, 600 / this.layout.edges.length))) : this.lit ? 0.28 : 1;
      context.beginPath();
      for (const edge of this.layout.edges) if (!isLit(edge)) line(edge);
      context.stroke();
      context.globalAlpha = 1;
      if (!this.lit) return;
      context.strokeStyle = palette.accent;
      context.lineWidth = Math.max(1.4, 1 / scale);
      context.beginPath();
      for (const edge of this.layout.edges) if (isLit(edge)) line(edge);
      context.stroke();
    }

    paintItem(context, palette, scale, item, index, x, y) {
      const tint = this.tint(item, palette);
      context.globalAlpha = this.lit && !this.lit.has(index) ? 0.35 : 1;
      if (scale < 0.28) {
        context.fillStyle = tint;
        context.fillRect(x, y, this.layout.isMap ? this.widest : item.width, item.height);
        return;
      }
      const isChosen = index === this.selected || index === this.hovered;
      context.beginPath();
      context.roundRect(x, y, item.width, item.height, 5);
      context.fillStyle = palette.card;
      context.fill();
      context.strokeStyle = isChosen ? palette.accent : palette["line-2"];
      context.lineWidth = isChosen ? 1.8 : 1;
      context.stroke();
      context.fillStyle = tint;
      context.beginPath();
      context.roundRect(x, y, 5, item.height, [5, 0, 0, 5]);
      context.fill();
      if (this.colorBy !== "status" && (item.status === "bad" || item.status === "warn")) {
        context.fillStyle = palette[item.status];
        context.beginPath();
        context.arc(x + item.width - 9, y + item.height / 2, 3.2, 0, 7);
        context.fill();
      }
      context.fillStyle = palette.ink;
      context.font = item.isFocus ? `600 ${font}` : font;
      context.textBaseline = "middle";
      const label = shorten(item.label, item.width - 24, context.font);
      context.fillText(label, x + 14, y + (item.note ? 14 : item.height / 2 + 0.5));
      if (item.note) {
        context.fillStyle = palette["ink-2"];
        context.font = smallFont;
        context.fillText(shorten(item.note, item.width - 24, smallFont), x + 14, y + 28);
      }
    }

    /** The whole graph as an SVG document. */
    svg() {
      const palette = this.palette();
      const escape = text => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
      const edges = this.layout.edges.map(([, , points]) => {
        let path = `M${points[0].join(" ")}`;
        for (let at = 1; at < points.length; at += 1) {
          const middle = (points[at - 1][0] + points[at][0]) / 2;
          path += `C${middle} ${points[at - 1][1]} ${middle} ${points[at][1]} ${points[at].join(" ")}`;
        }
        return `<path d="${path}"/>`;
      });
      const boxes = this.items.map((item, index) => {
        const x = this.layout.x[index];
        const y = this.layout.y[index];
        const note = item.note ? `<text x="${x + 14}" y="${y + 32}" font-size="10.5" fill="${palette["ink-2"]}">${escape(item.note)}</text>` : "";
        return `<rect x="${x}" y="${y}" width="${item.width}" height="${item.height}" rx="5" fill="${palette.card}" stroke="${palette["line-2"]}"/>`
          + `<rect x="${x}" y="${y}" width="5" height="${item.height}" rx="2" fill="${this.tint(item, palette)}"/>`
          + `<text x="${x + 14}" y="${y + (item.note ? 18 : item.height / 2 + 4)}" font-size="12" fill="${palette.ink}">${escape(shorten(item.label, item.width - 24, font))}</text>${note}`;
      });
      return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-20 -20 ${this.layout.width + 40} ${this.layout.height + 40}" font-family="system-ui, sans-serif">`
        + `<g fill="none" stroke="${palette.edge}">${edges.join("")}</g>${boxes.join("")}</svg>`;
    }

    /** The whole graph as a picture, at most 8,000 pixels wide or high. */
    png() {
      const scale = Math.min(2, 8000 / (this.layout.width + 40), 8000 / (this.layout.height + 40));
      const canvas = h("canvas", { width: Math.ceil((this.layout.width + 40) * scale), height: Math.ceil((this.layout.height + 40) * scale) });
      const context = canvas.getContext("2d");
      context.fillStyle = color("bg");
      context.fillRect(0, 0, canvas.width, canvas.height);
      context.setTransform(scale, 0, 0, scale, 20 * scale, 20 * scale);
      const view = { x: this.x, y: this.y, width: this.width, height: this.height };
      Object.assign(this, { x: 20, y: 20, width: this.layout.width + 400, height: this.layout.height + 400 });
      this.paint(context, Math.max(1, scale));
      Object.assign(this, view);
      return new Promise(resolve => canvas.toBlob(resolve));
    }
  }

  /** A resource as an item of the graph. */
  const item = (node, isFocus = false) => ({
    // A project may give its nodes colours: docs: {node_color: "#aa3366"}.
    color: /^(#[0-9a-f]{3,8}|[a-z]+)$/i.test(node.color) ? node.color : undefined,
    key: node.id, label: node.label, type: node.type, status: node.health, isFocus, node,
    title: `${node.type} ${node.label}${node.materialized ? `, ${node.materialized}` : ""}`,
    parents: node.parents.map(parent => parent.id),
  });

  martlet.GraphView = GraphView;
  martlet.graphItem = item;
})();
