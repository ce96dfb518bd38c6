/**
 * The map of a report, once somebody opens it: a pin by touch, mouse or keyboard, and what it stands on in words. What is chosen goes into a
 * hidden field of the form and nowhere else; it never asks the telephone where it is. Source: docs/decisions/0027.
 */
import { atMetres, groundOf, namesIn, spotAt, within, zoomed } from './map-ground.js';

const tapPixels = 8;
const sayAfterMilliseconds = 350;
const closer = 0.6;
const lang = document.documentElement.lang || 'en';

const svg = (name, attributes = {}, ...inside) => {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...inside);
  return made;
};
const html = (name, properties, ...inside) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...inside);
  return made;
};
const path = (lines) =>
  lines.map((line) => `M${line.map((at) => at.map((n) => n.toFixed(4))).join('L')}`).join('');

/** As the review page says it (web/site/report/point.ts). */
const spotWords = ({ county, stop }, words) => {
  const miles = stop && stop.metres / 1609.344;
  const distance = new Intl.NumberFormat(`${lang}-u-nu-latn`, {
    style: 'unit',
    unit: 'mile',
    unitDisplay: 'long',
    maximumFractionDigits: miles < 10 ? 1 : 0,
  }).format(miles || 0);
  const said = !stop ? 'in' : stop.metres < atMetres ? 'at' : 'near';
  const put = { county: county ?? words.outside, stop: stop?.name, distance };
  // Names run their own way within the sentence.
  return words[said].replace(/\{(\w+)\}/g, (_, name) => `\u2068${put[name]}\u2069`);
};

