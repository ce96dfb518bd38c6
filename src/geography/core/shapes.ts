/**
 * Which county holds a point, and which counties a path crosses. Pure; the boundaries are handed in.
 *
 * One predicate decides everything: a half-open ray cast (an edge owns its lower end and not its upper one), so a point on a
 * shared border belongs to one county and never to two. A grid of cells makes it fast: most cells lie wholly inside one
 * county and answer at once; a border cell asks only the counties that touch it.
 */

/** WGS 84, degrees. */
export interface Point {
  readonly lon: number;
  readonly lat: number;
}

/** A county's boundary: rings of [lon, lat, lon, lat, …], outer and inner alike (even-odd rule). */
export interface Area {
  readonly fips: string;
  readonly rings: readonly Float64Array[];
}

export interface AreaIndex {
  readonly areas: readonly Area[];
  readonly west: number;
  readonly south: number;
  readonly columns: number;
  readonly rows: number;
  /** Per cell: −1 nothing, n ≥ 0 wholly inside area n, −2−k the list of candidates k. */
  readonly cells: Int32Array;
  readonly candidates: readonly Uint16Array[];
}

const cellDegrees = 0.05;
const earthRadiusMetres = 6_371_008.8;
const radians = Math.PI / 180;

/** Whether a point lies in an area. Half-open: of two areas that share a border, one owns it. */
export function contains(area: Area, lon: number, lat: number): boolean {
  let inside = false;
  for (const ring of area.rings) {
    let x1 = ring[ring.length - 2]!;
    let y1 = ring[ring.length - 1]!;
    for (let i = 0; i < ring.length; i += 2) {
      const x2 = ring[i]!;
      const y2 = ring[i + 1]!;
      if (y1 > lat !== y2 > lat) {
        // Ordered by latitude, so that both neighbours compute the same crossing to the last bit.
        const crossing =
          y1 < y2 ? x1 + ((lat - y1) / (y2 - y1)) * (x2 - x1) : x2 + ((lat - y2) / (y1 - y2)) * (x1 - x2);
        if (lon < crossing) inside = !inside;
      }
      x1 = x2;
      y1 = y2;
    }
  }
  return inside;
}

/** Builds the grid. Boundaries that cross the 180th meridian must have been split, as those of us-atlas are. */
export function indexAreas(areas: readonly Area[]): AreaIndex {
  let [west, south, east, north] = [180, 90, -180, -90];
  for (const area of areas)
    for (const ring of area.rings)
      for (let i = 0; i < ring.length; i += 2) {
        west = Math.min(west, ring[i]!);
        east = Math.max(east, ring[i]!);
        south = Math.min(south, ring[i + 1]!);
        north = Math.max(north, ring[i + 1]!);
      }
  const columns = Math.floor((east - west) / cellDegrees) + 1;
  const rows = Math.floor((north - south) / cellDegrees) + 1;
  const touching = touchedCells(areas, { west, south, columns });
  const cells = new Int32Array(columns * rows).fill(-1);
  const candidates: Uint16Array[] = [];
  for (const [cell, list] of touching) {
    cells[cell] = -2 - candidates.length;
    candidates.push(Uint16Array.from(list));
  }
  fillInteriors(areas, { west, south, columns, rows, cells });
  return { areas, west, south, columns, rows, cells, candidates };
}

/** The cells that a boundary passes through, each with the areas whose boundary it is. */
function touchedCells(
  areas: readonly Area[],
  grid: { west: number; south: number; columns: number },
): Map<number, number[]> {
  const touching = new Map<number, number[]>();
  const touch = (column: number, row: number, area: number) => {
    const cell = row * grid.columns + column;
    const list = touching.get(cell);
    if (!list) touching.set(cell, [area]);
    else if (list[list.length - 1] !== area && !list.includes(area)) list.push(area);
  };
  const columnOf = (lon: number) => Math.floor((lon - grid.west) / cellDegrees);
  const rowOf = (lat: number) => Math.floor((lat - grid.south) / cellDegrees);
  areas.forEach((area, index) => {
    for (const ring of area.rings) {
      let x1 = ring[ring.length - 2]!;
      let y1 = ring[ring.length - 1]!;
      for (let i = 0; i < ring.length; i += 2) {
        const x2 = ring[i]!;
        const y2 = ring[i + 1]!;
        // Every row the edge crosses, and in it the columns between its ends there.
        const [lowRow, highRow] = [rowOf(Math.min(y1, y2)), rowOf(Math.max(y1, y2))];
        for (let row = lowRow; row <= highRow; row++) {
          const clamp = (lat: number) =>
            Math.min(Math.max(lat, grid.south + row * cellDegrees), grid.south + (row + 1) * cellDegrees);
          const at = (lat: number) => (y1 === y2 ? x1 : x1 + ((lat - y1) / (y2 - y1)) * (x2 - x1));
          const [a, b] = y1 === y2 ? [x1, x2] : [at(clamp(y1)), at(clamp(y2))];
          for (let column = columnOf(Math.min(a, b)); column <= columnOf(Math.max(a, b)); column++)
            touch(column, row, index);
        }
        x1 = x2;
        y1 = y2;
      }
    }
  });
  return touching;
}

