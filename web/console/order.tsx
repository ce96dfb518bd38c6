/** One court order in words, and what can be done about it now. */
import type { ReactNode } from 'react';
import type { CourtOrderView } from '../../src/disclosures/index.ts';
import { may } from '../../src/identity/core/index.ts';
import type { ReleaseItem } from '../../src/signals/core/index.ts';
import { Button, Choices, TextField } from '../ui/forms.tsx';
import { calendarDay } from '../ui/words.ts';
import type { Floor } from './acting.ts';
import { formOf, type Refused } from './kept.ts';
import { itemWords } from './order-form.tsx';
import { KeyFirst, Refusal } from './section.tsx';
import { useTimes } from './times.tsx';

type Name = (id: string | null) => string;

const states: Readonly<Record<CourtOrderView['state'], string>> = {
  waiting: 'Waits for another supervisor. Nothing may be told on it.',
  agreed: 'Two have agreed. It has not been handed over yet.',
  'handed-over': 'It was handed over. What was told stays told.',
  over: 'Over. Nothing more is told on it.',
};

const itemsOf = (order: CourtOrderView): string =>
  order.items.map((item) => itemWords[item as ReleaseItem]).join(', ');

export function Order({
  order,
  to,
  floor,
  document,
  nameOf,
  refusal,
}: {
  order: CourtOrderView;
  to: string;
  floor: Floor;
  document: { readonly id: string; readonly name: string } | undefined;
  nameOf: Name;
  refusal: Refused | undefined;
}) {
  const id = `order-${order.id}`;
  return (
    <article className="entry" id={id} aria-labelledby={`${id}-name`}>
      <h3 id={`${id}-name`}>
        {order.ordered.court}, {order.ordered.number}
      </h3>
      <p>
        <strong>{states[order.state]}</strong>
      </p>
      <Facts order={order} to={to} document={document} nameOf={nameOf} />
      {order.listed ? (
        <div className="note note--danger">
          <p>
            <strong>They are on the do-not-tell list of this case.</strong> {order.listed}
          </p>
          <p>
            {order.state === 'waiting'
              ? 'Ask counsel first whether the court can order another way. An order binds all the same.'
              : 'Tell the person before you hand it over, if that is safe in any way.'}
          </p>
        </div>
      ) : null}
      {refusal ? <Refusal {...refusal.problem} /> : null}
      {may(floor.me.role, 'orders:work') ? (
        <Acts order={order} to={`${to}#${id}`} floor={floor} refusal={refusal} />
      ) : null}
    </article>
  );
}

