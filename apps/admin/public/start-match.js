/** Shows one match and its timeline. Texts go in as text only, never as markup. */

/** @returns {HTMLElement} */
function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

export function showMatch(target, match, events, texts) {
  target.replaceChildren(
    ...verdict(match, texts),
    facts(match, texts),
    ...consent(match, texts),
    ...scores(match, texts),
    ...timeline(events, texts),
  );
}

const LOOKS = { match: 'good', mismatch: 'bad', partial: '', insufficient: '' };

function verdict(match, texts) {
  if (!match.verdict) {
    const look = match.status === 'rejected' ? 'bad' : '';
    return [
      element(
        'p',
        { className: `notice ${look}` },
        texts.statuses[match.status] ?? match.status,
        errorText(match, texts),
      ),
    ];
  }
  const { result, policy } = match.verdict;
  return [
    element(
      'p',
      { className: `notice ${LOOKS[result] ?? ''}` },
      element('strong', {}, `${texts.verdict}: ${texts.verdicts[result] ?? result}`),
      ` (${policy})`,
    ),
  ];
}

function errorText({ error }, texts) {
  return error
    ? `: ${error.type ?? ''} (${error.id ?? error.category ?? '?'}). ${error.retryable ? texts.retryable : ''}`
    : '';
}

function facts(match, texts) {
  const rows = [
    [texts.status, texts.statuses[match.status] ?? match.status],
    [texts.number, match.number],
    [texts.operator, match.operator],
    [texts.id, match.id],
  ];
  return element(
    'dl',
    { className: 'facts' },
    ...rows
      .filter(([, value]) => value !== null && value !== undefined)
      .flatMap(([name, value]) => [
        element('dt', { className: 'soft' }, name),
        element('dd', {}, String(value)),
      ]),
  );
}

function consent(match, texts) {
  if (match.status !== 'consent_pending' || !/^https?:/.test(match.consent?.link ?? '')) {
    return [];
  }
  const until = match.consent.expiresAt ? new Date(match.consent.expiresAt).toLocaleTimeString() : undefined;
  return [
    element('p', {}, element('a', { className: 'primary', href: match.consent.link }, texts.goConsent)),
    ...(until ? [element('p', { className: 'soft small' }, `${texts.consentUntil} ${until}`)] : []),
  ];
}

/** One line a field: the score as a bar, and what the policy makes of it. */
function scores({ scores: given, verdict: judged }, texts) {
  if (!given) {
    return [];
  }
  const { address, ...rest } = given;
  const flat = [
    ...Object.entries(rest),
    ...Object.entries(address).map(([name, score]) => [`address.${name}`, score]),
  ];
  const rows = flat.flatMap(([field, score]) => {
    const reason = judged?.reasons.find((candidate) => candidate.field === field);
    const label = texts.scoreFields[field] ?? field;
    return [
      element('span', {}, label),
      bar(label, score, reason),
      element('span', {}, score === null ? '–' : score.toFixed(2)),
      element('span', { className: 'soft small' }, findingText(score, reason, texts)),
    ];
  });
  return [element('h3', {}, texts.scores), element('div', { className: 'scores' }, ...rows)];
}

function bar(label, score, reason) {
  const thresholds = reason ? { low: reason.contradictsBelow, high: reason.agreesFrom } : {};
  const meter = element('meter', { min: 0, max: 1, optimum: 1, ...thresholds, value: score ?? 0 });
  meter.ariaLabel = label;
  return meter;
}

function findingText(score, reason, texts) {
  if (score === null) {
    return texts.unavailable;
  }
  if (!reason) {
    return '';
  }
  const { finding, agreesFrom, contradictsBelow, weight } = reason;
  const limit =
    finding === 'contradicts' ? `< ${contradictsBelow}` : `${finding === 'agrees' ? '≥' : '<'} ${agreesFrom}`;
  return `${texts.findings[finding]} (${limit}), ${texts.weights[weight]}`;
}

function timeline(events, texts) {
  if (events.length === 0) {
    return [];
  }
  return [
    element('h3', {}, texts.timeline),
    element(
      'ol',
      { className: 'timeline' },
      ...events.map(({ type, at, durationMs, data }) =>
        element(
          'li',
          {},
          `${data.accepted === false ? texts.refused : (texts.events[type] ?? type)} `,
          element('time', { dateTime: at }, new Date(at).toLocaleTimeString()),
          typeof durationMs === 'number'
            ? element('span', { className: 'soft small' }, ` ${Math.round(durationMs)} ms`)
            : '',
        ),
      ),
    ),
  ];
}
