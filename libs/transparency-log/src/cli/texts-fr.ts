import type { Texts } from './texts.js';

const number = (value: number): string => value.toLocaleString('fr');
const withId = (id: string | null): string => (id === null ? '' : ` (${id})`);
const which = (one: string): string =>
  ({
    ...{ checkpoint: 'Le point de contrôle du dossier', manifest: 'Le manifeste de l’export' },
    promise: 'L’engagement du reçu',
  })[one] ?? 'L’ancien point de contrôle';
const counted = (count: number): string => `${number(count)} ${count > 1 ? 'événements' : 'événement'}`;
const events = (index: number, count: number): string =>
  count === 1
    ? `l’événement ${number(index)}`
    : `les événements ${number(index)} à ${number(index + count - 1)}`;

export const FRENCH: Texts = {
  usage: `Vérifie qu’un dossier d’événements est complet et inaltéré, ou qu’un reçu est authentique. Fonctionne hors ligne, sauf
pour les URL. Un fichier peut être un dossier, un export en zip, les preuves conservées d’une vérification, ou une réponse ou un
webhook conservés avec leur reçu.

  dqe-verify <fichier | zip | répertoire | URL> --key <clé ou fichier> [options]

  --key         clé de vérification, nom+id+base64, ou fichier avec une clé par ligne ; à répéter pour plusieurs
  --checkpoint  fichier contenant un point de contrôle du même journal, conservé auparavant
  --witnesses   nombre de témoins, parmi les clés, qui doivent avoir cosigné (0)
  --receipt     fichier contenant un reçu : ce qu’il promet est-il dans le journal vérifié ?
  --json        le rapport en JSON
  --lang        en ou fr
  --quiet       sans progression
  --help
  DQE_VERIFY_TOKEN dans l’environnement : clé d’accès au serveur d’une URL

Codes de sortie : 0 tout est exact, 1 quelque chose ne l’est pas, 2 mauvais usage, 3 illisible.
Les événements sont numérotés à partir de 0.`,
  problems: {
    arguments: 'Une option est inconnue, ou sans sa valeur.',
    target: 'Indiquez un dossier : un fichier, un répertoire ou une URL.',
    key: 'Indiquez au moins une clé de confiance avec --key.',
    witnesses: '--witnesses attend un nombre.',
    receipt: '--receipt attend un fichier contenant un reçu, et un journal ou des événements où le chercher.',
  },
  badKey: (problem) => `Une clé est inutilisable : ${problem}.`,
  unreadable: (problem, at) => `Illisible${at === null ? '' : ` (${at})`} : ${problem}.`,
  zip: {
    end: 'il ne se termine pas comme un zip : il a été coupé, ou quelque chose suit',
    structure: 'ses parties ne se suivent pas sans intervalle, ou ses deux tables des matières diffèrent',
    feature: 'il utilise une fonction du format zip qui pourrait cacher quelque chose',
    name: 'le nom d’un de ses fichiers y est deux fois, ou n’est pas de ceux des exports',
    size: 'il contient plus de fichiers qu’un export',
  },
  exported: ({ id, rows }) => `Export ${id}, ${number(rows)} ${rows > 1 ? 'vérifications' : 'vérification'}.`,
  genuineReceipt: 'AUTHENTIQUE, en tant qu’engagement.',
  receipt: ({ eventId, type, at, dueAt, index }) =>
    `Reçu pour ${type} du ${at} (${eventId}) : ${index === null ? `sa présence dans le journal n’est pas montrée ; elle a été promise pour le ${dueAt} au plus tard. Redemandez-le.` : `événement ${number(index)} du journal.`}`,
  pending: (count) =>
    `Pas encore dans le journal, donc sans preuve : ${number(count)} ${count > 1 ? 'événements' : 'événement'}. Redemandez dans quelques secondes.`,
  furtherPages: 'Il y a d’autres pages, que ce fichier ne contient pas.',
  erased: ({ at, certificateId, events: count }) =>
    `Effacé le ${at}, certificat ${certificateId} : ce que ${count > 1 ? `${number(count)} événements avaient` : '1 événement avait'} scellé n’est plus lisible par personne ; ${count > 1 ? 'leurs preuves restent valables' : 'sa preuve reste valable'}.`,
  progress: (done, declared) => `${number(done)} événements sur ${number(declared)}`,
  genuine: ({ events: count, origin, size }) =>
    `AUTHENTIQUE. ${counted(count)} de ${String(origin)}, ${count > 1 ? 'tels que signés' : 'tel que signé'} à ${counted(size ?? 0)}.`,
  tampered: (count) => `NON AUTHENTIQUE. ${number(count)} ${count > 1 ? 'constats' : 'constat'} :`,
  signedBy: (keys) => `Signé par ${keys.join(', ')}.`,
  cosignedBy: (keys) => `Attesté par ${keys.join(', ')}.`,
  continues: (size) => `Prolonge l’ancien point de contrôle de ${number(size)} événements.`,
  noOldCheckpoint:
    'Aucun ancien point de contrôle n’a été fourni. Une copie plus ancienne, ou un historique réécrit par le détenteur de la clé de signature, aurait la même apparence.',
  selection:
    'Ce sont certains événements du journal ; seul le journal entier peut montrer qu’aucun n’a été omis.',
  intactUntil: (size) => `Les ${number(size)} premiers événements sont ceux de l’ancien point de contrôle.`,
  more: (count) => `et ${number(count)} de plus`,
  findings: {
    'not-signed': ({ which: one, signers }) =>
      `${which(one)} n’est signé par aucune clé de confiance ; il porte ${signers.join(', ')}.`,
    'signature-invalid': ({ which: one, key }) =>
      `${which(one)} a été modifié après sa signature : celle de ${key} ne correspond pas.`,
    'checkpoint-malformed': ({ which: one, problem }) => `${which(one)} n’en est pas un : ${problem}.`,
    'other-log': ({ origin, oldOrigin }) =>
      `Le dossier provient de ${origin}, l’ancien point de contrôle de ${oldOrigin}.`,
    'too-few-witnesses': ({ wanted, found }) =>
      `Témoins de confiance ayant cosigné : ${number(found)} ; exigés : ${number(wanted)}.`,
    'rolled-back': ({ oldSize, size }) =>
      `L’historique a été coupé : il y avait ${number(oldSize)} événements, il en reste ${number(size)}.`,
    forked: ({ oldSize, size }) =>
      `L’historique bifurque : le journal a signé ${number(oldSize)} événements qui ne sont pas les premiers des ${number(size)} signés à présent.`,
    'consistency-unproven': ({ oldSize }) =>
      `Rien ne montre que le journal prolonge l’ancien point de contrôle de ${number(oldSize)} événements.`,
    count: ({ declared, given, size }) =>
      `Incomplet ou en surnombre : ${number(declared)} événements déclarés, ${number(given)} fournis, ${number(size)} signés.`,
    altered: ({ index, id }) =>
      `Altéré : l’événement ${number(index)}, fourni sous une autre forme${withId(id)}.`,
    missing: ({ index, count }) => `Manquant : ${events(index, count)}.`,
    added: ({ position, id }) =>
      `Ajouté : la ligne ${number(position)}${withId(id)} n’a jamais été dans le journal.`,
    reordered: ({ index, position, count }) =>
      `Déplacé : ${events(index, count)}, à partir de la ligne ${number(position)}.`,
    gap: ({ index, count }) => `La numérotation omet ${events(index, count)}.`,
    'out-of-place': ({ index, position }) =>
      `La ligne ${number(position)} porte hors de son tour le numéro ${number(index)}.`,
    'not-included': ({ index, id }) =>
      `L’événement ${number(index)}${withId(id)} n’est pas dans le journal tel qu’il figure ici.`,
    damaged: ({ at }) => `Illisible comme événement : ${at}.`,
    'tile-altered': ({ tile }) => `Altéré : ${tile}.`,
    'tile-missing': ({ tile }) => `Manquant ou illisible : ${tile}.`,
    'root-mismatch': ({ size }) =>
      `Les événements ne sont pas les ${number(size)} qui ont été signés, et rien d’intact ne dit lesquels sont en cause.`,
    'file-altered': ({ file }) => `Altéré : le fichier ${file}.`,
    'file-missing': ({ file }) => `Manquant : le fichier ${file}.`,
    'file-added': ({ file }) => `Ajouté : le fichier ${file} n’est pas dans le manifeste.`,
    'file-unreadable': ({ file }) =>
      `Le fichier ${file} n’est pas ce qu’il devrait être, et reste illisible.`,
    rows: ({ declared, given }) =>
      `Le manifeste déclare ${number(declared)} vérifications, et il y en a ${number(given)}.`,
    'payload-altered': ({ index }) => `Altéré : le contenu fourni pour l’événement ${number(index)}.`,
    'checkpoint-differs': () =>
      'Le fichier checkpoint n’est pas le point de contrôle que nomment les événements.',
    'promise-malformed': () => 'L’engagement du reçu n’en est pas un.',
    'statement-altered': () => 'Altéré : ce que dit le reçu n’est pas ce qui a été signé.',
    'promise-of-other-log': ({ origin, promised }) =>
      `Le reçu promet un événement de ${promised}, et ceci est ${origin}.`,
    'not-as-promised': ({ index }) => `L’événement ${number(index)} du journal n’est pas ce que dit le reçu.`,
    'promise-broken': ({ id, dueAt }) =>
      `Engagement rompu : l’événement ${id} devait être dans le journal le ${dueAt} au plus tard. Le journal en a de plus récents, et pas celui-ci.`,
  },
};
