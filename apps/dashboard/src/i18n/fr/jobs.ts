export default {
  menu: 'Tâches de fond',
  title: 'Tâches de fond',
  intro: 'Ce que le service fait ou a fait en arrière-plan, le plus récent d’abord. Tenu à jour tout seul.',
  none: 'Rien de tel ne s’est encore exécuté.',
  done: '%{done} sur %{total}',
  progressOf: 'Avancement : %{kind}',
  fields: {
    kind: 'Quoi',
    state: 'État',
    progress: 'Avancement',
    requestedAt: 'Demandée',
    took: 'Durée',
  },
  kinds: {
    export: 'Export',
    backtest: 'Essai d’une politique',
    log_check: 'Contrôle du journal de preuves',
    retention_run: 'Purge',
    key_rotation: 'Rotation des clés maîtresses',
  },
  states: {
    queued: 'en attente',
    running: 'en cours',
    completed: 'terminée',
    failed: 'en échec',
    cancelled: 'annulée',
  },
};
