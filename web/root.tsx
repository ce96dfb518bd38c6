/**
 * The frame of every page: who runs this instance, that it is not 911, a way out, and nothing that a person watching the
 * screen would notice. Public pages send no script but the way out.
 */
import type { ReactNode } from 'react';
import {
  isRouteErrorResponse,
  Links,
  Meta,
  Outlet,
  Scripts,
  useMatches,
  useRouteError,
  useRouteLoaderData,
} from 'react-router';
import {
  inLanguage,
  isReviewedLanguage,
  languageAsked,
  type PublicLanguage,
  publicLanguages,
} from '../src/signals/core/index.ts';
import type { Route } from './+types/root';
import { languageContext, nonceContext, servicesContext, switchContext } from './context.ts';
import { frameIn, wordsIn } from './language/words.ts';
import './look.scss';
import { Exit } from './ui/exit.tsx';
import { Mark } from './ui/mark.tsx';
import { Dial } from './ui/said.tsx';

export function loader({ context, request }: Route.LoaderArgs) {
  const { instance } = context.get(servicesContext);
  const language = context.get(languageContext);
  const { pathname: path, search } = new URL(request.url);
  const staff = /^\/(console|portal|sandbox|p\/|gallery|sign-in|account)/.test(path);
  const asked = languageAsked(request.headers.get('accept-language'));
  return {
    instance,
    language,
    nonce: context.get(nonceContext),
    staff,
    // Responders see no way into the console.
    desk: /^\/(console|sandbox|gallery)/.test(path),
    frame: frameIn(language),
    // The same page in the other languages; what was asked for stands in the address and goes along.
    languages: staff
      ? []
      : Object.entries(publicLanguages).map(([code, { name, tag }]) => ({
          code: code as PublicLanguage,
          name,
          tag,
          path: `${inLanguage(code as PublicLanguage, path)}${search}`,
        })),
    switching: context.get(switchContext),
    reviewed: isReviewedLanguage(language),
    // Said in their own language, above everything, to whoever has their browser set to it.
    offered:
      !staff && language === 'en' && asked && asked !== 'en'
        ? {
            ...publicLanguages[asked],
            words: wordsIn(asked)('frame.inThisLanguage'),
            path: `${inLanguage(asked, path)}${search}`,
          }
        : undefined,
  };
}

export const links: Route.LinksFunction = () => [
  { rel: 'icon', href: '/favicon.svg', type: 'image/svg+xml' },
];

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: loaderData?.frame.tab ?? 'Help and information' },
  { name: 'robots', content: 'noarchive' },
];

const hydrates = (handle: unknown): boolean =>
  typeof handle === 'object' && handle !== null && 'hydrate' in handle && handle.hydrate === true;

export function Layout({ children }: { children: ReactNode }) {
  const data = useRouteLoaderData<typeof loader>('root');
  const live = useMatches().some((match) => hydrates(match.handle));
  const { tag, direction } = publicLanguages[data?.language ?? 'en'];
  return (
    <html lang={tag} dir={direction}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <Meta />
        <Links nonce={data?.nonce} />
        {data && !data.staff ? (
          <script src="/leave.js" nonce={data.nonce} data-way={data.instance.quickExitUrl} />
        ) : null}
      </head>
      <body className={data?.staff ? 'desk' : 'site'}>
        <a className="skip" href="#main">
          {data?.frame.skip ?? 'Skip to the content'}
        </a>
        {data ? <Top data={data} /> : null}
        <main id="main" tabIndex={-1} className="page">
          {data && !data.reviewed ? <Unreviewed data={data} /> : null}
          {children}
        </main>
        {data ? <Foot data={data} /> : null}
        {live && data ? <Scripts nonce={data.nonce} /> : null}
      </body>
    </html>
  );
}

type Data = ReturnType<typeof loader>;

function Top({ data }: { data: Data }) {
  const { instance, frame, desk, staff, language, offered } = data;
  return (
    <>
      {instance.demo ? (
        <section className="demo-banner" aria-label={frame.demo}>
          {frame.demoHelp} <Dial number="1-888-373-7888" />, {frame.demoText} <Dial number="233733" />.
        </section>
      ) : null}
      <header className="bar">
        <a className="bar__home" href={inLanguage(language, '/')}>
          <Mark /> <span>Alight</span>
        </a>
        {desk ? (
          <nav aria-label="Staff pages" className="bar__nav">
            <a href="/console">Console</a>
            {instance.demo ? <a href="/sandbox">Phones</a> : null}
          </nav>
        ) : staff ? null : (
          <div className="bar__out">
            <Exit className="bar__exit" />
            {/* Without a script nothing can take this page out of the history: that is said. */}
            <span className="bar__note" id="back-note">
              {frame.back}
            </span>
          </div>
        )}
      </header>
      {staff ? null : <Languages data={data} />}
      {offered ? (
        <p className="offered">
          <a className="go" href={offered.path} lang={offered.tag} dir={offered.direction}>
            {offered.words}
          </a>
        </p>
      ) : null}
    </>
  );
}

