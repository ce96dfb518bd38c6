/** What of a report is held against others while floods are looked for: what was seen, and where, who and in what. */
import type { SignalInput } from '../input.ts';

const spelled = (text: string): string =>
  text.replaceAll(/\d/g, (digit) => 'abcdefghij'[Number(digit)] ?? digit);

/**
 * Numbers in a narrative are all the same, since a flood counts. Those of a plate, a mile marker or a line are spelled in letters: honest
 * reports in one agency's wording differ in little else.
 */
export function comparedText(
  input: Pick<SignalInput, 'narrative' | 'ownWords' | 'place' | 'people' | 'vehicle' | 'transit'>,
): string {
  const { place, vehicle, transit } = input;
  const details = [
    place?.words,
    place?.highway,
    place?.mileMarker,
    place?.point && `${place.point.lon} ${place.point.lat}`,
    input.people,
    vehicle?.words,
    vehicle?.plate,
    vehicle?.plateState,
    ...Object.values(transit ?? {}),
  ].filter((text) => text !== undefined);
  return [input.narrative, input.ownWords ?? '', ...details.map(spelled)].join('\n');
}
