/** Which areas a path crosses, in order, and where it enters and leaves each. */
import { type AreaIndex, distanceMetres, locateIndex, type Point } from './shapes.ts';

/** One stretch of a path inside one area; distances along the path from its start. */
export interface Stretch {
  /** Number of the area, −1 outside all. */
  readonly area: number;
  readonly enterMetres: number;
  readonly exitMetres: number;
}

const stepMetres = 250;
const boundaryMetres = 1;
const pathPointLimit = 20_000;

/**
 * Walks the path in steps of at most 250 m and finds each crossing to the metre by halving. A county that a path only
 * touches for less than a step may go unseen; routing ignores such short stays anyway.
 * @throws RangeError when the path has more than 20,000 points or fewer than two
 */
export function crossings(index: AreaIndex, path: readonly Point[]): Stretch[] {
  if (path.length < 2 || path.length > pathPointLimit)
    throw new RangeError(`a path has 2 to ${pathPointLimit} points`);
  const stretches: Stretch[] = [];
  let area = locateIndex(index, path[0]!.lon, path[0]!.lat);
  let enterMetres = 0;
  let before = 0;
  for (let i = 1; i < path.length; i++) {
    const [a, b] = [path[i - 1]!, path[i]!];
    const length = distanceMetres(a, b);
    const steps = Math.max(1, Math.ceil(length / stepMetres));
    const at = (t: number) => locateIndex(index, a.lon + (b.lon - a.lon) * t, a.lat + (b.lat - a.lat) * t);
    for (let step = 1; step <= steps; step++) {
      const next = at(step / steps);
      if (next === area) continue;
      let [low, high] = [(step - 1) / steps, step / steps];
      while ((high - low) * length > boundaryMetres) {
        const middle = (low + high) / 2;
        if (at(middle) === area) low = middle;
        else high = middle;
      }
      const crossing = before + high * length;
      stretches.push({ area, enterMetres, exitMetres: crossing });
      area = next;
      enterMetres = crossing;
    }
    before += length;
  }
  stretches.push({ area, enterMetres, exitMetres: before });
  return stretches;
}
