/**
 * The words of the public pages, by language. Only the server reads them: public pages send no script, and what the frame of
 * every page needs goes into it as data (web/root.tsx).
 */
import { createInstance, type TFunction } from 'i18next';
import { useRouteLoaderData } from 'react-router';
import type en from '../../locales/en/public.json';
import {
  inLanguage,
  isReviewedLanguage,
  type PublicLanguage,
  publicLanguages,
} from '../../src/signals/core/index.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'public';
    resources: { public: typeof en };
    enableSelector: false;
  }
}

const files = import.meta.glob<{ default: typeof en }>('../../locales/*/public.json', { eager: true });
const resources = Object.fromEntries(
  Object.entries(files).map(([file, { default: words }]) => [file.split('/').at(-2)!, { public: words }]),
);

const instance = createInstance();
void instance.init({
  // The files are in memory, so nothing is waited for.
  initAsync: false,
  resources,
  defaultNS: 'public',
  ns: ['public'],
  // A word that is missing is said in English; the locale gate (test/conformance) keeps that from being needed.
  fallbackLng: 'en',
  supportedLngs: Object.keys(publicLanguages),
  interpolation: { escapeValue: false },
});

export type Say = TFunction<'public'>;

/** Says a word of the public pages in a language. */
export const wordsIn = (language: PublicLanguage): Say => instance.getFixedT(language, 'public') as Say;

/** What a public page needs to speak: the words, addresses in its language, and days as they are written there. */
export interface Speaking {
  readonly language: PublicLanguage;
  /** Whether a real person has reviewed this language. */
  readonly reviewed: boolean;
  readonly t: Say;
  readonly at: (path: string) => string;
  readonly day: (at: Date | string) => string;
  /** An hour and minute with its zone. @param zone IANA name */
  readonly time: (at: Date | string, zone: string) => string;
  /** What a zone is called: "Central Time". @param zone IANA name */
  readonly zoneName: (zone: string) => string;
}

/** One for each language: a page asks for it in every part of it, and making a formatter of days takes longer than using it. */
const speeches = new Map<PublicLanguage, Speaking>();

export function speak(language: PublicLanguage): Speaking {
  const known = speeches.get(language);
  if (known) return known;
  const speech = speechIn(language);
  speeches.set(language, speech);
  return speech;
}

function speechIn(language: PublicLanguage): Speaking {
  const { tag } = publicLanguages[language];
  // Digits are the ones of codes and of telephone numbers, whatever the language.
  const locale = `${tag === 'en' ? 'en-US' : tag}-u-nu-latn`;
  // The day is the same wherever it is read.
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
  return {
    language,
    reviewed: isReviewedLanguage(tag),
    t: wordsIn(language),
    at: (path) => inLanguage(language, path),
    day: (at) => days.format(new Date(at)),
    time: (at, timeZone) =>
      new Intl.DateTimeFormat(locale, {
        month: 'short',
        day: 'numeric',
        hour: 'numeric',
        minute: '2-digit',
        timeZone,
        timeZoneName: 'short',
      }).format(new Date(at)),
    zoneName: (timeZone) =>
      new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'longGeneric' })
        .formatToParts(0)
        .find(({ type }) => type === 'timeZoneName')?.value ?? timeZone,
  };
}

/** The words of the frame, which every page carries: put together once for each language. */
const framesOf = (language: PublicLanguage) => wordsIn(language)('frame', { returnObjects: true });
const frames = new Map<PublicLanguage, ReturnType<typeof framesOf>>();

export function frameIn(language: PublicLanguage): ReturnType<typeof framesOf> {
  const frame = frames.get(language) ?? framesOf(language);
  frames.set(language, frame);
  return frame;
}

/** The language of the page that is being made. */
export const useSpeech = (): Speaking =>
  speak((useRouteLoaderData('root') as { language: PublicLanguage } | undefined)?.language ?? 'en');
