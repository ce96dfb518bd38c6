/** The founding story and its variants, on a real instance and a real PostgreSQL, with a phone and a clock that are played. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Instance, startInstance } from '../../src/main/story/instance.ts';
import { playTransitStory, type StoryResult } from '../../src/main/story/transit.ts';
import type { Variant } from '../../src/main/story/variants.ts';
import { startCluster } from '../../src/platform/index.ts';
import { testDataFolder } from '../support/database.ts';

const told = (story: StoryResult): string[] => story.timeline.map(({ what }) => what);

describe('a conductor reports', () => {
  let instance: Instance;
  beforeAll(async () => {
    instance = await startInstance({
      dataFolder: testDataFolder,
      cluster: await startCluster(testDataFolder),
    });
  });
  afterAll(() => instance.stop());

  const play = (variant: Variant) => playTransitStory({ origin: instance.origin, variant, tell: () => {} });

  test('and everyone is in place before the train, though the first agency declines', async () => {
    const story = await play('everyone-comes');
    expect(story.faults).toEqual([]);
    expect(story.ok).toBe(true);
    expect(story.roles.map(({ role }) => role)).toEqual(
      expect.arrayContaining(['local-law-enforcement', 'state-patrol', 'railroad-police', 'victim-advocate']),
    );
    for (const role of story.roles) {
      expect(role.leadSeconds, role.role).toBeGreaterThan(0);
      const instants = [role.pagedAt, role.acknowledgedAt, role.stagedAt, story.arrival];
      expect(instants, role.role).toEqual([...instants].sort());
    }
    expect(told(story)).toContain('is told to look again, and reads the all-clear: they may move.');
    expect(story.receipt).toEqual([
      'We have received your report.',
      'A trained person has read your report.',
      expect.stringContaining('Thank you for writing.'),
      'Your report was acted on.',
    ]);
  });

  test('and when every local agency declines a supervisor is alerted, and every one of them was asked', async () => {
    const story = await play('every-local-unit-declines');
    expect(story.faults).toEqual([]);
    expect(told(story).some((what) => what.startsWith('alerts the supervisor'))).toBe(true);
    expect(told(story).some((what) => what.includes('they may move'))).toBe(false);
  });

  test('and without the consent of the person behind the help door nothing leaves, and the words say why', async () => {
    const story = await play('no-consent');
    expect(story.faults).toEqual([]);
    expect(told(story).filter((what) => what.includes('the person has not agreed'))).toEqual([
      expect.stringContaining('Nobody is asked to come. This came through the help door'),
      expect.stringContaining('refuses to ask anyone'),
      expect.stringContaining('refuses to pass it on'),
    ]);
    expect(story.receipt).toContain('We have received your report.');
    expect(story.receipt).toContain('A trained person has read your report.');
  });

  test('and an agency on the do-not-tell list hears nothing, and one listed on its way is stood down', async () => {
    const story = await play('do-not-tell');
    expect(story.faults).toEqual([]);
    expect(story.ok).toBe(true);
    expect(told(story).some((what) => what.endsWith('says only that they are stood down.'))).toBe(true);
  });
});
