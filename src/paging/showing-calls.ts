/** The calls that staff have to make, as staff see them. */
import type { Showing } from '../audit/index.ts';
import type { Db } from '../platform/index.ts';
import { readVoiceTasks, type VoiceTaskList } from './store-voice.ts';

/** The list, on record before it is shown: a script says what a report says. While one stands open somebody may be in danger. */
export async function showVoiceTasks(
  db: Db,
  showing: Showing,
  staffId: string,
  now: Date,
): Promise<VoiceTaskList> {
  const list = await readVoiceTasks(db);
  await showing.record(db, {
    at: now,
    actor: { kind: 'staff', id: staffId },
    view: 'calls',
    subjectKind: 'staff',
    subjectId: staffId,
    ids: list.tasks
      .flatMap(({ signalId, responseId, pageId }) => [signalId, responseId, pageId])
      .filter((id) => id !== null),
    imminent: list.tasks.some(({ doneAt }) => doneAt === null),
    leaves: 'new',
  });
  return list;
}
