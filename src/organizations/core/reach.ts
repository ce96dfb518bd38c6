/** By what an organization can be reached, and with what it can come; for asking whether anything of it is left to ask. */

export interface Reach {
  readonly organizationId: string;
  readonly addresses: readonly string[];
  readonly unitIds: readonly string[];
}

/** An organization of which no address and no unit is on file. */
export const unknownReach = (organizationId: string): Reach => ({
  organizationId,
  addresses: [],
  unitIds: [],
});

/** A telephone is the same however it is written; what is no number is the same in any case of letters. */
function addressKey(address: string): string {
  const written = address.trim().toLowerCase();
  if (/[@/]/.test(written)) return written;
  const [number = '', extension = ''] = written.split(/\s*(?:ext|x)\.?\s*/);
  const digits = number.replace(/\D/g, '');
  return digits ? `${digits.replace(/^1(?=\d{10}$)/, '')}#${extension.replace(/\D/g, '')}` : written;
}

export const isSameAddress = (one: string, other: string): boolean => addressKey(one) === addressKey(other);

/** "Sgt. Dana  Lee" and "sgt. dana lee" are one person, within one organization. */
export const isSameName = (one: string, other: string): boolean => nameKey(one) === nameKey(other);
const nameKey = (name: string) => name.trim().toLowerCase().replace(/\s+/g, ' ');
