/**
 * The chat of an open page, where scripts run: sends, follows, and goes on after a break with nothing lost or doubled. Keeps nothing;
 * what is typed and not sent never leaves. Without it the page is a form (web/site/chat.tsx). Source: docs/decisions/0021.
 */
const form = document.querySelector('form[data-chat]');
const find = (name) => document.querySelector(`[data-chat-${name}]`);
const [status, log, typing, clear, nobody, lapse] = [
  'status',
  'log',
  'typing',
  'clear',
  'nobody',
  'missed',
].map(find);
const words = JSON.parse(form.dataset.chat);
const look = form.querySelector('[value=look]');
const { code: codeField, text: box } = form.elements;
const code = codeField.value;
const silentMilliseconds = 40_000;
const typingMilliseconds = 5_000;
const tellTypingMilliseconds = 3_000;
const longestWaitMilliseconds = 10_000;
/** So often in vain, and it is asked instead of followed. */
const followAttempts = 3;
/** About a minute and a half; then it is said that it could not be ended. */
const endAttempts = 12;
const plural = new Intl.PluralRules(document.documentElement.lang || 'en');
/** What waits to be on disk, the oldest first. */
const queue = [];
let last = Number(form.elements.seen.value);
let standing = status.textContent.trim();
let [over, down, sending, toldTyping, tries] = [false, false, false, 0, 0];
let stream;
let typingTimer;
let wake = () => {};

