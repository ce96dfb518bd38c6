/**
 * The one place that reads the environment. Everything is parsed once, and every mistake is listed together,
 * so that an operator at 3 a.m. mends a configuration in one go and not one line at a time.
 */
import { resolve } from 'node:path';
import { z } from 'zod';

const loopbackHosts = ['127.0.0.1', '::1', 'localhost'] as const;

const port = z.coerce.number().int().min(0).max(65_535);

const environment = z
  .object({
    ALIGHT_MODE: z.enum(['demo', 'production']).default('demo'),
    HOST: z
      .enum(loopbackHosts, {
        error:
          'must be 127.0.0.1, ::1 or localhost: until staff sign-in exists Alight listens on this machine only',
      })
      .default('127.0.0.1'),
    PORT: port.default(8080),
    PUBLIC_ORIGIN: z.url({ protocol: /^https?$/ }).optional(),
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
    DATABASE_MIGRATOR_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
    ALIGHT_DATABASE: z
      .string()
      .regex(/^[a-z][a-z0-9_]{0,40}$/)
      .default('alight'),
    ALIGHT_DATA_FOLDER: z.string().min(1).default('.alight'),
    ALIGHT_KEY_FILE: z.string().min(1).optional(),
    ALIGHT_AUDIT_KEY_FILE: z.string().min(1).optional(),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
    OPERATOR_NAME: z.string().min(1).max(120).default('Alight demonstration desk'),
    OPERATOR_HOURS: z.string().min(1).max(120).default('all day, every day (demo)'),
    OPERATOR_PHONE: z.string().min(1).max(40).default('816-555-0142'),
    QUICK_EXIT_URL: z.url().default('https://www.weather.gov/'),
    SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
    MAIL_FROM: z.string().min(3).max(200).optional(),
    TWILIO_ACCOUNT_SID: z.string().min(1).optional(),
    TWILIO_AUTH_TOKEN: z.string().min(1).optional(),
    TWILIO_FROM: z.string().min(1).optional(),
    WEBHOOK_SECRET: z.string().min(24).optional(),
  })
  .superRefine((value, context) => {
    if (value.DATABASE_MIGRATOR_URL && !value.DATABASE_URL)
      context.addIssue({
        code: 'custom',
        path: ['DATABASE_URL'],
        message: 'is needed when DATABASE_MIGRATOR_URL is set',
      });
    const twilio = [value.TWILIO_ACCOUNT_SID, value.TWILIO_AUTH_TOKEN, value.TWILIO_FROM];
    if (twilio.some(Boolean) && !twilio.every(Boolean))
      context.addIssue({
        code: 'custom',
        path: ['TWILIO_ACCOUNT_SID'],
        message: 'TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and TWILIO_FROM are set together or not at all',
      });
    if (value.SMTP_URL && !value.MAIL_FROM)
      context.addIssue({ code: 'custom', path: ['MAIL_FROM'], message: 'is needed when SMTP_URL is set' });
  });

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
    readonly name: string;
  };
  /** Absolute path of the folder that holds this instance's own files. */
  readonly dataFolder: string;
  readonly keyFile: string;
  /** Signs the audit log's checkpoints. */
  readonly auditKeyFile: string;
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent';
  readonly operator: { readonly name: string; readonly hours: string; readonly phone: string };
  readonly quickExitUrl: string;
  readonly smtp: { readonly url: string; readonly from: string } | undefined;
  readonly twilio:
    | { readonly accountSid: string; readonly authToken: string; readonly from: string }
    | undefined;
  readonly webhookSecret: string | undefined;
}

/** Thrown with every mistake listed, one a line, naming the variable and what it should be. */
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
 * @throws ConfigError listing every mistake at once; never echoes a value, since values may be secrets.
 */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  const present = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = environment.safeParse(present);
  if (!parsed.success)
    throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
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
      name: value.ALIGHT_DATABASE,
    },
    dataFolder,
    auditKeyFile: value.ALIGHT_AUDIT_KEY_FILE
      ? resolve(value.ALIGHT_AUDIT_KEY_FILE)
      : resolve(dataFolder, 'audit.pem'),
    keyFile: value.ALIGHT_KEY_FILE ? resolve(value.ALIGHT_KEY_FILE) : resolve(dataFolder, 'receipt.key'),
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
  };
}
