/** A page that is read. Its address says which (pages.ts). */
import { data } from 'react-router';
import type { Services } from '../../../src/main/serving/services.ts';
import { languageContext, servicesContext } from '../../context.ts';
import { useSpeech } from '../../language/words.ts';
import { Danger } from '../../ui/danger.tsx';
import { Helpers } from '../entries.tsx';
import type { Route } from './+types/written';
import { htmlIn, writtenIn } from './content.ts';
import { type WrittenPage, writtenPageAt } from './pages.ts';

export async function loader({ request, context }: Route.LoaderArgs) {
  const page = writtenPageAt(new URL(request.url).pathname);
  if (!page) throw data(null, { status: 404 });
  const services = context.get(servicesContext);
  const { instance } = services;
  const written = writtenIn(context.get(languageContext), page.file);
  const { body: _, ...head } = written;
  return {
    page,
    helpers: page.state ? await helpersIn(services, page.state) : undefined,
    ...head,
    html: htmlIn(written, page.file, {
      operator: instance.operatorName,
      hours: instance.hours,
      phone: instance.phone,
      origin: instance.publicOrigin,
    }),
  };
}

/** Undefined when they cannot be read just now: whom to call stands on the page without them. */
const helpersIn = (services: Services, state: string) =>
  services.directory().then(
    (entries) => entries.filter(({ region }) => region.includes(state)),
    () => undefined,
  );

export const meta: Route.MetaFunction = ({ loaderData }) =>
  loaderData ? [{ title: loaderData.tab }, { name: 'description', content: loaderData.description }] : [];

export default function WrittenOut({
  loaderData: { page, title, html, language, helpers },
}: Route.ComponentProps) {
  const speech = useSpeech();
  const foreign = language === speech.language ? {} : { lang: language, dir: 'ltr' };
  const isCard = page.file === 'course-transit-card';
  return (
    <div className={isCard ? 'printable' : undefined}>
      <h1 {...foreign}>{title}</h1>
      {page.kind === 'facts' || isCard ? null : <Danger />}
      <div
        className={isCard ? 'prose card' : 'prose'}
        {...foreign}
        // biome-ignore lint/security/noDangerouslySetInnerHtml: the words are ours, from content/; a test holds that no markup is in them.
        dangerouslySetInnerHTML={{ __html: html }}
      />
      {helpers ? <Helpers entries={helpers} /> : null}
      <Onward page={page} />
    </div>
  );
}

function Onward({ page }: { page: WrittenPage }) {
  const { t, at } = useSpeech();
  const strong = (to: string, words: string) => (
    <a className="usa-button" href={at(to)}>
      {words}
    </a>
  );
  const quiet = (to: string, words: string) => (
    <a className="usa-button usa-button--outline" href={at(to)}>
      {words}
    </a>
  );
  if (page.file === 'course-transit-card')
    return (
      <div className="no-paper">
        <p className="hint">{t('written.print')}</p>
        <p className="actions">{quiet('/learn/transit', t('written.course'))}</p>
      </div>
    );
  return (
    <p className="actions">
      {page.kind === 'help' ? strong('/report?door=help', t('written.write')) : null}
      {page.kind === 'signs' ? strong('/report?door=tip', t('written.tell')) : null}
      {page.kind === 'signs' ? quiet('/report?door=help', t('written.happening')) : null}
      {page.kind === 'learn' ? strong('/learn/transit/check', t('written.check')) : null}
      {page.kind === 'learn' ? quiet('/learn/transit/card', t('written.card')) : null}
      {page.kind === 'help' ? quiet('/directory', t('written.nearby')) : null}
    </p>
  );
}
