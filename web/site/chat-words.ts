/** The words of the chat, each a whole sentence. `before` is chosen by the language's plural; `{count}` is the number. */
export const chatWords = {
  title: 'Chat with us',
  lead: 'A trained person answers when one is free. You do not have to give your name. You can leave at any time.',
  nobody: 'Nobody is here to chat just now.',
  hours: 'Our hours: {hours}.',
  phone: 'Phone:',
  nobodyMore:
    'You can write all the same. It is kept, and a trained person reads it. You see the answer here or with your code.',
  skip: 'You can skip every question.',
  danger: 'Are you in danger?',
  dangers: {
    imminent: 'Yes, right now (please call 911 as well)',
    soon: 'Yes, soon',
    'not-known': 'I do not know, or would rather not say',
    none: 'No',
  },
  alone: 'Are you alone?',
  alones: { yes: 'Yes', no: 'No', 'not-said': 'I would rather not say' },
  quiet: 'What should we do if you go quiet?',
  quietHint:
    'For example: wait for me, or stop writing. If you say nothing we wait. Silence alone never sends police.',
  first: 'What would you like to say?',
  firstHint: 'A few words are enough, or none.',
  begin: 'Begin',
  haveCode: 'I have a code already',
  code: 'Your code',
  codeHint: 'What was said before is not shown again.',
  goOn: 'Go on by chat',
  waiting: 'We have you. Somebody will answer here.',
  next: 'You are next.',
  before: { one: '{count} person is before you.', other: '{count} people are before you.' },
  live: 'A trained person is here with you.',
  newMessages: { one: '{count} new message.', other: '{count} new messages.' },
  nothingNew: 'Nothing new yet.',
  messages: 'Messages',
  none: 'No messages yet.',
  you: 'You',
  us: 'We',
  typing: 'We are writing…',
  write: 'Write to us',
  send: 'Send',
  look: 'Look for new messages',
  sending: 'Sending…',
  notSent: 'Not sent.',
  unsent: 'Not sent yet. We keep trying while this page is open.',
  lost: 'The connection was lost. We are trying again; nothing you wrote is lost.',
  refused: 'That could not be sent. Your words are still here.',
  end: 'End the chat',
  endHint:
    'When the chat ends, nothing that was said here can be read with your code. Write down what you need.',
  ifClosed: 'If you close this page',
  ifClosedMore:
    'Your code brings you back to this chat. Do not keep it if someone checks your things. You can write to us without it.',
  ended: 'The chat has ended',
  endedMore: 'Nothing that was said can be read with your code. You can always write to us again.',
  endedByUs: 'The chat has ended. What was said stays on this page until you clear it.',
  clear: 'Clear this page',
  again: 'Begin a new chat',
} as const;

/** Fills in a number, in the form that the language has for it. */
export const counted = (
  forms: { readonly other: string } & Readonly<Record<string, string>>,
  count: number,
  language = 'en',
): string =>
  (forms[new Intl.PluralRules(language).select(count)] ?? forms.other).replace('{count}', String(count));
