import { Admin, CustomRoutes, Resource } from 'react-admin';
import { Route } from 'react-router-dom';
import { authProvider } from './access/auth-provider.ts';
import type { Permission } from './access/permissions.ts';
import { SignInPage } from './access/sign-in-page.tsx';
import { dataProvider } from './api/data-provider.ts';
import { queryClient } from './api/query-client.ts';
import { FEATURES } from './features.ts';
import { i18nProvider } from './i18n/i18n-provider.ts';
import { DashboardLayout } from './layout/dashboard-layout.tsx';
import { NotFoundPage } from './layout/not-found-page.tsx';
import { Loading } from './layout/loading.tsx';
import { dashboardStore } from './store/dashboard-store.ts';
import { darkTheme, lightTheme } from './theme/themes.ts';

const store = dashboardStore();

export function App() {
  return (
    <Admin
      {...{ authProvider, dataProvider, i18nProvider, queryClient, store }}
      {...{ lightTheme, darkTheme }}
      title="DQE ID Mobile"
      layout={DashboardLayout}
      loginPage={SignInPage}
      catchAll={NotFoundPage}
      loading={Loading}
      requireAuth
      // Nothing is ever sent to anybody else.
      disableTelemetry
    >
      {(permissions?: readonly Permission[]) => pagesFor(permissions ?? [])}
    </Admin>
  );
}

/** Only what is permitted exists. */
function pagesFor(permissions: readonly Permission[]) {
  const permitted = FEATURES.filter(({ permission }) => permissions.includes(permission));
  const Home = permitted.find(({ home }) => home !== undefined)?.home;
  return (
    <>
      {permitted.flatMap(({ resources = [] }) =>
        resources.map((resource) => <Resource key={resource.name} {...resource} />),
      )}
      <CustomRoutes>
        {Home === undefined ? null : <Route path="/" element={<Home />} />}
        {permitted.flatMap(({ routes = [] }) =>
          routes.map(({ path, page: Page }) => <Route key={path} path={path} element={<Page />} />),
        )}
      </CustomRoutes>
    </>
  );
}
