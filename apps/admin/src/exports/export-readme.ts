import type { ExportRecord } from './export-record.js';

/** How to check a bundle, for whoever gets one without knowing us. */
export const readmeOf = ({ id }: ExportRecord): string => `Export ${id}

ENGLISH

manifest.json     what was asked for, by whom, why and when; how many matches there are; the SHA-256 of each file
manifest.sig      the signature of the manifest (C2SP signed note)
matches.ndjson    the matches, masked, one a line
events.ndjson     what happened to them, each event with the proof that it is in the log
payloads.ndjson   what the events say, in clear; the events hold the hash of it
checkpoint        the signed head of the log
key               the key it is signed by; do not believe this copy: ask for it by another way

To verify, offline (Node.js 20 or later):

  npx dqe-verify export.zip --key 'NAME+ID+BASE64' --checkpoint SAVED

--key is the key you were given by the operator of the service, --checkpoint a checkpoint you saved earlier, if you have
one: send its size as "since" when you ask for the export. Exit code 0: everything holds. 1: something was altered,
removed or added, and it says what. 3: the file is not whole.

That no match was left out, a selection cannot show: only the whole log can.

FRANÇAIS

manifest.json     ce qui a été demandé, par qui, pourquoi et quand ; le nombre de vérifications ; le SHA-256 des fichiers
manifest.sig      la signature du manifeste (note signée C2SP)
matches.ndjson    les vérifications, masquées, une par ligne
events.ndjson     leurs événements, chacun avec la preuve qu’il est dans le journal
payloads.ndjson   ce que disent les événements, en clair ; ceux-ci en portent l’empreinte
checkpoint        la tête signée du journal
key               la clé de signature ; ne vous fiez pas à cette copie : obtenez-la par une autre voie

Pour vérifier, hors ligne (Node.js 20 ou plus récent) :

  npx dqe-verify export.zip --key 'NOM+ID+BASE64' --checkpoint CONSERVÉ --lang fr

--key est la clé remise par l’exploitant du service, --checkpoint un point de contrôle conservé auparavant, si vous en
avez un : indiquez sa taille (« since ») en demandant l’export. Code de sortie 0 : tout est exact. 1 : quelque chose a
été modifié, retiré ou ajouté, et le programme dit quoi. 3 : le fichier n’est pas entier.

Qu’aucune vérification n’a été omise, une sélection ne peut le montrer : seul le journal entier le peut.
`;
