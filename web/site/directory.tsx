/** Real helpers, as public facts with their source. In a demonstration nothing here can be tapped to call. */
import { servicesContext } from '../context.ts';
import { useSpeech } from '../language/words.ts';
import { Danger } from '../ui/danger.tsx';
import type { Route } from './+types/directory';
import { Entries } from './entries.tsx';

export async function loader({ context }: Route.LoaderArgs) {
  return { entries: await context.get(servicesContext).directory() };
}

export default function Directory({ loaderData }: Route.ComponentProps) {
  const { t, language } = useSpeech();
  return (
    <>
      <h1>{t('directory.title')}</h1>
      <Danger />
      <p>{t('directory.lead')}</p>
      {language === 'en' ? null : <p className="hint">{t('directory.english')}</p>}
      <Entries entries={loaderData.entries} />
    </>
  );
}
