import { showMatch } from './start-match.js';
import { IDENTITY_FIELDS, TEXTS } from './start-texts.js';

const $ = (id) => document.getElementById(id);
const form = $('form');
const stored = {
  get: (name) => sessionStorage.getItem(`idmobile.${name}`) ?? '',
  set: (name, value) => sessionStorage.setItem(`idmobile.${name}`, value),
};

const prefersFrench = navigator.languages
  ?.find((l) => /^(fr|en)\b/i.test(l))
  ?.toLowerCase()
  .startsWith('fr');
let language = stored.get('language') || (prefersFrench ? 'fr' : 'en');
let start = { sandbox: undefined, version: '–', personas: [] };
let shown; // { match, events }
let awaited = takeReturnedMatch();
const texts = () => TEXTS[language];

/** After consent the browser comes back with the match in the address; it is read once and taken out of sight. */
function takeReturnedMatch() {
  const query = new URLSearchParams(location.search);
  const matchId = query.get('matchId');
  if (query.has('matchId') || query.has('status')) {
    history.replaceState(null, '', location.pathname);
  }
  return matchId && /^[0-9a-fA-F-]{36}$/.test(matchId) ? matchId : undefined;
}

function render() {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll('[data-text]')) {
    element.textContent = texts()[element.dataset.text];
  }
  for (const button of document.querySelectorAll('[data-language]')) {
    button.setAttribute('aria-pressed', String(button.dataset.language === language));
  }
  for (const field of IDENTITY_FIELDS) {
    $(`identity-${field}-label`).textContent = texts().fields[field];
  }
  if (awaited) {
    form.querySelector('.primary').textContent = texts().show;
  }
  $('version').textContent = start.version;
  const mode = $('mode');
  mode.hidden = start.sandbox === undefined;
  mode.className = `notice ${start.sandbox ? 'good' : ''}`;
  mode.textContent = start.sandbox ? texts().sandboxOn : texts().sandboxOff;
  renderPersonas();
  if (shown) {
    showMatch($('match'), shown.match, shown.events, texts());
  }
}

function renderPersonas() {
  $('persona-row').hidden = start.personas.length === 0;
  const chosen = $('persona').value;
  $('persona').replaceChildren(
    new Option(texts().ownInput, ''),
    ...start.personas.map(({ label }, index) => new Option(label, String(index))),
  );
  $('persona').value = chosen;
}

/** So that the button does something worth seeing at once. Leaves alone whoever has begun to type. */
function offerFirstPersona() {
  const [first] = start.personas;
  if (first && !awaited && form.elements.number.value === '') {
    $('persona').value = '0';
    fill(first);
  }
}

function fill(persona) {
  form.elements.number.value = persona.number;
  form.elements.country.value = persona.country ?? '';
  form.elements.consent.checked = persona.consent;
  for (const field of IDENTITY_FIELDS) {
    $(`identity-${field}`).value = persona.identity?.[field] ?? '';
  }
  $('persona-note').textContent = persona.note ?? '';
}

/** The API, as JSON; a refusal becomes an Error people can read. */
async function call(path, options = {}) {
  const answer = await fetch(path, {
    ...options,
    headers: { authorization: `Bearer ${stored.get('apiKey')}`, ...options.headers },
  }).catch(() => {
    throw new Error(texts().offline);
  });
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    const fields = (body.errors ?? []).map(({ field, problem, remedy }) => `${field}: ${problem}. ${remedy}`);
    throw new Error([`${body.title ?? answer.status}. ${body.detail ?? ''}`, ...fields].join('\n'));
  }
  return body;
}

function request() {
  const entered = Object.fromEntries(
    IDENTITY_FIELDS.map((field) => [field, $(`identity-${field}`).value.trim()]).filter(
      ([, value]) => value !== '',
    ),
  );
  const country = form.elements.country.value.trim().toUpperCase();
  return {
    number: form.elements.number.value.trim(),
    ...(country === '' ? {} : { country }),
    identity: entered,
    ...(form.elements.consent.checked ? { consent: { returnUrl: `${location.origin}/` } } : {}),
  };
}

function idempotencyKey() {
  // crypto.randomUUID is missing where the page is served over plain http from another machine.
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

async function show(match) {
  const { items } = await call(`/api/v1/matches/${encodeURIComponent(match.id)}/events`).catch(() => ({
    items: [],
  }));
  shown = { match, events: items ?? [] };
  $('result').hidden = false;
  render();
  $('result').focus();
}

const STILL_MOVING = new Set(['requested', 'retrieving']);

async function follow(matchId) {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const match = await call(`/api/v1/matches/${encodeURIComponent(matchId)}`);
    await show(match);
    if (!STILL_MOVING.has(match.status)) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 1500));
  }
}

/** Runs one action at a time, and says what went wrong. */
async function act(work) {
  const button = form.querySelector('.primary');
  const message = $('message');
  message.hidden = true;
  button.disabled = true;
  button.textContent = texts().running;
  try {
    await work();
  } catch (error) {
    message.textContent = error.message;
    message.hidden = false;
  } finally {
    button.disabled = false;
    button.textContent = awaited ? texts().show : texts().run;
  }
}

function complain(text, field) {
  $('message').textContent = text;
  $('message').hidden = false;
  field.focus();
}

async function showAwaited() {
  await follow(awaited);
  awaited = undefined;
}

for (const field of IDENTITY_FIELDS) {
  const label = document.createElement('label');
  const name = Object.assign(document.createElement('span'), { id: `identity-${field}-label` });
  label.append(
    name,
    Object.assign(document.createElement('input'), { id: `identity-${field}`, autocomplete: 'off' }),
  );
  $('identity').append(label);
}

document.querySelector('.languages').addEventListener('click', ({ target }) => {
  if (target.dataset.language) {
    language = target.dataset.language;
    stored.set('language', language);
    render();
  }
});

$('persona').addEventListener('change', ({ target }) => {
  const persona = start.personas[Number(target.value)];
  if (target.value === '') {
    $('persona-note').textContent = '';
  } else if (persona) {
    fill(persona);
  }
});

form.addEventListener('submit', (event) => {
  event.preventDefault();
  stored.set('apiKey', $('api-key').value.trim());
  if (stored.get('apiKey') === '') {
    complain(texts().needKey, $('api-key'));
  } else if (awaited) {
    void act(showAwaited);
  } else if (form.elements.number.value.trim() === '') {
    complain(texts().needNumber, form.elements.number);
  } else {
    void act(async () => {
      const match = await call('/api/v1/matches', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': idempotencyKey() },
        body: JSON.stringify(request()),
      });
      await show(match);
    });
  }
});

$('api-key').value = stored.get('apiKey');
render();
void fetch('/start.json')
  .then((answer) => answer.json())
  .then((answer) => {
    start = answer;
    render();
    offerFirstPersona();
  })
  .catch(() => undefined);
if (awaited && stored.get('apiKey') === '') {
  complain(texts().keyForMatch, $('api-key'));
} else if (awaited) {
  void act(showAwaited);
}