function Facts({
  order,
  to,
  document,
  nameOf,
}: {
  order: CourtOrderView;
  to: string;
  document: { readonly id: string; readonly name: string } | undefined;
  nameOf: Name;
}) {
  const times = useTimes();
  const on = (at: Date) => `${times.day(at)}, ${times.at(at)}`;
  const paper = document ? (
    <a href={`${to.replace(/\/orders$/, '/documents')}/${document.id}`}>{document.name}</a>
  ) : (
    'Not among the documents'
  );
  const agreed = order.agreedAt
    ? `${on(order.agreedAt)}, by ${nameOf(order.agreedBy)}, counsel having read it${order.despiteList ? ', in spite of the do-not-tell list' : ''}`
    : 'By nobody yet';
  const handedOver = order.handedOverAt
    ? `${on(order.handedOverAt)}, by ${nameOf(order.handedOverBy)}`
    : 'Not yet';
  return (
    <dl className="pairs">
      <Fact name="Of">{calendarDay(order.ordered.orderedOn)}</Fact>
      <Fact name="To be told">{order.organizationName}</Fact>
      <Fact name="What">{itemsOf(order)}; nothing else</Fact>
      <Fact name="It says">{order.ordered.words}</Fact>
      <Fact name="Until">{calendarDay(order.until)}</Fact>
      <Fact name="The paper">{paper}</Fact>
      <Fact name="Recorded">
        {on(order.askedAt)}, by {nameOf(order.askedBy)}
      </Fact>
      <Fact name="Agreed">{agreed}</Fact>
      <Fact name="Handed over">{handedOver}</Fact>
      <Fact name="The person">{knows(order, on, nameOf)}</Fact>
      {order.endedAt ? (
        <Fact name="Ended">
          {on(order.endedAt)}, by {nameOf(order.endedBy)}
        </Fact>
      ) : null}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function knows(order: CourtOrderView, on: (at: Date) => string, nameOf: Name): string {
  if (order.personToldAt)
    return `was told, or was tried to be told: ${on(order.personToldAt)}, by ${nameOf(order.personToldBy)}`;
  return order.untold
    ? `does not know: ${order.untold.words} (${on(order.untold.at)}, ${nameOf(order.untold.by)})`
    : 'does not know yet';
}

function Acts({
  order,
  to,
  floor,
  refusal,
}: {
  order: CourtOrderView;
  to: string;
  floor: Floor;
  refusal: Refused | undefined;
}) {
  const { state } = order;
  const ofId = <input type="hidden" name="order" value={order.id} />;
  return (
    <>
      {state === 'over' && order.personToldAt ? null : (
        <KeyFirst floor={floor} to="orders:work" refused={refusal?.problem} />
      )}
      {state === 'waiting' ? (
        floor.me.id === order.askedBy ? (
          <p className="hint">
            You recorded it. Another supervisor has to read it and agree, within three days.
          </p>
        ) : (
          <Agree order={order} to={to} refusal={refusal} />
        )
      ) : null}
      {state === 'agreed' ? (
        <form method="post" action={to}>
          {ofId}
          <p>
            To {order.organizationName}, by a person: <strong>{itemsOf(order)}</strong>, and nothing else.
            When that is done:
          </p>
          <Button name="do" value="order-handed-over">
            I have handed it over
          </Button>
        </form>
      ) : null}
      {order.personToldAt || state === 'waiting' || !order.agreedAt ? null : (
        <Told order={order} to={to} refusal={refusal} />
      )}
      {order.endedAt || state === 'over' || state === 'handed-over' ? null : (
        <form method="post" action={to}>
          {ofId}
          <p className="hint">The order was lifted, or what stands here is not what it says:</p>
          <Button quiet name="do" value="order-end">
            End it
          </Button>
        </form>
      )}
    </>
  );
}

function Agree({ order, to, refusal }: { order: CourtOrderView; to: string; refusal: Refused | undefined }) {
  const sent = formOf(refusal, 'order-agree');
  return (
    <form method="post" action={to}>
      <input type="hidden" name="order" value={order.id} />
      <p>Read the order itself beside what stands here. Agree only if it says exactly this.</p>
      <Choices
        name="counselRead"
        legend="Counsel"
        error={sent.wrong('counselRead')}
        chosen={sent.all('counselRead')}
        options={[['yes', 'Counsel has read the order, and says that it binds us as it stands here']]}
      />
      {order.listed ? (
        <Choices
          name="despiteList"
          legend="The do-not-tell list"
          error={sent.wrong('despiteList')}
          chosen={sent.all('despiteList')}
          options={[
            [
              'yes',
              'I have read who is on the list. The court cannot order another way: it is told in spite of it',
            ],
          ]}
        />
      ) : null}
      <Button name="do" value="order-agree">
        I agree
      </Button>
    </form>
  );
}

function Told({ order, to, refusal }: { order: CourtOrderView; to: string; refusal: Refused | undefined }) {
  const sent = formOf(refusal, 'order-not-told');
  const ofId = <input type="hidden" name="order" value={order.id} />;
  return (
    <>
      <form method="post" action={to}>
        {ofId}
        <p>
          The person has to know, as soon as that is safe. Say nothing of it on a telephone that is watched.
        </p>
        <Button quiet name="do" value="order-told">
          They were told, or we tried as far as was safe
        </Button>
      </form>
      <form method="post" action={to}>
        {ofId}
        <TextField
          {...sent.field('reason')}
          label="Or: it is not safe to tell them, because"
          maxLength={2000}
          required
        />
        <Button quiet name="do" value="order-not-told">
          Write that down
        </Button>
      </form>
    </>
  );
}
