/** What the server hands to every page. Re-exported by the server's entry, so that there is one key of each and not two. */
import { createContext } from 'react-router';
import type { Acting, Services } from '../src/main/serving/services.ts';
import type { Upload } from '../src/main/uploads.ts';
import type { PublicLanguage } from '../src/signals/core/index.ts';

export const servicesContext = createContext<Services>();
/** Who was let in; undefined on pages that ask nobody. */
export const actingContext = createContext<Acting | undefined>();
/** The nonce of this answer's Content-Security-Policy. */
export const nonceContext = createContext<string>();
/** The language of the address that was asked for. */
export const languageContext = createContext<PublicLanguage>();
/**
 * How the language of this answer is changed: with the page's form, where it has one; by links; or, where a page is shown once and
 * another language would be another page without it, not at all. An action says so where its answer is no form.
 */
export const switchContext = createContext<'form' | 'links' | 'none'>('form');
/** The file that came with the form of this request, or why it could not be read; null where none can come. */
export const uploadContext = createContext<Upload | null>();
