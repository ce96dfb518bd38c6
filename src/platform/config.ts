/**
 * The one place that reads the environment. Everything is parsed once, and every mistake is listed together,
 * so that an operator at 3 a.m. mends a configuration in one go and not one line at a time.
 */
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';
import { isPublicAddress } from './egress/addresses.ts';
import { placeText } from './egress/outbound.ts';

/** Whether a host as it stands in a setting or an address is this machine and no other. */
export const isLoopbackHost = (host: string): boolean =>
  ['127.0.0.1', '::1', '[::1]', 'localhost'].includes(host);

const databaseUrl = z.url({ protocol: /^postgres(ql)?$/ }).optional();

/** Each setting: its values, and how a sentence about it ends when it has another. */
const settings = {
  ALIGHT_MODE: [z.enum(['demo', 'production']).default('demo'), 'must be demo or production'],
  HOST: [
    z
      .string()
      .regex(/^[0-9a-zA-Z.:_-]{1,255}$/)
      .default('127.0.0.1'),
    'must be an address of this machine such as 127.0.0.1 or 0.0.0.0, or a name of it',
  ],
  PORT: [
    z
      .string()
      .regex(/^\d{1,5}$/)
      .transform(Number)
      .pipe(z.number().max(65_535))
      .default(8080),
    'must be a whole number from 0 to 65535',
  ],
  PUBLIC_ORIGIN: [
    z.url({ protocol: /^https?$/ }).optional(),
    'must be an address such as https://alight.example.org',
  ],
  DATABASE_URL: [databaseUrl, 'must be an address such as postgresql://alight_app:password@host:5432/alight'],
  DATABASE_MIGRATOR_URL: [
    databaseUrl,
    'must be an address such as postgresql://migrator:password@host:5432/alight',
  ],
  AUTH_DATABASE_URL: [
    databaseUrl,
    'must be an address such as postgresql://alight_auth:password@host:5432/alight',
  ],
  ALIGHT_DATABASE: [
    z
      .string()
      .regex(/^[a-z][a-z0-9_]{0,40}$/)
      .default('alight'),
    'must be a name of at most 41 small letters, digits and underscores that begins with a letter',
  ],
  ALIGHT_DATA_FOLDER: [z.string().min(1).default('.alight'), 'must be the path of a folder'],
  ALIGHT_KEY_FILE: [z.string().min(1).optional(), 'must be the path of a file'],
  DIRECTORY_FILE: [z.string().min(1).optional(), 'must be the path of a file'],
  ALIGHT_SIGN_IN_KEY_FILE: [z.string().min(1).optional(), 'must be the path of a file'],
  OIDC_ISSUER: [
    z
      .url({ protocol: /^https?$/ })
      .refine((address) => address.startsWith('https:') || isLoopbackHost(new URL(address).hostname))
      .optional(),
    'must be the https address of an agency’s sign-in, as its discovery document has it',
  ],
  OIDC_CLIENT_ID: [z.string().min(1).max(200).optional(), 'must have 1 to 200 characters'],
  OIDC_CLIENT_SECRET: [z.string().min(16).max(500).optional(), 'must have 16 to 500 characters'],
  OIDC_EMAIL_DOMAINS: [
    z
      .string()
      .transform((text) => text.split(',').map((domain) => domain.trim().toLowerCase()))
      .pipe(z.array(z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/)).max(50))
      .optional(),
    'must be e-mail domains such as agency.example.org, with commas between them',
  ],
  OIDC_NAME: [
    z.string().min(1).max(80).default('your agency'),
    'must be a name of at most 80 characters, as it stands after “Sign in with”',
  ],
  ALIGHT_AUDIT_KEY_FILE: [z.string().min(1).optional(), 'must be the path of a file'],
  ALIGHT_VAULT_KEY_FILE: [z.string().min(1).optional(), 'must be the path of a file'],
  LOG_LEVEL: [
    z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
    'must be fatal, error, warn, info, debug or silent',
  ],
  OPERATOR_NAME: [
    z.string().min(1).max(120).default('Alight demonstration desk'),
    'must be a name of at most 120 characters',
  ],
  OPERATOR_HOURS: [
    z.string().min(1).max(120).default('all day, every day (demo)'),
    'must be at most 120 characters',
  ],
  OPERATOR_PHONE: [
    z.string().min(1).max(40).default('816-555-0142'),
    'must be a number of at most 40 characters',
  ],
  QUICK_EXIT_URL: [z.url().default('https://www.weather.gov/'), 'must be the address of an everyday page'],
  SMTP_URL: [
    z
      .url({ protocol: /^smtps?$/ })
      .refine((address) => URL.canParse(address) && new URL(address).search === '')
      .optional(),
    'must be an address such as smtps://user:password@mail.example.org, without a question mark',
  ],
  MAIL_FROM: [z.string().min(3).max(200).optional(), 'must be a sender of 3 to 200 characters'],
  TWILIO_ACCOUNT_SID: [z.string().min(1).optional(), 'must not be empty'],
  TWILIO_AUTH_TOKEN: [z.string().min(1).optional(), 'must not be empty'],
  TWILIO_FROM: [z.string().min(1).optional(), 'must not be empty'],
  WEBHOOK_SECRET: [z.string().min(24).optional(), 'must have at least 24 characters'],
  CLAMD_ADDRESS: [z.string().min(1).max(200).optional(), 'must be host:port, or the path of a socket'],
  KEEP_CLOSED_DAYS: [
    z
      .string()
      .regex(/^\d{1,5}$/)
      .transform(Number)
      .pipe(z.number().min(30))
      .optional(),
    'must be a whole number of days, 30 or more',
  ],
  KEEP_NUMBERS_DAYS: [
    z
      .string()
      .regex(/^\d{1,2}$/)
      .transform(Number)
      .pipe(z.number().min(1).max(90))
      .default(30),
    'must be a whole number of days from 1 to 90',
  ],
  SEARCH_WORDS: [z.enum(['on', 'off']).optional(), 'must be on or off'],
  EGRESS_ALLOWED_ORIGINS: [
    z
      .string()
      .transform((text) => text.split(',').map((origin) => origin.trim()))
      .pipe(
        z.array(
          z
            .url({ protocol: /^(https?|smtps?)$/ })
            .transform((address) =>
              address.startsWith('smtp') ? placeText(address) : new URL(address).origin,
            ),
        ),
      )
      .optional(),
    'must be addresses such as https://agency.internal:8443 or smtp://relay.internal:25, with commas between them',
  ],
} as const;

