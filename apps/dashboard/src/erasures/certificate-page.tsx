import { useLocale, useTranslate } from 'ra-core';
import { useParams } from 'react-router-dom';
import { Failure } from '../layout/failure.tsx';
import { Loading } from '../layout/loading.tsx';
import { PageTitle } from '../layout/page-title.tsx';
import { Section } from '../layout/section.tsx';
import { BackButton } from '../records/back-button.tsx';
import { useAsked } from '../records/use-asked.ts';
import { Certificate } from './certificate.tsx';
import type { Erasure } from './erasure.ts';

/** The certificate of one erasure, in the language of the page. */
export default function CertificatePage() {
  const translate = useTranslate();
  const language = useLocale();
  const { id = '' } = useParams();
  const { data, error, isPending } = useAsked<Erasure>(`erasures/${encodeURIComponent(id)}`, {
    query: { language },
  });
  return (
    <>
      <BackButton to="/erasures" />
      <PageTitle title={translate('erasures.certificate')} />
      {isPending ? <Loading /> : null}
      {error === null ? null : <Failure error={error} />}
      {data === undefined ? null : (
        <Section title={translate(`erasures.outcomes.${data.outcome}`)}>
          <Certificate erasure={data} />
        </Section>
      )}
    </>
  );
}
