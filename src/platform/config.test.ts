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
      'HOST must be 127.0.0.1, ::1 or localhost, since Alight listens on this machine only until staff can sign in; it is "0.0.0.0".',
      'PORT must be a whole number from 0 to 65535; it is "abc".',
      'DATABASE_URL is needed when DATABASE_MIGRATOR_URL is set.',
      'TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN are needed when TWILIO_FROM is set.',
      'MAIL_FROM is needed when SMTP_URL is set.',
    ]);
  });

  test.each(['65536', '-1', '1e3', '0x50', '80.5', ' '])('"%s" is no port', (port) => {
    expect(mistakes({ PORT: port })).toHaveLength(1);
  });

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