type Name = keyof typeof settings;
const names = Object.keys(settings) as Name[];
/** What may hold a password is never repeated. */
const secret: ReadonlySet<string> = new Set<Name>([
  'DATABASE_URL',
  'DATABASE_MIGRATOR_URL',
  'AUTH_DATABASE_URL',
  'OIDC_CLIENT_SECRET',
  'SMTP_URL',
  'TWILIO_ACCOUNT_SID',
  'TWILIO_AUTH_TOKEN',
  'WEBHOOK_SECRET',
]);
const repeatedCharacters = 60;

const environment = z.object(
  Object.fromEntries(names.map((name) => [name, settings[name][0]])) as {
    [N in Name]: (typeof settings)[N][0];
  },
);

type Present = Readonly<Record<string, string>>;

/** A sentence about each setting that is not as it must be. */
function singleMistakes(present: Present, error: z.ZodError | undefined): string[] {
  const wrong = new Set((error?.issues ?? []).map((issue) => String(issue.path[0])));
  return names
    .filter((name) => wrong.has(name))
    .map((name) => {
      const value = JSON.stringify((present[name] ?? '').slice(0, repeatedCharacters));
      return `${name} ${settings[name][1]}${secret.has(name) ? '' : `; it is ${value}`}.`;
    });
}

