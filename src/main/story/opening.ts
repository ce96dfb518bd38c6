/** The first act: a train, a report, a question back, an answer, and what a trained person makes of it. */
import { demoStaff } from '../../identity/index.ts';
import { localRole, type Stage } from './stage.ts';

export const statusTexts = {
  received: 'We have received your report.',
  read: 'A trained person has read your report.',
  closed: 'Your report is closed.',
  actedOn: 'Your report was acted on.',
} as const;

const tripId = 'river-runner:311';
const stopWords = 'Kansas City';
const dayMilliseconds = 86_400_000;
const answerText = 'Yes, still car 2. He is back with her.';
const ownAnswerText = 'Yes, still car 2. He is back.';

interface Stop {
  readonly stopId: string;
  readonly name: string;
  readonly arrivalAt: string;
}
export interface Train {
  readonly arrival: string;
  readonly serviceDate: string;
  readonly stopId: string;
}

/** Learns who works here and what time it is, and waits for the right moment of the next train. */
export async function board(stage: Stage): Promise<Train> {
  stage.now = (await stage.client.get<{ now: string }>('/sandbox/clock')).now;
  const { staff } = await stage.client.get<{ staff: { id: string; name: string; role: string }[] }>(
    '/v1/staff',
    { 'alight-actor': demoStaff[0]!.id },
  );
  const advocate = staff.find((member) => member.role === 'hotline-advocate');
  const supervisor = staff.find((member) => member.role === 'supervisor');
  if (!advocate || !supervisor)
    throw new Error('The story needs a hotline advocate and a supervisor. Is this a demonstration?');
  stage.advocate = { 'alight-actor': advocate.id };
  stage.advocateName = advocate.name;
  stage.supervisor = supervisor;
  for (let ahead = 0; ahead < 3; ahead++) {
    const serviceDate = new Date(new Date(stage.now).getTime() + ahead * dayMilliseconds)
      .toISOString()
      .slice(0, 10);
    const { stops } = await stage
      .act<{ stops: Stop[] }>('/v1/jurisdictions/resolve', { tripId, serviceDate })
      .catch(() => ({ stops: [] as Stop[] }));
    const boarding = stops.find(({ name }) => name === 'Jefferson City');
    const last = stops.find(({ name }) => name.startsWith(stopWords));
    if (!boarding || !last) continue;
    await stage.moveClock({
      to: new Date(new Date(boarding.arrivalAt).getTime() + 12 * 60_000).toISOString(),
    });
    // Only now: what moving the clock has set off belongs to other stories too.
    await stage.phones.ignoreOldTexts();
    await stage.ignoreOldCalls();
    return { arrival: last.arrivalAt, serviceDate, stopId: last.stopId };
  }
  throw new Error('No train 311 was found within three days.');
}

/**
 * The report, the question back and its answer, the assessment and the train.
 * @param own the person writes themselves, behind the help door
 * @returns the signal's id and the code
 */
