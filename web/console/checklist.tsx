/** What to do next: the rules for confirming, ticked or not, each a way to its panel. */
import type { Step } from './steps.ts';

export function Checklist({ steps, fold }: { steps: readonly Step[]; fold?: boolean }) {
  const done = steps.filter((step) => step.done).length;
  const next = steps.find((step) => !step.done);
  const list = (
    <ol className="steps">
      {steps.map((step) => (
        <li key={step.words} className={step === next ? 'steps__next' : undefined}>
          <span aria-hidden="true">{step.done ? '✓' : '✗'}</span>{' '}
          <a href={`#${step.panel}`}>
            <span className="unseen">{step.done ? 'Done: ' : 'Missing: '}</span>
            {step.words}
          </a>
          {step === next ? <strong> Next</strong> : null}
        </li>
      ))}
    </ol>
  );
  if (!fold)
    return (
      <nav aria-label="Before a response" className="checklist checklist--wide">
        <h2>Before a response</h2>
        {list}
      </nav>
    );
  return (
    <nav aria-label="Before a response" className="checklist checklist--narrow no-print">
      <details>
        <summary>
          {done} of {steps.length} done. Next: {next?.words ?? 'decide'}
        </summary>
        {list}
      </details>
    </nav>
  );
}
