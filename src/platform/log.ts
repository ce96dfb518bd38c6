/**
 * Structured logs, by id only. Nothing that a person wrote, and no name, number, address, place, IP or user agent may be
 * passed here: the type of `fields` admits ids, codes, counts and durations, and the errors that are logged lose their text
 * unless it is ours.
 */
import pino from 'pino';

type Field = string | number | boolean | undefined;
/** What a log line may carry. */
export type LogFields = Readonly<Record<string, Field>>;

export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/** What may be said of an error: its kind, a database or system code, and where in our code it arose; never its message. */
export function errorFields(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: typeof error };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const where = error.stack
    ?.split('\n')
    .find((line) => line.includes('/src/'))
    ?.replace(/^.*\/(src\/[^)]*)\)?$/, '$1');
  return { error: error.name, code, where };
}

/** A log that writes JSON lines to standard output. */
export function openLog(level: string): Log {
  const out = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime });
  return {
    debug: (message, fields) => out.debug(fields ?? {}, message),
    info: (message, fields) => out.info(fields ?? {}, message),
    warn: (message, fields) => out.warn(fields ?? {}, message),
    error: (message, fields) => out.error(fields ?? {}, message),
  };
}
