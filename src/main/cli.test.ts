/** The house from a terminal: asked wrongly it says how to ask, and a program always gets one JSON object. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';

async function alight(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, ['src/main/cli.ts', ...args]);
    return { code: 0, out: stdout, err: stderr };
  } catch (error) {
    const failed = error as { code: number; stdout: string; stderr: string };
    return { code: failed.code, out: failed.stdout, err: failed.stderr };
  }
}

describe('the command line', () => {
  test.each<[string[], number, RegExp, string]>([
    [['dance'], 2, /no verb "dance"/, 'an unknown verb'],
    [['story', 'transit', '--loud'], 2, /Unknown option '--loud'/, 'an unknown option'],
    [['story', 'transit', '--variant', 'nobody'], 2, /Choose one of: everyone-comes/, 'an unknown variant'],
    [['import', 'gtfs'], 2, /The file is missing/, 'no file'],
    [['import', 'gtfs', 'one.zip', 'two.zip'], 2, /"two\.zip" is one file too many/, 'two files'],
    [['story', 'transit', '--url', 'somewhere'], 2, /--url needs an address/, 'no address'],
    [['people', 'agree'], 2, /people agree ID/, 'nothing to agree to'],
    [['audit', 'dance'], 2, /no verb "audit dance"/, 'an unknown verb of the log'],
    [['audit', 'witness'], 2, /--state FILE/, 'a witness without a file'],
    [['audit', 'witness', '--state', 'x'], 2, /--origin needs an address/, 'a witness without a log'],
    [['audit', 'who-saw'], 2, /one of --signal ID/, 'nothing to ask about'],
    [['audit', 'who-saw', '--signal', 'x', '--case', 'y'], 2, /one of --signal ID/, 'two things at once'],
    [['audit', 'who-saw', '--person', 'x', '--since', 'noon'], 2, /--since needs a time/, 'no time'],
    [
      ['audit', 'witness', '--state', '/tmp/no-such-state', '--origin', 'http://127.0.0.1:9'],
      1,
      /did not answer/,
      'a log that does not answer',
    ],
    [
      ['story', 'transit', '--url', 'http://127.0.0.1:9'],
      1,
      /Nothing answers at/,
      'an address where nobody is',
    ],
  ])('%j ends with %s: %s (%s)', async (args, code, words) => {
    const plain = await alight(...args);
    expect(plain.err).toMatch(words);
    expect(plain.err).not.toContain('    at ');
    expect(plain.code).toBe(code);
    const json = await alight(...args, '--json');
    expect(json.code).toBe(code);
    const { ok, faults } = JSON.parse(json.out);
    expect(ok).toBe(false);
    expect(faults[0]).toMatch(words);
  });

  test('--help says what the exit codes mean', async () => {
    const { code, out } = await alight('--help');
    expect(code).toBe(0);
    expect(out).toMatch(/Exit code: 0 it went well; 1 it did not; 2 it was asked wrongly/);
  });
});
