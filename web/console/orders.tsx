/** The court orders of a report: what each compels, who agreed, how far it is, and whether the person knows. */
import { data } from 'react-router';
import { may } from '../../src/identity/core/index.ts';
import { servicesContext } from '../context.ts';
import type { Route } from './+types/orders';
import { saved, whoActs } from './acting.ts';
import { Desk } from './frame.tsx';
import { formOf, refused } from './kept.ts';
import { Order } from './order.tsx';
import { RecordOrder, type RefusedOrder, recordFrom } from './order-form.tsx';
import { KeyFirst, Section } from './section.tsx';

export const meta: Route.MetaFunction = () => [{ title: 'Court orders · console' }];

/** Which field a refusal speaks of, below an order. */
const fields: Readonly<Record<string, string>> = {
  'reason-missing': 'reason',
  'counsel-missing': 'counselRead',
  'order-despite-list': 'despiteList',
};

export async function loader({ request, context, params }: Route.LoaderArgs) {
  const services = context.get(servicesContext);
  const { acting, floor, everyone, headers } = await whoActs(request, context);
  const failed = (error: unknown) => {
    const problem = services.problemOf(error);
    throw data({ title: problem.title, detail: problem.detail }, { status: problem.status });
  };
  const orders = await services.courtOrders(acting, params.id).catch(failed);
  const documents = await services.documents(acting, params.id).catch(failed);
  const names = documents.map(({ id, name }) => ({ id, name }));
  return data({ floor, everyone, orders, documents: names, signalId: params.id }, headers);
}

export async function action({ request, context, params }: Route.ActionArgs) {
  const services = context.get(servicesContext);
  const { acting } = await whoActs(request, context);
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const order = text('order');
  const acts: Readonly<Record<string, () => Promise<void>>> = {
    'order-agree': () =>
      services.agreeCourtOrder(acting, order, {
        counselRead: text('counselRead') === 'yes',
        despiteList: text('despiteList') === 'yes',
      }),
    'order-handed-over': () => services.handOverCourtOrder(acting, order),
    'order-told': () => services.notePersonTold(acting, order),
    'order-not-told': () => services.notePersonNotTold(acting, order, text('reason')),
    'order-end': () => services.endCourtOrder(acting, order),
  };
  const what = text('do');
  const no = (refusal: RefusedOrder, status: number) => data(refusal, { status });
  try {
    if (what === 'order') {
      const refusal = await recordFrom(services, acting, params.id, form);
      if (refusal) return no(refusal, refusal.status);
    } else if (Object.hasOwn(acts, what)) await acts[what]?.();
    else
      return no(refused(form, '', { title: 'Nothing was done', detail: 'Press one of the buttons.' }), 422);
    return saved(`/console/signals/${params.id}/orders`, what, services.now());
  } catch (error) {
    const problem = services.problemOf(error);
    return no(refused(form, what, problem, fields[problem.code]), problem.status);
  }
}

export default function Orders({ loaderData, actionData }: Route.ComponentProps) {
  const { floor, everyone, orders, documents, signalId } = loaderData;
  const report = `/console/signals/${signalId}`;
  const here = `${report}/orders`;
  const refusal = actionData && 'kept' in actionData ? (actionData as RefusedOrder) : undefined;
  const recording = formOf(refusal, 'order');
  const elsewhere = recording.mine ? undefined : refusal;
  // Beside the order it speaks of; where that is not here any more, above them all.
  const mine = orders.find(({ id }) => id === elsewhere?.kept.values['order']?.[0]);
  const works = may(floor.me.role, 'orders:work');
  return (
    <Desk
      floor={floor}
      back={here}
      trail={
        <>
          <a href={report}>Report</a>
          <span aria-current="page">Court orders</span>
        </>
      }
    >
      <h1>Court orders about this report</h1>
      <p>
        A court can compel that something is told without the person’s consent. One supervisor records what it
        orders, another one reads it with counsel and agrees, and a person hands over exactly that. Nothing
        leaves by itself.
      </p>
      <Section
        id="orders"
        title={`Orders (${orders.length})`}
        problem={mine ? undefined : elsewhere?.problem}
        floor={floor}
      >
        {orders.length ? (
          orders.map((order) => (
            <Order
              key={order.id}
              order={order}
              to={here}
              floor={floor}
              document={documents.find(({ id }) => id === order.attachmentId)}
              nameOf={(id) => everyone.find((one) => one.id === id)?.name ?? 'somebody who left'}
              refusal={order === mine ? elsewhere : undefined}
            />
          ))
        ) : (
          <p className="hint">None. Nobody is told anything of this report because a court says so.</p>
        )}
      </Section>
      <Section id="record" title="Record an order" problem={recording.problem}>
        {works ? (
          <details open={recording.mine !== undefined}>
            <summary>An order has come in</summary>
            <KeyFirst floor={floor} to="orders:work" refused={recording.problem} />
            <RecordOrder
              to={here}
              sent={recording}
              found={recording.mine ? (refusal?.found ?? []) : []}
              documents={documents}
            />
          </details>
        ) : (
          <p>
            A supervisor records it. If somebody hands you an order or calls about one, tell them nothing, add
            the paper to the <a href={`${report}/documents`}>documents</a>, and bring the supervisor in from
            the report’s page.
          </p>
        )}
      </Section>
    </Desk>
  );
}
