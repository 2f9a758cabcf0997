export default {
  menu: 'État du système',
  title: 'État du système',
  intro: 'Comment va chaque partie du service, ce que cela signifie, et que faire.',
  instance: 'Vu par l’instance qui a répondu ; version %{version}.',
  do: 'Que faire :',
  levels: { good: 'bon', watch: 'à surveiller', bad: 'agir maintenant' },
  whole: {
    good: 'Tout fonctionne.',
    watch: 'Tout fonctionne, mais quelque chose est à surveiller.',
    bad: 'Quelque chose ne fonctionne pas.',
  },
  database: {
    title: 'Base de données',
    up: 'Elle répond. Vérifications et accès sont consignés.',
    down: 'Elle ne répond pas. Rien ne peut être consigné, donc rien n’est fait : les vérifications sont refusées.',
    downDo: 'Voyez si la base tourne, et si ce service l’atteint. Le service reprend tout seul ensuite.',
  },
  dqe: {
    title: 'Liaison avec DQE',
    closed: 'DQE répond.',
    off: 'Le disjoncteur est désactivé : chaque vérification est envoyée, quel que soit l’état de DQE.',
    halfOpen: 'DQE était en panne ; des vérifications isolées essaient si elle est revenue.',
    halfOpenDo:
      'Attendez une minute. S’il ne se referme pas, regardez les erreurs des dernières vérifications.',
    open: 'DQE ne répond pas : les vérifications sont refusées aussitôt. Rien n’est envoyé, ni facturé.',
    openDo: 'Voyez si ce service atteint DQE, et demandez à DQE. Il est réessayé tout seul.',
  },
  evidence: {
    title: 'Journal de preuves',
    ok: 'Ce qui se passe entre au journal en quelques secondes, et est signé.',
    behind:
      'Un événement attend le journal depuis %{seconds} secondes. Rien n’est perdu ; les preuves viennent plus tard.',
    behindDo: 'D’ordinaire il rattrape. Sinon, voyez si la base est surchargée.',
    failing: 'Le dernier tour du journal n’a pas réussi. Rien n’est perdu ; il est réessayé.',
    failingDo: 'Si cela dure des minutes, regardez le journal du service.',
    refused:
      'Le journal ne tient pas : ce qui est conservé n’est pas ce qui a été signé. Rien n’y est ajouté.',
    refusedDo:
      'Ne changez rien. Gardez la base telle quelle, prévenez qui répond des preuves, et lancez un contrôle du journal.',
  },
  mirrors: {
    title: 'Miroirs du journal',
    ok: 'Chaque lieu hors de la base prend les points de contrôle signés.',
    failing:
      '%{smart_count} miroir ne prend pas les points de contrôle. |||| %{smart_count} miroirs ne prennent pas les points de contrôle.',
    failingDo: 'Voyez si le dossier est inscriptible, ou l’adresse joignable. Ils rattrapent tout seuls.',
  },
  check: {
    title: 'Contrôle des preuves',
    ok: 'Le journal entier a été contrôlé, et tient. Dernier : %{at}.',
    none: 'Le journal n’a pas encore été contrôlé ; il l’est chaque nuit.',
    found:
      'Le contrôle du %{at} a trouvé %{smart_count} chose anormale. |||| Le contrôle du %{at} a trouvé %{smart_count} choses anormales.',
    foundDo:
      'Regardez le contrôle : il les nomme. Ne changez rien avant, et prévenez qui répond des preuves.',
  },
  jobs: {
    title: 'Tâches de fond',
    ok: 'Aucune n’a échoué depuis un jour.',
    failed:
      '%{smart_count} tâche a échoué depuis un jour. |||| %{smart_count} tâches ont échoué depuis un jour.',
    failedDo: 'Regardez sous Tâches de fond, et relancez-la.',
  },
};
