/** What the map of a report is made of, and where things are on it. Pure: nothing here knows of a page. Sides and steps are in degrees, drawn so that shapes look right. */
const metresPerDegree = 111_195;
const nearMetres = 40_000;
export const atMetres = 150;
const narrowest = 0.01;
const radians = Math.PI / 180;

const lineOf = (packed) => {
  const line = [];
  let [x, y] = [0, 0];
  for (let i = 0; i < packed.length; i += 2) {
    [x, y] = [x + packed[i], y + packed[i + 1]];
    line.push([x / 1000, y / 1000]);
  }
  return line;
};

/** @param map as `GET /v1/map` has it (src/main/map.ts) */
export const groundOf = ({ box, borders, counties, stops, lines }) => {
  const [west, south, east, north] = box;
  const stretch = Math.cos(((south + north) / 2) * radians);
  const place = ([lon, lat]) => [(lon - west) * stretch, north - lat];
  const walked = borders.map((packed) => lineOf(packed).map(place));
  const states = new Map();
  const shapes = counties.map(({ name, rings }) => {
    const state = name.split(', ')[1];
    const drawn = rings.map((ring) =>
      ring.flatMap((arc) => {
        const number = arc < 0 ? ~arc : arc;
        states.set(number, states.has(number) && states.get(number) === state ? '' : state);
        return arc < 0 ? [...walked[number]].reverse() : walked[number];
      }),
    );
    const [xs, ys] = [0, 1].map((side) => drawn.flat().map((at) => at[side]));
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    return { name, rings: drawn, x: left, y: top, w: right - left, h: bottom - top };
  });
  const spots = stops.map(([name, lon, lat]) => ({ name, at: place([lon, lat]) }));
  return {
    place,
    /** @returns [lon, lat] */
    pointAt: ([x, y]) => [west + x / stretch, north - y],
    whole: { x: 0, y: 0, w: (east - west) * stretch, h: north - south },
    borders: walked,
    // A border with the same state on both sides is none of states.
    ofStates: walked.filter((_, number) => states.get(number) !== ''),
    counties: shapes,
    stops: spots,
    lines: lines.map((line) => line.map((number) => spots[number].at)),
  };
};

const holds = (rings, [x, y]) => {
  let inside = false;
  for (const ring of rings)
    ring.forEach(([x2, y2], i) => {
      const [x1, y1] = ring[i ? i - 1 : ring.length - 1];
      if (y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) inside = !inside;
    });
  return inside;
};

/** The county of a place, and the nearest stop within 40 km: what a point is called. */
export const spotAt = ({ counties, stops }, at) => {
  const county = counties.find(({ rings }) => holds(rings, at));
  let stop;
  for (const { name, at: there } of stops) {
    const metres = Math.hypot(there[0] - at[0], there[1] - at[1]) * metresPerDegree;
    if (metres <= (stop ? stop.metres : nearMetres)) stop = { name, metres };
  }
  return { county: county?.name, stop };
};

/** A view of the sides of the window, no wider than the map and within it. */
export const within = (whole, ratio, { x, y, w }) => {
  const widest = Math.max(whole.w, whole.h / ratio);
  const width = Math.min(Math.max(w, narrowest), widest);
  const height = width * ratio;
  const keep = (start, size, first, all) =>
    size >= all ? first + (all - size) / 2 : Math.min(Math.max(start, first), first + all - size);
  return {
    x: keep(x, width, whole.x, whole.w),
    y: keep(y, height, whole.y, whole.h),
    w: width,
    h: height,
  };
};

/** Closer (a factor below 1) or wider, with one place staying where it is seen. */
export const zoomed = ({ x, y, w }, factor, at) => ({
  x: at[0] - (at[0] - x) * factor,
  y: at[1] - (at[1] - y) * factor,
  w: w * factor,
});

/**
 * What is named in a view, so that no name lies on another: stops first, then counties, each in the middle of what is seen of it.
 * @param px of the window's width
 */
export const namesIn = ({ counties, stops }, view, px) => {
  const perPx = view.w / px;
  const [right, bottom] = [view.x + view.w, view.y + view.h];
  const taken = [];
  const named = [];
  /** @param side where the name stands: 1 right of its place, -1 left of it, 0 over it */
  const add = (text, x, y, side) => {
    const width = (text.length * 7 + 8) * perPx;
    const start = x - (width * (1 - side)) / 2;
    const [end, top, low] = [start + width, y - 12 * perPx, y + 5 * perPx];
    if (start < view.x || end > right || top < view.y || low > bottom) return false;
    if (taken.some(([s, e, t, l]) => start < e && end > s && top < l && low > t)) return false;
    taken.push([start, end, top, low]);
    return named.push({ text, x, y, side });
  };
  for (const { name, at } of stops)
    add(name, at[0] + 7 * perPx, at[1] + 4 * perPx, 1) || add(name, at[0] - 7 * perPx, at[1] + 4 * perPx, -1);
  for (const { name, rings, x, y, w, h } of counties) {
    const [text] = name.split(', ');
    const sides = [Math.max(x, view.x), Math.min(x + w, right), Math.max(y, view.y), Math.min(y + h, bottom)];
    if (sides[1] - sides[0] < text.length * 6 * perPx || sides[3] <= sides[2]) continue;
    const middle = [(sides[0] + sides[1]) / 2, (sides[2] + sides[3]) / 2];
    if (holds(rings, middle)) add(text, ...middle, 0);
  }
  return named;
};
