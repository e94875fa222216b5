// A password is never an argument: arguments are in the history of the shell and in the list of processes.

/** What a key server is to demand with `simulator demand-credentials`. */
export const PASSWORD_VARIABLE = "HOLDFAST_KEY_SERVER_PASSWORD";
