// The side bar: the project by folders and the database by schemas, as a virtual list that stays quick with any number of rows.
(() => {
  "use strict";
  const { h, store, replace } = martlet;

  const rowHeight = 26;

  /** A tree node: `{ label, children }` or a leaf with `item`. */
  const branch = (label, kind) => ({ label, kind, children: [], map: new Map() });

  function child(parent, label, kind) {
    if (!parent.map.has(label)) {
      const made = branch(label, kind);
      parent.map.set(label, made);
      parent.children.push(made);
    }
    return parent.map.get(label);
  }

  const leaf = (parent, item, label = item.name) => parent.children.push({ label, item });

  function projectTree() {
    const root = branch("");
    const exposures = child(root, "Exposures", "section");
    const sources = child(root, "Sources", "section");
    const own = child(root, store.project.name, "section");
    const packages = child(root, "Packages", "section");
    for (const node of store.nodes) {
      if (node.type === "exposure") leaf(exposures, node, node.label);
      else if (node.type === "source") leaf(child(sources, node.source), node);
      else {
        const base = node.package === store.project.name ? own : child(packages, node.package);
        leaf(node.path.split("/").slice(0, -1).reduce((at, folder) => child(at, folder), base), node);
      }
    }
    for (const macro of store.macros) {
      const base = macro.package === store.project.name ? own : child(packages, macro.package);
      leaf(child(base, "macros"), macro);
    }
    finish(root);
    return root.children.filter(section => section.children.length);
  }

  function databaseTree() {
    const root = branch("");
    for (const node of store.nodes) {
      if (node.isStored) leaf(child(child(root, node.database ?? "database", "section"), node.schema), node, node.relation);
    }
    finish(root);
    return root.children;
  }

  /** Folders before files, both by name; counts of leaves. */
  function finish(at) {
    at.count = 0;
    for (const part of at.children) {
      if (part.children) finish(part);
      at.count += part.children ? part.count : 1;
    }
    if (at.label === "") return;
    at.children.sort((a, b) => Boolean(b.children) - Boolean(a.children) || (a.label < b.label ? -1 : 1));
  }

  class Tree {
    constructor() {
      this.trees = { project: null, database: null };
      this.open = { project: new Set(), database: new Set() };
      this.kind = "project";
      this.filter = "";
      this.build();
    }

    build() {
      const tab = (kind, text) => h("button", { type: "button", role: "tab", "aria-selected": kind === this.kind, onclick: () => this.switchTo(kind) }, text);
      this.tabs = { project: tab("project", "Project"), database: tab("database", "Database") };
      this.input = h("input", { type: "search", placeholder: "Filter", "aria-label": "Filter the tree", spellcheck: "false", oninput: () => { this.filter = this.input.value.trim().toLowerCase(); this.refresh(); this.list.scrollTop = 0; } });
      this.rowsElement = h("div.rows", { role: "presentation" });
      this.list = h("div.tree", { role: "tree", tabindex: "0", "aria-label": "Project tree", onscroll: () => this.paint() }, this.rowsElement);
      this.list.addEventListener("keydown", event => this.key(event));
      this.element = h("div.side-inner", h("div.tabs", { role: "tablist" }, this.tabs.project, this.tabs.database), this.input, this.list);
      new ResizeObserver(() => this.paint()).observe(this.list);
    }

    tree() {
      this.trees[this.kind] ??= this.kind === "project" ? projectTree() : databaseTree();
      return this.trees[this.kind];
    }

    switchTo(kind) {
      this.kind = kind;
      for (const [name, button] of Object.entries(this.tabs)) button.setAttribute("aria-selected", name === kind);
      if (!this.open[kind].size) this.openFirst();
      this.refresh();
      this.reveal();
    }

    /** What one wants to see at first: the own project's folders, the first schemas. */
    openFirst() {
      const open = this.open[this.kind];
      for (const section of this.tree()) {
        if (this.kind === "database" || section.label === store.project.name || section.count <= 12) open.add(section.label);
        if (section.label === store.project.name || this.kind === "database") {
          for (const part of section.children) if (part.children && part.label !== "macros" && (part.count < 40 || part.label === "models")) open.add(`${section.label}/${part.label}`);
        }
      }
      if (this.kind === "project") open.delete("Packages");
    }

    /** The visible rows, flattened. */
    refresh() {
      this.rows = [];
      const open = this.open[this.kind];
      const matches = part => part.label.toLowerCase().includes(this.filter);
      const visit = (part, depth, path) => {
        if (!part.children) {
          if (!this.filter || matches(part)) this.rows.push({ part, depth, path });
          return;
        }
        const at = this.rows.length;
        const isOpen = this.filter ? true : open.has(path);
        this.rows.push({ part, depth, path, isOpen });
        if (isOpen) for (const inner of part.children) visit(inner, depth + 1, `${path}/${inner.label}`);
        // A filtered folder shows only with something in it.
        if (this.filter && this.rows.length === at + 1 && !matches(part)) this.rows.pop();
      };
      for (const section of this.tree()) visit(section, 0, section.label);
      this.rowsElement.style.height = `${this.rows.length * rowHeight}px`;
      this.paint(true);
    }

    paint(force) {
      if (!this.rows) return;
      const first = Math.max(0, Math.floor(this.list.scrollTop / rowHeight) - 8);
      const last = Math.min(this.rows.length, Math.ceil((this.list.scrollTop + this.list.clientHeight) / rowHeight) + 8);
      if (!force && this.first === first && this.last === last) return;
      this.first = first;
      this.last = last;
      const rows = [];
      for (let at = first; at < last; at += 1) rows.push(this.row(this.rows[at], at));
      replace(this.rowsElement, rows.length ? rows : h("p.empty", this.filter ? "Nothing matches." : "Nothing here yet."));
    }

    row({ part, depth, path, isOpen }, at) {
      const style = { top: `${at * rowHeight}px`, "padding-left": `${10 + depth * 13}px` };
      const common = { role: "treeitem", "aria-level": depth + 1, id: `tree-${at}`, class: this.cursor === at ? "cursor" : null };
      if (part.children) {
        return h(`div.row.folder${part.kind === "section" ? ".section" : ""}`, { ...common, style, "aria-expanded": isOpen, onclick: () => this.toggle(path, at), class: `row folder ${part.kind ?? ""} ${this.cursor === at ? "cursor" : ""}` },
          h("span.twist", isOpen ? "▾" : "▸"), h("span.row-label", part.label), h("span.count", martlet.format.number(part.count)));
      }
      const item = part.item;
      return h("a", { ...common, class: `row ${this.cursor === at ? "cursor" : ""}`, style, href: item.url, tabindex: "-1", "aria-current": item === this.current ? "page" : null, title: item.label ?? item.name },
        martlet.typeMark(item.type), h("span.row-label", part.label), item.health && item.health !== "none" && item.health !== "ok" ? h(`i.dot.${item.health}`, { title: item.testStatus ?? item.status }) : null);
    }

    toggle(path, at) {
      const open = this.open[this.kind];
      if (!open.delete(path)) open.add(path);
      this.cursor = at;
      this.refresh();
    }

    key(event) {
      const row = this.rows[this.cursor ?? -1];
      const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 15, PageUp: -15, Home: -1e9, End: 1e9 };
      if (steps[event.key]) {
        this.cursor = Math.max(0, Math.min(this.rows.length - 1, (this.cursor ?? -1) + steps[event.key]));
        const top = this.cursor * rowHeight;
        if (top < this.list.scrollTop) this.list.scrollTop = top;
        if (top + rowHeight > this.list.scrollTop + this.list.clientHeight) this.list.scrollTop = top + rowHeight - this.list.clientHeight;
        this.paint(true);
        this.list.setAttribute("aria-activedescendant", `tree-${this.cursor}`);
      } else if (event.key === "Enter" && row) {
        if (row.part.children) this.toggle(row.path, this.cursor);
        else location.hash = row.part.item.url;
      } else if ((event.key === "ArrowRight" || event.key === "ArrowLeft") && row?.part.children && row.isOpen !== (event.key === "ArrowRight")) {
        this.toggle(row.path, this.cursor);
      } else return;
      event.preventDefault();
    }

    /** Marks the resource whose page is shown, opens its folders and scrolls to it. */
    select(item) {
      this.current = item;
      this.reveal();
      this.paint(true);
    }

    reveal() {
      if (!this.current || !this.rows) return;
      const open = this.open[this.kind];
      const find = (part, path) => {
        if (part.item) return part.item === this.current;
        const inner = part.children.find(candidate => find(candidate, `${path}/${candidate.label}`));
        if (inner) open.add(path);
        return Boolean(inner);
      };
      this.tree().some(section => find(section, section.label));
      this.refresh();
      const at = this.rows.findIndex(row => row.part.item === this.current);
      const top = at * rowHeight;
      if (at >= 0 && (top < this.list.scrollTop || top > this.list.scrollTop + this.list.clientHeight - rowHeight)) this.list.scrollTop = top - this.list.clientHeight / 3;
    }
  }

  martlet.Tree = Tree;
})();
