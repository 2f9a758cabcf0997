import PageIcon from '@mui/icons-material/DescriptionOutlined';
import { Box } from '@mui/material';
import { useLocale, useTranslate } from 'ra-core';
import { useFormat } from '../i18n/use-format.ts';
import { EmptyList } from '../layout/empty-list.tsx';
import { Failure } from '../layout/failure.tsx';
import { Loading } from '../layout/loading.tsx';
import { PageTitle } from '../layout/page-title.tsx';
import { Section } from '../layout/section.tsx';
import type { Column } from '../records/column.ts';
import { FileButton } from '../records/file-button.tsx';
import { RecordTable } from '../records/record-table.tsx';
import { useAsked } from '../records/use-asked.ts';

interface Register {
  readonly generatedAt: string;
  readonly activity: string;
  readonly applications: readonly string[];
  readonly purposes: readonly Purpose[];
  readonly persons: readonly string[];
  readonly data: readonly string[];
  readonly recipients: readonly string[];
  readonly transfers: readonly string[];
  readonly security: { readonly measures: readonly string[] };
}

interface Purpose {
  readonly application: string;
  readonly purpose: string | null;
  readonly matches: number;
  readonly retention: string;
}

const LISTS = ['applications', 'persons', 'data', 'recipients', 'transfers'] as const;

/** The register of processing, as things are set now. */
export default function RegisterPage() {
  const translate = useTranslate();
  const language = useLocale();
  const format = useFormat();
  const { data, error, isPending, refetch } = useAsked<Register>('register', { query: { language } });
  const columns: readonly Column<Purpose & { id: string }>[] = [
    { name: 'application', label: 'register.application', show: ({ application }) => application },
    {
      name: 'purpose',
      label: 'register.purpose',
      show: ({ purpose }) => purpose ?? translate('records.none'),
    },
    { name: 'matches', label: 'register.matches', show: ({ matches }) => format.number(matches) },
    { name: 'retention', label: 'register.retention', show: ({ retention }) => retention },
  ];
  return (
    <>
      <PageTitle
        title={translate('register.title')}
        intro={data === undefined ? null : `${data.activity} · ${format.dateTime(data.generatedAt)}`}
        actions={(['en', 'fr'] as const).map((each) => (
          <FileButton
            key={each}
            path="register"
            query={{ format: 'html', language: each }}
            name={`register-${each}.html`}
            icon={<PageIcon />}
            isPage
          >
            {translate(`register.page.${each}`)}
          </FileButton>
        ))}
      />
      {isPending ? <Loading /> : null}
      {error === null ? null : <Failure error={error} onRetry={() => void refetch()} />}
      {data === undefined ? null : (
        <Box sx={{ display: 'grid', gap: 2 }}>
          <Section title={translate('register.purposes')}>
            {data.purposes.length === 0 ? (
              <EmptyList text={translate('register.noMatch')} />
            ) : (
              <RecordTable
                label={translate('register.purposes')}
                rows={data.purposes.map((purpose, index) => ({ ...purpose, id: String(index) }))}
                columns={columns}
              />
            )}
          </Section>
          <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { md: '1fr 1fr' } }}>
            {LISTS.map((name) => (
              <Listed key={name} title={translate(`register.${name}`)} lines={data[name]} />
            ))}
            <Listed title={translate('register.security')} lines={data.security.measures} />
          </Box>
        </Box>
      )}
    </>
  );
}

function Listed({ title, lines }: { readonly title: string; readonly lines: readonly string[] }) {
  const translate = useTranslate();
  return (
    <Section title={title}>
      {lines.length === 0 ? (
        translate('records.none')
      ) : (
        <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </Box>
      )}
    </Section>
  );
}
