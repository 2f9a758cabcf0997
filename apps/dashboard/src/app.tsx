import { Admin, CustomRoutes, Resource } from 'react-admin';
import { Navigate, Route } from 'react-router-dom';
import { authProvider } from './access/auth-provider.ts';
import type { Permission } from './access/permissions.ts';
import { SignInPage } from './access/sign-in-page.tsx';
import { dataProvider } from './api/data-provider.ts';
import { queryClient } from './api/query-client.ts';
import { FEATURES } from './features.ts';
import { i18nProvider } from './i18n/i18n-provider.ts';
import { entriesFor } from './layout/menu-entries.ts';
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

/** Where nothing is meant to be the first page, whatever comes first in the menu is. */
function FirstPage({ permissions }: { readonly permissions: readonly Permission[] }) {
  const [first] = entriesFor(permissions);
  return first === undefined ? <NotFoundPage /> : <Navigate to={first.to} replace />;
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
        <Route path="/" element={Home === undefined ? <FirstPage permissions={permissions} /> : <Home />} />
        {permitted.flatMap(({ routes = [] }) =>
          routes.map(({ path, page: Page }) => <Route key={path} path={path} element={<Page />} />),
        )}
      </CustomRoutes>
    </>
  );
}
