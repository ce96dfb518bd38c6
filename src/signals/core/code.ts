/**
 * The code that reopens a dialogue: 20 digits (66.4 bits) and one check digit, so that a slip of the finger is noticed by the
 * person and not only by us. Digits, because they can be said and typed in every language.
 */
const digits = 20;
const groupSize = 4;

/** The check digit (Luhn, ISO/IEC 7812-1 annex B) of a text of digits. */
export function checkDigit(text: string): string {
  let sum = 0;
  for (let i = 0; i < text.length; i++) {
    const digit = Number(text[text.length - 1 - i]);
    const weighted = i % 2 === 0 ? digit * 2 : digit;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return String((10 - (sum % 10)) % 10);
}

/** A code out of 32 evenly spread bytes. The remainder's unevenness is below 2^-180. */
export function codeFromBytes(bytes: Uint8Array): string {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  const text = (value % 10n ** BigInt(digits)).toString().padStart(digits, '0');
  return text + checkDigit(text);
}

const typedDigits = (typed: string): string => typed.slice(0, 200).replace(/[\s-]/g, '');

/** What a person typed, as digits only; null when it cannot be a code. */
export function readCode(typed: string): string | null {
  const text = typedDigits(typed);
  if (!/^\d{21}$/.test(text)) return null;
  return checkDigit(text.slice(0, digits)) === text[digits] ? text : null;
}

/**
 * Why what a person typed can be nobody's code: how many digits it has where there are not 21, or that one of them is off. It is
 * computed from what was typed alone, so it says nothing of which codes there are; undefined where it could be one.
 */
export function slipIn(typed: string): { readonly digits: number } | 'one is off' | undefined {
  if (readCode(typed)) return undefined;
  const count = typedDigits(typed).replace(/\D/g, '').length;
  return count === digits + 1 && /^\d*$/.test(typedDigits(typed)) ? 'one is off' : { digits: count };
}

/** In groups, for reading aloud and copying by hand. */
export const writeCode = (code: string): string =>
  code.match(new RegExp(`.{1,${groupSize}}`, 'g'))?.join(' ') ?? code;
