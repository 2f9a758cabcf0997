import DownloadIcon from '@mui/icons-material/FileDownloadOutlined';
import { Button } from '@mui/material';
import { useTranslate } from 'ra-core';
import { call } from '../api/call.ts';
import { FormDialog } from '../forms/form-dialog.tsx';
import { useDialog } from '../forms/use-dialog.ts';
import { FileButton } from '../records/file-button.tsx';
import { useAskAnew } from '../records/use-asked.ts';
import { type ExportJob, fileNameOf, isUnderWay } from './export-job.ts';
import { VerifyDialog } from './verify-dialog.tsx';

/** Take the file, learn how to check it, or drop it. */
export function ExportActions({ job }: { readonly job: ExportJob }) {
  const translate = useTranslate();
  const { open, show, close } = useDialog<'verify' | 'cancel'>();
  const askAnew = useAskAnew('exports');
  const isThere = job.status === 'completed';
  return (
    <>
      {isThere ? (
        <FileButton path={`exports/${job.id}/file`} name={fileNameOf(job)} icon={<DownloadIcon />}>
          {translate('exports.download')}
        </FileButton>
      ) : null}
      {isThere && job.format === 'bundle' ? (
        <Button size="small" onClick={() => show('verify')}>
          {translate('exports.verify')}
        </Button>
      ) : null}
      {isThere || isUnderWay(job) ? (
        <Button size="small" color="error" onClick={() => show('cancel')}>
          {translate(isThere ? 'exports.drop' : 'exports.cancel')}
        </Button>
      ) : null}
      {open === 'verify' ? <VerifyDialog job={job} onClose={close} /> : null}
      {open === 'cancel' ? (
        <FormDialog
          title={translate(isThere ? 'exports.drop' : 'exports.cancel')}
          text={translate('exports.cancelText')}
          confirm={translate(isThere ? 'exports.drop' : 'exports.cancel')}
          grave
          onClose={close}
          onSubmit={async () => {
            await call('DELETE', `exports/${job.id}`);
            await askAnew();
          }}
        />
      ) : null}
    </>
  );
}