/** A sentence about settings that need one another; asked of what is set, right or wrong, so that all are listed at once. */
function jointMistakes(present: Present): string[] {
  const set = (name: Name) => present[name] !== undefined;
  const found: string[] = [];
  if (set('DATABASE_MIGRATOR_URL') && !set('DATABASE_URL'))
    found.push('DATABASE_URL is needed when DATABASE_MIGRATOR_URL is set.');
  for (const together of [
    ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'TWILIO_FROM'],
    ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'OIDC_EMAIL_DOMAINS'],
  ] as const) {
    const [given, missing] = [together.filter(set), together.filter((name) => !set(name))];
    if (given.length && missing.length)
      found.push(
        `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} needed when ${given.join(' and ')} ${given.length === 1 ? 'is' : 'are'} set.`,
      );
  }
  // Others may connect once people sign in here, and nobody between them and us can read along.
  if (present['HOST'] !== undefined && !isLoopbackHost(present['HOST'])) {
    if (present['ALIGHT_MODE'] !== 'production')
      found.push(
        'ALIGHT_MODE must be production when HOST is not this machine: a demonstration asks nobody who they are.',
      );
    if (!present['PUBLIC_ORIGIN']?.startsWith('https://'))
      found.push('PUBLIC_ORIGIN must begin with https:// when HOST is not this machine.');
    if (set('DATABASE_URL') && !set('AUTH_DATABASE_URL'))
      found.push('AUTH_DATABASE_URL is needed when HOST is not this machine, so that people can sign in.');
  }
  const inside = mailInside(present);
  if (inside) found.push(inside);
  if (set('SMTP_URL') && !set('MAIL_FROM')) found.push('MAIL_FROM is needed when SMTP_URL is set.');
  return found;
}

/** A mail server inside is meant on purpose or not at all: that mail does not leave is noticed now, and not first at night. */
function mailInside({ SMTP_URL: url, EGRESS_ALLOWED_ORIGINS: allowed = '' }: Present): string | undefined {
  if (url === undefined || !URL.canParse(url) || !/^smtps?:/.test(url)) return undefined;
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
  if (!isLoopbackHost(host) && (!isIP(host) || isPublicAddress(host))) return undefined;
  const named = allowed.split(',').map((one) => one.trim());
  if (named.some((one) => URL.canParse(one) && placeText(one) === placeText(url))) return undefined;
  return `EGRESS_ALLOWED_ORIGINS must name ${placeText(url)} when SMTP_URL leads to a machine inside.`;
}

/** What an operator may set, already checked. */
export interface Config {
  readonly demo: boolean;
  readonly host: string;
  readonly port: number;
  /** Scheme, host and port under which people reach this instance; no trailing slash. */
  readonly publicOrigin: string;
  readonly database: {
    readonly url: string | undefined;
    readonly migratorUrl: string | undefined;
    /** For the role alight_auth; without it nobody can sign in. */
    readonly authUrl: string | undefined;
    readonly name: string;
  };
  /** Absolute path of the operator's own list of helpers; undefined: what the database holds stays. */
  readonly directoryFile: string | undefined;
  /** Absolute path of the folder that holds this instance's own files. */
  readonly dataFolder: string;
  readonly keyFile: string;
  /** Signs the cookies of sign-in, and seals the keys of one-time codes. */
  readonly signInKeyFile: string;
  /** An agency's own sign-in. */
  readonly oidc:
    | {
        readonly issuer: string;
        readonly clientId: string;
        readonly clientSecret: string;
        /** Whose addresses it may vouch for. */
        readonly emailDomains: readonly string[];
        readonly name: string;
      }
    | undefined;
  /** Signs the audit log's checkpoints. */
  readonly auditKeyFile: string;
  /** The master keys, under which the key of every record is wrapped. */
  readonly vaultKeyFile: string;
  /** Takes the keys of reports that come in while the master keys are away; itself wrapped by them. */
  readonly intakeKeyFile: string;
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent';
  readonly operator: { readonly name: string; readonly hours: string; readonly phone: string };
  readonly quickExitUrl: string;
  readonly smtp: { readonly url: string; readonly from: string } | undefined;
  readonly twilio:
    | { readonly accountSid: string; readonly authToken: string; readonly from: string }
    | undefined;
  readonly webhookSecret: string | undefined;
  /** Where a ClamAV daemon listens: `host:port`, or a socket's path. Without one no document is opened. */
  readonly clamdAddress: string | undefined;
  /** How many days a closed report is kept before somebody is asked to have it destroyed; undefined: nobody is asked. */
  readonly keepClosedDays: number | undefined;
  /** How many whole days after the last message a signaler's number is forgotten. */
  readonly keepNumbersDays: number;
  /** Whether reports are found by words as well as by identifiers. How often a word comes can be told from the index unread. */
  readonly searchWords: boolean;
  /** Scheme, host and port of what may be inside the operator's own network, or go without encryption; the rest is public, by TLS. */
  readonly egressAllowedOrigins: readonly string[];
}

