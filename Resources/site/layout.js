// A layered layout, left to right: layers by longest path, few crossings, straight edges where possible. A graph of
// many nodes becomes a map instead: each layer a block of several columns, so that all of it fills the view.
(() => {
  "use strict";

  const gapX = 64;
  const gapY = 10;
  // Beyond this, long edges run straight instead of being led around nodes.
  const mostBends = 6000;
  // From here on a layer is a block.
  const leastMap = 360;

  /**
   * Places `boxes` (`{ width, height, parents: [positions of boxes] }`); `aspect` is the view's width over its height.
   * Returns `{ x, y }` of every box's top left corner, edges as `[from, to, points]` and the size of it all.
   */
  function layout(boxes, aspect = 1.6) {
    const isMap = boxes.length >= leastMap;
    const graph = withLayers(boxes);
    const edges = withBends(graph, isMap ? 0 : mostBends);
    order(graph);
    let size;
    if (isMap) {
      size = fold(graph, aspect);
    } else {
      place(graph);
      size = settle(graph);
    }
    return {
      isMap,
      x: boxes.map((_, index) => graph.x[index]),
      y: boxes.map((_, index) => graph.y[index]),
      edges: edges.map(([from, to, bends]) => [from, to, points(graph, from, to, bends)]),
      ...size,
    };
  }

  function withLayers(boxes) {
    const count = boxes.length;
    const below = boxes.map(() => []);
    const above = boxes.map(box => [...box.parents]);
    boxes.forEach((box, index) => box.parents.forEach(parent => below[parent].push(index)));
    const layer = new Array(count).fill(0);
    const open = above.map(list => list.length);
    const queue = [];
    open.forEach((value, index) => { if (value === 0) queue.push(index); });
    for (let head = 0; head < queue.length; head += 1) {
      const index = queue[head];
      for (const child of below[index]) {
        layer[child] = Math.max(layer[child], layer[index] + 1);
        open[child] -= 1;
        if (open[child] === 0) queue.push(child);
      }
    }
    // What depends on nothing stands beside its first reader, not at the far left.
    for (let step = queue.length - 1; step >= 0; step -= 1) {
      const index = queue[step];
      if (above[index].length === 0 && below[index].length) layer[index] = Math.min(...below[index].map(child => layer[child])) - 1;
    }
    return {
      count, layer, above, below,
      width: boxes.map(box => box.width), height: boxes.map(box => box.height),
      x: [], y: [], rows: [],
    };
  }

  /** Replaces edges over several layers by chains of invisible boxes. */
  function withBends(graph, most) {
    const edges = [];
    let span = 0;
    for (let to = 0; to < graph.count; to += 1) {
      for (const from of graph.above[to]) {
        edges.push([from, to, []]);
        span += graph.layer[to] - graph.layer[from] - 1;
      }
    }
    if (span > most) return edges;
    const above = graph.above.map(() => []);
    const below = graph.below.map(() => []);
    for (const [from, to, bends] of edges) {
      let last = from;
      for (let layer = graph.layer[from] + 1; layer < graph.layer[to]; layer += 1) {
        const bend = graph.layer.length;
        graph.layer.push(layer);
        graph.width.push(0);
        graph.height.push(2);
        above.push([last]);
        below.push([]);
        below[last].push(bend);
        bends.push(bend);
        last = bend;
      }
      above[to].push(last);
      below[last].push(to);
    }
    graph.above = above;
    graph.below = below;
    return edges;
  }

  /** Sorts each layer by the mean place of its neighbours, back and forth. */
  function order(graph) {
    const { layer, rows, above, below } = graph;
    const part = new Array(layer.length).fill(-1);
    const sizes = [];
    const visit = start => {
      const stack = [start];
      const number = sizes.push(0) - 1;
      while (stack.length) {
        const index = stack.pop();
        if (part[index] >= 0) continue;
        part[index] = number;
        sizes[number] += 1;
        (rows[layer[index]] ??= []).push(index);
        for (const next of below[index]) if (part[next] < 0) stack.push(next);
        for (const next of above[index]) if (part[next] < 0) stack.push(next);
      }
    };
    for (let index = 0; index < layer.length; index += 1) if (part[index] < 0) visit(index);
    for (let index = 0; index < rows.length; index += 1) rows[index] ??= [];
    const position = new Float64Array(layer.length);
    const number = row => row.forEach((index, place) => { position[index] = place; });
    rows.forEach(number);
    const key = new Float64Array(layer.length);
    const sort = (row, neighbours) => {
      for (const index of row) {
        const list = neighbours[index];
        let sum = 0;
        for (const other of list) sum += position[other];
        key[index] = list.length ? sum / list.length : position[index];
      }
      // Parts that hang together stay together, the largest first.
      row.sort((a, b) => sizes[part[b]] - sizes[part[a]] || part[a] - part[b] || key[a] - key[b]);
      number(row);
    };
    // The first sweep sorts the first layer too, so that no part stands inside another.
    sort(rows[0] ?? [], above);
    for (let sweep = 0; sweep < 10; sweep += 1) {
      if (sweep % 2 === 0) for (let at = 1; at < rows.length; at += 1) sort(rows[at], above);
      else for (let at = rows.length - 2; at >= 0; at -= 1) sort(rows[at], below);
    }
  }

  function place(graph) {
    let x = 0;
    graph.columnX = [];
    graph.columnWidth = [];
    graph.rows.forEach((row, at) => {
      let width = 0;
      for (const index of row) width = Math.max(width, graph.width[index]);
      graph.columnX[at] = x;
      graph.columnWidth[at] = width;
      // A tall layer needs room for its fan of edges.
      x += width + gapX + Math.min(160, row.length * 0.6);
      let y = 0;
      for (const index of row) {
        graph.x[index] = graph.columnX[at];
        graph.y[index] = y;
        y += graph.height[index] + gapY;
      }
      for (const index of row) graph.y[index] -= y / 2;
    });
  }

  /** Draws every box towards its neighbours as far as its order in the layer allows. */
  function settle(graph) {
    const { rows, above, below, height } = graph;
    const middle = index => graph.y[index] + height[index] / 2;
    const mean = list => { let sum = 0; for (const other of list) sum += middle(other); return sum / list.length; };
    for (let sweep = 0; sweep < 12; sweep += 1) {
      const forward = sweep % 2 === 0;
      for (let step = 0; step < rows.length; step += 1) {
        const row = rows[forward ? step : rows.length - 1 - step];
        const wanted = row.map(index => {
          const near = forward ? above[index] : below[index];
          const far = forward ? below[index] : above[index];
          if (near.length) return mean(near) - height[index] / 2;
          return far.length ? mean(far) - height[index] / 2 : graph.y[index];
        });
        spread(row, wanted, height).forEach((y, at) => { graph.y[row[at]] = y; });
      }
    }
    let top = Infinity;
    let bottom = -Infinity;
    let right = 0;
    for (let index = 0; index < graph.count; index += 1) {
      top = Math.min(top, graph.y[index]);
      bottom = Math.max(bottom, graph.y[index] + height[index]);
      right = Math.max(right, graph.x[index] + graph.width[index]);
    }
    for (let index = 0; index < graph.y.length; index += 1) graph.y[index] -= top;
    return { width: right, height: Math.max(0, bottom - top) };
  }

  /** Places every layer as a block with as many columns as make the whole as wide as the view. */
  function fold(graph, aspect) {
    const { rows } = graph;
    const width = Math.max(...graph.width);
    const height = Math.max(...graph.height) + gapY;
    const gap = width * 0.8;
    const columns = (row, lines) => Math.max(1, Math.ceil(row.length / lines));
    const widthOf = lines => rows.reduce((sum, row) => sum + columns(row, lines) * (width + gapY), 0) + (rows.length - 1) * gap;
    let lines = Math.max(...rows.map(row => row.length));
    while (lines > 4 && widthOf(lines) / (lines * height) < aspect) lines = Math.ceil(lines * 0.92) - 1;
    let x = 0;
    for (const row of rows) {
      const count = columns(row, lines);
      const used = Math.ceil(row.length / count);
      row.forEach((index, at) => {
        // Row by row, so that the order of the layer stays the order from top to bottom.
        graph.x[index] = x + (at % count) * (width + gapY);
        graph.y[index] = (Math.floor(at / count) + (lines - used) / 2) * height;
      });
      x += count * (width + gapY) + gap;
    }
    return { width: x - gap, height: lines * height };
  }

  /** The places nearest to `wanted` that keep order and gaps: isotonic regression by pooling neighbours. */
  function spread(row, wanted, height) {
    const offsets = [];
    let offset = 0;
    const pools = [];
    row.forEach((index, at) => {
      offsets.push(offset);
      let pool = { sum: wanted[at] - offset, count: 1 };
      offset += height[index] + gapY;
      while (pools.length && pools[pools.length - 1].sum / pools[pools.length - 1].count > pool.sum / pool.count) {
        const last = pools.pop();
        pool = { sum: last.sum + pool.sum, count: last.count + pool.count };
      }
      pools.push(pool);
    });
    const result = [];
    for (const pool of pools) {
      for (let member = 0; member < pool.count; member += 1) result.push(pool.sum / pool.count + offsets[result.length]);
    }
    return result;
  }

  function points(graph, from, to, bends) {
    const list = [[graph.x[from] + graph.width[from], graph.y[from] + graph.height[from] / 2]];
    for (const bend of bends) {
      const at = graph.layer[bend];
      list.push([graph.columnX[at], graph.y[bend] + 1], [graph.columnX[at] + graph.columnWidth[at], graph.y[bend] + 1]);
    }
    list.push([graph.x[to], graph.y[to] + graph.height[to] / 2]);
    return list;
  }

  martlet.layout = layout;
})();
