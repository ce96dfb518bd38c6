/** A partner: its keys, and what its own app sends, signed. */
import { sign } from '../../../docs/guides/partner-client/report.mjs';
import { administratorId } from '../house.ts';
import { asJson, type Walk } from './walk.ts';

/** What is shown once on the page that made it. */
const madeIn = (html: string): string[] =>
  [...html.matchAll(/<code[^>]*>([^<]{20,})<\/code>/g)].map(([, text]) =>
    text!.replaceAll('&#x3D;', '=').replaceAll('&#x27;', "'"),
  );

export async function partner(walk: Walk): Promise<void> {
  const { words, given } = walk;
  const { mark, named, point } = given;
  await walk.look(administratorId, '/console/partners');
  for (const mode of ['live', 'sandbox']) {
    const made = await walk.send(administratorId, '/console/partners', {
      do: 'make-key',
      name: `Transit ${named}`,
      mode,
      feedId: '',
      perMinute: '60',
    });
    const [keyName, secret] = madeIn(made.body);
    const body = JSON.stringify({
      narrative: words('A partner’s:'),
      ownWords: words('Partner, own:'),
      appearance: words('Partner, a coat,'),
      trip: { tripId: mark, routeId: mark, shortName: mark, startDate: '20260212' },
      vehicle: { id: mark, label: mark, car: mark },
      alightingStop: { stopId: mark, name: mark },
      place: { words: words('Partner, at'), highway: mark, mileMarker: mark, point },
      doNotTell: words('Partner, not'),
      contact: {
        consentedByPerson: true,
        purpose: words('Questions,'),
        wire: 'email',
        address: `${mark}@example.org`,
      },
      codeForPerson: true,
      // In danger now nothing is refused: what is not known is left out.
      ...(mode === 'live' ? { danger: 'imminent', [mark]: mark } : { danger: 'soon' }),
    });
    await walk.wait(1);
    const seconds = Math.floor((await given.house.now()).getTime() / 1000);
    await walk.signed('/v1/partners/signals', body, {
      'content-type': asJson,
      'alight-key': keyName!,
      ...sign(secret!, `report-${mark}-${mode}`, seconds, body),
    });
  }
  await walk.look(administratorId, '/console/partners');
  const [key] = await given.rows<{ id: string }>('select id from partner_key order by id limit 1');
  for (const act of ['clear-timetable', 'revoke-key'])
    await walk.send(administratorId, '/console/partners', { do: act, id: key!.id });
}
