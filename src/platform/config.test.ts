/** A configuration is read whole: every mistake is listed, in a sentence, and no secret is repeated. */
import { describe, expect, test } from 'vitest';
import { ConfigError, readConfig } from './index.ts';

const mistakes = (env: Record<string, string>): readonly string[] => {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
};

describe('the configuration', () => {
  test('lists mistakes of single settings and of settings together, all at once', () => {
    const found = mistakes({
      PORT: 'abc',
      ALIGHT_MODE: 'live',
      HOST: '0.0.0.0',
      SMTP_URL: 'smtp://mail.example',
      TWILIO_FROM: '816-555-0142',
      DATABASE_MIGRATOR_URL: 'postgres://a@b/c',
    });
    expect(found).toEqual([
      'ALIGHT_MODE must be demo or production; it is "live".',
      'PORT must be a whole number from 0 to 65535; it is "abc".',
      'DATABASE_URL is needed when DATABASE_MIGRATOR_URL is set.',
      'TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN are needed when TWILIO_FROM is set.',
      'ALIGHT_MODE must be production when HOST is not this machine: a demonstration asks nobody who they are.',
      'PUBLIC_ORIGIN must begin with https:// when HOST is not this machine.',
      'MAIL_FROM is needed when SMTP_URL is set.',
    ]);
  });

  test('lets others connect only where people sign in, over https', () => {
    const wide = { HOST: '0.0.0.0', ALIGHT_MODE: 'production', PUBLIC_ORIGIN: 'https://alight.example.org' };
    expect(mistakes(wide)).toEqual([]);
    expect(mistakes({ ...wide, ALIGHT_MODE: 'demo' })).toHaveLength(1);
    expect(mistakes({ ...wide, ALIGHT_MODE: '' })).toHaveLength(1);
    expect(mistakes({ ...wide, PUBLIC_ORIGIN: 'http://alight.example.org' })).toHaveLength(1);
    const database = { ...wide, DATABASE_URL: 'postgres://a@b/c' };
    expect(mistakes(database)).toEqual([
      'AUTH_DATABASE_URL is needed when HOST is not this machine, so that people can sign in.',
    ]);
    expect(mistakes({ ...database, AUTH_DATABASE_URL: 'postgres://d@b/c' })).toEqual([]);
    expect(mistakes({ HOST: 'a b' })).toContain(
      'HOST must be an address of this machine such as 127.0.0.1 or 0.0.0.0, or a name of it; it is "a b".',
    );
  });

  test.each(['65536', '-1', '1e3', '0x50', '80.5', ' '])('"%s" is no port', (port) => {
    expect(mistakes({ PORT: port })).toHaveLength(1);
  });

  test.each(['smtp://127.0.0.1', 'smtp://localhost:2525', 'smtps://10.0.0.5', 'smtp://[fd00::1]:25'])(
    'a mail server inside is named on purpose, or not used: %s',
    (SMTP_URL) => {
      const mail = { SMTP_URL, MAIL_FROM: 'desk@alight.example' };
      const [mistake, ...more] = mistakes(mail);
      const named = /must name (\S+) when SMTP_URL leads to a machine inside/.exec(mistake!)![1]!;
      expect(more).toEqual([]);
      const agreed = { ...mail, EGRESS_ALLOWED_ORIGINS: `https://agency.internal, ${named}` };
      expect(mistakes(agreed)).toEqual([]);
      expect(readConfig(agreed).egressAllowedOrigins).toEqual(['https://agency.internal', named]);
    },
  );

  test('repeats no secret', () => {
    const secrets = {
      DATABASE_URL: 'mysql://user:quillfeather@host/db',
      SMTP_URL: 'quillfeather',
      WEBHOOK_SECRET: 'quillfeather',
      DATABASE_MIGRATOR_URL: 'quillfeather',
      AUTH_DATABASE_URL: 'quillfeather',
      OIDC_CLIENT_SECRET: 'quillfeather',
    };
    const found = mistakes(secrets);
    expect(found).toHaveLength(8);
    expect(found.join('\n')).not.toContain('quillfeather');
  });

  test('is good when nothing is set, and a setting left empty is not set', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: '' })).toMatchObject({ demo: true, port: 8080 });
  });
});
