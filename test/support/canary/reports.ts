/** Reports: by the API with a mark in each field, and by the form, page for page. */
import type { Walk } from './walk.ts';

/** Also stands in rows as digits alone. */
export const telephone = '816-555-0187';

export interface Sent {
  readonly signalId: string;
  readonly code: string;
}

/** A report of which nothing was left out. */
const whole = ({ words, given: { mark, point } }: Walk) => ({
  danger: 'soon',
  relation: 'transport-worker',
  narrative: `She said ${mark}. His number is ${telephone}, his car ${mark.toUpperCase()}.`,
  ownWords: words('Help,'),
  appearance: words('A coat,'),
  people: words('Two men,'),
  vehicle: { words: words('A van,'), plate: mark.toUpperCase(), plateState: mark },
  transit: { line: words('311'), tripId: mark, car: words('near'), alightingStop: `${mark} station` },
  place: { words: words('Behind'), highway: words('I-70 at'), mileMarker: mark, point },
  doNotTell: words('Not'),
  safeContact: { wire: 'sms', address: telephone },
  language: 'en',
});

export async function report(walk: Walk, more: object = {}): Promise<Sent> {
  await walk.wait(1);
  const key = `key-${walk.given.mark}-${walk.calls.length}`;
  const { receipt } = await walk.api(
    null,
    '/v1/signals',
    { door: 'tip', ...whole(walk), ...more },
    { 'idempotency-key': key },
  );
  return { code: receipt, signalId: await walk.newest('signal') };
}

/** What is asked on each page of the form, and sent from it. */
const pagesOf = ({
  words,
  given: { mark, point },
}: Walk): readonly Record<string, string | readonly string[]>[] => [
  { step: 'what', narrative: words('By the form:'), danger: 'soon' },
  { step: 'signs', observations: ['papers-held', 'debt-owed'], ownWords: words('By the form, own:') },
  {
    step: 'where',
    line: words('311'),
    tripDate: words('Tuesday,'),
    car: mark,
    alightingStop: mark,
    placeWords: words('By the form, at'),
    highway: mark,
    mileMarker: mark,
    point: `${point.lon},${point.lat}`,
    asWritten: 'yes',
  },
  { step: 'who', ageGroup: 'adult', people: words('Three,'), appearance: words('A hat,') },
  { step: 'vehicle', vehicleWords: words('A car,'), plate: mark.toUpperCase(), plateState: mark },
  { step: 'tell', doNotTell: words('Nobody at') },
  {
    step: 'contact',
    safePhone: telephone,
    safeTimesWords: words('On the page, when he sleeps,'),
    whoElse: words('On the page, his mother,'),
    codeWord: words('Heron'),
  },
  { step: 'review' },
];

/** Fills in a door's form page for page, goes back and looks again, and sends it. @returns the page with the code */
export async function fillIn(
  walk: Walk,
  door: string,
  more: Record<string, string | readonly string[]> = {},
) {
  await walk.wait(1);
  await walk.look(null, `/report?door=${door}&from=${walk.given.mark}`);
  const answers: Record<string, string | readonly string[]> = {
    key: `form-${walk.given.mark}-${door}`,
    door,
    ...more,
  };
  const url = `/report?door=${door}`;
  for (const page of pagesOf(walk)) {
    Object.assign(answers, page);
    if (page['step'] === 'where') await walk.send(null, url, { ...answers, go: 'find' });
    if (page['step'] !== 'review') await walk.send(null, url, { ...answers, go: 'next' });
  }
  for (const go of ['to:where', 'back', 'stay', 'enter']) await walk.send(null, url, { ...answers, go });
  await walk.send(null, url, { ...answers, step: 'vehicle', go: 'skip' });
  return walk.send(null, url, { ...answers, go: 'send' });
}

const month = 30 * 86_400_000;

/** Every way by which a report comes in from somebody with no account. @returns the one that is worked on by the API, and by pages */
export async function sendReports(
  walk: Walk,
): Promise<{ byApi: Sent; byPages: Sent; help: Sent; spare: Sent }> {
  const { words, given } = walk;
  const until = new Date((await given.house.now()).getTime() + month).toISOString();
  // Aboard a train: a place in numbers would count for more.
  const byApi = await report(walk, {
    place: { words: words('Aboard,'), highway: given.mark, mileMarker: given.mark },
  });
  const byPages = await report(walk);
  const help = await report(walk, {
    door: 'help',
    safeContact: { wire: 'email', address: `${given.mark}@example.org` },
    contactWishes: {
      days: 'weekdays',
      timesWords: words('When he sleeps,'),
      whoElse: words('His mother,'),
      codeWord: words('Bluebird'),
    },
    releases: [
      {
        recipient: 'role:victim-advocate',
        items: ['place'],
        purpose: words('By themselves, for'),
        until,
      },
      { recipient: words('Whoever'), items: ['time'], purpose: words('Free,'), until },
    ],
  });
  const spare = await report(walk, { door: 'professional' });
  for (const door of ['tip', 'help', 'professional', 'unsure'])
    await fillIn(
      walk,
      door,
      door === 'help' ? { relation: 'potential-victim', releases: ['role:victim-advocate'] } : {},
    );
  // An old form, or somebody else's: without pages.
  await walk.send(null, '/report?door=help', {
    door: 'help',
    narrative: words('All at once:'),
    appearance: given.mark,
  });
  await walk.send(null, '/learn/transit/check', { q0: given.mark, [given.mark]: given.mark });
  return { byApi, byPages, help, spare };
}
