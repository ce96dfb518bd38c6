import { expect, test } from 'vitest';
import { isAlike } from '../core/alike.ts';
import { signalInput } from '../input.ts';
import { comparedText } from './compared.ts';
import { openSketches } from './sketching.ts';

const sketchOf = openSketches(Buffer.alloc(32, 7));
const sketch = (more: object) =>
  sketchOf(
    comparedText(
      signalInput.parse({
        door: 'tip',
        narrative: 'A driver of a truck left a person at the stop and drove on.',
        ...more,
      }),
    ),
  )!;

test('reports in one wording about other places and vehicles are not one flood', () => {
  const at = (mileMarker: string, highway: string, plate: string, people: string) =>
    sketch({ place: { highway, mileMarker }, vehicle: { plate, plateState: 'MO' }, people });
  const here = at('12', 'I-70 west', 'AB1 C2D', 'one woman in a red coat');
  expect(isAlike(here, at('12', 'I-70 west', 'AB1 C2D', 'one woman in a red coat'))).toBe(true);
  expect(isAlike(here, at('148', 'US-63 north', 'XK9 7QP', 'two boys and an older man'))).toBe(false);
});