/** Thrown with every mistake listed, a sentence each, naming the variable and what it should be. */
export class ConfigError extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(
      `The configuration has ${problems.length} mistake(s):\n${problems.map((line) => `  - ${line}`).join('\n')}`,
    );
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/**
 * Reads the configuration from environment variables.
 * @throws ConfigError listing every mistake at once; values that may be secrets are not repeated
 */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  const present = Object.fromEntries(
    Object.entries(env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '',
    ),
  );
  const parsed = environment.safeParse(present);
  const problems = [...singleMistakes(present, parsed.error), ...jointMistakes(present)];
  if (!parsed.success || problems.length) throw new ConfigError(problems);
  const value = parsed.data;
  const dataFolder = resolve(value.ALIGHT_DATA_FOLDER);
  return {
    demo: value.ALIGHT_MODE === 'demo',
    host: value.HOST,
    port: value.PORT,
    publicOrigin: (value.PUBLIC_ORIGIN ?? `http://localhost:${value.PORT}`).replace(/\/+$/, ''),
    database: {
      url: value.DATABASE_URL,
      migratorUrl: value.DATABASE_MIGRATOR_URL,
      authUrl: value.AUTH_DATABASE_URL,
      name: value.ALIGHT_DATABASE,
    },
    dataFolder,
    auditKeyFile: value.ALIGHT_AUDIT_KEY_FILE
      ? resolve(value.ALIGHT_AUDIT_KEY_FILE)
      : resolve(dataFolder, 'audit.pem'),
    keyFile: value.ALIGHT_KEY_FILE ? resolve(value.ALIGHT_KEY_FILE) : resolve(dataFolder, 'receipt.key'),
    directoryFile: value.DIRECTORY_FILE ? resolve(value.DIRECTORY_FILE) : undefined,
    signInKeyFile: value.ALIGHT_SIGN_IN_KEY_FILE
      ? resolve(value.ALIGHT_SIGN_IN_KEY_FILE)
      : resolve(dataFolder, 'sign-in.key'),
    oidc:
      value.OIDC_ISSUER && value.OIDC_CLIENT_ID && value.OIDC_CLIENT_SECRET && value.OIDC_EMAIL_DOMAINS
        ? {
            issuer: value.OIDC_ISSUER,
            clientId: value.OIDC_CLIENT_ID,
            clientSecret: value.OIDC_CLIENT_SECRET,
            emailDomains: value.OIDC_EMAIL_DOMAINS,
            name: value.OIDC_NAME,
          }
        : undefined,
    vaultKeyFile: value.ALIGHT_VAULT_KEY_FILE
      ? resolve(value.ALIGHT_VAULT_KEY_FILE)
      : resolve(dataFolder, 'master.keys'),
    intakeKeyFile: resolve(dataFolder, 'intake.key'),
    logLevel: value.LOG_LEVEL,
    operator: { name: value.OPERATOR_NAME, hours: value.OPERATOR_HOURS, phone: value.OPERATOR_PHONE },
    quickExitUrl: value.QUICK_EXIT_URL,
    smtp: value.SMTP_URL && value.MAIL_FROM ? { url: value.SMTP_URL, from: value.MAIL_FROM } : undefined,
    twilio:
      value.TWILIO_ACCOUNT_SID && value.TWILIO_AUTH_TOKEN && value.TWILIO_FROM
        ? {
            accountSid: value.TWILIO_ACCOUNT_SID,
            authToken: value.TWILIO_AUTH_TOKEN,
            from: value.TWILIO_FROM,
          }
        : undefined,
    webhookSecret: value.WEBHOOK_SECRET,
    clamdAddress: value.CLAMD_ADDRESS,
    keepClosedDays: value.KEEP_CLOSED_DAYS,
    keepNumbersDays: value.KEEP_NUMBERS_DAYS,
    searchWords: value.SEARCH_WORDS ? value.SEARCH_WORDS === 'on' : value.ALIGHT_MODE === 'demo',
    egressAllowedOrigins: value.EGRESS_ALLOWED_ORIGINS ?? [],
  };
}
