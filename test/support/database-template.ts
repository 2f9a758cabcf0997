/** Makes copies of one migrated database. */
export interface Template {
  /** An empty database where `migrated` is false. */
  copy(name: string, migrated: boolean): Promise<{ url: string } | { dataDir: string }>;
  drop(name: string): Promise<void>;
}
