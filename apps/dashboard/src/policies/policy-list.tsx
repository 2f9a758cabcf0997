import AddIcon from '@mui/icons-material/Add';
import {
  Box,
  Button,
  CardActionArea,
  Divider,
  Link as MuiLink,
  Typography,
  useMediaQuery,
} from '@mui/material';
import { useListContext, useTranslate } from 'ra-core';
import { Fragment } from 'react';
import { DataTable, TopToolbar } from 'react-admin';
import { Link } from 'react-router-dom';
import { usePermitted } from '../access/use-permitted.ts';
import { useFormat } from '../i18n/use-format.ts';
import { EmptyList } from '../layout/empty-list.tsx';
import { ListPage } from '../layout/list-page.tsx';
import { decisiveIn, type Policy } from './policy.ts';
import { PolicyStateChip } from './policy-state-chip.tsx';

export default function PolicyList() {
  const translate = useTranslate();
  const mayWrite = usePermitted('policies:manage');
  const isSmall = useMediaQuery((theme) => theme.breakpoints.down('md'));
  return (
    <ListPage
      title={translate('policies.title')}
      intro={translate('policies.intro')}
      actions={
        mayWrite ? (
          <TopToolbar>
            <Button component={Link} to="/policies/create" variant="contained" startIcon={<AddIcon />}>
              {translate('policies.new')}
            </Button>
          </TopToolbar>
        ) : (
          false
        )
      }
    >
      {isSmall ? <PolicyCards /> : <PolicyTable />}
    </ListPage>
  );
}

function PolicyTable() {
  const translate = useTranslate();
  const format = useFormat();
  return (
    <DataTable<Policy>
      rowClick="show"
      bulkActionButtons={false}
      empty={<EmptyList text={translate('policies.none')} />}
    >
      <DataTable.Col
        source="policy"
        label="policies.fields.policy"
        disableSort
        render={({ id, policy }: Policy) => (
          <MuiLink
            component={Link}
            to={`/policies/${id}/show`}
            underline="hover"
            onClick={(event) => event.stopPropagation()}
          >
            {policy}
          </MuiLink>
        )}
      />
      <DataTable.Col
        source="state"
        label="policies.fields.state"
        disableSort
        render={({ state }: Policy) => <PolicyStateChip state={state} />}
      />
      <DataTable.Col
        source="minimumDecisive"
        label="policies.fields.rules"
        disableSort
        render={(policy: Policy) => <RulesInShort policy={policy} />}
      />
      <DataTable.Col source="note" label="policies.fields.note" disableSort />
      <DataTable.Col
        source="createdAt"
        label="policies.fields.createdAt"
        disableSort
        render={({ createdAt }: Policy) => format.date(createdAt)}
      />
      <DataTable.Col
        source="publication"
        label="policies.fields.publishedAt"
        disableSort
        render={({ publication }: Policy) => (publication === null ? null : format.date(publication.at))}
      />
    </DataTable>
  );
}

function PolicyCards() {
  const translate = useTranslate();
  const { data = [], isPending } = useListContext<Policy>();
  if (!isPending && data.length === 0) return <EmptyList text={translate('policies.none')} />;
  return (
    <Box>
      {data.map((policy) => (
        <Fragment key={policy.id}>
          <CardActionArea component={Link} to={`/policies/${policy.id}/show`} sx={{ p: 1.5 }}>
            <Box sx={{ display: 'flex', justifyContent: 'space-between', gap: 1 }}>
              <Typography sx={{ fontWeight: 600 }}>{policy.policy}</Typography>
              <PolicyStateChip state={policy.state} />
            </Box>
            <Typography variant="body2" color="textSecondary">
              <RulesInShort policy={policy} />
            </Typography>
            {policy.note === null ? null : <Typography variant="body2">{policy.note}</Typography>}
          </CardActionArea>
          <Divider />
        </Fragment>
      ))}
    </Box>
  );
}

function RulesInShort({ policy: { fields, minimumDecisive } }: { readonly policy: Policy }) {
  const translate = useTranslate();
  const decisive = decisiveIn(fields);
  const supporting = Object.keys(fields).length - decisive;
  return translate('policies.rulesInShort', { decisive, supporting, minimum: minimumDecisive });
}
