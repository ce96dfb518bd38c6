/**
 * Times on the console, one way everywhere: 24 hours; the zone once, in the header; the date when it is not today; seconds in
 * the timeline only. The zone is the instance's.
 */
import { createContext, useContext, useEffect, useState } from 'react';
import { useRouteLoaderData } from 'react-router';
import type { loader } from '../root.tsx';

type Time = Date | string;

/** When the page was made, or now where a script runs. */
export const NowContext = createContext<Date | undefined>(undefined);

const tickMilliseconds = 15_000;

/** The server's time, moved on while the page stands open, where a script runs. */
export function useNow(first: Time): Date {
  const start = new Date(first).getTime();
  const [passed, setPassed] = useState(0);
  useEffect(() => {
    const began = performance.now();
    const timer = setInterval(() => setPassed(performance.now() - began), tickMilliseconds);
    return () => clearInterval(timer);
  }, []);
  return new Date(start + passed);
}

const format = (zone: string, options: Intl.DateTimeFormatOptions) => (at: Time) =>
  new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', ...options }).format(new Date(at));

const hours = { hour: '2-digit', minute: '2-digit' } as const;
const day = { month: 'short', day: 'numeric' } as const;

export function useTimes() {
  const zone = useRouteLoaderData<typeof loader>('root')?.instance.timeZone ?? 'UTC';
  const now = useContext(NowContext);
  const dayOf = format(zone, { ...day, year: 'numeric' });
  const clock = format(zone, hours);
  return {
    now,
    zone,
    /** "13:55", or "Nov 26, 13:55" when that is not today. */
    at: (time: Time): string =>
      now && dayOf(time) === dayOf(now) ? clock(time) : format(zone, { ...day, ...hours })(time),
    /** "13:55:07", for the timeline. */
    exact: format(zone, { ...hours, second: '2-digit' }),
    /** "10:56 CST". */
    withZone: format(zone, { ...hours, timeZoneName: 'short' }),
    /** "Wed, Nov 25". */
    day: format(zone, { weekday: 'short', ...day }),
  };
}

const minuteMilliseconds = 60_000;

/** "2 h 43 min". */
export function lengthWords(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / minuteMilliseconds);
  if (minutes < 1) return 'less than 1 min';
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  const whole = Math.floor(minutes / 60);
  return whole < 48 ? `${whole} h${rest ? ` ${rest} min` : ''}` : `${Math.floor(whole / 24)} days`;
}

/** The server's sentences write "1:55 PM CST"; on the console the same time reads "13:55". */
export const in24Hours = (words: string): string =>
  words.replaceAll(
    /\b(\d{1,2}):(\d{2})[\s\u202f](AM|PM)(?: [A-Z]{2,4}\b)?/g,
    (_whole, hour: string, minute: string, half: string) =>
      `${String((Number(hour) % 12) + (half === 'PM' ? 12 : 0)).padStart(2, '0')}:${minute}`,
  );
