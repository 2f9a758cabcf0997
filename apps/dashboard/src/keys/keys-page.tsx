import AddIcon from '@mui/icons-material/Add';
import { Box, Button, Chip } from '@mui/material';
import { useTranslate } from 'ra-core';
import { TextInput } from 'react-admin';
import { useDialog } from '../forms/use-dialog.ts';
import { Time } from '../layout/time.tsx';
import type { Column } from '../records/column.ts';
import { RecordList } from '../records/record-list.tsx';
import { StateChip } from '../records/state-chip.tsx';
import { ToolButton } from '../records/tool-button.tsx';
import { useAskAnew } from '../records/use-asked.ts';
import { type ApiKey, TONES } from './api-key.ts';
import { ChangeDialog } from './change-dialog.tsx';
import { CreateDialog } from './create-dialog.tsx';
import { RevokeDialog } from './revoke-dialog.tsx';
import { RotateDialog } from './rotate-dialog.tsx';

type Open = 'create' | { readonly what: 'change' | 'rotate' | 'revoke'; readonly key: ApiKey };

const filters = [<TextInput key="application" source="application" label="keys.application" alwaysOn />];

/** Keys of partner systems: what each may do, whether it is used, and what can be done about it. */
export default function KeysPage() {
  const translate = useTranslate();
  const { open, show, close } = useDialog<Open>();
  const askAnew = useAskAnew('keys');
  const onClose = () => {
    close();
    void askAnew();
  };
  const columns: readonly Column<ApiKey>[] = [
    { name: 'application', label: 'keys.application', show: ({ application }) => application },
    {
      name: 'name',
      label: 'keys.name',
      show: ({ name, prefix }) => (
        <>
          {name} <Box component="code" sx={{ color: 'text.secondary' }}>{`${prefix}…`}</Box>
        </>
      ),
    },
    { name: 'scopes', label: 'keys.scopes', show: ({ scopes }) => <Scopes scopes={scopes} /> },
    {
      name: 'used',
      label: 'keys.lastUsedAt',
      show: ({ lastUsedAt }) => (lastUsedAt === null ? translate('records.never') : <Time at={lastUsedAt} />),
    },
    { name: 'ends', label: 'keys.ends', show: (key) => <Ends of={key} /> },
    {
      name: 'status',
      label: 'keys.status',
      show: ({ status }) => <StateChip label={translate(`keys.statuses.${status}`)} tone={TONES[status]} />,
    },
  ];
  return (
    <>
      <RecordList<ApiKey>
        resource="keys"
        title={translate('keys.title')}
        intro={translate('keys.intro')}
        nothing={translate('keys.nothing')}
        tools={
          <ToolButton startIcon={<AddIcon />} onClick={() => show('create')}>
            {translate('keys.create')}
          </ToolButton>
        }
        actions={(key) =>
          key.status === 'active' ? (
            <>
              {(['change', 'rotate', 'revoke'] as const).map((what) => (
                <Button
                  key={what}
                  size="small"
                  color={what === 'revoke' ? 'error' : 'primary'}
                  aria-label={`${translate(`keys.${what}`)}: ${key.name}`}
                  onClick={() => show({ what, key })}
                >
                  {translate(`keys.${what}`)}
                </Button>
              ))}
            </>
          ) : key.status === 'replaced' ? (
            <Button size="small" color="error" onClick={() => show({ what: 'revoke', key })}>
              {translate('keys.revoke')}
            </Button>
          ) : null
        }
        {...{ columns, filters }}
      />
      {open === 'create' ? <CreateDialog onClose={onClose} /> : null}
      {typeof open === 'object' && open.what === 'change' ? (
        <ChangeDialog of={open.key} onClose={onClose} />
      ) : null}
      {typeof open === 'object' && open.what === 'rotate' ? (
        <RotateDialog of={open.key} onClose={onClose} />
      ) : null}
      {typeof open === 'object' && open.what === 'revoke' ? (
        <RevokeDialog of={open.key} onClose={onClose} />
      ) : null}
    </>
  );
}

const Scopes = ({ scopes }: Pick<ApiKey, 'scopes'>) => (
  <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 0.5 }}>
    {scopes.map((scope) => (
      <Chip
        key={scope}
        size="small"
        label={scope}
        sx={{ fontFamily: 'ui-monospace, monospace', fontSize: '0.75rem' }}
      />
    ))}
  </Box>
);

/** When it stops working, by whichever comes first. */
function Ends({ of: { expiresAt, overlapUntil, revokedAt } }: { readonly of: ApiKey }) {
  const translate = useTranslate();
  const at = revokedAt ?? overlapUntil ?? expiresAt;
  return at === null ? translate('records.never') : <Time at={at} />;
}