/** @throws Error when the map cannot be had */
export const openMap = async (host, words) => {
  const answer = await fetch('/v1/map');
  if (!answer.ok) throw new Error('no map');
  const ground = groundOf(await answer.json());
  const field = host.querySelector('[name=point]');
  const say = host.querySelector('[role=status]');
  const before = field.value.split(',').map(Number);
  let pin = field.value && before.length === 2 ? ground.place(before) : undefined;
  // As wide as it gets: all of it is seen, whatever the shape of the window.
  let view = { ...ground.whole, w: 999 };
  let timer;

  const marks = svg('g');
  const pinMark = svg('path', {
    class: 'map__pin',
    d: 'M0 0C-2-9-10-12-10-20a10 10 0 0 1 20 0C10-12 2-9 0 0Z',
  });
  const middle = svg('path', { class: 'map__middle', d: 'M-9 0H9M0-9V9' });
  const sheet = svg(
    'svg',
    { tabindex: 0, role: 'application', 'aria-label': words.label, 'aria-describedby': 'map-how' },
    svg('path', { class: 'map__land', d: path(ground.counties.flatMap(({ rings }) => rings)) }),
    svg('path', { class: 'map__border', d: path(ground.borders) }),
    svg('path', { class: 'map__state', d: path(ground.ofStates) }),
    svg('path', { class: 'map__line', d: path(ground.lines) }),
    // A line without length and with a round end: a dot of one size, however close one looks.
    svg('path', { class: 'map__stop', d: ground.stops.map(({ at }) => `M${at}h0`).join('') }),
    marks,
    middle,
    pinMark,
  );

  const draw = () => {
    const { width, height } = sheet.getBoundingClientRect();
    if (!width) return;
    view = within(ground.whole, height / width, view);
    const perPx = view.w / width;
    sheet.setAttribute('viewBox', `${view.x} ${view.y} ${view.w} ${view.h}`);
    const at = ([x, y]) => `translate(${x} ${y}) scale(${perPx})`;
    marks.replaceChildren(
      ...namesIn(ground, view, width).map(({ text, x, y, side }) =>
        svg(
          'text',
          {
            transform: at([x, y]),
            class: ['map__name map__name--left', 'map__county', 'map__name'][side + 1],
          },
          text,
        ),
      ),
    );
    middle.setAttribute('transform', at([view.x + view.w / 2, view.y + view.h / 2]));
    pinMark.toggleAttribute('hidden', !pin);
    if (pin) pinMark.setAttribute('transform', at(pin));
  };
  const look = (next) => {
    view = next;
    draw();
  };
  /** A key held down is said once. */
  const tell = (text) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      say.textContent = text;
    }, sayAfterMilliseconds);
  };
  const choose = (at) => {
    const { x, y, w, h } = ground.whole;
    pin = at && [Math.min(Math.max(at[0], x), x + w), Math.min(Math.max(at[1], y), y + h)];
    field.value = pin ? ground.pointAt(pin).map((degrees) => degrees.toFixed(5)) : '';
    away.hidden = !pin;
    // What the page said of an earlier point is not true any more.
    for (const old of host.querySelectorAll('[data-map-before]')) old.remove();
    tell(pin ? spotWords(spotAt(ground, pin), words) : words.none);
    if (pin && (pin[0] < view.x || pin[0] > view.x + view.w || pin[1] < view.y || pin[1] > view.y + view.h))
      view = around(pin, view.w);
    draw();
  };
  /** A view of so many degrees with a place in its middle. */
  const around = ([x, y], w) => ({ x: x - w / 2, y: y - (w * view.h) / view.w / 2, w });
  const centre = () => [view.x + view.w / 2, view.y + view.h / 2];
  /** Moves the pin; where there is none, the map. */
  const move = (dx, dy) =>
    pin
      ? choose([pin[0] + (dx * view.w) / 24, pin[1] + (dy * view.w) / 24])
      : look({ ...view, x: view.x + (dx * view.w) / 6, y: view.y + (dy * view.w) / 6 });
  const zoom = (factor, at = pin ?? centre()) => look(zoomed(view, factor, at));

  const press = (text, does, label) => {
    const button = html('button', { type: 'button', className: 'map__do', textContent: text });
    if (label) button.setAttribute('aria-label', label);
    button.addEventListener('click', does);
    return button;
  };
  const away = press(words.away, () => choose(undefined));
  away.hidden = !pin;

  const options = (label, all, kind) =>
    html(
      'optgroup',
      { label },
      ...all.map(({ name }, i) => html('option', { value: `${kind} ${i}`, textContent: name })),
    );
  const sorted = (all) => all.sort((a, b) => a.name.localeCompare(b.name));
  const [stops, counties] = [sorted([...ground.stops]), sorted([...ground.counties])];
  const list = html(
    'select',
    { id: 'map-list' },
    options(words.stops, stops, 's'),
    options(words.counties, counties, 'c'),
  );
  const go = () => {
    const [kind, i] = list.value.split(' ');
    const { at, x, y, w, h, name } = (kind === 's' ? stops : counties)[i];
    if (at) {
      view = around(at, 0.2);
      return choose(at);
    }
    look(around([x + w / 2, y + h / 2], Math.max(w, h * (view.w / view.h)) * 1.4));
    tell(words.shows.replace('{place}', `\u2068${name}\u2069`));
  };

  const keys = {
    ArrowUp: () => move(0, -1),
    ArrowDown: () => move(0, 1),
    ArrowLeft: () => move(-1, 0),
    ArrowRight: () => move(1, 0),
    '+': () => zoom(closer),
    '=': () => zoom(closer),
    '-': () => zoom(1 / closer),
    Enter: () => choose(centre()),
    ' ': () => choose(centre()),
    Delete: () => choose(undefined),
    Backspace: () => choose(undefined),
  };
  sheet.addEventListener('keydown', (event) => {
    if (!keys[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    keys[event.key]();
  });

  const fingers = new Map();
  let travelled = 0;
  const seenAt = ({ clientX, clientY }) => {
    const { left, top, width } = sheet.getBoundingClientRect();
    return [view.x + ((clientX - left) * view.w) / width, view.y + ((clientY - top) * view.w) / width];
  };
  const spread = () => {
    const [a, b] = [...fingers.values()];
    return b && Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
  };
  sheet.addEventListener('pointerdown', (event) => {
    if (event.button) return;
    if (fingers.size === 0) travelled = 0;
    fingers.set(event.pointerId, event);
    sheet.setPointerCapture(event.pointerId);
  });
  sheet.addEventListener('pointermove', (event) => {
    const last = fingers.get(event.pointerId);
    if (!last) return;
    const [from, to, apart] = [seenAt(last), seenAt(event), spread()];
    travelled += Math.hypot(event.clientX - last.clientX, event.clientY - last.clientY);
    fingers.set(event.pointerId, event);
    if (fingers.size > 1) {
      travelled = tapPixels;
      if (spread()) zoom(apart / spread(), to);
    } else if (travelled >= tapPixels)
      look({ ...view, x: view.x + from[0] - to[0], y: view.y + from[1] - to[1] });
  });
  const lift = (event) => {
    const was = fingers.delete(event.pointerId);
    if (was && event.type === 'pointerup' && fingers.size === 0 && travelled < tapPixels)
      choose(seenAt(event));
  };
  sheet.addEventListener('pointerup', lift);
  sheet.addEventListener('pointercancel', lift);
  sheet.addEventListener(
    'wheel',
    (event) => {
      // A page that is scrolled past goes on scrolling.
      if (document.activeElement !== sheet && !event.ctrlKey) return;
      event.preventDefault();
      zoom(event.deltaY < 0 ? closer : 1 / closer, seenAt(event));
    },
    { passive: false },
  );

  host.querySelector('[data-map-here]').replaceChildren(
    html('p', { id: 'map-how', className: 'hint', textContent: words.how }),
    html(
      'div',
      { className: 'map__find' },
      html('label', { htmlFor: 'map-list', textContent: words.find }),
      list,
      press(words.go, go),
    ),
    sheet,
    html(
      'div',
      { className: 'map__row' },
      press('+', () => zoom(closer), words.closer),
      press('−', () => zoom(1 / closer), words.wider),
      html(
        'div',
        { className: 'map__row', dir: 'ltr' },
        press('←', keys.ArrowLeft, words.west),
        press('↑', keys.ArrowUp, words.north),
        press('↓', keys.ArrowDown, words.south),
        press('→', keys.ArrowRight, words.east),
      ),
      press(words.put, () => choose(centre())),
      away,
    ),
  );
  new ResizeObserver(draw).observe(sheet);
  draw();
  if (pin) look(around(pin, 0.4));
  say.textContent = pin ? spotWords(spotAt(ground, pin), words) : words.none;
  sheet.focus();
};
