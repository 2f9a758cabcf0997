import type { ReactNode } from 'react';
import { Layout } from 'react-admin';
import { SessionWatch } from '../access/session-watch.tsx';
import { FirstRun } from '../start/first-run.tsx';
import { DashboardAppBar } from './dashboard-app-bar.tsx';
import { DashboardMenu } from './dashboard-menu.tsx';

/** The frame of every page: bar, menu, content. The link that skips to the content is react-admin's. */
export const DashboardLayout = ({ children }: { children: ReactNode }) => (
  <Layout appBar={DashboardAppBar} menu={DashboardMenu} appBarAlwaysOn>
    <SessionWatch />
    <FirstRun />
    {children}
  </Layout>
);
