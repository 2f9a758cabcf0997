/** Token of the validated, frozen options. */
export const DQE_OPTIONS = Symbol('DQE_OPTIONS');

/** Token of the HttpService through which every call to DQE goes. */
export const DQE_HTTP = Symbol('DQE_HTTP');
