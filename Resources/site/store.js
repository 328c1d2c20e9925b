// The data: the index at start, everything else when a page asks for it.
(() => {
  "use strict";

  const waiting = new Map();
  const received = new Map();

  /** Called by every data script with its document. */
  martlet.receive = (name, data) => {
    received.set(name, Promise.resolve(data));
    waiting.get(name)?.(data);
    waiting.delete(name);
    if (name === "index") martlet.start(data);
  };

  /** The document `name`, from this page or from the folder beside it. Every document is loaded once. */
  function load(name) {
    if (received.has(name)) return received.get(name);
    const inlined = document.getElementById(`data-${name}`);
    const promise = inlined
      ? Promise.resolve(JSON.parse(inlined.textContent))
      : new Promise((resolve, reject) => {
        waiting.set(name, resolve);
        const script = document.createElement("script");
        script.src = `site/${name}.js`;
        // Its text has done its work; the data lives on.
        script.onload = () => script.remove();
        script.onerror = () => {
          received.delete(name);
          reject(new Error(`site/${name}.js is missing; run docs generate again`));
        };
        document.head.append(script);
      });
    received.set(name, promise);
    return promise;
  }

  /** What `read` makes of the document `name`, which is not kept unless some page has asked for it. */
  async function glance(name, read) {
    const isKept = received.has(name);
    const result = read(await load(name));
    if (!isKept) received.delete(name);
    return result;
  }

  /** A resource with a page: a model, a source, a seed, … */
  class Resource {
    constructor(index, fields) {
      Object.assign(this, fields);
      this.index = index;
      this.children = [];
    }

    get label() { return this.type === "source" ? `${this.source}.${this.name}` : this.title || this.name; }
    get url() { return `#!/${this.type}/${encodeURIComponent(this.id)}`; }
    get relationName() { return this.schema ? `${this.schema}.${this.relation}` : null; }
    get isStored() { return Boolean(this.schema) && this.materialized !== "ephemeral"; }
    /** What a person should know first: the worse of its own status and its tests' status. */
    get health() { return worse(statusClass(this.status), statusClass(this.testStatus)); }
    get folders() { return this.path.split("/").slice(1, -1); }
  }

  const statusOrder = ["none", "skip", "ok", "noted", "warn", "bad"];
  const statusClasses = {
    success: "ok", pass: "ok", "no-op": "none", warn: "warn", "partial success": "warn", skipped: "skip",
    recorded: "noted", fail: "bad", error: "bad", "runtime error": "bad",
  };
  const statusClass = status => statusClasses[status] ?? "none";
  const worse = (a, b) => (statusOrder.indexOf(a) > statusOrder.indexOf(b) ? a : b);

  const store = martlet.store = { project: null, nodes: [], byId: new Map(), macros: [], macroById: new Map() };

  function readIndex(data) {
    const { names, ...lists } = data.nodes;
    const count = lists.id?.length ?? 0;
    for (let index = 0; index < count; index += 1) {
      const fields = {};
      for (const key in lists) {
        const value = lists[key][index];
        fields[key] = key in names ? (Array.isArray(value) ? value.map(n => names[key][n]) : names[key][value] ?? null) : value;
      }
      if (fields.relation === 0) fields.relation = fields.name;
      fields.tags ??= [];
      const node = new Resource(index, fields);
      store.nodes.push(node);
      store.byId.set(node.id, node);
    }
    for (const node of store.nodes) {
      node.parents = node.parents.map(parent => store.nodes[parent]);
      for (const parent of node.parents) parent.children.push(node);
    }
    store.macros = data.macros.ids.map((id, index) => {
      const [, pack, ...name] = id.split(".");
      return { id, index, type: "macro", package: pack, name: name.join("."), described: data.macros.described[index], url: `#!/macro/${encodeURIComponent(id)}` };
    });
    for (const macro of store.macros) store.macroById.set(macro.id, macro);
    store.project = data.project;
    store.shardSize = data.shardSize;
    store.testCount = data.testCount;
    store.groups = new Map(data.project.groups.map(group => [group.name, group]));
  }

  /** Everything about one resource that its page shows. */
  async function details(node) {
    const shard = await load(`nodes-${Math.floor(node.index / store.shardSize)}`);
    return shard[node.index % store.shardSize];
  }

  let testList;
  /** All tests: `{ id, name, kind, status, nodes }`. */
  function tests() {
    testList ??= load("tests").then(data => data.ids.map((id, index) => ({
      id,
      type: "test",
      name: data.titles[index] || id.split(".")[2],
      kind: data.names.kind[data.kind[index]],
      status: data.names.status[data.status[index]] ?? null,
      nodes: data.nodes[index].map(node => store.nodes[node]),
      url: `#!/test/${encodeURIComponent(id)}`,
    })));
    return testList;
  }

  Object.assign(store, { load, glance, readIndex, details, tests, statusClass, worse });
})();
