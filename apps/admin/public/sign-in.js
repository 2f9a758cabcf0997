import { TEXTS } from './sign-in-texts.js';

const $ = (id) => document.getElementById(id);
const STEPS = ['password-step', 'code-step', 'invite-step', 'backup-step', 'me-step'];
const stored = {
  get: (name) => sessionStorage.getItem(`idmobile.${name}`) ?? '',
  set: (name, value) => sessionStorage.setItem(`idmobile.${name}`, value),
};
const prefersFrench = navigator.languages
  ?.find((l) => /^(fr|en)\b/i.test(l))
  ?.toLowerCase()
  .startsWith('fr');
let language = stored.get('language') || (prefersFrench ? 'fr' : 'en');
/** What the message says, as a function of the texts; undefined: nothing. */
let said;
const texts = () => TEXTS[language];

/** What the address brought along is read once and taken out of sight: a link is as good as a key. */
const brought = new URLSearchParams(location.hash.slice(1));
if (location.hash !== '' || location.search !== '') history.replaceState(null, '', location.pathname);
const invitation = brought.get('invite');

function render() {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll('[data-text]')) {
    element.textContent = texts()[element.dataset.text];
  }
  for (const button of document.querySelectorAll('[data-language]')) {
    button.setAttribute('aria-pressed', String(button.dataset.language === language));
  }
  $('picture').alt = texts().picture;
  const message = $('message');
  message.hidden = said === undefined;
  message.textContent = said?.(texts()) ?? '';
}

function say(text, good = false) {
  said = text;
  $('message').className = `notice ${good ? 'good' : 'bad'}`;
  render();
}

function show(step) {
  for (const each of STEPS) $(each).hidden = each !== step;
  const field = $(step).querySelector('input:not([readonly])');
  (field ?? $(step)).focus();
}

/** The answer as JSON; undefined where it is none of success, which has been said then. */
async function ask(method, path, body) {
  let answer;
  try {
    answer = await fetch(`/api/v1/${path}`, {
      method,
      ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
  } catch {
    say((t) => t.offline);
    return undefined;
  }
  const content = answer.status === 204 ? {} : await answer.json().catch(() => ({}));
  if (answer.ok) return content;
  const seconds = answer.headers.get('retry-after') ?? '';
  const field = content.errors?.[0]?.field;
  const code = content.code ?? String(answer.status);
  say((t) =>
    (t.fields[field] ?? t.problems[code] ?? t.unknown).replace('{seconds}', seconds).replace('{code}', code),
  );
  if (code === 'no_challenge') show('password-step');
  return undefined;
}

/** Runs `send` for a form with what was typed into it, once at a time. */
function onSubmit(form, send) {
  $(form).addEventListener('submit', async (event) => {
    event.preventDefault();
    const button = $(form).querySelector('button[type=submit]');
    say(undefined);
    button.disabled = true;
    await send(Object.fromEntries(new FormData($(form))));
    button.disabled = false;
  });
}

/** On to where the dashboard was left, for who came from there; else to who one is. */
async function goOn() {
  const next = stored.get('next');
  if (next === '') return showMe();
  sessionStorage.removeItem('idmobile.next');
  location.assign(`/#${next}`);
}

async function showMe() {
  const me = await ask('GET', 'me');
  if (me === undefined) return;
  $('me-name').textContent = me.name;
  $('me-email').textContent = me.email ?? '–';
  $('me-roles').textContent = me.roles.join(', ');
  $('me-sessions').textContent = String(me.sessions.length);
  show('me-step');
}

async function openInvitation(email) {
  const opened = await ask('POST', 'auth/invitation', { token: invitation, ...(email && { email }) });
  if (opened === undefined) return false;
  const { elements } = $('invite-form');
  $('picture').src = `data:image/svg+xml,${encodeURIComponent(opened.picture)}`;
  $('secret').textContent = opened.secret.match(/.{1,4}/g).join(' ');
  if (opened.email !== null) {
    elements.email.value = opened.email;
    elements.email.readOnly = true;
    elements.name.value ||= opened.name;
  }
  return true;
}

onSubmit('password-form', async ({ email, password }) => {
  if ((await ask('POST', 'auth/sign-in', { email, password })) === undefined) return;
  $('password-form').reset();
  $('code-form').reset();
  show('code-step');
});

onSubmit('code-form', async ({ code }) => {
  const typed = code.trim();
  const kind = typed.includes('-') ? 'backup-code' : 'code';
  const sent = kind === 'code' ? typed.replaceAll(' ', '') : typed.toLowerCase();
  if ((await ask('POST', `auth/${kind}`, { code: sent })) !== undefined) await goOn();
});

onSubmit('invite-form', async ({ email, name, password, code }) => {
  const known = $('invite-form').elements.email.readOnly;
  const wanted = { token: invitation, ...(known ? {} : { email }), name, password, code: code.trim() };
  const joined = await ask('POST', 'auth/invitation/accept', wanted);
  if (joined === undefined) return;
  $('invite-form').reset();
  $('backup-codes').replaceChildren(
    ...joined.backupCodes.map((text) => Object.assign(document.createElement('li'), { textContent: text })),
  );
  show('backup-step');
});

// The first administrator's address goes into the name the app shows.
$('invite-form').elements.email.addEventListener('change', ({ target }) => {
  if (!target.readOnly && target.checkValidity()) void openInvitation(target.value);
});

$('kept').addEventListener('click', () => {
  $('backup-codes').replaceChildren();
  void goOn();
});

$('sign-out').addEventListener('click', async () => {
  if ((await ask('POST', 'me/sign-out')) === undefined) return;
  say((t) => t.signedOut, true);
  show('password-step');
});

$('sso').addEventListener('click', async () => {
  say(undefined);
  const begun = await ask('POST', 'auth/sso');
  if (begun !== undefined) location.assign(begun.url);
});

for (const button of document.querySelectorAll('[data-language]')) {
  button.addEventListener('click', () => {
    language = button.dataset.language;
    stored.set('language', language);
    render();
  });
}

render();
const methods = await ask('GET', 'auth/methods');
$('sso-row').hidden = methods?.sso !== true;
if (brought.has('sso')) say((t) => t.ssoRefused);
if (invitation !== null) {
  if (await openInvitation()) show('invite-step');
  else show('password-step');
} else {
  const signedIn = await fetch('/api/v1/me').catch(() => undefined);
  if (signedIn?.ok) await goOn();
  else show('password-step');
}
