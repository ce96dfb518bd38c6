/** The top of every console page: who acts, and what a supervisor must see. */
import { Button } from '../ui/forms.tsx';

interface Member {
  readonly id: string;
  readonly name: string;
  readonly role: string;
}

export function ActingAs({ everyone, me, back }: { everyone: readonly Member[]; me: Member; back: string }) {
  return (
    <form method="post" action="/console" className="actions no-print">
      <input type="hidden" name="do" value="act-as" />
      <input type="hidden" name="back" value={back} />
      <label htmlFor="staffId">Acting as</label>
      <select id="staffId" name="staffId" defaultValue={me.id} className="acting">
        {everyone.map((member) => (
          <option key={member.id} value={member.id}>
            {member.name} · {member.role === 'supervisor' ? 'supervisor' : 'hotline advocate'}
          </option>
        ))}
      </select>
      <Button quiet>Switch</Button>
    </form>
  );
}