/** Which form the page holds, if one: its language changes with everything that was written in it. */
const formOf = (handle: unknown): string | undefined =>
  typeof handle === 'object' && handle !== null && 'form' in handle ? String(handle.form) : undefined;

/** Each page in the other languages. After a code was shown there are none: another language would be an empty form. */
function Languages({ data: { frame, languages, language, switching } }: { data: Data }) {
  const matches = useMatches();
  const failed = Boolean(useRouteError());
  const form =
    switching === 'form' && !failed ? matches.map((match) => formOf(match.handle)).find(Boolean) : undefined;
  if (switching === 'none') return null;
  return (
    <nav className="languages" aria-label={frame.languages}>
      {/* The Enter key in a field presses the first button of its form, wherever that stands: not one that changes the language. */}
      {form ? (
        <button
          className="unseen"
          type="submit"
          form={form}
          name="go"
          value="enter"
          tabIndex={-1}
          aria-hidden="true"
        />
      ) : null}
      <ul>
        {languages.map(({ code, name, tag, path }) => (
          <li key={code}>
            {code === language ? (
              <span aria-current="true" lang={tag}>
                {name}
              </span>
            ) : form ? (
              <button
                type="submit"
                form={form}
                formAction={path}
                formNoValidate
                name="go"
                value="stay"
                lang={tag}
              >
                {name}
              </button>
            ) : (
              <a href={path} lang={tag} hrefLang={tag}>
                {name}
              </a>
            )}
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Nobody invents a reviewer: words that no real person has read say so, in both languages. */
function Unreviewed({ data: { frame, instance } }: { data: Data }) {
  return (
    <p className="unreviewed">
      {frame.unreviewed}{' '}
      <span lang="en" dir="ltr">
        Machine-assisted, awaiting review. Ask for an interpreter: <Dial number={instance.phone} />.
      </span>
    </p>
  );
}

const morePages = [
  'help',
  'chat',
  'signs',
  'directory',
  'receipt',
  'about',
  'privacy',
  'accessibility',
  'developers',
] as const;

function Foot({ data: { instance, frame, staff, language } }: { data: Data }) {
  return (
    <footer className="foot">
      {staff ? null : (
        <nav aria-label={frame.more}>
          {morePages.map((page) => (
            <a key={page} href={inLanguage(language, `/${page}`)}>
              {frame.pages[page]}
            </a>
          ))}
        </nav>
      )}
      <p>
        {frame.runBy} <bdi>{instance.operatorName}</bdi>. {frame.open} <bdi>{instance.hours}</bdi>.{' '}
        {frame.phone} <Dial number={instance.phone} />.
        <br />
        <strong>{frame.not}</strong>
      </p>
    </footer>
  );
}

export default function App() {
  return <Outlet />;
}

/** An error page says what happened in words, that 911 comes first, and where to go on. */
export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  // Whoever works here goes on at their own desk; a responder is not sent to the public pages.
  const data = useRouteLoaderData<typeof loader>('root');
  const known = isRouteErrorResponse(error);
  const missing = known && error.status === 404;
  const said =
    known && typeof error.data === 'object' && error.data !== null
      ? (error.data as { title?: string; detail?: string })
      : {};
  const words = data?.frame.error;
  return (
    <>
      <h1>
        {said.title ??
          (missing
            ? (words?.missing ?? 'There is nothing here')
            : (words?.wrong ?? 'Something went wrong on our side'))}
      </h1>
      <p>
        {said.detail ??
          (missing
            ? (words?.missingMore ?? 'The page may have moved, or the address is mistyped.')
            : (words?.wrongMore ?? 'Please try again in a moment.'))}
      </p>
      <p>{words?.danger ?? 'Is someone in danger right now? Call 911, or text 911 where available.'}</p>
      {data?.desk ? (
        <a className="usa-button" href="/console">
          Go to the queue
        </a>
      ) : data?.staff ? (
        <p>
          Questions: call <Dial number={data.instance.phone} />.
        </p>
      ) : (
        <a className="usa-button" href={inLanguage(data?.language ?? 'en', '/')}>
          {words?.again ?? 'Start again'}
        </a>
      )}
    </>
  );
}
