/** The safe contact a signaler gives: brought into the one form in which the wires take it, or not usable at all. */

/** North America's plan: three digits for the area and three for the exchange, neither beginning with 0 or 1. */
const nationalShape = /^[2-9]\d{2}[2-9]\d{6}$/;
const internationalShape = /^\+[1-9]\d{7,14}$/;
const mailShape = /^[^\s@]{1,64}@[^\s@]{1,190}$/;

/** A phone number as +18165550142, however it was written; null when it is none. Numbers without + are of North America. */
export function normalPhone(text: string): string | null {
  const written = text.trim();
  if (!/^\+?[\d\s().\-/]+$/.test(written)) return null;
  const digits = written.replace(/\D/g, '');
  if (written.startsWith('+') && !digits.startsWith('1'))
    return internationalShape.test(`+${digits}`) ? `+${digits}` : null;
  const national = digits.length === 11 && digits.startsWith('1') ? digits.slice(1) : digits;
  return nationalShape.test(national) ? `+1${national}` : null;
}

/** The address as a wire takes it; null when nothing can be sent there. */
export function normalAddress(wire: 'sms' | 'email', address: string): string | null {
  if (wire === 'sms') return normalPhone(address);
  const mail = address.trim();
  return mailShape.test(mail) ? mail : null;
}
