/**
 * A train, a car or a seat as people write it in the languages that a report is asked in, as a code that a responder reads. What is more than a
 * code is a sentence: it may hold a name or a telephone number, and nothing is made of it. Pure.
 */

/** One letter at most before and after, and at most three digits: a telephone number, a date and a year are none. */
const seatCode = '[a-z]?\\d{1,3}[a-z]?';
const lineCode = '[a-z]{0,3}-?\\d{1,5}[a-z]?';

/** What is meant, by every word for it. Written without accents, as what is compared is. */
type Words = Readonly<Record<string, readonly string[]>>;

const seats: Words = {
  car: [
    'car',
    'coach',
    'wagon',
    'carriage',
    'vagon',
    'coche',
    'carro',
    'toa',
    'toa tau',
    'عربة',
    'العربة',
    'مقطورة',
    'المقطورة',
  ],
  seat: ['seat', 'asiento', 'ghe', 'مقعد', 'المقعد', 'كرسي', 'الكرسي'],
  row: ['row', 'fila', 'hang', 'hang ghe', 'صف', 'الصف'],
};
const lines: Words = {
  train: ['train', 'tren', 'tau', 'chuyen tau', 'tau hoa', 'قطار', 'القطار'],
  bus: ['bus', 'autobus', 'xe buyt', 'حافلة', 'الحافلة', 'باص', 'الباص'],
  line: ['line', 'linea', 'tuyen', 'خط', 'الخط'],
  route: ['route', 'ruta'],
};
/** In Chinese the number stands within the word. */
const chineseSeats: Words = {
  car: ['第?{n}[节節号號]?(?:车厢|車廂)', '(?:车厢|車廂){n}[号號]?'],
  seat: ['{n}[号號]?(?:座位?)', '座位{n}[号號]?'],
  row: ['第?{n}排'],
};
const chineseLines: Words = {
  train: ['(?:火车|火車|列车|列車){n}次?', '{n}次(?:火车|火車|列车|列車)?'],
  bus: ['{n}路(?:公交车?|公車|巴士)?', '(?:公交车?|巴士){n}路?'],
};

/** "the second car", "cuarto coche", "toa thu hai", "العربة الثانية". */
const ordinals: readonly (readonly string[])[] = [
  ['first', '1st', 'primer', 'primero', 'primera', 'nhat', 'mot', 'الاولى', 'الاول'],
  ['second', '2nd', 'segundo', 'segunda', 'hai', 'nhi', 'الثانية', 'الثاني'],
  ['third', '3rd', 'tercer', 'tercero', 'tercera', 'ba', 'الثالثة', 'الثالث'],
  ['fourth', '4th', 'cuarto', 'cuarta', 'tu', 'bon', 'الرابعة', 'الرابع'],
  ['fifth', '5th', 'quinto', 'quinta', 'nam', 'الخامسة', 'الخامس'],
  ['sixth', '6th', 'sexto', 'sexta', 'sau', 'السادسة', 'السادس'],
  ['seventh', '7th', 'septimo', 'septima', 'bay', 'السابعة', 'السابع'],
  ['eighth', '8th', 'octavo', 'octava', 'tam', 'الثامنة', 'الثامن'],
  ['ninth', '9th', 'noveno', 'novena', 'chin', 'التاسعة', 'التاسع'],
  ['tenth', '10th', 'decimo', 'decima', 'muoi', 'العاشرة', 'العاشر'],
];

const digitsElsewhere = /[٠-٩۰-۹]/g;
const chineseDigits = '一二三四五六七八九';

/** Small letters without accents, digits as they are on a ticket, one space. Accents are left out by many who write in a hurry. */
const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}|\u0640/gu, '')
    .toLowerCase()
    .replaceAll(digitsElsewhere, (digit) => String(digit.charCodeAt(0) % 16))
    // Ten to ninety-nine as Chinese writes them; what is more stands on no car.
    .replaceAll(/([一二三四五六七八九]?)十([一二三四五六七八九]?)/g, (_, tens: string, ones: string) =>
      String((chineseDigits.indexOf(tens || '一') + 1) * 10 + (ones ? chineseDigits.indexOf(ones) + 1 : 0)),
    )
    .replaceAll(/[一二三四五六七八九]/g, (digit) => String(chineseDigits.indexOf(digit) + 1))
    .replaceAll(/\s+/g, ' ')
    .trim();

const article = '(?:the |el |la |en el |en la |in |at )?';
const numbered = '(?: ?(?:no\\.?|number|numero|num\\.?|n\\.?[oº]?|so|رقم))?';

interface Reading {
  readonly kind: string;
  readonly shape: RegExp;
  /** What was found in the shape, as a code; the place of an ordinal counts from one. */
  readonly code: (found: string) => string;
}

function readingsOf(words: Words, chinese: Words, code: string): Reading[] {
  const same = (found: string) => found;
  const place = (found: string) => String(ordinals.findIndex((names) => names.includes(found)) + 1);
  const ordinal = ordinals.flat().join('|');
  return [
    ...Object.entries(words).flatMap(([kind, names]) => {
      const name = `(?:${names.join('|')})`;
      return [
        { kind, shape: new RegExp(`^${article}${name}${numbered}[ #-]*(${code})$`), code: same },
        { kind, shape: new RegExp(`^${article}(${ordinal}) ${name}$`), code: place },
        { kind, shape: new RegExp(`^${article}${name} (?:thu )?(${ordinal})$`), code: place },
        { kind, shape: new RegExp(`^${name} thu (${code})$`), code: same },
      ];
    }),
    ...Object.entries(chinese).flatMap(([kind, shapes]) =>
      shapes.map((shape) => ({
        kind,
        shape: new RegExp(`^${shape.replace('{n}', `\\s*(${code})\\s*`)}$`),
        code: same,
      })),
    ),
  ];
}

const seatReadings = readingsOf(seats, chineseSeats, seatCode);
const lineReadings = readingsOf(lines, chineseLines, lineCode);

function read(text: string, readings: readonly Reading[]): string | null {
  for (const { kind, shape, code } of readings) {
    const found = shape.exec(plain(text))?.[1];
    if (found) return `${kind} ${code(found).toUpperCase()}`;
  }
  return null;
}

/** As it was written where English has it so already: "311", "Train 311", "bus 7A". */
const lineShape = /^(train |bus |line |route |no\.? ?|#)?[a-z]{0,3}-?\d{1,5}[a-z]?$/i;
/** "2", "car 2", "14A". */
const carShape = /^(car |coach |wagon |seat |row )?[a-z]?\d{1,3}[a-z]?$/i;
/** A car, a row and a seat, and no more. */
const partLimit = 3;

/** The train or bus that was written, or null where it is more than a code. */
export const lineOf = (text: string | undefined): string | null =>
  text === undefined ? null : lineShape.test(text.trim()) ? text.trim() : read(text, lineReadings);

/** The car, row or seat that was written, in any of the languages; null where any part of it is more than a code. */
export function carOf(text: string | undefined): string | null {
  const parts = text?.split(/[,;،，、]/) ?? [];
  if (parts.length > partLimit) return null;
  const codes = parts.map((part) => (carShape.test(part.trim()) ? part.trim() : read(part, seatReadings)));
  return codes.length && codes.every((code) => code !== null) ? codes.join(', ') : null;
}
