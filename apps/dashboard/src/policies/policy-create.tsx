import { useTranslate } from 'ra-core';
import { useSearchParams } from 'react-router-dom';
import { Failure } from '../layout/failure.tsx';
import { Loading } from '../layout/loading.tsx';
import { PageTitle } from '../layout/page-title.tsx';
import { PolicyEditor } from './policy-editor.tsx';
import { useActivePolicy, usePolicy } from './use-policy.ts';

/** Another version, beginning with one there is: the one that was asked for, or the one in force. */
export default function PolicyCreate() {
  const translate = useTranslate();
  const [query] = useSearchParams();
  const from = query.get('from');
  return (
    <>
      <PageTitle title={translate('policies.editor.title')} intro={translate('policies.editor.intro')} />
      {from === null ? <FromActive /> : <FromOne id={from} />}
    </>
  );
}

function FromActive() {
  const { data, error } = useActivePolicy();
  if (error !== null) return <Failure error={error} />;
  return data === undefined ? <Loading /> : <PolicyEditor from={data} />;
}

function FromOne({ id }: { readonly id: string }) {
  const { data, error } = usePolicy(id);
  if (error !== null) return <Failure error={error} />;
  return data === undefined ? <Loading /> : <PolicyEditor from={data} />;
}
