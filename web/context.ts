/** What the server hands to every page. Re-exported by the server's entry, so that there is one key and not two. */
import { createContext } from 'react-router';
import type { Services } from '../src/main/services.ts';

export const servicesContext = createContext<Services>();
/** The nonce of this answer's Content-Security-Policy. */
export const nonceContext = createContext<string>();
