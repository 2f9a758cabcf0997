import { ColumnsButton, FilterButton, TopToolbar } from 'react-admin';
import { usePermitted } from '../access/use-permitted.ts';
import { ExportMatchesButton } from './export-matches-button.tsx';
import { FindBox } from './find-box.tsx';

/** Above the list: find one, narrow down, choose columns, take it along. */
export function MatchListActions({ columns }: { readonly columns: boolean }) {
  const mayExport = usePermitted('exports:read');
  return (
    <TopToolbar>
      <FindBox />
      <FilterButton />
      {columns ? <ColumnsButton /> : null}
      {mayExport ? <ExportMatchesButton /> : null}
    </TopToolbar>
  );
}
