/** Whether a contact could be reached as it is written: asked when it is added, because nobody has time for it during a page. */
import type { Contact, Wire } from './ladder.ts';

const digitsOf = (text: string) => text.replace(/\D/g, '').length;

/** A text needs a whole number and nothing else; a person who dials can read an extension. */
const shapes: Readonly<Record<Wire, (address: string) => boolean>> = {
  sms: (address) => /^\+?[\d\s().-]+$/.test(address) && digitsOf(address) >= 10 && digitsOf(address) <= 15,
  voice: (address) => digitsOf(address) >= 7,
  email: (address) => /^[^\s@]{1,64}@[^\s@]{1,255}$/.test(address),
  webhook: (address) => /^https?:\/\/\S+$/.test(address),
};

export const isReachable = ({ wire, address }: Pick<Contact, 'wire' | 'address'>): boolean =>
  shapes[wire](address.trim());
