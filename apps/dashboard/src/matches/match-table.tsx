import { Link as MuiLink } from '@mui/material';
import { useTranslate } from 'ra-core';
import { DataTable } from 'react-admin';
import { Link } from 'react-router-dom';
import { useFormat } from '../i18n/use-format.ts';
import { EmptyList } from '../layout/empty-list.tsx';
import { Time } from '../layout/time.tsx';
import { type Match, verdictThatHolds } from './match.ts';
import { StatusChip } from './status-chip.tsx';
import { VerdictChip } from './verdict-chip.tsx';

/** Dense, one match a line. Which columns are shown is everybody's own choice, and remembered. */
export function MatchTable() {
  const translate = useTranslate();
  const format = useFormat();
  return (
    <DataTable<Match>
      rowClick="show"
      bulkActionButtons={false}
      hiddenColumns={['id', 'settledAt', 'policy', 'error', 'review']}
      empty={<EmptyList text={translate('matches.none')} />}
      sx={{ '& .MuiChip-root': { height: 22, '& .MuiChip-icon': { fontSize: 15 } } }}
    >
      <DataTable.Col
        source="createdAt"
        label="matches.fields.createdAt"
        disableSort
        render={({ createdAt }: Match) => <Time at={createdAt} />}
      />
      <DataTable.Col
        source="number"
        label="matches.fields.number"
        disableSort
        render={(match: Match) => (
          <MuiLink
            component={Link}
            to={`/matches/${match.id}/show`}
            underline="hover"
            sx={{ fontFamily: 'ui-monospace, monospace', whiteSpace: 'nowrap' }}
            onClick={(event) => event.stopPropagation()}
          >
            {match.number}
          </MuiLink>
        )}
      />
      <DataTable.Col
        source="country"
        label="matches.fields.country"
        disableSort
        render={({ country }: Match) => format.country(country)}
      />
      <DataTable.Col source="operator" label="matches.fields.operator" disableSort />
      <DataTable.Col
        source="status"
        label="matches.fields.status"
        disableSort
        render={({ status }: Match) => <StatusChip status={status} />}
      />
      <DataTable.Col source="verdict" label="matches.fields.verdict" disableSort render={verdictCell} />
      <DataTable.Col source="reference" label="matches.fields.reference" disableSort />
      <DataTable.Col
        source="error"
        label="matches.fields.error"
        disableSort
        render={({ error }: Match) => error?.id}
      />
      <DataTable.Col
        source="review"
        label="matches.fields.review"
        disableSort
        render={({ review }: Match) =>
          review === null ? null : translate(`matches.reviewStates.${review.state}`)
        }
      />
      <DataTable.Col
        source="policy"
        label="matches.fields.policy"
        disableSort
        render={({ verdict }: Match) => verdict?.policy}
      />
      <DataTable.Col
        source="settledAt"
        label="matches.fields.settledAt"
        disableSort
        render={({ settledAt }: Match) =>
          settledAt === null ? null : <Time at={settledAt} relative={false} />
        }
      />
      <DataTable.Col source="id" label="matches.fields.id" disableSort />
    </DataTable>
  );
}

function verdictCell(match: Match) {
  const verdict = verdictThatHolds(match);
  return verdict === null ? null : (
    <VerdictChip verdict={verdict} byPerson={match.review?.override != null} />
  );
}
