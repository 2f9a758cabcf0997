import type { Database } from '@dqe-admin/database';

export function monthOf(month: Date): string;
export function startOf(months: number): Date;
export function sinceMonthsAgo(database: Pick<Database, 'query'>, months: number): Promise<void>;
