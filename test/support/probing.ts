import { ServiceSettings } from '../../apps/admin/src/settings/service-settings.js';
import type { AdminService } from './admin-service.js';

/** Switches the guard off for tests that try many identities on one number, and mean no harm. */
export async function allowProbing(service: AdminService): Promise<void> {
  await service.query('UPDATE service_settings SET probing_enabled = false');
  service.app.get(ServiceSettings, { strict: false }).forget();
}
