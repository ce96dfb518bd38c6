/** Point to county beside which-polygon on the same points, and a corridor across Missouri. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { feature } from 'topojson-client';
import whichPolygon from 'which-polygon';
import { loadGeography, type Point } from '../src/geography/index.ts';
import { type Benchmark, microsecondsPerCall, seeded } from './benchmark.ts';

const points = 100_000;
const rounds = 7;
const nearShare = 0.2;
const metresPerDegree = 111_195;
const seed = 20_261;

/** Four fifths around the middle of counties (as people live), one fifth within 500 m of a boundary. */
function samplePoints(
  collection: { features: { geometry: { type: string; coordinates: unknown } | null }[] },
  geography: ReturnType<typeof loadGeography>,
): Point[] {
  const random = seeded(seed);
  const middles = [...Array(56).keys()]
    .flatMap((state) => geography.counties(String(state + 1).padStart(2, '0')))
    .map((county) => county.centre);
  const rings = collection.features.flatMap(({ geometry }) => {
    if (!geometry) return [];
    return (
      geometry.type === 'Polygon' ? [geometry.coordinates] : (geometry.coordinates as unknown[])
    ).flat() as [number, number][][];
  });
  return Array.from({ length: points }, () => {
    if (random() < nearShare) {
      const ring = rings[Math.floor(random() * rings.length)]!;
      const [lon, lat] = ring[Math.floor(random() * ring.length)]!;
      const reach = 500 / metresPerDegree;
      return { lon: lon + (random() - 0.5) * 2 * reach, lat: lat + (random() - 0.5) * 2 * reach };
    }
    const middle = middles[Math.floor(random() * middles.length)]!;
    return { lon: middle.lon + (random() - 0.5) * 0.3, lat: middle.lat + (random() - 0.5) * 0.3 };
  });
}

export const pointToCounty: Benchmark = {
  name: 'point-to-county',
  about: 'Which county holds a point, beside which-polygon on the same points.',
  run: async () => {
    const geography = loadGeography();
    const topology = JSON.parse(
      readFileSync(createRequire(import.meta.url).resolve('us-atlas/counties-10m.json'), 'utf8'),
    );
    const collection = feature(topology, topology.objects.counties) as unknown as Parameters<
      typeof samplePoints
    >[0];
    for (const county of (
      collection as unknown as { features: { id: string; properties: Record<string, unknown> }[] }
    ).features)
      county.properties['id'] = county.id;
    const sample = samplePoints(collection, geography);
    const peer = whichPolygon(collection as never) as unknown as (
      point: [number, number],
    ) => { id: string } | null;
    const asked = sample.map(({ lon, lat }) => [lon, lat] as [number, number]);
    let same = 0;
    sample.forEach((point, index) => {
      if ((geography.locate(point)?.countyFips ?? null) === (peer(asked[index]!)?.id ?? null)) same++;
    });
    const ours = microsecondsPerCall(points, rounds, () => {
      for (const point of sample) geography.locate(point);
    });
    const theirs = microsecondsPerCall(points, rounds, () => {
      for (const point of asked) peer(point);
    });
    return [
      {
        name: 'point-to-county',
        value: 1 / ours,
        unit: 'million/s',
        aim: '>= 1.5 x which-polygon, and >= 1 million/s',
        holds: theirs / ours >= 1.5 && ours <= 1,
        beside: [
          { name: 'which-polygon', value: 1 / theirs },
          { name: 'share of equal answers', value: same / points },
        ],
        ratio: theirs / ours,
      },
    ];
  },
};

const corridorStops: Point[] = [
  { lon: -90.2039, lat: 38.6242 },
  { lon: -91.0127, lat: 38.5615 },
  { lon: -91.4326, lat: 38.707 },
  { lon: -92.1699, lat: 38.5789 },
  { lon: -93.2287, lat: 38.7117 },
  { lon: -93.7409, lat: 38.7627 },
  { lon: -94.5851, lat: 39.0849 },
];
const corridorCalls = 50;

export const corridor: Benchmark = {
  name: 'corridor',
  about: 'The counties between St. Louis and Kansas City in order, with entry and exit times.',
  run: async () => {
    const geography = loadGeography();
    const path = corridorStops.map((point, index) => ({ ...point, at: new Date(index * 3_600_000) }));
    const ours = microsecondsPerCall(corridorCalls, rounds, () => {
      for (let call = 0; call < corridorCalls; call++) geography.corridorTimes(path);
    });
    return [
      {
        name: 'corridor',
        value: ours / 1000,
        unit: 'ms',
        aim: '<= 2 ms',
        holds: ours <= 2000,
        beside: [],
        ratio: null,
      },
    ];
  },
};
