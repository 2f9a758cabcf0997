import { Button } from '@mui/material';
import { useTranslate } from 'ra-core';
import { useDialog } from '../forms/use-dialog.ts';
import { Facts } from '../layout/facts.tsx';
import { Loading } from '../layout/loading.tsx';
import { Section } from '../layout/section.tsx';
import { Time } from '../layout/time.tsx';
import { verdictThatHolds } from '../matches/match.ts';
import { OverrideDialog } from '../matches/override-dialog.tsx';
import { useMatch } from '../matches/use-match.ts';
import { VerdictChip } from '../matches/verdict-chip.tsx';
import { Actor } from '../records/actor.tsx';
import { RecordLink } from '../records/record-link.tsx';
import { RecordPage } from '../records/record-page.tsx';
import { useAskAnew } from '../records/use-asked.ts';
import type { Case } from './case.ts';
import { CaseState } from './case-state.tsx';
import { CloseDialog } from './close-dialog.tsx';
import { Overrides } from './overrides.tsx';

/** One case: why it is open, what holds now, what people decided; and the decision. */
export default function CasePage() {
  const translate = useTranslate();
  return (
    <RecordPage<Case>
      resource="reviews"
      list="/cases"
      name={translate('cases.one')}
      title={({ cause }) => translate(`cases.causes.${cause}`)}
      intro={(one) => <CaseState of={one} />}
      actions={(one) => (one.state === 'open' ? <CaseButtons of={one} /> : null)}
    >
      {(one) => (
        <>
          <Section title={translate('cases.why')}>
            <Facts
              rows={[
                [translate('forms.reason'), one.reason ?? translate(`cases.noReason.${one.cause}`)],
                [translate('cases.openedBy'), <Actor key="by" actor={one.openedBy} />],
                [translate('cases.openedAt'), <Time key="at" at={one.openedAt} />],
                [translate('records.id'), one.id],
              ]}
            />
          </Section>
          <MatchOfCase matchId={one.matchId} />
          {one.overrides.length === 0 ? null : <Overrides overrides={one.overrides} />}
          {one.closedAt === null ? null : (
            <Section title={translate('cases.end')}>
              <Facts
                rows={[
                  [
                    translate('cases.resolution'),
                    one.resolution && translate(`cases.resolutions.${one.resolution}`),
                  ],
                  [translate('forms.reason'), one.closingReason],
                  [translate('cases.closedBy'), <Actor key="by" actor={one.closedBy} />],
                  [translate('cases.closedAt'), <Time key="at" at={one.closedAt} />],
                ]}
              />
            </Section>
          )}
        </>
      )}
    </RecordPage>
  );
}

function CaseButtons({ of: one }: { readonly of: Case }) {
  const translate = useTranslate();
  const { open, show, close } = useDialog<'override' | 'close'>();
  const { data: match } = useMatch(one.matchId);
  const askAnew = useAskAnew('reviews');
  const leave = () => {
    close();
    void askAnew();
  };
  return (
    <>
      {match === undefined || match.verdict === null ? null : (
        <Button variant="outlined" onClick={() => show('override')}>
          {translate('matches.override.button')}
        </Button>
      )}
      <Button variant="contained" onClick={() => show('close')}>
        {translate('cases.close')}
      </Button>
      {open === 'override' && match !== undefined ? <OverrideDialog match={match} onClose={leave} /> : null}
      {open === 'close' ? <CloseDialog of={one} onClose={leave} /> : null}
    </>
  );
}

function MatchOfCase({ matchId }: { readonly matchId: string }) {
  const translate = useTranslate();
  const { data: match } = useMatch(matchId);
  if (match === undefined) return <Loading />;
  const verdict = verdictThatHolds(match);
  return (
    <Section title={translate('cases.match')}>
      <Facts
        rows={[
          [translate('matches.fields.number'), match.number],
          [translate('matches.fields.operator'), match.operator],
          [translate('matches.fields.createdAt'), <Time key="at" at={match.createdAt} />],
          [
            translate('cases.holds'),
            verdict && <VerdictChip key="v" verdict={verdict} byPerson={match.review?.override != null} />,
          ],
          [translate('matches.fields.reference'), match.reference],
          [
            translate('cases.match'),
            <RecordLink key="link" to={`/matches/${matchId}/show`}>
              {translate('cases.lookAtMatch')}
            </RecordLink>,
          ],
        ]}
      />
    </Section>
  );
}
