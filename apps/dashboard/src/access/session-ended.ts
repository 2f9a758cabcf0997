/** Whether the sign-in page has to say that a session ended. Told once. */
let ended = false;

export const tellThatSessionEnded = (): void => {
  ended = true;
};

export function hasSessionEnded(): boolean {
  return ended;
}

export const forgetSessionEnded = (): void => {
  ended = false;
};
