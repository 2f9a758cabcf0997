import { Box, Button } from '@mui/material';
import { useTranslate } from 'ra-core';
import { useState } from 'react';
import { usePermitted } from '../access/use-permitted.ts';
import { call } from '../api/call.ts';
import { PersonSearch } from '../forms/person-search.tsx';
import { useDialog } from '../forms/use-dialog.ts';
import { EmptyList } from '../layout/empty-list.tsx';
import { PageTitle } from '../layout/page-title.tsx';
import { Section } from '../layout/section.tsx';
import { Time } from '../layout/time.tsx';
import { Actor } from '../records/actor.tsx';
import type { Column } from '../records/column.ts';
import { RecordTable } from '../records/record-table.tsx';
import { ChangeDialog } from './change-dialog.tsx';
import type { Relationship, Wanted } from './relationship.ts';

interface Found {
  readonly wanted: Wanted;
  readonly items: readonly Relationship[];
}

/** What is known of the relationship with a person, by number. */
export default function RelationshipsPage() {
  const translate = useTranslate();
  const mayChange = usePermitted('subjects:hold');
  const { open, show, close } = useDialog<{ readonly application?: string }>();
  const [found, setFound] = useState<Found>();
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);

  const look = async (wanted: Wanted) => {
    setBusy(true);
    setError(undefined);
    try {
      const { items } = await call<{ items: readonly Relationship[] }>('POST', 'relationships/search', {
        body: wanted,
      });
      setFound({ wanted, items });
    } catch (refusal) {
      setFound(undefined);
      setError(refusal);
    } finally {
      setBusy(false);
    }
  };
  const columns: readonly Column<Relationship>[] = [
    { name: 'application', label: 'relationships.application', show: ({ application }) => application },
    {
      name: 'ended',
      label: 'relationships.endedAt',
      show: ({ endedAt }) => (endedAt === null ? translate('relationships.goesOn') : <Time at={endedAt} />),
    },
    { name: 'changed', label: 'relationships.changedAt', show: ({ changedAt }) => <Time at={changedAt} /> },
    { name: 'by', label: 'relationships.changedBy', show: ({ changedBy }) => <Actor actor={changedBy} /> },
  ];
  return (
    <>
      <PageTitle title={translate('relationships.title')} intro={translate('relationships.intro')} />
      <Box sx={{ display: 'grid', gap: 2, maxWidth: '64rem' }}>
        <PersonSearch
          title={translate('relationships.search')}
          action={translate('relationships.look')}
          busy={busy}
          error={error}
          onSearch={(wanted) => void look(wanted)}
        />
        {found === undefined ? null : (
          <Section
            title={translate('relationships.known')}
            actions={
              mayChange ? (
                <Button size="small" variant="outlined" onClick={() => show({})}>
                  {translate('relationships.tell')}
                </Button>
              ) : null
            }
          >
            {found.items.length === 0 ? (
              <EmptyList text={translate('relationships.nothing')} />
            ) : (
              <RecordTable<Relationship>
                label={translate('relationships.known')}
                rows={found.items}
                columns={columns}
                actions={
                  mayChange
                    ? ({ application }) => (
                        <Button size="small" onClick={() => show({ application })}>
                          {translate('relationships.change')}
                        </Button>
                      )
                    : undefined
                }
              />
            )}
          </Section>
        )}
      </Box>
      {open === undefined || found === undefined ? null : (
        <ChangeDialog
          wanted={found.wanted}
          application={open.application}
          onClose={() => {
            close();
            void look(found.wanted);
          }}
        />
      )}
    </>
  );
}
