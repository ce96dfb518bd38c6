/** What is still missing before a response can be confirmed: the rules of the gate as a list, each with its panel. */
import type { SignalForStaff } from '../../src/hotline/index.ts';

export interface Step {
  readonly panel: string;
  readonly words: string;
  readonly done: boolean;
}

const behavioursNeeded = 2;

/** @param placeKnown whether a plan can be drawn up for somewhere */
export function stepsOf(signal: SignalForStaff, placeKnown: boolean): Step[] {
  const { assessment } = signal;
  const imminent = (assessment?.danger ?? signal.danger) === 'imminent';
  const enough =
    assessment !== null && (assessment.observedBehaviours.length >= behavioursNeeded || assessment.ownWords);
  return [
    {
      panel: 'conversation',
      words: 'Asked back',
      done: signal.messages.some(({ from }) => from === 'advocate'),
    },
    {
      panel: 'assessment',
      words: assessment?.appearanceOnly
        ? 'Held: looks, language or family only'
        : enough && !assessment.ownWords
          ? 'Two behaviours observed'
          : enough
            ? 'Own words known'
            : 'Two behaviours, or own words',
      done: enough && !assessment.appearanceOnly,
    },
    { panel: 'where', words: 'Trip or place', done: placeKnown },
    {
      panel: 'plan',
      words: signal.doNotTellWords ? 'Do-not-tell settled' : 'Do-not-tell: the report names nobody',
      done: !signal.doNotTellWords || signal.doNotTellSettled,
    },
    { panel: 'decision', words: 'Reason, in words', done: false },
    {
      panel: 'decision',
      words: imminent ? 'Second person: not needed, danger now' : 'Second person: a supervisor',
      done: imminent,
    },
  ];
}

/** The panel where the work goes on. */
export const nextPanel = (steps: readonly Step[]): string =>
  steps.find(({ done }) => !done)?.panel ?? 'decision';
