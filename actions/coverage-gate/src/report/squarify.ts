export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/**
 * Cuts `box` into one rectangle for each weight, areas in proportion and as square as possible (Bruls, Huizing, van Wijk:
 * Squarified Treemaps, 2000). The results are in the order of `weights`, which must be positive; largest first looks best.
 */
export function squarify(weights: readonly number[], box: Box): Box[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const areas = weights.map((weight) => (weight / sum) * box.width * box.height);
  const boxes: Box[] = [];
  let rest = box;
  for (let from = 0; from < areas.length; ) {
    const side = Math.min(rest.width, rest.height);
    let to = from + 1;
    while (to < areas.length && worst(areas.slice(from, to + 1), side) <= worst(areas.slice(from, to), side))
      to += 1;
    const row = areas.slice(from, to);
    const thickness = row.reduce((total, area) => total + area, 0) / side || 0;
    const upright = rest.width >= rest.height;
    let along = upright ? rest.y : rest.x;
    for (const area of row) {
      const length = thickness > 0 ? area / thickness : 0;
      boxes.push(
        upright
          ? { x: rest.x, y: along, width: thickness, height: length }
          : { x: along, y: rest.y, width: length, height: thickness },
      );
      along += length;
    }
    rest = upright
      ? { x: rest.x + thickness, y: rest.y, width: Math.max(0, rest.width - thickness), height: rest.height }
      : { x: rest.x, y: rest.y + thickness, width: rest.width, height: Math.max(0, rest.height - thickness) };
    from = to;
  }
  return boxes;
}

/** The least square of a row's rectangles: its longer side over its shorter one. */
function worst(row: readonly number[], side: number): number {
  const sum = row.reduce((total, area) => total + area, 0);
  const [low, high] = [Math.min(...row), Math.max(...row)];
  return Math.max((side * side * high) / (sum * sum), (sum * sum) / (side * side * low));
}
