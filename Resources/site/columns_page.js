// Column lineage: where a column comes from and where it goes, column by column.
(() => {
  "use strict";
  const { h, store } = martlet;

  let edges;

  /** Edges by `node/column`, both ways. */
  function load() {
    edges ??= store.load("columns").then(data => {
      const parents = new Map();
      const children = new Map();
      const add = (map, key, value) => { if (!map.has(key)) map.set(key, []); map.get(key).push(value); };
      for (const [from, fromColumn, to, toColumn, kind] of data.edges) {
        const a = keyOf(store.nodes[from], data.columns[fromColumn]);
        const b = keyOf(store.nodes[to], data.columns[toColumn]);
        add(children, a, { key: b, kind: data.kinds[kind] });
        add(parents, b, { key: a, kind: data.kinds[kind] });
      }
      return { parents, children };
    });
    return edges;
  }

  const keyOf = (node, column) => `${node.index}/${column}`;
  const partsOf = key => { const at = key.indexOf("/"); return [store.nodes[key.slice(0, at)], key.slice(at + 1)]; };

  function reach(start, next) {
    const seen = new Set([start]);
    const stack = [start];
    while (stack.length && seen.size < 3000) {
      for (const { key } of next.get(stack.pop()) ?? []) if (!seen.has(key)) { seen.add(key); stack.push(key); }
    }
    return seen;
  }

  const address = key => { const [node, column] = partsOf(key); return `#!/columns/${encodeURIComponent(node.id)}/${encodeURIComponent(column)}`; };

  async function columnsPage(node, column) {
    const [{ parents, children }, details] = await Promise.all([load(), store.details(node)]);
    const start = keyOf(node, column);
    const keys = new Set([...reach(start, parents), ...reach(start, children)]);
    const items = [...keys].map(key => {
      const [owner, name] = partsOf(key);
      return { key, label: name, note: owner.label, type: owner.type, status: "none", isFocus: key === start, parents: (parents.get(key) ?? []).map(edge => edge.key), title: `${owner.label}.${name}` };
    });
    const facts = details.columns?.find(candidate => candidate.name === column);
    const holder = h("div.graph-holder");
    const list = (title, near) => h("div", h("h3", title, " ", martlet.pages.count(near.length)), near.length
      ? h("ul.links", near.map(({ key, kind }) => { const [owner, name] = partsOf(key); return h("li", h("a.node-link", { href: address(key) }, martlet.typeMark(owner.type), h("span", `${owner.label}.`, h("b", name)), kind ? h("span.note", kind) : null)); }))
      : h("p.dim", "nothing"));
    const page = h("article.page",
      h("header.page-head", h("p.kicker", martlet.typeMark("column"), "Column of ", h("a", { href: node.url }, node.label)), h("h1", column), facts?.type ? h("p", h("code", facts.type)) : null),
      facts?.description ? h("div.lead", martlet.markdown.render(facts.description)) : null,
      keys.size > 1 ? holder : h("p.empty", "No lineage of this column is known."),
      h("div.two", list("Comes from", parents.get(start) ?? []), list("Goes to", children.get(start) ?? [])));
    return {
      title: `${node.label}.${column}`, element: page, item: node,
      after() {
        if (keys.size < 2) return;
        const view = new martlet.GraphView({ isEmbedded: true, label: `Lineage of the column ${node.label}.${column}`, onOpen: item => { location.hash = address(item.key); }, onSelect: item => { if (item && item.key !== start) location.hash = address(item.key); } });
        holder.append(view.element);
        view.show(items);
        holder.style.height = `min(60vh, ${Math.max(120, view.layout.height + 60)}px)`;
        view.resize();
      },
    };
  }

  martlet.pages.columnsPage = columnsPage;
})();
