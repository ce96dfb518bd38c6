import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, isServiceDate, parseTimeSeconds, RowReader, runsOn, serviceDayStart } from './index.ts';

const read = (text: string, pieces = 1) => {
  const rows: Record<string, string>[] = [];
  const reader = new RowReader((row) => rows.push({ ...row }));
  for (let i = 0; i < pieces; i++)
    reader.push(text.slice((i * text.length) / pieces, ((i + 1) * text.length) / pieces));
  reader.end();
  return rows;
};

describe('a service day', () => {
  test.each([
    [
      '2024-02-12',
      'America/New_York',
      '2024-02-12T05:00:00.000Z',
      'an ordinary winter day starts at midnight',
    ],
    [
      '2024-03-10',
      'America/New_York',
      '2024-03-10T04:00:00.000Z',
      'clocks go forward: noon minus 12 h is 23:00 the evening before',
    ],
    [
      '2024-11-03',
      'America/New_York',
      '2024-11-03T05:00:00.000Z',
      'clocks go back: noon minus 12 h is 01:00',
    ],
    ['2024-07-01', 'America/Chicago', '2024-07-01T05:00:00.000Z', 'summer in another zone'],
  ])('%s in %s starts at %s: %s', (date, zone, expected) => {
    expect(serviceDayStart(date, zone).toISOString()).toBe(expected);
  });

  test.each<[string, number | null, string]>([
    [' 9:15:00', 33_300, 'a blank before a one-digit hour'],
    ['86:05:30', 309_930, 'a train that is days on its way'],
    ['9:60:00', null, 'no such minute'],
    ['', null, 'nothing'],
  ])('the time "%s" is %s seconds: %s', (text: string, seconds: number | null) => {
    expect(parseTimeSeconds(text)).toBe(seconds);
  });

  test('an exception beats the week, and the week ends with its dates', () => {
    const service = {
      weekdays: '1111100',
      startDate: '2024-01-01',
      endDate: '2024-12-31',
      exceptions: new Map([
        ['2024-02-12', false],
        ['2024-02-17', true],
      ]),
    };
    expect(runsOn(service, '2024-02-13')).toBe(true);
    expect(runsOn(service, '2024-02-12')).toBe(false);
    expect(runsOn(service, '2024-02-17')).toBe(true);
    expect(runsOn(service, '2024-02-18')).toBe(false);
    expect(runsOn(service, '2025-01-01')).toBe(false);
  });

  test('dates are counted over months, and a date that does not exist is none', () => {
    expect(addDays('2024-02-28', 2)).toBe('2024-03-01');
    expect(isServiceDate('2024-02-30')).toBe(false);
    expect(isServiceDate('2024-02-29')).toBe(true);
  });
});

describe('reading rows', () => {
  test('survives a byte-order mark, CRLF, blanks, quotes, line ends in quotes and short rows', () => {
    expect(read('\uFEFFa, b\r\n1 ,"x, ""y""\nz"\r\n2\r\n')).toEqual([
      { a: '1', b: 'x, "y"\nz' },
      { a: '2', b: '' },
    ]);
  });

  test('refuses a quote that never ends, naming the row', () => {
    expect(() => read('a,b\n1,"x')).toThrow(/row 2/);
  });

  test('whatever was written is read again, however the text is cut into pieces', () => {
    const value = fc.string({ maxLength: 12 }).map((text) => text.replaceAll('\r', ''));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(value, value), { maxLength: 8 }),
        fc.integer({ min: 1, max: 9 }),
        (rows, pieces) => {
          const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
          const text = `a,b\n${rows.map((row) => row.map(quote).join(',')).join('\n')}\n`;
          const expected = rows.map(([a, b]) => ({ a, b }));
          expect(read(text, pieces)).toEqual(rows.length ? expected : []);
        },
      ),
    );
  });
});