/** A cell that no boundary touches lies wholly in the area that holds its middle. Runs of such cells share one question. */
function fillInteriors(
  areas: readonly Area[],
  grid: { west: number; south: number; columns: number; rows: number; cells: Int32Array },
): void {
  const boxes = areas.map((area) => {
    const box = { west: 180, south: 90, east: -180, north: -90 };
    for (const ring of area.rings)
      for (let i = 0; i < ring.length; i += 2) {
        box.west = Math.min(box.west, ring[i]!);
        box.east = Math.max(box.east, ring[i]!);
        box.south = Math.min(box.south, ring[i + 1]!);
        box.north = Math.max(box.north, ring[i + 1]!);
      }
    return box;
  });
  boxes.forEach((box, index) => {
    const firstRow = Math.floor((box.south - grid.south) / cellDegrees);
    const lastRow = Math.min(grid.rows - 1, Math.floor((box.north - grid.south) / cellDegrees));
    const firstColumn = Math.floor((box.west - grid.west) / cellDegrees);
    const lastColumn = Math.min(grid.columns - 1, Math.floor((box.east - grid.west) / cellDegrees));
    for (let row = firstRow; row <= lastRow; row++) {
      let known: boolean | undefined;
      for (let column = firstColumn; column <= lastColumn; column++) {
        const cell = row * grid.columns + column;
        if (grid.cells[cell]! <= -2) {
          known = undefined;
          continue;
        }
        known ??= contains(
          areas[index]!,
          grid.west + (column + 0.5) * cellDegrees,
          grid.south + (row + 0.5) * cellDegrees,
        );
        if (known) grid.cells[cell] = index;
      }
    }
  });
}

/** The number of the area that holds a point, or −1. */
export function locateIndex(index: AreaIndex, lon: number, lat: number): number {
  const column = Math.floor((lon - index.west) / cellDegrees);
  const row = Math.floor((lat - index.south) / cellDegrees);
  if (!(column >= 0 && row >= 0 && column < index.columns && row < index.rows)) return -1;
  const found = index.cells[row * index.columns + column]!;
  if (found >= -1) return found;
  for (const candidate of index.candidates[-2 - found]!)
    if (contains(index.areas[candidate]!, lon, lat)) return candidate;
  return -1;
}

/** Great-circle distance in metres (haversine, mean radius of the earth). */
export function distanceMetres(a: Point, b: Point): number {
  const latitude = Math.sin(((b.lat - a.lat) * radians) / 2);
  const longitude = Math.sin(((b.lon - a.lon) * radians) / 2);
  const h =
    latitude * latitude + Math.cos(a.lat * radians) * Math.cos(b.lat * radians) * longitude * longitude;
  return 2 * earthRadiusMetres * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** The numbers of all areas that hold the point or have a border within `withinMetres` of it. */
export function locateNear(index: AreaIndex, point: Point, withinMetres: number): number[] {
  const reachLat = withinMetres / 111_195;
  const reachLon = reachLat / Math.max(0.01, Math.cos(point.lat * radians));
  const found = new Set<number>();
  const here = locateIndex(index, point.lon, point.lat);
  if (here >= 0) found.add(here);
  const near = new Set<number>();
  for (
    let row = Math.floor((point.lat - reachLat - index.south) / cellDegrees);
    row <= Math.floor((point.lat + reachLat - index.south) / cellDegrees);
    row++
  )
    for (
      let column = Math.floor((point.lon - reachLon - index.west) / cellDegrees);
      column <= Math.floor((point.lon + reachLon - index.west) / cellDegrees);
      column++
    ) {
      if (row < 0 || column < 0 || row >= index.rows || column >= index.columns) continue;
      const cell = index.cells[row * index.columns + column]!;
      if (cell <= -2) for (const candidate of index.candidates[-2 - cell]!) near.add(candidate);
    }
  for (const candidate of near)
    if (borderDistanceMetres(index.areas[candidate]!, point) <= withinMetres) found.add(candidate);
  return [...found];
}

function borderDistanceMetres(area: Area, point: Point): number {
  const metresPerLon = 111_195 * Math.cos(point.lat * radians);
  let least = Number.POSITIVE_INFINITY;
  for (const ring of area.rings) {
    let x1 = (ring[ring.length - 2]! - point.lon) * metresPerLon;
    let y1 = (ring[ring.length - 1]! - point.lat) * 111_195;
    for (let i = 0; i < ring.length; i += 2) {
      const x2 = (ring[i]! - point.lon) * metresPerLon;
      const y2 = (ring[i + 1]! - point.lat) * 111_195;
      const [dx, dy] = [x2 - x1, y2 - y1];
      const length = dx * dx + dy * dy;
      const t = length === 0 ? 0 : Math.min(1, Math.max(0, -(x1 * dx + y1 * dy) / length));
      least = Math.min(least, Math.hypot(x1 + t * dx, y1 + t * dy));
      x1 = x2;
      y1 = y2;
    }
  }
  return least;
}
