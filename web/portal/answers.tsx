/** What a responder may answer in each state: yes or no, on our way, in place, all clear, and what became of it. */
import { outcomes } from '../../src/paging/core/index.ts';
import type { PageView } from '../../src/paging/index.ts';
import { Button, Choose, TextField } from '../ui/forms.tsx';
import { outcomeWords } from '../ui/words.ts';

const minutesLabel = 'How long until you can be there? (minutes)';

export function Answer({ minutes }: { minutes: string | undefined }) {
  return (
    <>
      <form method="post" action="/portal" className="thumb">
        <TextField
          name="minutes"
          label={minutesLabel}
          hint="Leave it empty if you do not know yet."
          inputMode="numeric"
          maxLength={4}
          value={minutes}
        />
        <Button name="do" value="accept">
          Yes, we take it
        </Button>
      </form>
      <form method="post" action="/portal" className="thumb">
        <TextField name="reason" label="If not, why? (a few words)" maxLength={200} />
        <Button quiet name="do" value="decline">
          No, ask the next
        </Button>
      </form>
    </>
  );
}

export function Coming({ page, minutes }: { page: PageView; minutes: string | undefined }) {
  if (page.state === 'staged')
    return page.isLead && !page.allClear ? (
      <form method="post" action="/portal" className="thumb">
        <Button name="do" value="all-clear">
          All clear: the advocate may move
        </Button>
      </form>
    ) : null;
  const underway = page.state === 'en-route';
  return (
    <>
      <form method="post" action="/portal" className="thumb">
        <TextField
          name="minutes"
          label={page.etaAt ? 'Has it changed? Minutes from now' : minutesLabel}
          inputMode="numeric"
          maxLength={4}
          value={minutes}
        />
        <Button quiet={underway} name="do" value="en-route">
          {underway ? 'Save the new time' : 'On our way'}
        </Button>
      </form>
      <form method="post" action="/portal" className="thumb">
        <Button quiet={!underway} name="do" value="staged">
          In place
        </Button>
      </form>
      <details>
        <summary>We cannot come after all</summary>
        <form method="post" action="/portal" className="thumb">
          <TextField name="reason" label="Why? (a few words)" maxLength={200} />
          <Button quiet name="do" value="decline">
            Release us, ask the next
          </Button>
        </form>
      </details>
    </>
  );
}

/** Folded away while on the way, so that a thumb in a hurry does not report it. */
export function Outcome({ reported, ended }: { reported: string | null; ended: boolean }) {
  const said = reported ? (outcomeWords[reported as keyof typeof outcomeWords] ?? reported) : undefined;
  return (
    <details open={ended && !reported}>
      <summary>{said ? `Reported: ${said}` : 'What became of it'}</summary>
      <form method="post" action="/portal" className="thumb">
        <Choose
          name="outcome"
          label="What became of it"
          value={reported ?? ''}
          options={[['', 'Choose'], ...outcomes.map((code) => [code, outcomeWords[code]] as const)]}
        />
        <Button quiet name="do" value="outcome">
          Report the outcome
        </Button>
      </form>
    </details>
  );
}
