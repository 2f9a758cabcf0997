import { Box, Button, LinearProgress, Typography } from '@mui/material';
import { useTranslate } from 'ra-core';
import { call } from '../api/call.ts';
import { FormDialog } from '../forms/form-dialog.tsx';
import { useDialog } from '../forms/use-dialog.ts';
import { useFormat } from '../i18n/use-format.ts';
import { Failure } from '../layout/failure.tsx';
import { Section } from '../layout/section.tsx';
import type { Column } from '../records/column.ts';
import { RecordTable } from '../records/record-table.tsx';
import { StateChip } from '../records/state-chip.tsx';
import { useAskAnew, useAsked } from '../records/use-asked.ts';
import type { MasterKey, MasterKeys } from './settings.ts';

const WHILE_MOVING_MS = 2_000;

/** Which master key protects how much, and how far a rotation is. */
export function MasterKeysSection() {
  const translate = useTranslate();
  const format = useFormat();
  const { open, show, close } = useDialog<true>();
  const askAnew = useAskAnew('settings/master-keys');
  const { data, error } = useAsked<MasterKeys>('settings/master-keys', {
    again: (found) => (found?.rotation != null && found.rotation.endedAt === null ? WHILE_MOVING_MS : false),
  });
  const columns: readonly Column<MasterKey>[] = [
    { name: 'id', label: 'settings.key', show: ({ id }) => <code>{id}</code> },
    {
      name: 'state',
      label: 'settings.state',
      show: ({ primary, mayRetire }) =>
        primary ? (
          <StateChip label={translate('settings.primary')} tone="good" />
        ) : (
          <StateChip
            label={translate(mayRetire ? 'settings.mayRetire' : 'settings.stillNeeded')}
            tone={mayRetire ? 'plain' : 'waiting'}
          />
        ),
    },
    { name: 'dataKeys', label: 'settings.dataKeys', show: ({ dataKeys }) => format.number(dataKeys) },
    {
      name: 'earlier',
      label: 'settings.earlierMatches',
      show: ({ earlierMatches }) => format.number(earlierMatches),
    },
    { name: 'webhooks', label: 'settings.webhooks', show: ({ webhooks }) => format.number(webhooks) },
  ];
  return (
    <Section
      title={translate('settings.masterKeys')}
      actions={
        <Button size="small" variant="outlined" onClick={() => show(true)}>
          {translate('settings.rotate')}
        </Button>
      }
    >
      <Typography variant="body2" color="textSecondary" sx={{ mb: 1.5 }}>
        {translate('settings.masterKeysText')}
      </Typography>
      {error === null ? null : <Failure error={error} />}
      {data === undefined ? null : (
        <RecordTable<MasterKey> label={translate('settings.masterKeys')} rows={data.keys} columns={columns} />
      )}
      {data?.rotation == null ? null : <Rotation rotation={data.rotation} />}
      {open === undefined ? null : (
        <FormDialog
          title={translate('settings.rotate')}
          text={translate('settings.rotateText')}
          confirm={translate('settings.rotate')}
          onClose={close}
          onSubmit={async () => {
            await call('POST', 'settings/master-keys/rotation');
            await askAnew();
          }}
        />
      )}
    </Section>
  );
}

function Rotation({ rotation }: { readonly rotation: NonNullable<MasterKeys['rotation']> }) {
  const translate = useTranslate();
  const format = useFormat();
  const { total, moved, refused, endedAt } = rotation;
  return (
    <Box sx={{ mt: 2 }}>
      <Typography variant="body2">
        {translate(endedAt === null ? 'settings.moving' : 'settings.moved', {
          moved: format.number(moved),
          total: format.number(total),
        })}
        {refused === 0 ? '' : ` ${translate('settings.refused', { refused: format.number(refused) })}`}
      </Typography>
      {endedAt === null ? (
        <LinearProgress
          aria-label={translate('settings.rotate')}
          variant="determinate"
          value={total === 0 ? 0 : Math.min(100, (moved / total) * 100)}
          sx={{ mt: 1 }}
        />
      ) : null}
    </Box>
  );
}
