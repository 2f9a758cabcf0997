import AddIcon from '@mui/icons-material/Add';
import { useTranslate } from 'ra-core';
import { useDialog } from '../forms/use-dialog.ts';
import { useFormat } from '../i18n/use-format.ts';
import { Time } from '../layout/time.tsx';
import { Actor } from '../records/actor.tsx';
import type { Column } from '../records/column.ts';
import { RecordList } from '../records/record-list.tsx';
import { ToolButton } from '../records/tool-button.tsx';
import { useAskAnew } from '../records/use-asked.ts';
import { ExportActions } from './export-actions.tsx';
import { type ExportJob, isUnderWay } from './export-job.ts';
import { ExportProgress } from './export-progress.tsx';
import { RequestDialog } from './request-dialog.tsx';

const WHILE_WRITING_MS = 1_500;

/** Files written in the background: how far each is, and the way to it. */
export default function ExportsPage() {
  const translate = useTranslate();
  const format = useFormat();
  const { open, show, close } = useDialog<true>();
  const askAnew = useAskAnew('exports');
  const columns: readonly Column<ExportJob>[] = [
    { name: 'at', label: 'exports.requestedAt', show: ({ requestedAt }) => <Time at={requestedAt} /> },
    { name: 'by', label: 'exports.requestedBy', show: ({ requestedBy }) => <Actor actor={requestedBy} /> },
    { name: 'format', label: 'exports.format', show: (job) => translate(`exports.formats.${job.format}`) },
    {
      name: 'filter',
      label: 'exports.filter',
      show: ({ filter }) => {
        const names = Object.entries(filter).map(([name, value]) => `${name}: ${String(value)}`);
        return names.length === 0 ? translate('records.everything') : names.join(' · ');
      },
    },
    { name: 'state', label: 'exports.state', show: (job) => <ExportProgress job={job} /> },
    {
      name: 'expires',
      label: 'exports.expiresAt',
      show: ({ expiresAt, status }) =>
        expiresAt === null || status !== 'completed' ? null : format.relative(expiresAt),
    },
  ];
  return (
    <>
      <RecordList<ExportJob>
        resource="exports"
        title={translate('exports.title')}
        intro={translate('exports.intro')}
        nothing={translate('exports.nothing')}
        actions={(job) => <ExportActions job={job} />}
        queryOptions={{
          refetchInterval: ({ state }) =>
            (state.data as { data?: readonly ExportJob[] } | undefined)?.data?.some(isUnderWay)
              ? WHILE_WRITING_MS
              : false,
        }}
        tools={
          <ToolButton startIcon={<AddIcon />} onClick={() => show(true)}>
            {translate('exports.request')}
          </ToolButton>
        }
        columns={columns}
      />
      {open === undefined ? null : (
        <RequestDialog
          onClose={() => {
            close();
            void askAnew();
          }}
        />
      )}
    </>
  );
}
