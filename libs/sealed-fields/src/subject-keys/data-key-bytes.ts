export const DATA_KEY_BYTES = 32;
