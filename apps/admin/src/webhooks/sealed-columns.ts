/** Where each sealed value of an endpoint is kept: it opens nowhere else. A rotated secret moves as it is. */
export const columns = {
  url: (endpointId: string) => `webhook_endpoints.url:${endpointId}`,
  secret: (endpointId: string) => `webhook_endpoints.secret:${endpointId}`,
};
