import { useQuery } from '@tanstack/react-query';

/** Somebody the sandbox knows, to try a match with. All invented. */
export interface Persona {
  readonly label: string;
  readonly number: string;
  readonly country?: string;
  readonly identity: Readonly<Record<string, string | undefined>>;
  readonly consent: boolean;
  readonly note: string;
}

/** What runs here, as `GET /start.json` tells everybody. */
export interface ServiceInfo {
  readonly sandbox: boolean;
  readonly version: string;
  readonly personas: readonly Persona[];
  /** Whether this browser brought the cookie of a session, which may be over. */
  readonly session: boolean;
}

export async function serviceInfo(): Promise<ServiceInfo> {
  const answer = await fetch('/start.json');
  return (await answer.json()) as ServiceInfo;
}

export const useServiceInfo = (): ServiceInfo | undefined =>
  useQuery({ queryKey: ['start.json'], queryFn: serviceInfo, staleTime: Infinity }).data;
