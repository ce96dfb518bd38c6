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
  if (page.state === 'staged') return page.isLead && !page.allClear ? <AllClear /> : null;
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

/** In two taps, since the advocate moves on it and it is not taken back. */
function AllClear() {
  return (
    <details className="confirm">
      <summary className="usa-button">All clear: the advocate may move</summary>
      <form method="post" action="/portal" className="thumb">
        <p>
          The advocate’s page will say that they may move, and the hotline sees it. It cannot be taken back:
          if something changes, call.
        </p>
        <Button name="do" value="all-clear">
          Yes, give the all-clear
        </Button>
      </form>
    </details>
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
