/** A page to responders has the car in words that they read, whatever language it was written in, and never a name, a telephone number or a date. */
import { describe, expect, test } from 'vitest';
import { carOf, lineOf } from './reported-codes.ts';

describe('a car or seat', () => {
  test.each([
    ['2', '2', 'a number alone'],
    ['car 2', 'car 2', 'as English writes it'],
    ['Coach B4', 'Coach B4', 'as it was written'],
    ['the second car', 'car 2', 'counted'],
    ['4th car', 'car 4', 'counted in digits'],
    ['car no. 2', 'car 2', 'with a word for number'],
    ['vagón 2', 'car 2', 'Spanish'],
    ['vagon 2', 'car 2', 'Spanish in a hurry'],
    ['VAGÓN NÚMERO 3', 'car 3', 'Spanish, loud'],
    ['cuarto coche', 'car 4', 'Spanish, counted'],
    ['en el tercer vagón', 'car 3', 'Spanish, counted, in it'],
    ['asiento 14a', 'seat 14A', 'a seat in Spanish'],
    ['第3节车厢', 'car 3', 'Chinese'],
    ['３号车厢', 'car 3', 'Chinese with wide digits'],
    ['第三节车厢', 'car 3', 'Chinese with its own digits'],
    ['十二号车厢', 'car 12', 'Chinese, twelve'],
    ['第3節車廂', 'car 3', 'Chinese as it is written in Taiwan'],
    ['座位14A', 'seat 14A', 'a seat in Chinese'],
    ['toa số 2', 'car 2', 'Vietnamese'],
    ['toa so 2', 'car 2', 'Vietnamese without its marks'],
    ['toa thứ hai', 'car 2', 'Vietnamese, counted'],
    ['toa thứ 2', 'car 2', 'Vietnamese, counted in digits'],
    ['ghế 14', 'seat 14', 'a seat in Vietnamese'],
    ['العربة 2', 'car 2', 'Arabic'],
    ['عربة رقم ٢', 'car 2', 'Arabic with its own digits'],
    ['العربة الأولى', 'car 1', 'Arabic, counted'],
    ['المقعد 14', 'seat 14', 'a seat in Arabic'],
    ['car 2, seat 14A', 'car 2, seat 14A', 'both'],
    ['vagón 2, asiento 14', 'car 2, seat 14', 'both in Spanish'],
    ['العربة 2، المقعد 14', 'car 2, seat 14', 'both in Arabic'],
  ])('"%s" is "%s": %s', (text, code) => {
    expect(carOf(text)).toBe(code);
  });

  test.each([
    ['816-555-0142', 'a telephone number'],
    ['vagón 8165550142', 'a telephone number behind a word'],
    ['12/02/2026', 'a date'],
    ['2 de febrero', 'a date in Spanish'],
    ['2月12号', 'a date in Chinese'],
    ['12号', 'a day of the month in Chinese'],
    ['ngày 12', 'a date in Vietnamese'],
    ['carro rojo', 'an automobile'],
    ['coche de policía 2', 'an automobile with a number'],
    ['汽车2', 'an automobile in Chinese'],
    ['xe hơi số 2', 'an automobile in Vietnamese'],
    ['سيارة 2', 'an automobile in Arabic'],
    ['red car 2', 'a colour before it'],
    ['vagón 2 con María', 'a name after it'],
    ['María, vagón 2', 'a name before it'],
    ['3 personas', 'people'],
    ['hace 2 días', 'days'],
    ['2, 3, 4, 5', 'a list'],
    ['', 'nothing'],
    [undefined, 'nothing was asked'],
  ])('"%s" is none: %s', (text, _reason) => {
    expect(carOf(text)).toBeNull();
  });
});

describe('a train or bus', () => {
  test.each([
    ['311', '311'],
    ['Train 311', 'Train 311'],
    ['bus 7A', 'bus 7A'],
    ['tren 311', 'train 311'],
    ['el autobús 7', 'bus 7'],
    ['Línea 7', 'line 7'],
    ['火车311次', 'train 311'],
    ['7路公交车', 'bus 7'],
    ['chuyến tàu 311', 'train 311'],
    ['xe buýt số 7', 'bus 7'],
    ['القطار ٣١١', 'train 311'],
    ['حافلة 7', 'bus 7'],
  ])('"%s" is "%s"', (text, code) => {
    expect(lineOf(text)).toBe(code);
  });

  test.each([
    ['tren 816-555-0142'],
    ['the train with Maria'],
    ['tren'],
    ['2026-02-12'],
    ['el tren de las 9'],
    [undefined],
  ])('"%s" is none', (text) => {
    expect(lineOf(text)).toBeNull();
  });
});