export async function report(
  stage: Stage,
  own: boolean,
  train: Train,
): Promise<{ signalId: string; code: string }> {
  stage.teller = own ? 'Passenger' : 'Conductor';
  const before = new Set((await stage.queue()).map(({ signalId }) => signalId));
  const { receipt: code } = await stage.client.post<{ receipt: string }>(
    '/v1/signals',
    {
      door: own ? 'help' : 'professional',
      channel: 'partner',
      narrative: own
        ? 'He keeps my phone and my papers. He says I owe him for the trip and may not leave. I am on the train to Kansas City.'
        : 'While her companion was away, a passenger in car 2 told me that he keeps her phone and papers, that she owes for the trip and may not leave. They mean to get off at Kansas City.',
      relation: own ? 'potential-victim' : 'transport-worker',
      proximity: own ? 'self' : 'told-by-victim',
      danger: 'soon',
      ageGroup: 'adult',
      observations: ['papers-held', 'phone-held', 'debt-owed', 'may-not-leave'],
      ownWords: 'He keeps my phone and papers. I owe for the trip. I may not leave.',
      appearance: 'Green coat, window seat.',
      transit: { line: '311', car: '2', alightingStop: stopWords },
    },
    { 'idempotency-key': `story-${crypto.randomUUID()}` },
  );
  await stage.say(stage.teller, 'reports, and gets a code.');
  const entry = (await stage.queue()).find(({ signalId }) => !before.has(signalId));
  if (!entry) throw new Error('the report is not in the queue');
  await stage.say('Alight', `puts it in the queue: ${entry.reason}`);
  await stage.look(code, statusTexts.received);
  const { signalId } = entry;
  await stage.signal(signalId);
  await stage.say(stage.advocateName, 'reads the report.');
  await askBack(stage, own, { signalId, code });
  await stage.act(`/v1/signals/${signalId}/assess`, {
    observedBehaviours: ['papers-held', 'phone-held', 'debt-owed', 'may-not-leave'],
    ownWords: true,
    strength: 'high',
    danger: 'soon',
    ageGroup: 'adult',
    reason: 'In her own words: papers and phone held, a debt, may not leave.',
  });
  const { serviceDate, stopId } = train;
  await stage.act(`/v1/signals/${signalId}/trip`, { tripId, serviceDate, stopId });
  await stage.say(stage.advocateName, 'assesses it as high and links train 311.');
  return { signalId, code };
}

async function askBack(
  stage: Stage,
  own: boolean,
  { signalId, code }: { signalId: string; code: string },
): Promise<void> {
  const question = own
    ? 'Thank you for writing. Are you still in the same car, and is he with you now?'
    : 'Thank you for writing. Is she still in the same car, and are they together now?';
  const answer = own ? ownAnswerText : answerText;
  await stage.act(`/v1/signals/${signalId}/ask-back`, { text: question });
  await stage.say(stage.advocateName, 'asks one question back.');
  await stage.moveClock({ advanceSeconds: 60 });
  await stage.look(code, statusTexts.read);
  stage.expect(stage.receipt.includes(question), 'the question back cannot be read by the code');
  await stage.moveClock({ advanceSeconds: 30 });
  await stage.client.post('/v1/dialogue/messages', {
    code,
    text: answer,
    key: `story-${crypto.randomUUID()}`,
  });
  await stage.say(stage.teller, 'answers by the code.');
  const { messages } = await stage.signal(signalId);
  const seen = messages.some(({ from, text }) => from === 'signaler' && text === answer);
  stage.expect(seen, 'the advocate does not see the answer to the question back');
  if (seen) await stage.say(stage.advocateName, `reads the answer: “${answer}”`);
}

/** The advocate alone is not enough, nor is a second advocate in name only: a supervisor confirms with them. */
export async function confirm(stage: Stage, signalId: string, description: string): Promise<string> {
  const order = {
    signalId,
    reason: 'Her own words and four behaviours; she gets off at Kansas City.',
    description,
  };
  const alone = await stage.refused('confirming alone', () => stage.act('/v1/responses', order));
  const twice = await stage.refused('confirming with oneself', () =>
    stage.act('/v1/responses', { ...order, secondStaffId: stage.advocate['alight-actor'] }),
  );
  stage.expect(/supervisor/i.test(alone), `the refusal does not say who is missing: ${alone}`);
  stage.expect(/someone else/i.test(twice), `the refusal does not say why oneself is not enough: ${twice}`);
  await stage.say('Alight', `lets nobody confirm alone: ${alone}`);
  const { responseId } = await stage.act<{ responseId: string }>('/v1/responses', {
    ...order,
    secondStaffId: stage.supervisor.id,
  });
  await stage.say(stage.advocateName, `confirms, with ${stage.supervisor.name}. Everyone needed is paged.`);
  return responseId;
}

/** Who could be asked as local police, best first. */
export const localCandidates = (plan: {
  roles: readonly {
    role: string;
    candidates: readonly { organizationId: string; organizationName: string }[];
  }[];
}) => plan.roles.find(({ role }) => role === localRole)?.candidates ?? [];
