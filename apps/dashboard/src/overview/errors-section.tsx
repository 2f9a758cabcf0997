import { Typography } from '@mui/material';
import { useTranslate } from 'ra-core';
import { FiguresTable } from '../charts/figures-table.tsx';
import { useFormat } from '../i18n/use-format.ts';
import { Section } from '../layout/section.tsx';
import type { ErrorRow } from './overview.ts';
import { useShare } from './use-share.ts';

/** Which errors there were, who has to act, and what to do. */
export function ErrorsSection({ errors }: { readonly errors: readonly ErrorRow[] }) {
  const translate = useTranslate();
  const format = useFormat();
  const share = useShare();
  const title = translate('overview.errors');
  return (
    <Section title={title}>
      {errors.length === 0 ? (
        <Typography variant="body2" color="textSecondary">
          {translate('overview.noErrors')}
        </Typography>
      ) : (
        <FiguresTable
          caption={title}
          columns={[
            { title: translate('overview.error') },
            ...['matches', 'share'].map((key) => ({ title: translate(`overview.${key}`), numeric: true })),
            ...['meaning', 'who', 'remedy'].map((key) => ({ title: translate(`overview.${key}`) })),
          ]}
          rows={errors.map(({ errorId, matches, share: of, meaning, who, remedy }) => [
            ...[errorId, format.number(matches), share(of), meaning],
            ...[translate(`overview.actors.${who}`), remedy],
          ])}
        />
      )}
    </Section>
  );
}
