/** What may be done with a report on its page: each act of a form, with everything kept when it is refused. */
import { redirect } from 'react-router';
import type { Acting, Services } from '../../src/main/serving/services.ts';
import type { Observation } from '../../src/signals/core/index.ts';
import type { TripChoice } from '../../src/transit/index.ts';
import { saved } from './acting.ts';
import { releaseOf } from './consent.tsx';
import { afterListing, listFrom, takeBackFrom } from './do-not-tell.tsx';
import { type Refused, refused } from './kept.ts';

type Answer =
  | Response
  | Refused
  | (Partial<Refused> & { found: TripChoice[]; kept: Refused['kept'] })
  | { readOut: string };

const missing = (title: string, detail: string) => ({ title, detail });

export async function act(
  services: Services,
  acting: Acting,
  signalId: string,
  form: FormData,
): Promise<Answer> {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const here = `/console/signals/${signalId}`;
  const name = text('do');
  const no = (title: string, detail: string, field: string) =>
    refused(form, name, missing(title, detail), field);
  const done = (to = here) => saved(to, name, services.now());
  try {
    switch (name) {
      case 'ask':
        await services.askBack(acting, signalId, text('text'));
        return done();
      case 'text-now':
        await services.textNow(acting, signalId, text('whyNow'));
        return done();
      case 'accept-chat':
        await services.acceptChat(acting, signalId);
        return redirect(`${here}#conversation`);
      case 'end-chat':
        await services.endChat(acting, signalId);
        return done();
      case 'hand-over':
        await services.handOverChat(acting, signalId, {
          note: text('note'),
          toStaffId: text('toStaffId') || undefined,
        });
        return done();
      case 'assess':
        if (!text('strength'))
          return no(
            'What do the indicators come to together?',
            'Choose one under “Indicators together”. Everything else is kept.',
            'strength',
          );
        await services.assess(acting, signalId, {
          // What is no behaviour is kept in: the command refuses it in words.
          observedBehaviours: form.getAll('observedBehaviours').map((code) => String(code) as Observation),
          ownWords: form.get('ownWords') === 'yes',
          strength: text('strength') as 'high' | 'moderate' | 'none',
          danger: (text('danger') || 'not-known') as 'imminent' | 'soon' | 'not-known' | 'none',
          ageGroup: (text('ageGroup') || 'unknown') as 'minor' | 'adult' | 'unknown',
          appearanceOnly: form.get('appearanceOnly') === 'yes',
          reason: text('reason'),
        });
        return done();
      case 'find-trip': {
        if (!text('line'))
          return no('Which train or bus?', 'Write its number or the name of its line.', 'line');
        const found = text('date')
          ? await services.findTripsOn(text('line'), text('date'))
          : await services.findActiveTrips(text('line'));
        if (found.length === 0)
          return no(
            'No train or bus was found',
            text('date')
              ? 'No timetable has this number or line on that date. Check both, or give the place below.'
              : 'None with this number or line is on its way now. Give the date it set out on, or the place below.',
            'line',
          );
        return { found, kept: refused(form, name, missing('', '')).kept };
      }
      case 'trip': {
        const [tripId = '', serviceDate = ''] = text('trip').split('|');
        if (!tripId) return no('Which train or bus?', 'Choose one of the list, or search below.', 'trip');
        const stopId = text('stopId');
        await services.linkTrip(acting, signalId, { tripId, serviceDate, ...(stopId ? { stopId } : {}) });
        return done();
      }
      case 'place': {
        const point = pointIn(text('coordinates'));
        if (point === null)
          return no(
            'Those numbers could not be read',
            'Write latitude, a comma, longitude, for example 39.0846, -94.5853; or leave them out.',
            'coordinates',
          );
        await services.linkPlace(acting, signalId, {
          words: text('words'),
          county: text('county') || undefined,
          point,
        });
        return done();
      }
      case 'do-not-tell': {
        const whom = await listFrom(services, acting, signalId, form);
        if ('problem' in whom) return whom;
        return done(afterListing(whom, acting.staffId, here));
      }
      case 'confirm': {
        const { responseId } = await services.confirmResponse(acting, signalId, {
          reason: text('reason'),
          secondStaffId: text('secondStaffId') || undefined,
          leadOrganizationId: text('leadOrganizationId') || undefined,
          description: text('description') || undefined,
        });
        return done(`/console/responses/${responseId}`);
      }
      case 'pass-on':
      case 'pass-on-again':
        await services.passOnAsInformation(acting, signalId, text('reason'), {
          again: name === 'pass-on-again',
          description: text('description') || undefined,
        });
        return done();
      case 'take-back-do-not-tell':
        await takeBackFrom(services, acting, signalId, form);
        return done();
      case 'settle-do-not-tell':
        await services.settleDoNotTell(acting, signalId, text('reason'));
        return done();
      case 'record-release':
        await services.recordRelease(acting, signalId, releaseOf(form));
        return done();
      case 'withdraw-release':
        await services.takeBackRelease(acting, signalId, text('releaseId'));
        return done();
      case 'move-to-help':
        await services.moveToHelp(acting, signalId, text('reason'));
        return done();
      case 'supervisor':
        await services.callSupervisor(acting, signalId);
        return done();
      case 'close':
        if (!text('reason'))
          return no('Why is it closed?', 'Write a few words, so that whoever asks later knows.', 'reason');
        await services.closeSignal(acting, signalId, text('reason'));
        return done();
      case 'elsewhere':
        await services.flagCodeElsewhere(acting, signalId);
        return done();
      case 'read-out':
        return { readOut: await services.readOutCode(acting, signalId) };
      case 'release':
        await services.releaseActedOn(acting, signalId);
        return done();
      default:
        return redirect(here);
    }
  } catch (error) {
    const problem = services.problemOf(error);
    // The gate names everything that is missing at once; so do the marks.
    const marks =
      problem.code === 'confirmation-incomplete'
        ? [
            ...(problem.detail.includes('reason in words') ? ['reason'] : []),
            ...(/second person/.test(problem.detail) ? ['secondStaffId'] : []),
          ]
        : [];
    return marks.length ? refused(form, name, problem, marks.join(' ')) : refused(form, name, problem);
  }
}

/** @returns nothing when nothing was typed, null when it cannot be read */
function pointIn(typed: string): { lon: number; lat: number } | undefined | null {
  if (!typed) return undefined;
  const found = /^(-?\d{1,3}(?:\.\d+)?)\s*[,; ]\s*(-?\d{1,3}(?:\.\d+)?)$/.exec(typed);
  return found ? { lat: Number(found[1]), lon: Number(found[2]) } : null;
}
