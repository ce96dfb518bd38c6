/** The borders of a state's counties and of those around it, as a map draws them. Read anew at each call: a process asks once. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Borders, type Box, boxOf, type Pair } from './core/index.ts';

const marginDegrees = 0.1;

interface Shape {
  readonly id: string;
  readonly type: 'Polygon' | 'MultiPolygon' | null;
  readonly arcs?: number[][] | number[][][];
}

interface Atlas {
  readonly transform: { readonly scale: [number, number]; readonly translate: [number, number] };
  readonly arcs: [number, number][][];
  readonly objects: { readonly counties: { readonly geometries: Shape[] } };
}

const ringsOf = ({ type, arcs = [] }: Shape): number[][] =>
  type === 'MultiPolygon' ? (arcs as number[][][]).flat() : (arcs as number[][]);
const lineNumber = (arc: number): number => (arc < 0 ? ~arc : arc);

/** @param stateFips two digits @returns the borders, and the box of the state with what is drawn around it */
export function readOutlines(stateFips: string): { borders: Borders; box: Box } {
  const { transform, arcs, objects } = JSON.parse(
    readFileSync(createRequire(import.meta.url).resolve('us-atlas/counties-10m.json'), 'utf8'),
  ) as Atlas;
  const { scale, translate } = transform;
  const lineOf = (number: number): Pair[] => {
    let [x, y] = [0, 0];
    return arcs[number]!.map(([dx, dy]) => {
      [x, y] = [x + dx, y + dy];
      return [x * scale[0] + translate[0], y * scale[1] + translate[1]];
    });
  };
  const linesOf = (shape: Shape) => ringsOf(shape).flat().map(lineNumber).map(lineOf);
  const shapes = objects.counties.geometries.filter(({ type }) => type);
  const isHome = ({ id }: Shape) => id.startsWith(stateFips);
  const box = boxOf(shapes.filter(isHome).flatMap(linesOf), marginDegrees);
  // Whoever is just across the border finds themselves as well.
  const own = new Set(shapes.filter(isHome).flatMap(ringsOf).flat().map(lineNumber));
  const drawn = shapes.filter((shape) =>
    ringsOf(shape)
      .flat()
      .some((arc) => own.has(lineNumber(arc))),
  );
  // Only the lines that are drawn, numbered anew.
  const numbers = new Map<number, number>();
  const renumber = (arc: number): number => {
    const own = lineNumber(arc);
    const known = numbers.get(own) ?? numbers.size;
    numbers.set(own, known);
    return arc < 0 ? ~known : known;
  };
  const counties = drawn.map((shape) => ({
    fips: shape.id,
    rings: ringsOf(shape).map((ring) => ring.map(renumber)),
  }));
  return { borders: { lines: [...numbers.keys()].map(lineOf), counties }, box };
}
