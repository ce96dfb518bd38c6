/** The point of the map that a report came with: where it is in words, and a small picture of what lies around it. */
import {
  atMetres,
  milesOf,
  type Picture,
  pictureHeight,
  pictureWidth,
  type Spot as SpotFound,
} from '../../src/geography/core/index.ts';

export interface PointOnMap {
  readonly lon: number;
  readonly lat: number;
  readonly spot: SpotFound;
  readonly picture: Picture;
}

export function spotWords({ county, stop }: SpotFound): string {
  const where = county ?? 'outside the counties we know';
  if (!stop) return where;
  const miles = milesOf(stop.metres);
  return stop.metres < atMetres
    ? `${where}, at ${stop.name}`
    : `${where}, about ${miles} ${miles === 1 ? 'mile' : 'miles'} from ${stop.name}`;
}

export function Spot({ point }: { point: PointOnMap }) {
  const { picture, spot, lat, lon } = point;
  return (
    <figure className="spot">
      <svg
        viewBox={`0 0 ${pictureWidth} ${pictureHeight}`}
        role="img"
        aria-label={`The point on the map: ${spotWords(spot)}`}
      >
        <path className="spot__border" d={picture.borders} />
        <path className="spot__line" d={picture.lines} />
        {picture.stops.map(({ name, x, y }) => (
          <g key={`${name} ${x} ${y}`}>
            <circle className="spot__stop" cx={x} cy={y} r="9" />
            <text
              x={x > pictureWidth * 0.65 ? x - 16 : x + 16}
              y={y + 10}
              textAnchor={x > pictureWidth * 0.65 ? 'end' : 'start'}
            >
              {name}
            </text>
          </g>
        ))}
        <path
          className="spot__pin"
          transform={`translate(${pictureWidth / 2} ${pictureHeight / 2}) scale(2.4)`}
          d="M0 0C-2-9-10-12-10-20a10 10 0 0 1 20 0C10-12 2-9 0 0Z"
        />
      </svg>
      <figcaption>
        <strong>Point on the map, by whoever reported:</strong> {spotWords(spot)}. {lat.toFixed(4)},{' '}
        {lon.toFixed(4)}. About 50 miles across; north is up.
      </figcaption>
    </figure>
  );
}