const post = (path, body, signal) =>
  fetch(`/v1/chats/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code, ...body }),
    signal,
  });
const pause = (failed) =>
  new Promise((resolve) => {
    wake = resolve;
    setTimeout(resolve, Math.min(500 * 2 ** failed, longestWaitMilliseconds) * (0.5 + Math.random() / 2));
  });

const say = () => {
  const trouble = down ? words.lost : queue.some((one) => one.failed) ? words.unsent : undefined;
  const now = (!over && trouble) || standing;
  // Said once: a live region repeats whatever is put into it.
  if (status.textContent !== now) status.textContent = now;
};
const element = (name, text) => Object.assign(document.createElement(name), { textContent: text });
const lineAt = (sequence) => log.querySelector(`[data-sequence="${sequence}"]`);
const line = (from, text) => {
  const item = document.createElement('li');
  if (from === 'us') item.className = 'talk__us';
  item.append(element('strong', words[from]), ': ', Object.assign(element('span', text), { dir: 'auto' }));
  return item;
};
/** Puts a line at its number; what is on its way stays last. */
const place = (item, sequence) => {
  item.dataset.sequence = sequence;
  const next = [...log.children].find(
    ({ dataset }) => !dataset.sequence || Number(dataset.sequence) > sequence,
  );
  log.insertBefore(item, next ?? null);
  item.scrollIntoView({ block: 'nearest' });
};
/** A line of ours has its number, whoever says so first: the answer to sending it, or the stream. */
const number = (one, sequence) => {
  one.note.remove();
  if (!lineAt(sequence)) place(one.item.dataset.sequence ? line('you', one.text) : one.item, sequence);
  else if (lineAt(sequence) !== one.item) one.item.remove();
};
const heard = ({ sequence, from, text }) => {
  last = Math.max(last, sequence);
  if (lineAt(sequence)) return;
  const own = queue.find((one) => from === 'you' && one.text === text && !one.item.dataset.sequence);
  if (own) return number(own, sequence);
  if (from === 'us') typing.hidden = true;
  place(line(from, text), sequence);
};
const stop = () => {
  over = true;
  stream?.abort();
};
/** Ended by us, or nothing behind the code any more: what stands here stays until the person clears it. */
const ended = () => {
  stop();
  standing = words.endedByUs;
  for (const { note } of queue) note.textContent = ` ${words.notSent}`;
  for (const button of form.querySelectorAll('button')) button.hidden = true;
  box.readOnly = true;
  find('code')?.remove();
  typing.hidden = true;
  clear.hidden = false;
  say();
};
/** Nothing of it stays on the screen; what is said instead is true when it is said. */
const clean = (heading, ...lines) => {
  stop();
  const title = Object.assign(element('h1', heading), { tabIndex: -1 });
  const page = document.querySelector('main .no-paper');
  page.replaceChildren(title, page.querySelector('.note--danger'), ...lines);
  title.focus();
  // No form is left to change the language with: the languages lead to where a chat begins.
  for (const { formAction: href, lang, textContent, parentElement } of document.querySelectorAll(
    '.languages [formaction]',
  ))
    parentElement.replaceChildren(Object.assign(element('a', textContent), { href, lang }));
};
const cleanEnded = () => {
  const again = Object.assign(element('a', words.again), {
    href: form.action,
    className: 'usa-button usa-button--outline',
  });
  clean(words.ended, element('p', words.endedMore), again);
};
const stood = ({ state, before, attended, again, missed }) => {
  if (state === 'ended') return ended();
  nobody.hidden = attended;
  // Once it has been said it stays: asking about it is up to them.
  if (missed) lapse.hidden = false;
  const others = (words.before[plural.select(before)] ?? words.before.other).replace('{count}', before);
  const waiting = again ? words.somebodyElse : attended ? words.waiting : '';
  standing = state === 'live' ? words.live : `${waiting} ${before ? others : words.next}`.trim();
  say();
};
const types = () => {
  typing.hidden = false;
  clearTimeout(typingTimer);
  typingTimer = setTimeout(() => {
    typing.hidden = true;
  }, typingMilliseconds);
};
const hear = { message: heard, chat: stood, typing: types };

/** Reads the stream until it breaks off. A line that has died without a word is noticed by its silence. */
const read = async () => {
  stream = new AbortController();
  let watch;
  const alive = () => {
    clearTimeout(watch);
    watch = setTimeout(() => stream.abort(), silentMilliseconds);
  };
  alive();
  try {
    const answer = await post('follow', { after: last }, stream.signal);
    if (answer.status === 404) return ended();
    if (!answer.ok) return;
    [down, tries, look.hidden] = [false, 0, true];
    say();
    const reader = answer.body.getReader();
    const decoder = new TextDecoder();
    for (let rest = ''; ; ) {
      const { done, value } = await reader.read();
      if (done) return;
      alive();
      const blocks = (rest + decoder.decode(value, { stream: true })).split('\n\n');
      rest = blocks.pop();
      for (const block of blocks) {
        const [, name, data] = /^event: (.*)\ndata: (.*)$/m.exec(block) ?? [];
        if (name) hear[name]?.(JSON.parse(data));
      }
    }
  } finally {
    clearTimeout(watch);
  }
};
/** Where no stream is to be had, for so long that it may go on so, it is asked now and then. Shown again, the button asks at once. */
const ask = async () => {
  look.hidden = false;
  const answer = await post('open', { after: last });
  if (answer.status === 404) return ended();
  if (!answer.ok) return;
  const { messages, ...chat } = await answer.json();
  down = false;
  for (const message of messages) heard(message);
  stood(chat);
};
const follow = async () => {
  while (!over) {
    await read().catch(() => {});
    if (over) return;
    down = true;
    if (tries >= followAttempts) await ask().catch(() => {});
    if (over) return;
    say();
    await pause(tries++);
  }
};

/** Sends one after the other, each under its own key until it is known to be on disk. */
const send = async () => {
  if (sending) return;
  sending = true;
  for (let failed = 0; queue.length && !over; ) {
    const [one] = queue;
    const answer = await post('messages', { text: one.text, key: one.key, after: last }).catch(() => {});
    const { sequence } = (answer?.ok && (await answer.json().catch(() => {}))) || {};
    if (sequence) {
      failed = 0;
      number(one, sequence);
      queue.shift();
      say();
    } else if (answer?.status === 404 || answer?.status === 409) {
      // Over before it came; what was not sent stays on the page and says so.
      ended();
    } else if (answer && answer.status >= 400 && answer.status < 500 && ![408, 429].includes(answer.status)) {
      one.item.remove();
      queue.shift();
      // Before what was written meanwhile: neither is lost.
      box.value = box.value ? `${one.text}\n${box.value}` : one.text;
      standing = words.refused;
      say();
    } else {
      one.failed = true;
      say();
      await pause(failed++);
    }
  }
  sending = false;
};

const submit = (event) => {
  // The switch of the language sends the form itself.
  if (event.submitter?.value === 'stay') return;
  event.preventDefault();
  if (event.submitter === look) return wake();
  const text = box.value.trim();
  box.value = '';
  box.focus();
  if (!text) return;
  const key = [...crypto.getRandomValues(new Uint32Array(4))].join('-');
  const one = { text, key, item: line('you', text), note: element('em', ` ${words.sending}`) };
  one.item.append(one.note);
  log.append(one.item);
  one.item.scrollIntoView({ block: 'nearest' });
  queue.push(one);
  send();
};
/** The server has ended it, or nothing is behind the code any more. Asked again while it cannot say so, and not for ever. */
const tellEnd = async () => {
  clean(words.ending, element('p', words.endingMore));
  for (let failed = 0; failed < endAttempts; failed++) {
    if (failed) await pause(failed);
    const answer = await post('end').catch(() => {});
    if (answer?.status === 204 || answer?.status === 404) return cleanEnded();
  }
  const again = Object.assign(element('button', words.end), { type: 'button', className: 'usa-button' });
  again.addEventListener('click', tellEnd);
  clean(words.notEnded, element('p', words.notEndedMore), again);
};
const leave = (event) => {
  event.preventDefault();
  tellEnd();
};

// A browser that cannot read a stream has the form.
if (window.ReadableStream && window.AbortController) {
  form.addEventListener('submit', submit);
  form.querySelector('[value=end]').addEventListener('click', leave);
  look.hidden = true;
  box.addEventListener('input', () => {
    if (!box.value || Date.now() - toldTyping < tellTypingMilliseconds) return;
    toldTyping = Date.now();
    post('typing').catch(() => {});
  });
  clear.addEventListener('click', cleanEnded);
  addEventListener('online', () => wake());
  document.addEventListener('visibilitychange', () => wake());
  // Streams close first when somebody leaves.
  addEventListener('alight-leave', stop);
  addEventListener('pagehide', stop);
  addEventListener('pageshow', ({ persisted }) => persisted && location.reload());
  follow();
}
