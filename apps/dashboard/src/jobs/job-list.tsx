import { Box, Divider, Link as MuiLink, Typography, useMediaQuery } from '@mui/material';
import { useListContext, useTranslate } from 'ra-core';
import { Fragment } from 'react';
import { DataTable, SelectInput } from 'react-admin';
import { Link } from 'react-router-dom';
import { useFormat } from '../i18n/use-format.ts';
import { EmptyList } from '../layout/empty-list.tsx';
import { ListPage } from '../layout/list-page.tsx';
import { Time } from '../layout/time.tsx';
import { type Job, JOB_KINDS, JOB_STATES } from './job.ts';
import { JobProgress } from './job-progress.tsx';
import { JobStateChip } from './job-state-chip.tsx';

/** Milliseconds between two looks. */
const LIVE = 3_000;

const choices = (group: string, names: readonly string[]) =>
  names.map((id) => ({ id, name: `jobs.${group}.${id}` }));
const filters = [
  <SelectInput
    key="kind"
    source="kind"
    label="jobs.fields.kind"
    choices={choices('kinds', JOB_KINDS)}
    alwaysOn
  />,
  <SelectInput
    key="state"
    source="state"
    label="jobs.fields.state"
    choices={choices('states', JOB_STATES)}
    alwaysOn
  />,
];

/** What goes on behind, live. */
export default function JobList() {
  const translate = useTranslate();
  const isSmall = useMediaQuery((theme) => theme.breakpoints.down('md'));
  return (
    <ListPage
      title={translate('jobs.title')}
      intro={translate('jobs.intro')}
      filters={filters}
      actions={false}
      queryOptions={{ refetchInterval: LIVE }}
    >
      {isSmall ? <JobCards /> : <JobTable />}
    </ListPage>
  );
}

function JobTable() {
  const translate = useTranslate();
  return (
    <DataTable<Job>
      rowClick={false}
      bulkActionButtons={false}
      empty={<EmptyList text={translate('jobs.none')} />}
    >
      <DataTable.Col
        source="kind"
        label="jobs.fields.kind"
        disableSort
        render={(job: Job) => <JobName job={job} />}
      />
      <DataTable.Col
        source="state"
        label="jobs.fields.state"
        disableSort
        render={({ state }: Job) => <JobStateChip state={state} />}
      />
      <DataTable.Col
        source="progress"
        label="jobs.fields.progress"
        disableSort
        sx={{ minWidth: 200 }}
        render={(job: Job) => <JobProgress job={job} />}
      />
      <DataTable.Col
        source="requestedAt"
        label="jobs.fields.requestedAt"
        disableSort
        render={({ requestedAt }: Job) => <Time at={requestedAt} />}
      />
      <DataTable.Col
        source="endedAt"
        label="jobs.fields.took"
        disableSort
        render={(job: Job) => <Took job={job} />}
      />
    </DataTable>
  );
}

function JobCards() {
  const translate = useTranslate();
  const { data = [], isPending } = useListContext<Job>();
  if (!isPending && data.length === 0) return <EmptyList text={translate('jobs.none')} />;
  return (
    <Box>
      {data.map((job) => (
        <Fragment key={job.id}>
          <Box sx={{ p: 1.5, display: 'grid', gap: 0.75 }}>
            <Box sx={{ display: 'flex', justifyContent: 'space-between', gap: 1 }}>
              <JobName job={job} />
              <JobStateChip state={job.state} />
            </Box>
            <Typography variant="body2" color="textSecondary" component="div">
              <Time at={job.requestedAt} />
            </Typography>
            <JobProgress job={job} />
          </Box>
          <Divider />
        </Fragment>
      ))}
    </Box>
  );
}

function JobName({ job: { kind, about } }: { readonly job: Job }) {
  const translate = useTranslate();
  const name = translate(`jobs.kinds.${kind}`, { _: kind });
  const to =
    kind === 'scheduled_report' ? '/reports' : kind === 'backtest' ? `/policies/${about}/show` : null;
  if (to === null || about === null) return name;
  return (
    <MuiLink component={Link} {...{ to }} underline="hover">
      {name}
    </MuiLink>
  );
}

function Took({ job: { startedAt, endedAt } }: { readonly job: Job }) {
  const format = useFormat();
  if (startedAt === null || endedAt === null) return null;
  return format.duration(Math.max(0, Date.parse(endedAt) - Date.parse(startedAt)));
}
